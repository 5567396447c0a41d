import ControlCore
import Quantities

extension BenchScenario {
  private static let charger = BenchEvent(.charger(present: true), at: .zero)
  private static let cause = Duration.seconds(600)

  /// A cold pack that is heated, and something that breaks after ten minutes.
  private static func fault(
    _ story: BenchStory, _ change: BenchChange, span: Duration = .seconds(1800),
    then later: [BenchEvent] = [], _ expectation: String
  ) -> BenchScenario {
    BenchScenario(
      story, start: Celsius(-10), ambient: Celsius(-20), span: span,
      [charger, BenchEvent(change, at: cause)] + later, expectation)
  }

  /// The scenarios in which something breaks, and the fault must be found by its name.
  static let faults: [BenchScenario] = [
    BenchScenario(
      .weakPad, start: Celsius(-30), ambient: Celsius(-30), span: .seconds(90_000),
      [charger, BenchEvent(.padResistance(timesConfigured: 2.5), at: .zero)],
      "The pad has two and a half times its resistance: the pack gets warmer more and more slowly, "
        + "and once it is sure that the stop value is out of reach, heating stops."),
    fault(
      .frozenProbe, .freeze(.t2), span: .seconds(6000),
      "T2 keeps its value while the pad heats: after 51 min of heat both outputs go off."),
    fault(
      .openPad, .padResistance(timesConfigured: 1000),
      "The pad's cable breaks while it heats: heating stops within seconds and stays off."),
    fault(
      .shortedPad, .padResistance(timesConfigured: 0.6),
      "Part of the pad's film is shorted while it heats: the heater trips at the first reading, "
        + "the current's step back proves that it was the pad, and it stays off."),
    fault(
      .detachedPad, .padDetached, span: .seconds(24_000),
      "The pad comes off the cells: it takes its current and warms nothing. After the heat for 3 K "
        + "heating stops and stays off."),
    fault(
      .stuckHeater, .heaterStuck,
      then: [BenchEvent(.charger(present: false), at: .seconds(900))],
      "The heater's switch fails shorted, which shows when the heater is to go off: both outputs "
        + "stay off, and the power is cut by the line `alive`."),
    BenchScenario(
      .stuckGate, start: Celsius(-10), ambient: Celsius(-20), span: .seconds(1800),
      [
        charger, BenchEvent(.app(protection: Celsius(-20), recovery: Celsius(-10)), at: .zero),
        BenchEvent(.gateStuck, at: cause),
      ],
      "The charge gate fails shorted in the cold, and the board does not stop the charger: both "
        + "outputs go off and stay off."),
    fault(
      .secondHeater, .boardHeats(true),
      then: [BenchEvent(.boardHeats(false), at: .seconds(1200))],
      "The board starts to heat by itself: our heater is off until it stops."),
    BenchScenario(
      .wrongBoard, start: Celsius(-10), ambient: Celsius(-20), span: .seconds(600),
      [charger, BenchEvent(.model("JK_BD4A8S4P"), at: .zero)],
      "The board is not the configured one: nothing is ever switched on."),
    fault(
      .noisyLine, .damage(true), then: [BenchEvent(.damage(false), at: .seconds(1200))],
      "Every reply is damaged: both outputs go off when the last reading is too old, and heating "
        + "returns when enough replies have been whole."),
    BenchScenario(
      .boardAlarm, start: Celsius(15), ambient: Celsius(15), span: .seconds(1800),
      [
        charger, BenchEvent(.cellOvervoltage(true), at: cause),
        BenchEvent(.cellOvervoltage(false), at: .seconds(1200)),
      ],
      "The board has an alarm that forbids charging: the charge gate is off as long as it lasts."),
  ]
}

extension BenchStory {
  /// The fault that the story must end with or show, and what it may still be called.
  var fault: Fault? {
    switch self {
    case .coldSoak, .unpluggedProbe, .silentBoard, .appChangesThreshold, .overLimitPad,
      .chargerRemoved, .preheat, .implausibleProbe, .ignoredProbes, .warmMosfet,
      .lowCharge, .flickeringCharger, .hungLoop:
      nil
    case .weakPad: .heaterUnreachable
    case .frozenProbe: .probeFrozen
    case .openPad: .heaterOpen
    case .shortedPad: .heaterShorted
    case .detachedPad: .heaterNoRise
    case .stuckHeater, .lostOff: .readbackDiffers
    case .detachedProbe: .probeSpread
    case .invertedRecovery: .appSettingsRejected
    case .stuckGate: .chargeGateStuck
    case .secondHeater: .secondHeater
    case .wrongBoard: .boardMismatch
    case .noisyLine: .frameErrors
    case .boardAlarm: .boardAlarm
    }
  }
}
