import ControlCore
import Quantities

/// What of a state decides how it goes on: times as ages in steps, and those only as far as
/// anything still depends on them.
///
/// Left out is what only hours of heat can change, the watches over the rise of the temperature;
/// the seeded worlds live through those.
struct ExploredKey: Hashable {
  private var words = SIMD4<UInt64>()
  private var used = 0

  /// The fields of each state that the key knows; a new one must be put here and above.
  static let fields: [String: Set<String>] = [
    "ControllerState": [
      "block", "goodReadings", "judgedReading", "app", "appReadAt", "probes", "floors",
      "chargeOvertemperature", "preheatedDay", "charge", "heater", "lastStep", "packVoltage",
      "probeResolution",
      "supervisor", "isAppRejected", "faults", "alarms",
    ],
    "OutputTimer": ["isOn", "changedAt", "mayTurnOnAt"],
    "Interlock": [
      "goodReadings", "judgedReading", "app", "appReadAt", "isBlocked",
      "lastCharge", "lastHeater",
    ],
    "Supervisor": [
      "silence", "open", "gate", "lines", "rise", "early", "pad", "off", "errors", "model",
      "isOtherModel", "unreachableUntil", "ofReading",
    ],
    "PadCurrent": ["idle", "tripped", "calmUntil", "isOpen"],
    "ProbeTrack": ["last", "owedReadings", "standstill", "verdict"],
  ]

  /// `explored` is only looked at: copying it would take as long as the step that led to it.
  init(_ explored: borrowing ExploredState, delay: Int) {
    put(of: explored.state, at: explored.now, delay: delay)
    put(of: explored.state.supervisor, latched: explored.latched, at: explored.now)
    put(of: explored.interlock, at: explored.now, delay: delay)
    put(of: explored.rules, at: explored.now, delay: delay)
    put(app: explored.app.value)
    put(age: explored.app.value?.takenAt, at: explored.now, upTo: 2)
    let answeredAt = explored.answer.value?.takenAt
    put(age: answeredAt, at: explored.now, upTo: 2)
    // A step without an answer looks at the voltage of the last one again, as long as it is young.
    put(
      answeredAt == explored.now
        && explored.answer.value?.packVoltage == Situation.highVoltage)
  }

  private mutating func put(of state: borrowing ControllerState, at now: Uptime, delay: Int) {
    put(state.block == .blocked ? 0 : state.block == .released ? 1 : 2, below: 3)
    put(of: state.charge, at: now, delay: delay)
    put(of: state.heater, at: now, delay: delay)
    put(age: state.judgedReading, at: now, upTo: 2)
    put(age: state.appReadAt, at: now, upTo: 2)
    put(min(state.goodReadings, 3), below: 4)
    put(of: state.probes.t1)
    put(of: state.probes.t2)
    put(of: state.probes.t4)
    put(of: state.probes.t5)
    put(state.chargeOvertemperature)
    put(state.isAppRejected)
    put(state.preheatedDay != nil)
    put(app: state.app)
  }

  private mutating func put(of timer: OutputTimer, at now: Uptime, delay: Int) {
    put(timer.isOn)
    put(age: timer.changedAt, at: now, upTo: delay)
    put(age: timer.mayTurnOnAt, at: now, upTo: 0)
  }

  private mutating func put(of track: borrowing ProbeTrack) {
    put(track.owedReadings, below: 3)
    put(track.standstill.isFrozen)
    put(track.verdict.value != nil)
    put(last: track.last.flatMap { Situation.Band(rawValue: $0.rawValue) })
  }

  private mutating func put(last: Situation.Band?) {
    let place =
      switch last {
      case .cold: 0
      case .atProtection: 1
      case .between: 2
      case .recovered: 3
      case .warm: 4
      case .unknown, nil: 7
      }
    put(place, below: 8)
  }

  private mutating func put(
    of supervisor: borrowing Supervisor, latched: FaultSet, at now: Uptime
  ) {
    for fault in ExploredKey.faults {
      put(latched.contains(fault))
      put(supervisor.ofReading.contains(fault))
    }
    put(age: supervisor.silence.since, at: now, upTo: 1)
    put(age: supervisor.open.since, at: now, upTo: 1)
    put(age: supervisor.gate.since, at: now, upTo: 1)
    put(age: supervisor.lines.since, at: now, upTo: 1)
    put(age: supervisor.pad.calmUntil, at: now, upTo: 0)
    put(supervisor.pad.isOpen)
    put(supervisor.off.begin != nil)
    put(current: supervisor.pad.idle)
    put(current: supervisor.pad.tripped)
  }

  private mutating func put(of interlock: borrowing Interlock, at now: Uptime, delay: Int) {
    put(age: interlock.judgedReading, at: now, upTo: 2)
    put(age: interlock.appReadAt, at: now, upTo: 2)
    put(age: interlock.lastCharge, at: now, upTo: delay)
    put(age: interlock.lastHeater, at: now, upTo: delay)
    put(min(interlock.goodReadings, 3), below: 4)
    put(interlock.isBlocked)
    put(app: interlock.app)
  }

  private mutating func put(of rules: borrowing Invariants, at now: Uptime, delay: Int) {
    put(age: rules.appReadAt, at: now, upTo: 2)
    put(age: rules.lastReading, at: now, upTo: 2)
    put(age: rules.offSince.charge, at: now, upTo: delay)
    put(age: rules.offSince.heater, at: now, upTo: delay)
    put(min(rules.readings, 3), below: 4)
    put(rules.isBlocked)
    put(rules.isDecided)
    put(app: rules.app)
  }

  /// 0, 2.5 or 5 °C, or none.
  private mutating func put(app: AppSettings?) {
    put(app.map { 1 + Int($0.protection.rawValue) } ?? 0, below: 8)
  }

  private mutating func put(current: Amperes?) {
    put(current.map { $0 == Amperes(0) ? 1 : $0 < Amperes(0) ? 2 : 3 } ?? 0, below: 4)
  }

  /// How long ago in steps: 0 for not at all, 1 for ages to come, 2 for now.
  private mutating func put(age time: Uptime?, at now: Uptime, upTo most: Int) {
    guard let time else { return put(0, below: 8) }
    let age = now - time
    if age <= .zero - ExploredState.step { return put(1, below: 8) }
    var (steps, reached) = (0, Duration.zero)
    // Adding is much faster than dividing, and there are never more than a few steps.
    while steps < most, reached < age {
      (steps, reached) = (steps + 1, reached + ExploredState.step)
    }
    put(2 + steps, below: 8)
  }

  @inline(__always)
  private mutating func put(_ flag: Bool) { put(flag ? 1 : 0, below: 2) }

  @inline(__always)
  private mutating func put(_ value: Int, below end: Int) {
    precondition(value >= 0 && value < end, "the key has no room for \(value)")
    let bits = Int.bitWidth - (end - 1).leadingZeroBitCount
    if used % 64 + bits > 64 { used += 64 - used % 64 }
    words[used / 64] |= UInt64(value) << UInt64(used % 64)
    used += bits
  }

  private static let faults = Fault.allCases.filter(\.isExplored)
}

extension Fault {
  /// Whether the exploration can bring it about at all, and the reading or the record keeps it.
  fileprivate var isExplored: Bool {
    switch self {
    case .chargeGateStuck, .heaterOpen, .heaterShorted, .latchesUnknown, .secondHeater: true
    case .probeAbsent, .probeImplausible, .probeJumped, .probeFrozen, .probeSpread,
      .probesNotTrusted, .readingStale, .linkDown, .frameErrors, .appSettingsRejected,
      .boardMismatch, .packVoltageOutOfRange, .cellVoltageOutOfRange, .boardAlarm, .emergency,
      .heaterNoRise, .heaterRisingWhileOff, .heaterOvertemperature, .heaterUnreachable,
      .heaterOverLimit, .readbackDiffers, .interlockRefused, .latchesNotStored:
      false
    }
  }
}
