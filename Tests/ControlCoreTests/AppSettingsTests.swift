import BoardCatalog
import ControlCore
import Quantities
import Testing

@Suite("The app's low-temperature charge protection") struct AppSettingsTests {
  @Test("never read: both off; the floor alone is not enough where the protocol carries it")
  func neverRead() throws {
    var rig = try Rig()
    rig.app = .unknown(.notRead)
    let decision = rig.steps(6)
    #expect(decision.reason == .holdingSafe(.appSettings(.notRead)))
    #expect(decision.faults == [])
    #expect(rig.interlock.permit(.charging, rig.snapshot, rig.settings).refusal == .unknown)
  }

  @Test(
    "a protocol without the setting is protected by the floor, whether known before or found out",
    arguments: [false, true])
  func notCarried(carriedAsConfigured: Bool) throws {
    var rig = try Rig { $0.appSettingsCarried = carriedAsConfigured }
    rig.app = .unknown(.notCarried)
    #expect(rig.steps(4).outputs == .charging)
    rig.set(9.5)
    try rig.walk(to: -0.1)
    #expect(rig.step().outputs.charge == false)
    #expect(rig.state.block == .blocked)
  }

  @Test("what the app said holds for its lifetime, even where the setting is not carried any more")
  func carriedNoMore() throws {
    var rig = try Rig()
    rig.setApp(8, 12)
    #expect(rig.steps(4).figures.thresholds?.protection == Celsius(8))
    rig.app = .unknown(.notCarried)
    // Read last at 4 s; 120 s later it still holds, and then the floor does.
    #expect(rig.steps(120).figures.thresholds?.protection == Celsius(8))
    #expect(rig.step().figures.thresholds?.protection == Celsius(0))
  }

  @Test(
    "what cannot be right is rejected and the last good one holds",
    arguments: [  // protection and recovery in °C
      (5.0, 5.0), (5.0, 4.0), (-46.0, 5.0), (26.0, 27.0), (0.0, 26.0), (214_748_364.7, 5.0),
      (0.0, 214_748_364.7), (-50.0, -48.0),
    ])
  func rejected(protection: Double, recovery: Double) throws {
    var rig = try Rig()
    #expect(rig.steps(4).outputs == .charging)
    rig.setApp(protection, recovery)
    let decision = rig.steps(300)
    #expect(decision.outputs == .charging)
    #expect(decision.alarms == FaultSet(.appSettingsRejected))
    #expect(decision.figures.thresholds?.appProtection == Celsius(0))
    #expect(decision.figures.thresholds?.recovery == Celsius(5))
  }

  @Test("rejected from the start: nothing is known, both off")
  func rejectedFromTheStart() throws {
    var rig = try Rig()
    rig.setApp(0, 0)
    #expect(rig.steps(6).reason == .holdingSafe(.appSettings(.notRead)))
    #expect(rig.interlock.permit(.charging, rig.snapshot, rig.settings).refusal == .unknown)
  }

  @Test("the ends of the range are accepted", arguments: [(-45.0, -44.0), (24.0, 25.0)])
  func ends(protection: Double, recovery: Double) throws {
    var rig = try Rig()
    rig.setApp(protection, recovery)
    #expect(rig.step().figures.thresholds?.appProtection == Celsius(protection))
  }

  @Test(
    "settings not read for longer than their lifetime of 120 s are unknown",
    arguments: [(119, Outputs.charging), (120, .charging), (121, .safe)])
  func lifetime(seconds: Int, outputs: Outputs) throws {
    var rig = try Rig()
    #expect(rig.steps(4).outputs == .charging)
    rig.appAnswers = false
    #expect(rig.steps(seconds).outputs == outputs)
  }

  @Test("scenario 8: recovery raised from 5 to 10 °C while heating at 4 °C: no edge, heat to 10")
  func raisedWhileHeating() throws {
    var rig = try Rig(remembered: .blocked)
    try rig.heat(at: 4)
    rig.setApp(0, 10)
    var temperature = 4.0
    while temperature < 9.95 {
      rig.set(temperature)
      #expect(rig.step().outputs == .heating, "at \(temperature) °C")
      temperature += 0.1
    }
    rig.set(10)
    #expect(rig.step().outputs == .safe)
    #expect(rig.step().outputs == .safe)
    #expect(rig.step().outputs == .charging)
  }

  @Test("scenario 8b: the app set to −20/−10 °C at −5 °C on LFP: the floor of 0/2 °C holds")
  func factoryPreset() throws {
    var rig = try Rig()
    try rig.heat(at: -5)
    rig.setApp(-20, -10)
    let decision = rig.step()
    #expect(decision.outputs == .heating)
    #expect(decision.figures.thresholds?.protection == Celsius(0))
    #expect(decision.figures.thresholds?.recovery == Celsius(2))
    #expect(
      Explanation(decision, rig.settings).description.contains(
        "(floor for LFP; the app says −20.0 °C)"))
  }

  @Test("scenario 8c: recovery at or below protection, and garbage, leave the heater running")
  func garbageWhileHeating() throws {
    var rig = try Rig()
    try rig.heat(at: -5)
    rig.setApp(0, 0)
    #expect(rig.step().outputs == .heating)
    rig.setApp(214_748_364.7, 214_748_364.7)  // 0x7FFFFFFF tenths of a degree
    let decision = rig.step()
    #expect(decision.outputs == .heating)
    #expect(decision.alarms == FaultSet(.appSettingsRejected))
    #expect(decision.figures.thresholds?.recovery == Celsius(5))
  }

  @Test("a stricter setting blocks a pack that is being charged")
  func stricterWhileCharging() throws {
    var rig = try Rig()
    rig.set(4)
    #expect(rig.steps(4).outputs == .charging)
    rig.setApp(4, 8)
    #expect(rig.step().outputs == .safe)
    #expect(rig.state.block == .blocked)
  }
}

extension Rig {
  /// Walks both probes to `temperature` °C by 0.5 K a second, as cells may move.
  mutating func walk(to temperature: Double) throws {
    guard case .measured(let probe) = reading.probes.t1 else { throw RigError.noBoard }
    var present = probe.reported.rawValue
    while (present - temperature).magnitude > 0.5 {
      present += present < temperature ? 0.5 : -0.5
      set(present)
      step()
    }
    set(temperature)
    step()
  }
}
