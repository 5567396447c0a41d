package import Quantities

/// What the controller remembers of a pack from one step to the next.
public struct ControllerState: Hashable, Sendable {
  /// Whether charging is blocked by cold, as last decided.
  public internal(set) var block: ChargeBlock
  /// Good readings in a row; the first permission needs three (S6).
  package internal(set) var goodReadings = 0
  /// When the reading that was judged last was taken; each reading counts once.
  package internal(set) var judgedReading: Uptime?
  /// The app's settings as last accepted.
  package internal(set) var app: AppSettings?
  /// When the app's settings were read last, accepted or not.
  package internal(set) var appReadAt: Uptime?
  package internal(set) var probes = PerProbe(all: ProbeTrack())
  var floors = FloorLatches()
  package internal(set) var chargeOvertemperature = false
  /// The day of the last due time for which a preheat has come to its end.
  package internal(set) var preheatedDay: Int?
  package internal(set) var charge = OutputTimer()
  package internal(set) var heater = OutputTimer()
  package internal(set) var lastStep: Uptime?
  /// The pack voltage and the probes' step of the last good reading: heat is counted with them.
  package internal(set) var packVoltage: Volts?
  var probeResolution = Kelvins.zero
  package internal(set) var supervisor = Supervisor()
  /// Whether the app's settings that were read last could not be right.
  package internal(set) var isAppRejected = false
  /// What is wrong in this step.
  var faults: FaultSet = []
  /// What has been wrong since the start.
  var alarms: FaultSet = []

  /// The state at start: both outputs off, nothing known.
  ///
  /// - Parameter remembered: whether charging was blocked when the controller last ran; decides
  ///   only when the first good reading lies between protection and recovery.
  public init(remembered: ChargeBlock = .undecided) { block = remembered }
}

/// Whether charging is blocked by cold.
public enum ChargeBlock: String, Hashable, Sendable {
  /// Not known: no reading yet, and nothing remembered.
  case undecided
  /// The pack was at or below the protection and has not recovered since.
  case blocked
  /// The pack is warm enough.
  case released
}

/// When an output changed, and when it may turn on. Off is never delayed (S8).
package struct OutputTimer: Hashable, Sendable {
  package private(set) var isOn = false
  /// The last change, or the first step: before it the line may have been on.
  package private(set) var changedAt: Uptime?
  package private(set) var mayTurnOnAt = Uptime.start

  /// The first step counts as the moment at which the output went off.
  mutating func begin(at now: Uptime) {
    if changedAt == nil { changedAt = now }
  }

  mutating func turnOff(at now: Uptime, _ control: ControlSettings) {
    guard isOn, let changedAt else { return }
    let run = now - changedAt
    // A run cut short is paid for by a longer pause, so that relays wear no faster.
    let owed = max(.zero, control.minimumOn - run)
    mayTurnOnAt = now + control.minimumOff + owed
    self.changedAt = now
    isOn = false
  }

  mutating func turnOn(at now: Uptime) {
    guard !isOn else { return }
    changedAt = now
    isOn = true
  }

  func minimumOffIsOver(at now: Uptime) -> Bool { now >= mayTurnOnAt }

  /// Whether the output has been as it is for at least `span`.
  func hasSettled(for span: Duration, at now: Uptime) -> Bool {
    now - (changedAt ?? now) >= span
  }

  /// Whether the output has been off for at least `span`.
  func hasBeenOff(for span: Duration, at now: Uptime) -> Bool {
    !isOn && hasSettled(for: span, at: now)
  }
}
