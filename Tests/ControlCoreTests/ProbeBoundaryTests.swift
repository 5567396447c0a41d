import BoardCatalog
import ControlCore
import Quantities
import Testing

@Suite("A probe at the edges of what is believed") struct ProbeBoundaryTests {
  @Test(
    "−50 to 100 °C are believed as they are reported, whatever the report may mean",
    arguments: [  // reported, lowest meaning, what comes of it
      (-50.0, -51.0, Outputs.heating), (-50.1, -50.1, .safe), (-51, -51, .safe),
      (100, 100, .charging), (100.1, 100.1, .safe), (101, 100, .safe),
    ])
  func plausible(reported: Double, lowest: Double, outputs: Outputs) throws {
    var rig = try Rig()
    rig.reading.probes = PerProbe(
      all: .measured(ProbeTemperature(reported: Celsius(reported), lowest: Celsius(lowest))))
    let decision = rig.steps(5)
    #expect(decision.outputs == outputs)
    let proposal = reported < 0 ? Outputs.heating : .charging
    let refusal = rig.interlock.permit(proposal, rig.snapshot, rig.settings).refusal
    #expect(refusal == (outputs == .safe ? .unknown : nil))
    if outputs == .safe { #expect(decision.reason == .holdingSafe(.probe(.t1, .implausible))) }
  }

  @Test(
    "a probe that was not known has no last value from which it could jump",
    arguments: [
      Measured.unknown(.absent), .measured(ProbeTemperature(exactly: Celsius(-200))),
    ])
  func noLastValue(report: Measured<ProbeTemperature>) throws {
    var rig = try Rig()
    rig.steps(4)
    rig.reading.probes.t2 = report
    rig.step()
    // 5 K in a second.
    rig.set(t1: 10, t2: 15)
    #expect(rig.step().reason == .holdingSafe(.gatheringEvidence(goodReadings: 1)))
  }

  @Test("a probe that a reload adds is unknown until the next reading")
  func added() throws {
    var rig = try Rig { $0.probes = FittedProbes(.t1) }
    rig.steps(4)
    rig.settings.probes = .t1AndT2
    rig.boardAnswers = false
    #expect(rig.step().reason == .holdingSafe(.probe(.t2, .notRead)))
    rig.boardAnswers = true
    #expect(rig.step().reason == .holdingSafe(.gatheringEvidence(goodReadings: 1)))
  }

  @Test(
    "a move of 1 K in each second since the last reading, and a step and a half, is believed",
    arguments: [  // sensor in K, seconds, K, believed
      (1.0, 1, 2.5, true), (1, 1, 2.625, false), (0.5, 3, 3.75, true), (0.5, 3, 3.875, false),
      (0.5, 4, 4.75, true), (0.5, 4, 4.875, false),
    ])
  func steepest(resolution: Double, seconds: Int, move: Double, isBelieved: Bool) throws {
    var rig = try Rig()
    rig.reading.probeResolution = Kelvins(resolution)
    rig.steps(4)
    rig.set(10 + move)
    let reason = rig.step(after: .seconds(seconds)).reason
    #expect((reason == .holdingSafe(.probe(.t1, .jumped))) == !isBelieved)
  }

  @Test("a probe whose report can mean less than it says is frozen like any other")
  func frozenWithLessMeant() throws {
    var rig = try Rig { $0.control.readingLifetime = .seconds(5000) }
    rig.reading.probes = PerProbe(
      all: .measured(ProbeTemperature(reported: Celsius(-5), lowest: Celsius(-5.5))))
    for _ in 0..<90 where !rig.step().outputs.heater {}
    #expect(rig.step(after: .seconds(2000)).outputs == .heating)
    #expect(rig.step(after: .seconds(1100)).reason == .holdingSafe(.probe(.t1, .frozen)))
  }

  @Test("heat counts for the probes that are fitted while it is given")
  func heatOfOthers() throws {
    var rig = try Rig { $0.control.readingLifetime = .seconds(4000) }
    try rig.heat(at: -5)
    rig.settings.probes = FittedProbes(.t1)
    // More than the 3060 s and the 52.8 kJ that a probe may stand still through, at 131 W.
    rig.set(t1: -4.9, t2: -5)
    rig.step(after: .seconds(4000))
    rig.settings.probes = .t1AndT2
    #expect(rig.step().outputs == .heating)
  }

  @Test(
    "heat that moves the probe by three steps is not yet too much, any more is",
    arguments: [  // V, Ω, heat capacity in J/K, sensor in K, not frozen after ms, frozen after
      // 4 W for 3072 s are 12 288 J, which raise 4096 J/K by 3 K exactly.
      (48.0, 576.0, Double?.some(4096), 1.0, 3_072_000, 3_073_000),
      // 16 · 11 kJ/K · 0.3 K are 52 800 J: 4028.32 s at 13.1072 W.
      (51.2, 200, nil, 0.1, 4_028_300, 4_028_400),
      // Heat needs 3060 s, however much it is.
      (51.2, 20, nil, 0.1, 3_059_900, 3_060_000),
    ])
  func frozen(
    volts: Double, ohms: Double, capacity: Double?, resolution: Double, before: Int, after: Int
  ) throws {
    var rig = try Rig {
      $0.heater?.resistance = Ohms(ohms)
      $0.thermal.heatCapacity = capacity.map { JoulesPerKelvin($0) }
      $0.control.readingLifetime = .seconds(5000)
    }
    rig.reading.packVoltage = .measured(Volts(volts))
    rig.reading.probeResolution = Kelvins(resolution)
    try rig.heat(at: -5)
    #expect(rig.step(after: .milliseconds(before)).outputs == .heating)
    let decision = rig.step(after: .milliseconds(after - before))
    #expect(decision.reason == .holdingSafe(.probe(.t1, .frozen)))
    // After the first move it counts from nothing.
    rig.set(-4.9)
    #expect(rig.step().reason == .holdingSafe(.gatheringEvidence(goodReadings: 1)))
  }
}
