public import BoardCatalog
public import Quantities

/// Both outputs of a pack, why, and the numbers that it was decided with.
///
/// It holds no text: making one costs no memory; `Explanation` turns it into a sentence.
public struct Decision: Hashable, Sendable {
  /// What the outputs are to be.
  public var outputs: Outputs
  /// Why.
  public var reason: Reason
  /// The numbers behind the reason.
  public var figures: Figures
  /// What has gone wrong since the start; stays until the next start, to be seen by a person.
  public var alarms: Alarms
}

/// Why the outputs are what they are.
public enum Reason: Hashable, Sendable {
  /// Something is unknown, or not yet proved: both off (S4, S6).
  case holdingSafe(HoldReason)
  /// Warm enough, charging on.
  case charging
  /// Warm enough, but charging is not on (yet).
  case chargeWaits(ChargeObstacle)
  /// Too cold to charge, heating on.
  case heating
  /// Too cold to charge, and heating is not on (yet).
  case coldWithoutHeat(HeatObstacle)
}

/// What is not known.
public enum HoldReason: Hashable, Sendable {
  /// So many good readings in a row, of three.
  case gatheringEvidence(goodReadings: Int)
  case reading(UnknownReason)
  case appSettings(UnknownReason)
  case packVoltage(UnknownReason)
  case probe(Probe, UnknownReason)
  /// The probes disagree by more than 10 K.
  case probeSpread(Kelvins)
  /// The board ignores its temperature sensors, or reports one as faulty.
  case probesNotTrusted
}

/// Why charging is off although the pack is warm.
public enum ChargeObstacle: Hashable, Sendable {
  /// The pause after the heater went off (S1).
  case interlockDelay
  /// The minimum off time of the charge gate.
  case minimumOff
  /// The hottest probe has reached the app's charge over-temperature.
  case overtemperature
  /// The board's own protections are bypassed.
  case emergency
}

/// Why heating is off although the pack is cold.
public enum HeatObstacle: Hashable, Sendable {
  case noPad
  case noHeatingOption
  /// A limit of the board, at the voltage just measured (S3).
  case overLimit(HeaterLimit)
  /// No charger is present, and the configuration heats with one only.
  case noCharger
  /// A charger is present, and the configuration does not heat with one.
  case notWithCharger
  case stateOfCharge(floor: Percent)
  case stateOfChargeUnknown
  case cellVoltage(floor: Volts)
  case cellVoltageUnknown
  /// The hottest probe is at its limit.
  case hottestProbe(Probe)
  /// The pause after charging went off (S1).
  case interlockDelay
  /// The minimum off time of the heater.
  case minimumOff
}

/// The numbers of a decision.
public struct Figures: Hashable, Sendable {
  /// The probe that governs.
  public var coldestProbe: Probe?
  /// Its temperature.
  public var coldest: Measured<ProbeTemperature> = .unknown(.notRead)
  /// The hottest of the fitted probes.
  public var hottestProbe: Probe?
  /// Its temperature.
  public var hottest: Measured<Celsius> = .unknown(.notRead)
  /// What the temperatures are compared with.
  public var thresholds: Thresholds?
  /// The voltage just measured.
  public var packVoltage: Measured<Volts> = .unknown(.notRead)
  /// The pad at that voltage, where there is a pad.
  public var draw: HeaterDraw?

  /// Figures of which nothing is known.
  public init() {}
}

/// What has gone wrong since the start.
public struct Alarms: OptionSet, Hashable, Sendable {
  /// One bit an alarm.
  public let rawValue: UInt16
  /// Makes a set from its bits.
  public init(rawValue: UInt16) { self.rawValue = rawValue }
  /// The board was silent for longer than a reading lives.
  public static let boardSilent = Alarms(rawValue: 1 << 0)
  /// A fitted probe was absent or implausible.
  public static let probeLost = Alarms(rawValue: 1 << 1)
  /// A probe jumped faster than 1 K/s.
  public static let probeJumped = Alarms(rawValue: 1 << 2)
  /// A probe did not move while the heat that it was given had to move it.
  public static let probeFrozen = Alarms(rawValue: 1 << 3)
  /// The probes disagreed by more than 10 K.
  public static let probeSpread = Alarms(rawValue: 1 << 4)
  /// The app's settings could not be right and were not used.
  public static let appSettingsRejected = Alarms(rawValue: 1 << 5)
  /// The pad would have exceeded a limit of the board.
  public static let heaterOverLimit = Alarms(rawValue: 1 << 6)
  /// The board ignored its temperature sensors, or reported one as faulty.
  public static let probesNotTrusted = Alarms(rawValue: 1 << 7)
  /// The board's own protections were bypassed.
  public static let emergency = Alarms(rawValue: 1 << 8)
}
