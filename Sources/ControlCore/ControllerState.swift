import Quantities

/// What the controller remembers of a pack from one step to the next.
public struct ControllerState: Hashable, Sendable {
  /// Whether charging is blocked by cold, as last decided.
  public internal(set) var block: ChargeBlock
  /// Good readings in a row, counted up to the three that the first permission needs (S6).
  var goodReadings = 0
  /// When the reading that was judged last was taken; each reading counts once.
  var judgedReading: Uptime?
  /// The app's settings as last accepted.
  var app: AppSettings?
  /// When the app's settings were read last, accepted or not.
  var appReadAt: Uptime?
  var probes = PerProbe(all: ProbeTrack())
  var floors = FloorLatches()
  var chargeOvertemperature = false
  var charge = OutputTimer()
  var heater = OutputTimer()
  var lastStep: Uptime?
  /// The pack voltage and the probes' step of the last good reading: heat is counted with them.
  var packVoltage: Volts?
  var probeResolution = Kelvins(0.1)
  var alarms: Alarms = []

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
struct OutputTimer: Hashable, Sendable {
  private(set) var isOn = false
  /// The last change, or the first step: before it the line may have been on.
  private(set) var changedAt: Uptime?
  private var mayTurnOnAt = Uptime.start

  /// The first step counts as the moment at which the output went off.
  mutating func begin(at now: Uptime) {
    if changedAt == nil { changedAt = now }
  }

  mutating func turnOff(at now: Uptime, _ control: ControlSettings) {
    guard isOn else { return }
    let run = now - (changedAt ?? now)
    // A run cut short is paid for by a longer pause, so that relays wear no faster.
    let owed = max(.zero, control.minimumOn - run)
    mayTurnOnAt = now + control.minimumOff + owed
    changedAt = now
    isOn = false
  }

  mutating func turnOn(at now: Uptime) {
    guard !isOn else { return }
    changedAt = now
    isOn = true
  }

  func minimumOffIsOver(at now: Uptime) -> Bool { isOn || now >= mayTurnOnAt }

  /// Whether the output has been off for at least `span`.
  func hasBeenOff(for span: Duration, at now: Uptime) -> Bool {
    guard !isOn, let changedAt else { return false }
    return now - changedAt >= span
  }
}
