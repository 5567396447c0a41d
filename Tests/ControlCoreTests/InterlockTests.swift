import BoardCatalog
import ControlCore
import Quantities
import Testing

@Suite("The interlock permits nothing that breaks a rule") struct InterlockTests {
  /// An interlock that has seen `readings` good readings at `temperature`, one a second.
  static func ready(
    at temperature: Double, readings: Int = 5, remembered: ChargeBlock = .undecided
  ) throws -> Rig {
    var rig = try Rig(remembered: remembered)
    rig.set(temperature)
    for _ in 0..<readings { rig.pass() }
    return rig
  }

  @Test(
    "at a temperature, each proposal is permitted or refused by its rule",
    arguments: [  // probe in °C, remembered, proposal, refusal
      (10.0, ChargeBlock.undecided, Outputs.charging, Refusal?.none),
      (10.0, .undecided, .safe, nil),
      (10.0, .undecided, .heating, .heatWhileWarm),
      (10.0, .undecided, Outputs(charge: true, heater: true), .bothOn),
      (5.0, .blocked, .charging, nil),
      (5.0, .blocked, .heating, .heatWhileWarm),
      (4.9, .blocked, .charging, .chargeWhileCold),
      (4.9, .blocked, .heating, nil),
      (2.0, .undecided, .charging, nil),
      (2.0, .blocked, .charging, .chargeWhileCold),
      (0.1, .released, .charging, nil),
      (0.0, .undecided, .charging, .chargeWhileCold),
      (-0.1, .undecided, .charging, .chargeWhileCold),
      (-20.0, .undecided, .charging, .chargeWhileCold),
      (-20.0, .undecided, .heating, nil),
      (-20.0, .undecided, Outputs(charge: true, heater: true), .bothOn),
    ])
  func rules(
    temperature: Double, remembered: ChargeBlock, proposal: Outputs, refusal: Refusal?
  ) throws {
    var rig = try InterlockTests.ready(at: temperature, remembered: remembered)
    let verdict = rig.pass(proposal)
    #expect(verdict == Verdict(outputs: refusal == nil ? proposal : .safe, refusal: refusal))
  }

  @Test(
    "the third good reading is the first that permits",
    arguments: [(1, Refusal?.some(.tooFewReadings)), (2, .tooFewReadings), (3, nil)])
  func evidence(readings: Int, refusal: Refusal?) throws {
    var rig = try InterlockTests.ready(at: 10, readings: readings - 1)
    #expect(rig.pass(.charging).refusal == refusal)
  }

  @Test("the same reading again is no further evidence")
  func sameReading() throws {
    var rig = try InterlockTests.ready(at: 10, readings: 2)
    rig.now = rig.now + .seconds(1)
    let verdict = rig.interlock.permit(.charging, rig.snapshot, rig.settings)
    #expect(verdict.refusal == .tooFewReadings)
  }

  @Test("after a reading in which something is unknown three good ones are needed again")
  func evidenceAgain() throws {
    var rig = try InterlockTests.ready(at: 10)
    rig.reading.probes.t2 = .unknown(.absent)
    #expect(rig.pass() == Verdict(outputs: .safe, refusal: nil))
    rig.set(10)
    #expect(rig.pass(.charging).refusal == .tooFewReadings)
    #expect(rig.pass(.charging).refusal == .tooFewReadings)
    #expect(rig.pass(.charging).refusal == nil)
  }

  @Test(
    "the other output is permitted after the interlock delay of 2 s, not before",
    arguments: [(100, Refusal?.some(.tooSoon)), (1999, .tooSoon), (2000, nil), (5000, nil)])
  func delay(milliseconds: Int, refusal: Refusal?) throws {
    var rig = try InterlockTests.ready(at: 0.5)
    #expect(rig.pass(.charging).refusal == nil)
    rig.set(0)
    #expect(rig.pass(.heating, after: .milliseconds(milliseconds)).refusal == refusal)

    rig = try InterlockTests.ready(at: 4.9, remembered: .blocked)
    #expect(rig.pass(.heating).refusal == nil)
    rig.set(5)
    #expect(rig.pass(.charging, after: .milliseconds(milliseconds)).refusal == refusal)
  }

  @Test("before its first cycle either line may have been on: the delay holds from the start")
  func start() throws {
    var rig = try Rig()
    for _ in 0..<3 { rig.pass(after: .milliseconds(100)) }
    #expect(rig.pass(.charging, after: .milliseconds(100)).refusal == .tooSoon)
    #expect(rig.pass(.charging, after: .milliseconds(1700)).refusal == nil)
  }

  @Test("a refusal turns off what was on")
  func refusalIsOff() throws {
    var rig = try InterlockTests.ready(at: 10)
    #expect(rig.pass(.charging).outputs == .charging)
    #expect(rig.pass(Outputs(charge: true, heater: true)).outputs == .safe)
  }

  @Test(
    "a heating stop above recovery is the limit of heating", arguments: [(6.9, true), (7, false)])
  func stop(temperature: Double, permitted: Bool) throws {
    var rig = try InterlockTests.ready(at: temperature, remembered: .blocked)
    rig.settings.heater?.stop = Celsius(7)
    #expect((rig.pass(.heating).refusal == nil) == permitted)
  }

  @Test(
    "a reading permits until it is 5 s old, and then nothing more",
    arguments: [(4999, Refusal?.none), (5000, nil), (5001, .unknown), (3_600_000, .unknown)])
  func stale(milliseconds: Int, refusal: Refusal?) throws {
    var rig = try InterlockTests.ready(at: 10)
    rig.now = rig.now + .milliseconds(milliseconds)
    // The app's settings stay fresh: the reading alone is old.
    if case .measured(var settings) = rig.app {
      settings.takenAt = rig.now
      rig.app = .measured(settings)
    }
    let verdict = rig.interlock.permit(.charging, rig.snapshot, rig.settings)
    #expect(verdict.refusal == refusal)
  }

  @Test(
    "it judges by itself whether the app's settings can be right",
    arguments: [  // protection and recovery before, probe, protection and recovery read, refusal
      // Blocked by 8 °C; what is accepted leaves only the floor of 0 °C.
      (8.0, 12.0, 7.0, -45.0, -44.0, Refusal?.none), (8, 12, 7, -46, 5, .chargeWhileCold),
      (8, 12, 7, 5, 5, .chargeWhileCold), (8, 12, 7, 5, 4, .chargeWhileCold),
      // Not blocked; what is accepted blocks.
      (0, 5, 10, 24, 25, .chargeWhileCold), (0, 5, 10, 24, 26, nil), (0, 5, 10, 26, 27, nil),
    ] as [(Double, Double, Double, Double, Double, Refusal?)])
  func app(
    protection: Double, recovery: Double, probe: Double, nextProtection: Double,
    nextRecovery: Double, refusal: Refusal?
  ) throws {
    var rig = try Rig()
    rig.setApp(protection, recovery)
    rig.set(probe)
    for _ in 0..<4 { rig.pass() }
    rig.setApp(nextProtection, nextRecovery)
    #expect(rig.pass(.charging).refusal == refusal)
  }

  @Test("what was last accepted of the app's settings expires after 120 s")
  func appExpires() throws {
    var rig = try InterlockTests.ready(at: 10)
    rig.appAnswers = false
    for _ in 0..<119 { rig.pass() }
    #expect(rig.pass(.charging).refusal == nil)
    #expect(rig.pass(.charging).refusal == .unknown)
  }

  @Test("every refusal names the rule that it keeps")
  func names() {
    for refusal in Refusal.allCases {
      #expect(refusal.description.hasPrefix("S"))
      #expect(refusal.description.contains(": "))
    }
  }
}

extension Rig {
  /// Shows the interlock alone a new reading, with a proposal.
  @discardableResult
  mutating func pass(_ proposal: Outputs = .safe, after span: Duration = .seconds(1)) -> Verdict {
    now = now + span
    takeReading()
    if appAnswers, case .measured(var settings) = app {
      settings.takenAt = now
      app = .measured(settings)
    }
    return interlock.permit(proposal, snapshot, settings)
  }
}
