import BoardCatalog
import ControlCore
import Quantities
import Testing

@Suite("What a probe must do to be believed") struct ProbeTests {
  @Test(
    "scenario 4: T2 fails mid-heat: both off within one poll, alarm latched, nothing replaces it",
    arguments: [
      (Measured<ProbeTemperature>.unknown(.absent), Fault.probeAbsent),
      (.unknown(.implausible), .probeImplausible),
      (.measured(ProbeTemperature(exactly: Celsius(-200))), .probeImplausible),
      (.measured(ProbeTemperature(exactly: Celsius(101))), .probeImplausible),
    ])
  func unplugged(report: Measured<ProbeTemperature>, fault: Fault) throws {
    var rig = try Rig()
    try rig.heat(at: -5)
    rig.reading.probes.t2 = report
    #expect(rig.step().outputs == .safe)
    #expect(rig.steps(30).outputs == .safe)
    // The probe is back: readings count again, and the alarm stays for a person to see.
    rig.set(-5)
    #expect(rig.steps(200).outputs == .heating)
    #expect(rig.step().alarms == FaultSet(fault))
    #expect(rig.step().faults == [])
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
    #expect(rig.step().alarms == FaultSet(.probeJumped))
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
    #expect(decision.alarms == (believed ? [] : FaultSet(.probeSpread)))
  }

  @Test(
    "a probe that stands still through 51 min of heat, and heat for three of its steps, is frozen",
    arguments: [  // pad in Ω, heat capacity in J/K, heated for so many seconds and no longer
      // 16 strings of at most 11 kJ/K take 52.8 kJ for 0.3 K: 402.8 s at 131.072 W.
      (20.0, Double?.none, 3059),
      // 52.8 kJ at 13.107 W: 4028.3 s.
      (200, nil, 4028),
      // 88 454 J/K take 26.536 kJ for 0.3 K: 4049.1 s at 6.5536 W.
      (400, 88_454, 4049),
    ])
  func frozen(ohms: Double, capacity: Double?, seconds: Int) throws {
    var rig = try Rig {
      $0.heater?.resistance = Ohms(ohms)
      // What it may take at most is another matter than what it gives.
      $0.heater?.tolerance = Percent(5)
      $0.thermal.heatCapacity = capacity.map { JoulesPerKelvin($0) }
    }
    try rig.heat(at: -5)
    #expect(rig.steps(seconds).outputs == .heating)
    let decision = rig.step()
    #expect(decision.reason == .holdingSafe(.probe(.t1, .frozen)))
    #expect(decision.outputs == .safe)
    #expect(decision.alarms == FaultSet(.probeFrozen))
  }

  @Test("only the probe that stands still is frozen, and it is believed again when it moves")
  func frozenOne() throws {
    var rig = try Rig {
      $0.control.minimumOff = .zero
      $0.control.minimumOn = .zero
    }
    try rig.heat(at: -5)
    for step in 0..<3065 {
      rig.set(t1: -5 + Double(step / 60) / 10, t2: -5)
      rig.step()
    }
    #expect(rig.decision?.reason == .holdingSafe(.probe(.t2, .frozen)))
    rig.set(t1: 0.1, t2: -4.9)
    #expect(rig.steps(3).outputs == .heating)
  }

  @Test("a cold reading that is not believed blocks all the same: interlock and decision agree")
  func unbelievedBlocks() throws {
    // Found by a seeded world: a jump to −20 °C in the band between protection and recovery.
    var rig = try Rig()
    rig.set(1)
    #expect(rig.steps(4).outputs == .charging)
    rig.set(t1: -20, t2: 1)
    #expect(rig.step().outputs == .safe)
    rig.set(1)
    rig.steps(120)
    #expect(rig.state.block == .blocked)
    #expect(rig.decision?.outputs == .heating)
  }

  @Test(
    "what cannot be a battery's temperature is not cold: it blocks nothing",
    arguments: [
      (-200, [], false), (-50.1, [], false), (-50, [], true), (-20, [], true),
      (-20, .probesDisabled, false), (-20, .probeAnomaly, false), (-20, .emergency, true),
    ] as [(Double, BoardWarnings, Bool)])
  func notCold(celsius: Double, warnings: BoardWarnings, isCold: Bool) throws {
    var rig = try Rig()
    rig.set(2)
    #expect(rig.steps(4).outputs == .charging)
    rig.reading.probes.t2 = .measured(ProbeTemperature(exactly: Celsius(celsius)))
    rig.reading.warnings = warnings
    #expect(rig.step().outputs == .safe)
    rig.set(2)
    rig.reading.warnings = []
    // Between protection and recovery it is as it was.
    rig.steps(10)
    #expect(rig.state.block == (isCold ? .blocked : .released))
    let refusal = rig.interlock.permit(.charging, rig.snapshot, rig.settings).refusal
    #expect(refusal == (isCold ? .chargeWhileCold : nil))
  }

  @Test("of probes that read the same, the first is named as coldest and as hottest")
  func tie() throws {
    var rig = try Rig()
    rig.set(10)
    let figures = rig.steps(4).figures
    #expect(figures.coldestProbe == .t1)
    #expect(figures.hottestProbe == .t1)
  }

  @Test("the spread is that of the reports, whatever they may mean")
  func spreadOfReports() throws {
    var rig = try Rig()
    rig.reading.probeResolution = Kelvins(1)
    let cold = ProbeTemperature(reported: Celsius(-5), lowest: Celsius(-6))
    rig.reading.probes.t1 = .measured(cold)
    rig.reading.probes.t2 = .measured(ProbeTemperature(exactly: Celsius(5)))
    let decision = rig.steps(5)
    #expect(decision.faults == [])
    #expect(decision.outputs == .heating)
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
    #expect(rig.decision?.alarms == FaultSet(.probeSpread))
  }

  /// A pack whose switches need no rest, and whose app limits charging above too.
  private static func ready(overtemperature: Double, recovery: Double) throws -> Rig {
    var rig = try Rig {
      $0.control.minimumOff = .zero
      $0.control.minimumOn = .zero
    }
    rig.app = .measured(
      AppSettings(
        takenAt: .start, protection: Celsius(0), recovery: Celsius(5),
        chargeOvertemperature: .measured(Celsius(overtemperature)),
        chargeOvertemperatureRecovery: .measured(Celsius(recovery))))
    return rig
  }

  @Test("charging ends at the app's charge over-temperature and returns below its recovery")
  func chargeOvertemperature() throws {
    var rig = try ProbeTests.ready(overtemperature: 60, recovery: 55)
    // The hottest probe decides, whatever the other one says.
    rig.set(t1: 54.5, t2: 59.5)
    rig.steps(4)
    let timeline = [59.9, 60, 59, 58, 57, 56, 55, 54.9].map { temperature in
      rig.set(t1: temperature - 5, t2: temperature)
      return rig.step().outputs.charge
    }
    #expect(timeline == [true, false, false, false, false, false, false, true])
  }

  @Test("an over-temperature recovery above its limit releases nothing above the limit")
  func chargeOvertemperatureRecovery() throws {
    var rig = try ProbeTests.ready(overtemperature: 60, recovery: 65)
    rig.set(59.5)
    rig.steps(4)
    let timeline = [59.9, 60, 60.5, 60, 59.9].map { temperature in
      rig.set(temperature)
      return rig.step().outputs.charge
    }
    #expect(timeline == [true, false, false, false, true])
  }

  @Test("a board whose protections are bypassed is not charged")
  func emergency() throws {
    var rig = try Rig()
    rig.steps(4)
    rig.reading.warnings = .emergency
    let decision = rig.step()
    #expect(decision.reason == .chargeWaits(.fault(.emergency)))
    #expect(decision.outputs == .safe)
    #expect(decision.alarms == FaultSet(.emergency))
  }
}
