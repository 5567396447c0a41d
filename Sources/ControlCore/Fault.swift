/// Something that is wrong with a pack, its board, its pad or this program.
///
/// What each one means, how long it must last, what it does and how it clears is in `FaultRule`.
/// The raw value is the name on the command line, in the log and in the record of latched faults.
public enum Fault: String, Hashable, Sendable, CaseIterable, CustomStringConvertible {
  case probeAbsent = "probe-absent"
  case probeImplausible = "probe-implausible"
  case probeJumped = "probe-jumped"
  case probeFrozen = "probe-frozen"
  case probeSpread = "probe-spread"
  case probesNotTrusted = "probes-not-trusted"
  case readingStale = "reading-stale"
  case linkDown = "link-down"
  case frameErrors = "frame-errors"
  case appSettingsRejected = "app-settings-rejected"
  case boardMismatch = "board-mismatch"
  case packVoltageOutOfRange = "pack-voltage-out-of-range"
  case cellVoltageOutOfRange = "cell-voltage-out-of-range"
  case boardAlarm = "board-alarm"
  case emergency
  case chargeGateStuck = "charge-gate-stuck"
  case heaterNoRise = "heater-no-rise"
  case heaterOpen = "heater-open"
  case heaterShorted = "heater-shorted"
  case heaterRisingWhileOff = "heater-rising-while-off"
  case heaterOvertemperature = "heater-overtemperature"
  case heaterUnreachable = "heater-unreachable"
  case heaterOverLimit = "heater-over-limit"
  case secondHeater = "second-heater"
  case readbackDiffers = "readback-differs"
  case interlockRefused = "interlock-refused"
  case latchesUnknown = "latches-unknown"
  case latchesNotStored = "latches-not-stored"

  /// The name on the command line.
  public var description: String { rawValue }
}

/// A set of faults, in one word: copying it costs nothing.
public struct FaultSet: OptionSet, Hashable, Sendable {
  /// One bit a fault, in the order of `Fault.allCases`.
  public let rawValue: UInt32
  /// Makes a set from its bits.
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// The set of one fault.
  public init(_ fault: Fault) { rawValue = 1 << fault.bit }

  /// The set of some faults.
  public init(_ faults: some Sequence<Fault>) {
    rawValue = faults.reduce(0) { $0 | 1 << $1.bit }
  }

  /// Whether `fault` is in the set.
  public func contains(_ fault: Fault) -> Bool { rawValue & (1 << fault.bit) != 0 }

  /// Puts `fault` into the set.
  public mutating func insert(_ fault: Fault) { self = union(FaultSet(fault)) }

  /// Takes `fault` out of the set.
  public mutating func remove(_ fault: Fault) { self = subtracting(FaultSet(fault)) }

  /// The faults of the set, the most serious effect first.
  public var faults: [Fault] {
    let inOrder = Fault.allCases.filter(contains)
    return FaultEffect.allCases.reversed().flatMap { effect in
      inOrder.filter { $0.rule.effect == effect }
    }
  }

  /// The faults whose effect is one of those that `isMeant` names.
  static func having(_ isMeant: (FaultRule) -> Bool) -> FaultSet {
    FaultSet(Fault.allCases.filter { isMeant($0.rule) })
  }

  /// The faults that keep both outputs off.
  public static let bothOff = having { $0.effect == .bothOff || $0.effect == .powerCut }
  /// The faults that keep the charge gate off and leave the heater alone.
  public static let chargingOff = having { $0.effect == .chargingOff }
  /// The faults that keep the heater off and leave the charge gate alone.
  public static let heatingOff = having { $0.effect == .heatingOff }
  /// The faults after which the `alive` line stops, so that a series switch takes the power away.
  public static let powerCut = having { $0.effect == .powerCut }
  /// The faults that stay until a person acknowledges them (S7).
  public static let latching = having { $0.clearing == .acknowledged }

  /// The first fault of the set, in the order of the table; `nil` when it is empty.
  var first: Fault? {
    guard rawValue != 0 else { return nil }
    return Fault.inOrder[rawValue.trailingZeroBitCount]
  }
}

extension Fault {
  static let inOrder = Fault.allCases

  /// The fault's place in a set.
  fileprivate var bit: UInt32 {
    switch self {
    case .probeAbsent: 0
    case .probeImplausible: 1
    case .probeJumped: 2
    case .probeFrozen: 3
    case .probeSpread: 4
    case .probesNotTrusted: 5
    case .readingStale: 6
    case .linkDown: 7
    case .frameErrors: 8
    case .appSettingsRejected: 9
    case .boardMismatch: 10
    case .packVoltageOutOfRange: 11
    case .cellVoltageOutOfRange: 12
    case .boardAlarm: 13
    case .emergency: 14
    case .chargeGateStuck: 15
    case .heaterNoRise: 16
    case .heaterOpen: 17
    case .heaterShorted: 18
    case .heaterRisingWhileOff: 19
    case .heaterOvertemperature: 20
    case .heaterUnreachable: 21
    case .heaterOverLimit: 22
    case .secondHeater: 23
    case .readbackDiffers: 24
    case .interlockRefused: 25
    case .latchesUnknown: 26
    case .latchesNotStored: 27
    }
  }
}
