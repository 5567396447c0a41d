import BoardCatalog
import ControlCore
import Quantities
import Testing

@Suite("What a probe must do to be believed") struct ProbeTests {
  @Test(
    "scenario 4: T2 fails mid-heat: both off within one poll, alarm latched, nothing replaces it",
    arguments: [
      Measured<ProbeTemperature>.unknown(.absent), .unknown(.implausible),
      .measured(ProbeTemperature(exactly: Celsius(-200))),
      .measured(ProbeTemperature(exactly: Celsius(101))),
    ])
  func unplugged(report: Measured<ProbeTemperature>) throws {
    var rig = try Rig()
    try rig.heat(at: -5)
    rig.reading.probes.t2 = report
    #expect(rig.step().outputs == .safe)
    #expect(rig.steps(30).outputs == .safe)
    // The probe is back: readings count again, and the alarm stays for a person to see.
    rig.set(-5)
    #expect(rig.steps(200).outputs == .heating)
    #expect(rig.step().alarms == .probeLost)
  }

  @Test(
    "a jump faster than 1 K/s is not believed",
    arguments: [  // change in K within one second, believed
      (0.9, true), (1.0, true), (1.1, true), (1.2, false), (3, false), (-1.2, false),
      (45, false),
    ])
  func jump(change: Double, believed: Bool) throws {
    var rig = try Rig()
    rig.set(4)
    rig.steps(4)
    rig.set(t1: 4 + change, t2: 4)
    let decision = rig.step()
    #expect(decision.outputs.charge == believed)
    if !believed { #expect(decision.reason == .holdingSafe(.probe(.t1, .jumped))) }
  }

  @Test("the lone 50 at the zero crossing of 4E 57 is not believed")
  func glitch() throws {
    var rig = try Rig(remembered: .blocked)
    rig.reading.probeResolution = Kelvins(1)
    try rig.heat(at: 1)
    rig.set(t1: 50, t2: 1)
    #expect(rig.step().outputs == .safe)
    rig.set(t1: 0, t2: 1)
    #expect(rig.step().reason == .holdingSafe(.probe(.t1, .jumped)))
    #expect(rig.step().reason == .holdingSafe(.probe(.t1, .jumped)))
    #expect(rig.step().reason == .holdingSafe(.gatheringEvidence(goodReadings: 1)))
    #expect(rig.step().alarms == .probeJumped)
  }

  @Test("after a jump, three readings that agree are believed again")
  func agreement() throws {
    var rig = try Rig()
    rig.set(4)
    rig.steps(4)
    rig.set(10)
    #expect(rig.step().reason == .holdingSafe(.probe(.t1, .jumped)))
    #expect(rig.step().reason == .holdingSafe(.probe(.t1, .jumped)))
    #expect(rig.step().reason == .holdingSafe(.gatheringEvidence(goodReadings: 1)))
  }

  @Test(
    "probes that differ by more than 10 K are a fault",
    arguments: [(10.0, true), (10.1, false), (20.0, false)])
  func spread(kelvins: Double, believed: Bool) throws {
    var rig = try Rig()
    rig.set(t1: 4, t2: 4 + kelvins)
    let decision = rig.steps(5)
    #expect(decision.outputs.charge == believed)
    #expect(decision.alarms == (believed ? [] : .probeSpread))
  }

  @Test("a probe that does not move within the heat for three of its steps is frozen")
  func frozen() throws {
    // 16 strings of at most 11 kJ/K take 52.8 kJ for 0.3 K; 131.072 W give that in 402.8 s.
    var rig = try Rig()
    try rig.heat(at: -5)
    #expect(rig.steps(402).outputs == .heating)
    let decision = rig.steps(2)
    #expect(decision.reason == .holdingSafe(.probe(.t1, .frozen)))
    #expect(decision.outputs == .safe)
    #expect(decision.alarms == .probeFrozen)
  }

  @Test("only the probe that stands still is frozen, and it is believed again when it moves")
  func frozenOne() throws {
    var rig = try Rig {
      $0.control.minimumOff = .zero
      $0.control.minimumOn = .zero
    }
    try rig.heat(at: -5)
    for step in 0..<410 {
      rig.set(t1: -5 + Double(step / 60) / 10, t2: -5)
      rig.step()
    }
    #expect(rig.decision?.reason == .holdingSafe(.probe(.t2, .frozen)))
    rig.set(t1: -4.4, t2: -4.9)
    #expect(rig.steps(3).outputs == .heating)
  }

  @Test("a configured heat capacity takes the place of the bound")
  func frozenSooner() throws {
    // 88 454 J/K take 26.5 kJ for 0.3 K: 202.5 s at 131.072 W.
    var rig = try Rig { $0.heater?.heatCapacity = JoulesPerKelvin(88_454) }
    try rig.heat(at: -5)
    #expect(rig.steps(202).outputs == .heating)
    #expect(rig.steps(2).reason == .holdingSafe(.probe(.t1, .frozen)))
  }

  @Test("scenario 17: −40 °C may be colder: charging off, heating allowed")
  func saturated() throws {
    var rig = try Rig()
    let saturated = ProbeTemperature(reported: Celsius(-40), lowest: Celsius(-41))
    rig.reading.probes = PerProbe(all: .measured(saturated))
    rig.reading.probeResolution = Kelvins(1)
    let decision = rig.steps(5)
    #expect(decision.outputs == .heating)
    #expect(decision.figures.coldest == .measured(saturated))
  }

  @Test(
    "scenario 18: the hottest probe ends heating at 35 °C and at the app's charge limit",
    arguments: [  // stop in °C, app's charge over-temperature, T1, T2, is it heated
      (12.0, 60.0, 11.0, 21.0, true),
      (30.0, 60.0, 25.5, 34.9, true), (30.0, 60.0, 25.5, 35.0, false),
      (12.0, 20.0, 11.0, 19.9, true), (12.0, 20.0, 11.0, 20.0, false),
    ])
  func hottest(
    stop: Double, overtemperature: Double, t1: Double, t2: Double, heated: Bool
  ) throws {
    var rig = try Rig(remembered: .blocked) {
      $0.heater?.stop = Celsius(stop)
      $0.protectionFloor = Celsius(t1 - 1)
      $0.minimumRecovery = Celsius(t1 + 1)
    }
    rig.app = .measured(
      AppSettings(
        takenAt: .start, protection: Celsius(0), recovery: Celsius(5),
        chargeOvertemperature: .measured(Celsius(overtemperature)),
        chargeOvertemperatureRecovery: .measured(Celsius(overtemperature - 5))))
    rig.set(t1: t1, t2: t2)
    let decision = rig.steps(5)
    #expect(decision.outputs.charge == false)
    #expect(decision.outputs.heater == heated)
    if !heated { #expect(decision.reason == .coldWithoutHeat(.hottestProbe(.t2))) }
  }

  @Test("scenario 18: a probe above recovery + 15 K while the other is cold is a fault: both off")
  func farTooHot() throws {
    // Recovery is 5 °C. Whatever is heated is below it, so 20 °C elsewhere is a spread over 10 K.
    var rig = try Rig()
    rig.set(t1: 4.9, t2: 20.1)
    rig.steps(5)
    #expect(rig.decision?.outputs == .safe)
    #expect(rig.decision?.alarms == .probeSpread)
  }

  @Test("charging ends at the app's charge over-temperature and returns below its recovery")
  func chargeOvertemperature() throws {
    var rig = try Rig {
      $0.control.minimumOff = .zero
      $0.control.minimumOn = .zero
    }
    rig.app = .measured(
      AppSettings(
        takenAt: .start, protection: Celsius(0), recovery: Celsius(5),
        chargeOvertemperature: .measured(Celsius(60)),
        chargeOvertemperatureRecovery: .measured(Celsius(55))))
    rig.set(59.5)
    rig.steps(4)
    let timeline = [59.9, 60, 59, 58, 57, 56, 55, 54.9].map { temperature in
      rig.set(temperature)
      return rig.step().outputs.charge
    }
    #expect(timeline == [true, false, false, false, false, false, false, true])
  }

  @Test("a board whose protections are bypassed is not charged")
  func emergency() throws {
    var rig = try Rig()
    rig.steps(4)
    rig.reading.warnings = .emergency
    let decision = rig.step()
    #expect(decision.reason == .chargeWaits(.emergency))
    #expect(decision.outputs == .safe)
    #expect(decision.alarms == .emergency)
  }
}
