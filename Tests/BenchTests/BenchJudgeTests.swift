import Bench
import BoardCatalog
import ControlCore
import Quantities
import Testing

private let heating = Outputs(charge: false, heater: true)
private let charging = Outputs(charge: true, heater: false)

/// 8 LFP cells with 10.5 Ω ±5 % on a B2A8S20P, of which heating may end at 7 °C.
private func pack() throws -> PackSettings {
  let board = try #require(Board.named("B2A8S20P"))
  var pack = PackSettings(name: "bench", board: board, chemistry: .lfp, stringCount: 8)
  pack.heater = HeaterSettings(
    resistance: Ohms(10.5), tolerance: Percent(5), stop: Celsius(7))
  return pack
}

/// A run that somebody else controls: each entry holds its outputs for a span.
private func trace(
  _ story: [(outputs: Outputs, span: Duration)], from start: Celsius = Celsius(-20),
  padFactor: Double = 1, voltageFactor: Double = 1
) throws -> BenchTrace {
  var trace = BenchTrace(try pack())
  var plant = PackPlant(
    chemistry: .lfp, stringCount: 8, temperature: start, ambient: Celsius(-20),
    padResistance: Ohms(10.5 * padFactor))
  plant.cellVoltage = plant.cellVoltage * voltageFactor
  var decision = decide(ControllerState(), Snapshot(now: .start), try pack()).decision
  decision.figures.thresholds = Thresholds.bench
  var now = Uptime.start
  for (outputs, span) in story {
    trace.note(BenchSight(pack: "bench", time: now, outputs: outputs, plant: plant), decision)
    plant.step(span, outputs, boardCharges: true)
    now = now + span
  }
  if let last = story.last {
    trace.note(BenchSight(pack: "bench", time: now, outputs: last.outputs, plant: plant), decision)
  }
  return trace
}

extension Thresholds {
  /// 0 °C, 5 °C, 7 °C: what a decision says for this pack and JK's usual settings.
  fileprivate static var bench: Thresholds? {
    guard var settings = try? pack() else { return nil }
    settings.appSettingsCarried = false
    settings.minimumRecovery = Celsius(5)
    return decide(ControllerState(), Snapshot(now: .start), settings).decision.figures.thresholds
  }
}

private func unmet(_ name: String, _ trace: BenchTrace) throws -> [String] {
  let scenario = try #require(BenchScenario.named(name))
  return BenchJudge(scenario, trace).checks.filter { !$0.isMet }.map(\.claim)
}

private let together = "charging and heating were never on together"
private let neverCold = "never charged at or below the protection"
private let neverOver = "the pad was never on over a limit of the board"
private let inTime = "one heat-up, to the stop value, within 1 % of the closed form"
private let chargeLater = "then charging, at least 2 s after the heater"

/// The closed form for −20 to 7 °C: 44 227 J/K, 0.8 W/K, 62.42 W.
private let heatUp = Duration.seconds(23_482)

@Suite("The judge of a bench's run") struct BenchJudgeTests {
  @Test("what cold-soak promises is met by a run that does it")
  func met() throws {
    let good = try trace([
      (.safe, .seconds(3)), (heating, heatUp), (.safe, .seconds(2)), (charging, .seconds(60)),
    ])
    #expect(try unmet("cold-soak", good) == [])
    #expect(BenchJudge(BenchScenario.all[0], good).isOver)
    let heatUp = try #require(good.heatUp())
    #expect(abs(heatUp.closedForm.seconds - 23_482) < 1)
    #expect(heatUp.to == Celsius(7))
  }

  @Test(
    "a heat-up that differs from the closed form by more than 1 % is not as expected",
    arguments: [(0.985, true), (0.995, false), (1.005, false), (1.015, true)])  // times, unmet
  func heatUpTime(factor: Double, isUnmet: Bool) throws {
    let run = try trace([
      (.safe, .seconds(3)), (heating, heatUp * factor), (.safe, .seconds(2)),
      (charging, .seconds(60)),
    ])
    #expect(try unmet("cold-soak", run) == (isUnmet ? [inTime] : []))
  }

  @Test("a heat-up in two runs is not one, and a pad of another resistance shows in its time")
  func brokenHeatUp() throws {
    let pause = try trace([
      (.safe, .seconds(3)), (heating, .seconds(600)), (.safe, .seconds(60)), (heating, heatUp),
      (.safe, .seconds(2)), (charging, .seconds(60)),
    ])
    #expect(try unmet("cold-soak", pause).contains(inTime))
  }

  @Test("charging too soon after the heater, too late, or never is not as expected")
  func charge() throws {
    for pause in [Duration.seconds(1), .seconds(30)] {
      let run = try trace([
        (.safe, .seconds(3)), (heating, heatUp), (.safe, pause), (charging, .seconds(60)),
      ])
      #expect(try unmet("cold-soak", run) == [chargeLater])
    }
    let never = try trace([(.safe, .seconds(3)), (heating, heatUp), (.safe, .seconds(60))])
    #expect(try unmet("cold-soak", never).contains(chargeLater))
    #expect(!BenchJudge(BenchScenario.all[0], never).isOver)
  }

  @Test("a rule that is broken at a single instant is found, whatever the story")
  func rules() throws {
    let both = try trace(
      [(.safe, .seconds(3)), (Outputs(charge: true, heater: true), .seconds(1)), (.safe, .zero)],
      from: Celsius(6))
    #expect(try unmet("over-limit-pad", both).contains(together))
    #expect(both.bothOnAt == Uptime(.seconds(3)))
    let cold = try trace([(charging, .seconds(1)), (.safe, .zero)], from: Celsius(0))
    #expect(try unmet("over-limit-pad", cold).contains(neverCold))
    // 25.6 V over 9.975 Ω are 2.566 A; 17 % more are 3.003 A.
    let over = try trace([(heating, .seconds(1)), (.safe, .zero)], voltageFactor: 1.17)
    #expect(try unmet("over-limit-pad", over).contains(neverOver))
    let within = try trace([(heating, .seconds(1)), (.safe, .zero)], voltageFactor: 1.16)
    #expect(try !unmet("over-limit-pad", within).contains(neverOver))
  }

  @Test("a run of which nothing was seen is never as expected")
  func nothing() throws {
    for scenario in BenchScenario.all {
      let judge = BenchJudge(scenario, BenchTrace(try pack()))
      #expect(judge.checks.contains { !$0.isMet }, "\(scenario.name)")
      #expect(!judge.isOver)
    }
  }

  @Test(
    "heating that stops before its cause, stops late, or does not come back is not as expected",
    arguments: [  // seconds heating from 3 s on, seconds off, then heating; claims unmet, of 3
      (597, 602, 0), (590, 609, 3), (605, 594, 1), (597, 590, 1), (597, 700, 1),
    ])
  func interruption(on: Int, off: Int, unmetCount: Int) throws {
    let run = try trace([
      (.safe, .seconds(3)), (heating, .seconds(on)), (.safe, .seconds(off)),
      (heating, .seconds(100)),
    ])
    // The reason, which this run does not give, is not counted.
    let claims = try unmet("charger-removed", run).filter { $0 != "the reason says so" }
    #expect(claims.count == unmetCount, "\(claims)")
  }

  @Test(
    "pack time is printed as hours, minutes and seconds",
    arguments: [(0, "0:00:00"), (61, "0:01:01"), (23_505, "6:31:45"), (360_000, "100:00:00")])
  func time(seconds: Int, text: String) {
    #expect(packTime(Uptime(.seconds(seconds))) == text)
  }
}
