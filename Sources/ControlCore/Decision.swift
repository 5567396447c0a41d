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
  /// What is wrong in this step, latched faults of earlier steps not among it.
  public var faults: FaultSet
  /// What must be latched from now on: seen in this step, and not latched before (S7).
  public var newlyLatched: FaultSet
  /// What has gone wrong since the start; stays until the next start, to be seen by a person.
  public var alarms: FaultSet
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
  /// A fault that keeps both outputs off.
  case fault(Fault)
}

/// Why charging is off although the pack is warm.
public enum ChargeObstacle: Hashable, Sendable {
  /// The pause after the heater went off (S1).
  case interlockDelay
  /// The minimum off time of the charge gate.
  case minimumOff
  /// The hottest probe has reached the app's charge over-temperature.
  case overtemperature
  /// A fault that keeps the charge gate off.
  case fault(Fault)
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
  /// No charger is present, and the schedule starts later.
  case waitsForPreheat
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
  /// The pad seemed to take too much current; whether it does is being proved.
  case provingPad
  /// A fault that keeps the heater off.
  case fault(Fault)
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
  /// What the pack's schedule says, where it counts: while no charger is seen.
  public var preheat = PreheatPlan.unscheduled

  /// Figures of which nothing is known.
  public init() {}
}
