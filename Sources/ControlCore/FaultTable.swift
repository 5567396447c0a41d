import Quantities

extension Fault {
  /// The row of the fault table.
  public var rule: FaultRule {
    switch self {
    case .probeAbsent: .probeAbsent
    case .probeImplausible: .probeImplausible
    case .probeJumped: .probeJumped
    case .probeFrozen: .probeFrozen
    case .probeSpread: .probeSpread
    case .probesNotTrusted: .probesNotTrusted
    case .readingStale: .readingStale
    case .linkDown: .linkDown
    case .frameErrors: .frameErrors
    case .appSettingsRejected: .appSettingsRejected
    case .boardMismatch: .boardMismatch
    case .packVoltageOutOfRange: .packVoltageOutOfRange
    case .cellVoltageOutOfRange: .cellVoltageOutOfRange
    case .boardAlarm: .boardAlarm
    case .emergency: .emergency
    case .chargeGateStuck: .chargeGateStuck
    case .heaterNoRise: .heaterNoRise
    case .heaterOpen: .heaterOpen
    case .heaterShorted: .heaterShorted
    case .heaterRisingWhileOff: .heaterRisingWhileOff
    case .heaterOvertemperature: .heaterOvertemperature
    case .heaterUnreachable: .heaterUnreachable
    case .heaterOverLimit: .heaterOverLimit
    case .secondHeater: .secondHeater
    case .readbackDiffers: .readbackDiffers
    case .interlockRefused: .interlockRefused
    case .latchesUnknown: .latchesUnknown
    case .latchesNotStored: .latchesNotStored
    }
  }

  /// For how long the fault must be seen without a break.
  package var lasting: Duration {
    if case .lasting(let span) = rule.delay { span } else { .zero }
  }

  /// The fault of a probe that is not known.
  init(_ reason: UnknownReason) {
    switch reason {
    case .jumped: self = .probeJumped
    case .frozen: self = .probeFrozen
    case .implausible: self = .probeImplausible
    case .notRead, .notCarried, .absent, .stale: self = .probeAbsent
    }
  }
}

// The rows. Each number is explained where it is used.
extension FaultRule {
  // MARK: Probes

  static let probeAbsent = FaultRule(
    "a fitted probe is absent or was not read", .atOnce, .bothOff, .byItself,
    "Plug it in, or take it out of `probes` if it is not fitted")
  static let probeImplausible = FaultRule(
    "a fitted probe reads what no battery can have", .atOnce, .bothOff, .byItself,
    "Check the probe and its cable for a short or a break")
  static let probeJumped = FaultRule(
    "a probe moved faster than 1 K/s", .atOnce, .bothOff, .byItself,
    "Check its plug; it is believed again after three readings that agree")
  static let probeFrozen = FaultRule(
    "a probe did not move while the pad's heat had to move it", .heat(Kelvins(0.3)), .bothOff,
    .byItself, "Check that it touches a cell, and that the pad gets warm")
  static let probeSpread = FaultRule(
    "the probes differ by more than 10 K", .atOnce, .bothOff, .byItself,
    "Check that each probe touches a cell, and that none touches the pad")
  static let probesNotTrusted = FaultRule(
    "the board ignores its temperature sensors, or reports one as faulty", .atOnce, .bothOff,
    .byItself, "Switch the temperature sensors on in JK's app, and look at them there")

  // MARK: The board and its line

  static let readingStale = FaultRule(
    "the last reading is older than its lifetime", .readingLifetime, .bothOff, .byItself,
    "Look at the RS485 adapter, its cable, and whether the board sleeps")
  static let linkDown = FaultRule(
    "there has been no reading for a minute", .lasting(.seconds(60)), .bothOff, .byItself,
    "Look at the RS485 adapter, its cable, and whether the board sleeps")
  static let frameErrors = FaultRule(
    "of 40 exchanges with the board 10 or more were damaged", .exchanges(bad: 10, of: 40),
    .bothOff, .byItself, "Check cable, termination and earthing of the RS485 line")
  static let appSettingsRejected = FaultRule(
    "the low-temperature charge protection in the app cannot be right; the last good one holds",
    .atOnce, .report, .byItself, "Set it right in JK's app: −45 to 25 °C, recovery above it")
  static let boardMismatch = FaultRule(
    "the board's model, string count or chemistry is not what the configuration says", .atOnce,
    .bothOff, .byItself, "Set `board`, `strings` and `chemistry` as they are, or JK's app")
  static let packVoltageOutOfRange = FaultRule(
    "the pack voltage is not one that such a pack can have", .atOnce, .bothOff, .byItself,
    "Check `strings` and `chemistry`; have a pack that is this far off looked at")
  static let cellVoltageOutOfRange = FaultRule(
    "a cell's voltage is not one that it may have", .atOnce, .bothOff, .byItself,
    "Check `chemistry` and the balance wires; have such a cell looked at")
  static let boardAlarm = FaultRule(
    "the board has an alarm that forbids charging", .atOnce, .chargingOff, .byItself,
    "See in JK's app which alarm it is")
  static let emergency = FaultRule(
    "the board's own protections are bypassed", .atOnce, .chargingOff, .byItself,
    "End the emergency mode in JK's app, or wait until it has run out")

  // MARK: The pad

  static let heaterNoRise = FaultRule(
    "the pack did not get warmer by the heat that the pad should have given",
    .heat(Kelvins(3)), .heatingOff, .acknowledged,
    "Check the pad's cable, fuse and thermal cut-out, and that the probes touch the cells")
  static let heaterOpen = FaultRule(
    "no current flows in the pad while it is on", .lasting(.seconds(10)), .heatingOff,
    .acknowledged, "Check the pad's cable, fuse and thermal cut-out")
  static let heaterShorted = FaultRule(
    "the pad takes more current than it may", .atOnce, .heatingOff, .acknowledged,
    "Disconnect the pad and measure its resistance")
  static let heaterRisingWhileOff = FaultRule(
    "the pack gets warmer as fast as if the pad were on while it is off", .heat(Kelvins(3)),
    .powerCut, .acknowledged, "Disconnect the pad; its switch may have failed shorted")
  static let heaterOvertemperature = FaultRule(
    "the hottest probe has reached the limit for heating", .atOnce, .heatingOff, .byItself,
    "Check that no probe touches the pad, and that the pad touches every cell")
  static let heaterUnreachable = FaultRule(
    "the pad cannot reach the stop value at the present ambient temperature",
    .heat(Kelvins(3)), .heatingOff, .after(.seconds(21_600)),
    "Insulate the enclosure better, or use a stronger pad (`warmgate size`)")
  static let heaterOverLimit = FaultRule(
    "at the present voltage the pad would exceed a limit of the board", .atOnce, .heatingOff,
    .byItself, "Use a pad of higher resistance (`warmgate size`)")
  static let secondHeater = FaultRule(
    "the board heats by itself", .atOnce, .heatingOff, .byItself,
    "Switch heating off in JK's app: only one controller may heat")

  // MARK: The outputs and this program

  static let chargeGateStuck = FaultRule(
    "charge current flows although the charge gate is off", .lasting(.seconds(10)), .powerCut,
    .acknowledged, "Disconnect the charger; check the gate, and that every charger is behind it")
  static let readbackDiffers = FaultRule(
    "an output is not what it was set to", .lasting(.seconds(3)), .powerCut, .acknowledged,
    "Check the GPIO line and its switch for a short")
  static let interlockRefused = FaultRule(
    "the interlock refused what the controller proposed, which is a defect of this program",
    .atOnce, .bothOff, .acknowledged, "Please report it, with the log around it")
  static let latchesUnknown = FaultRule(
    "the record of latched faults is missing or damaged, as at the very first start", .atOnce,
    .bothOff, .acknowledged, "Check pad, switches and probes, then acknowledge it")
  static let latchesNotStored = FaultRule(
    "the disk has not taken the record of latched faults", .atOnce, .heatingOff, .byItself,
    "Make room on the disk, and the folder of `state_file` writable")
}
