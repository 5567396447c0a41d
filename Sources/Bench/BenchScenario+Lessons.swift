import ControlCore
import Quantities

extension BenchScenario {
  private static let charger = BenchEvent(.charger(present: true), at: .zero)
  private static let cause = Duration.seconds(600)
  private static let end = Duration.seconds(1200)

  /// A cold pack that is heated, and what happens to it from ten minutes on.
  private static func heated(
    _ story: BenchStory, _ events: [BenchEvent], _ expectation: String
  ) -> BenchScenario {
    BenchScenario(
      story, start: Celsius(-10), ambient: Celsius(-20), span: .seconds(1800),
      [charger] + events, expectation)
  }

  /// What has gone wrong in other systems: the list is in `hw/SAFETY.md`.
  static let lessons: [BenchScenario] = [
    heated(
      .implausibleProbe,
      [BenchEvent(.misread(.t2, Celsius(120)), at: cause), BenchEvent(.restore(.t2), at: end)],
      "T2 is shorted and reads 120 °C: both outputs go off within a cycle and stay off until it "
        + "reads a battery's temperature again."),
    heated(
      .ignoredProbes,
      [BenchEvent(.ignoreProbes(true), at: cause), BenchEvent(.ignoreProbes(false), at: end)],
      "Somebody has the board ignore its temperature sensors: both outputs are off as long as it "
        + "does, whatever it reports."),
    heated(
      .warmMosfet,
      [
        BenchEvent(.mosfet(Celsius(20)), at: cause), BenchEvent(.unplug(.t1), at: cause),
        BenchEvent(.unplug(.t2), at: cause), BenchEvent(.restore(.t1), at: end),
        BenchEvent(.restore(.t2), at: end),
      ],
      "Both probes are unplugged, and the MOSFETs are at 20 °C: their sensor never takes the "
        + "probes' place, and both outputs are off."),
    BenchScenario(
      .detachedProbe, start: Celsius(-10), ambient: Celsius(-25), span: .seconds(1800),
      [charger, BenchEvent(.detach(.t2), at: cause)],
      "T2 comes off the cells and shows the air's temperature: once the probes differ by more than "
        + "10 K both outputs go off."),
    heated(
      .lowCharge,
      [
        BenchEvent(.stateOfCharge(Percent(5)), at: cause),
        BenchEvent(.stateOfCharge(Percent(8)), at: .seconds(900)),
        BenchEvent(.stateOfCharge(Percent(12)), at: end),
      ],
      "The pack is drained to 5 %: the heater goes off, is still off at 8 %, and returns at 12 %."),
    heated(
      .flickeringCharger,
      (0..<40).map { BenchEvent(.charger(present: $0 % 2 == 1), at: .seconds(600 + 15 * $0)) },
      "The charger comes and goes every 15 s for ten minutes: the heater is never on without it, "
        + "and starts seldom, so that no relay wears out."),
    heated(
      .invertedRecovery,
      [BenchEvent(.app(protection: Celsius(5), recovery: Celsius(0)), at: cause)],
      "Somebody sets the recovery below the protection in the app: it is refused with a warning, "
        + "and heating goes on with the settings that were right."),
    heated(
      .lostOff,
      [
        BenchEvent(.heaterLineStuck, at: cause),
        BenchEvent(.charger(present: false), at: .seconds(900)),
      ],
      "The heater's line stays on when it is to go off: reading it back shows that, and the line "
        + "`alive` takes the pad's power away."),
    heated(
      .hungLoop, [BenchEvent(.loopHangs(.seconds(60)), at: cause)],
      "The control loop hangs for a minute while the pad heats: the outputs end by themselves, and "
        + "so does the power; once the loop goes on, the pad rests, and heats again."),
  ]
}
