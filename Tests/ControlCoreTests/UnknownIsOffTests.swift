import BoardCatalog
import ControlCore
import Quantities
import Testing

@Suite("S4 and S6: unknown is off, and the first permission needs evidence")
struct UnknownIsOffTests {
  @Test("three good readings come before the first permission")
  func evidence() throws {
    var rig = try Rig()
    #expect(rig.step().reason == .holdingSafe(.gatheringEvidence(goodReadings: 1)))
    #expect(rig.step().reason == .holdingSafe(.gatheringEvidence(goodReadings: 2)))
    #expect(rig.step().outputs == .charging)
  }

  @Test("one reading looked at three times is one reading")
  func sameReading() throws {
    var rig = try Rig()
    rig.step()
    rig.boardAnswers = false
    rig.step()
    #expect(rig.step().reason == .holdingSafe(.gatheringEvidence(goodReadings: 1)))
  }

  @Test(
    "a reading that comes later than a reading lives is the first of three, seen missing or not",
    arguments: [(seconds: 5.0, isTheNext: true), (5.001, false), (3600, false)])
  func missedSilence(seconds: Double, isTheNext: Bool) throws {
    var rig = try Rig {
      $0.control.minimumOff = .zero
      $0.control.minimumOn = .zero
    }
    #expect(rig.steps(4).outputs == .charging)
    // The program was stopped as long: no step saw that the last reading had grown too old.
    let decision = rig.step(after: .milliseconds(Int(seconds * 1000)))
    guard !isTheNext else {
      #expect(decision.outputs == .charging)
      return
    }
    #expect(decision.reason == .holdingSafe(.gatheringEvidence(goodReadings: 1)))
    #expect(decision.outputs == .safe)
    #expect(rig.step().reason == .holdingSafe(.gatheringEvidence(goodReadings: 2)))
    #expect(rig.step().outputs == .charging)
  }

  @Test("the interlock alone wants three readings after a silence that no step has seen")
  func interlockMissedSilence() throws {
    var rig = try Rig()
    #expect(rig.steps(4).outputs == .charging)
    for (pause, refusal) in [
      (5.0, nil), (5.001, Refusal.tooFewReadings), (1, .tooFewReadings), (1, nil),
    ] {
      rig.now = rig.now + .milliseconds(Int(pause * 1000))
      rig.takeReading()
      #expect(rig.interlock.permit(.charging, rig.snapshot, rig.settings).refusal == refusal)
    }
  }

  /// Something that makes a reading unknown, and the reason that must be given.
  struct Loss: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var reason: HoldReason
    var change: @Sendable (inout Rig) -> Void
  }

  static let losses: [Loss] = [
    Loss(testDescription: "T1 absent", reason: .probe(.t1, .absent)) {
      $0.reading.probes.t1 = .unknown(.absent)
    },
    Loss(testDescription: "T2 implausible", reason: .probe(.t2, .implausible)) {
      $0.reading.probes.t2 = .unknown(.implausible)
    },
    Loss(testDescription: "T2 −200 °C", reason: .probe(.t2, .implausible)) {
      $0.reading.probes.t2 = .measured(ProbeTemperature(exactly: Celsius(-200)))
    },
    Loss(testDescription: "T1 150 °C", reason: .probe(.t1, .implausible)) {
      $0.reading.probes.t1 = .measured(ProbeTemperature(exactly: Celsius(150)))
    },
    Loss(testDescription: "no pack voltage", reason: .packVoltage(.notRead)) {
      $0.reading.packVoltage = .unknown(.notRead)
    },
    Loss(testDescription: "0 V", reason: .packVoltage(.implausible)) {
      $0.reading.packVoltage = .measured(Volts(0))
    },
    Loss(testDescription: "not a number of volts", reason: .packVoltage(.implausible)) {
      $0.reading.packVoltage = .measured(Volts(.nan))
    },
    Loss(testDescription: "infinite volts", reason: .packVoltage(.implausible)) {
      $0.reading.packVoltage = .measured(Volts(.infinity))
    },
    Loss(testDescription: "the board ignores its probes", reason: .probesNotTrusted) {
      $0.reading.warnings = .probesDisabled
    },
    Loss(testDescription: "the board reports a faulty probe", reason: .probesNotTrusted) {
      $0.reading.warnings = .probeAnomaly
    },
  ]

  @Test("each loss turns the heater off in the same step", arguments: losses)
  func lossWhileHeating(loss: Loss) throws {
    var rig = try Rig()
    try rig.heat()
    loss.change(&rig)
    let decision = rig.step()
    #expect(decision.outputs == .safe)
    #expect(decision.reason == .holdingSafe(loss.reason))
  }

  @Test("each loss turns charging off in the same step", arguments: losses)
  func lossWhileCharging(loss: Loss) throws {
    var rig = try Rig()
    #expect(rig.steps(4).outputs == .charging)
    loss.change(&rig)
    let decision = rig.step()
    #expect(decision.outputs == .safe)
    #expect(decision.reason == .holdingSafe(loss.reason))
  }

  @Test("each loss is refused by the interlock alone, whatever is proposed", arguments: losses)
  func lossAtInterlock(loss: Loss) throws {
    var rig = try Rig()
    #expect(rig.steps(4).outputs == .charging)
    loss.change(&rig)
    rig.now = rig.now + .seconds(1)
    rig.takeReading()
    let verdict = rig.interlock.permit(.charging, rig.snapshot, rig.settings)
    #expect(verdict == Verdict(outputs: .safe, refusal: .unknown))
  }

  @Test(
    "a reading is used up to its lifetime of 5 s and not a moment longer",
    arguments: [  // age in ms, outputs
      (1000, Outputs.charging), (4999, .charging), (5000, .charging), (5001, .safe),
      (30_000, .safe),
    ])
  func lifetime(age: Int, outputs: Outputs) throws {
    var rig = try Rig()
    #expect(rig.steps(4).outputs == .charging)
    rig.boardAnswers = false
    #expect(rig.step(after: .milliseconds(age)).outputs == outputs)
  }

  @Test("after a silence three new readings are needed again")
  func silence() throws {
    var rig = try Rig {
      $0.control.minimumOff = .zero
      $0.control.minimumOn = .zero
    }
    #expect(rig.steps(4).outputs == .charging)
    rig.boardAnswers = false
    #expect(rig.steps(6).reason == .holdingSafe(.reading(.stale)))
    rig.boardAnswers = true
    #expect(rig.step().reason == .holdingSafe(.gatheringEvidence(goodReadings: 1)))
    #expect(rig.step().outputs == .safe)
    #expect(rig.step().outputs == .charging)
    #expect(rig.step().alarms == FaultSet(.readingStale))
  }

  @Test("zero degrees and just below are ordinary temperatures", arguments: [0.0, -0.1, 0.1])
  func zero(temperature: Double) throws {
    var rig = try Rig()
    rig.set(temperature)
    let decision = rig.steps(5)
    #expect(
      decision.figures.coldest
        == .measured(ProbeTemperature(exactly: Celsius(temperature))))
    #expect(decision.outputs == (temperature > 0 ? .charging : .heating))
  }

  @Test(
    "a probe that is not fitted is not asked for, whatever it says",
    arguments: [
      Measured.unknown(.absent), .measured(ProbeTemperature(exactly: Celsius(-20))),
      .measured(ProbeTemperature(exactly: Celsius(50))),
    ])
  func unfitted(report: Measured<ProbeTemperature>) throws {
    var rig = try Rig { $0.probes = FittedProbes(.t1) }
    rig.reading.probes.t2 = report
    #expect(rig.steps(4).outputs == .charging)
    #expect(rig.state.block == .released)
    #expect(rig.decision?.figures.hottest == .measured(Celsius(10)))
  }

  @Test("without a fitted probe nothing is ever permitted")
  func noProbes() throws {
    var rig = try Rig { $0.probes = [] }
    #expect(rig.steps(6).reason == .holdingSafe(.reading(.notRead)))
    let verdict = rig.interlock.permit(.charging, rig.snapshot, rig.settings)
    #expect(verdict.refusal == .unknown)
  }
}
