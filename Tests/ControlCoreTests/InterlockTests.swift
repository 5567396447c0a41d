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

  @Test("what was last accepted of the app's settings expires after 120 s")
  func appExpires() throws {
    var rig = try InterlockTests.ready(at: 10)
    rig.appAnswers = false
    rig.now = rig.now + .seconds(119)
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
