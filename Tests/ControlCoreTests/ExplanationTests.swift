import BoardCatalog
import ControlCore
import Quantities
import Testing

@Suite("One sentence says why") struct ExplanationTests {
  @Test("heating: the temperature that decided, the pad, and both limits")
  func heating() throws {
    var rig = try Rig()
    rig.settings = try PackSettings.r16(board: "B2A8S20P")
    rig.settings.stringCount = 8
    rig.settings.heater = HeaterSettings(resistance: Ohms(10.5), tolerance: Percent(5))
    rig.reading.packVoltage = .measured(Volts(26.4))
    rig.setApp(-20, -10)
    rig.set(t1: -5.9, t2: -6.3)
    rig.steps(5)
    // 26.4 V over 9.975 Ω: 2.647 A and 69.87 W.
    #expect(
      try rig.sentence() == """
        shed: charging off, heating on: coldest probe T2 −6.3 °C is at or below 0.0 °C (floor for \
        LFP; the app says −20.0 °C). 26.4 V over 10.5 Ω ±5 %: 2.65 A of 3 A, 69.9 W of 100 W.
        """)
  }

  @Test("a report that may mean something colder is told with what it may mean")
  func mayBeColder() throws {
    // A sensor of 1 K: what is reported as 1 °C is 0 °C at the lowest.
    var rig = try Rig()
    rig.reading.probeResolution = Kelvins(1)
    rig.set(4)
    rig.reading.probes.t1 = .measured(
      ProbeTemperature(reported: Celsius(1), lowest: Celsius(0)))
    rig.settings.heater?.tolerance = Percent(1)
    rig.steps(5)
    // 51.2 V over 19.8 Ω: 2.586 A and 132.40 W.
    #expect(
      try rig.sentence() == """
        shed: charging off, heating on: coldest probe T1 1.0 °C (it may be 0.0 °C) is at or below \
        0.0 °C (the app's setting). 51.2 V over 20 Ω ±1 %: 2.59 A of 3 A, 132.4 W of 200 W.
        """)
  }

  @Test("too hot to charge: the limit in the app is said where it is known")
  func overtemperature() throws {
    for (limit, words) in [
      (Measured.measured(Celsius(60)), "over-temperature of 60 °C."),
      (.unknown(.notCarried), "over-temperature."),
    ] {
      var rig = try Rig()
      rig.app = .measured(
        AppSettings(
          takenAt: .start, protection: Celsius(0), recovery: Celsius(5),
          chargeOvertemperature: limit))
      rig.set(61)
      var decision = rig.steps(4)
      (decision.outputs, decision.reason) = (.safe, .chargeWaits(.overtemperature))
      #expect(
        Explanation(decision, rig.settings).description == """
          shed: charging off, heating off: coldest probe T1 61.0 °C is above 0.0 °C (the app's \
          setting); the hottest probe has reached the charge \(words)
          """)
    }
  }

  @Test("charging, with the setting that allows it")
  func charging() throws {
    var rig = try Rig()
    rig.steps(4)
    #expect(
      try rig.sentence() == """
        shed: charging on, heating off: coldest probe T1 10.0 °C is above 0.0 °C (the app's \
        setting).
        """)
  }

  @Test("a blocked pack in the band: what it waits for")
  func band() throws {
    var rig = try Rig(remembered: .blocked)
    rig.set(2)
    rig.chargerPresent = .measured(false)
    rig.steps(4)
    #expect(
      try rig.sentence() == """
        shed: charging off, heating off: coldest probe T1 2.0 °C has not yet reached the recovery \
        of 5.0 °C; not heated without a charger (heat_when: without_charger).
        """)
  }

  @Test(
    "a pack that is heated in the band goes on to the heating stop, and its recovery if that is it")
  func heatingStop() throws {
    for (stop, words) in [
      (Celsius(7), "heating stop of 7.0 °C"), (Celsius(5), "recovery of 5.0 °C"),
    ] {
      var rig = try Rig(remembered: .blocked) { $0.heater?.stop = stop }
      rig.set(2)
      #expect(rig.steps(5).outputs == .heating)
      #expect(
        try rig.sentence().contains("coldest probe T1 2.0 °C has not yet reached the \(words)."))
      rig.chargerPresent = .measured(false)
      rig.step()
      #expect(try rig.sentence().contains("has not yet reached the recovery of 5.0 °C;"))
    }
  }

  @Test(
    "every way of holding safe has its sentence",
    arguments: [
      (HoldReason.gatheringEvidence(goodReadings: 2), "2 of 3 good readings; both stay off"),
      (.reading(.stale), "the BMS has been silent for more than 5 s"),
      (.reading(.notRead), "no reading of the BMS: not read yet"),
      (.appSettings(.stale), "the app's low-temperature charge protection is unknown: too old"),
      (.packVoltage(.implausible), "the pack voltage is unknown: implausible value"),
      (.probe(.t2, .absent), "probe T2 is unknown: no sensor fitted"),
      (.probe(.t1, .frozen), "probe T1 did not move while heating had to warm it"),
      (.probeSpread(Kelvins(12.5)), "the probes differ by 12.5 K, more than 10 K"),
      (.probesNotTrusted, "the BMS ignores its temperature sensors or reports one as faulty"),
    ])
  func holding(reason: HoldReason, words: String) throws {
    var rig = try Rig()
    var decision = rig.step()
    decision.reason = .holdingSafe(reason)
    let sentence = Explanation(decision, rig.settings).description
    #expect(sentence.hasPrefix("shed: charging off, heating off: \(words)"))
    #expect(sentence.hasSuffix("."))
  }

  @Test(
    "every obstacle to heating has its sentence",
    arguments: [
      (HeatObstacle.noPad, "no heating pad is configured"),
      (.noHeatingOption, "the BD6A17S6P has no heating option"),
      (.overLimit(.current), "over the board's current limit, 51.2 V over 20 Ω: 2.56 A of 3 A"),
      (.overLimit(.power), "over the board's power limit"),
      (.noCharger, "not heated without a charger"),
      (.notWithCharger, "not heated with a charger"),
      (.stateOfCharge(floor: Percent(5)), "at or below 5% state of charge, and again from 10%"),
      (.stateOfChargeUnknown, "the state of charge is unknown"),
      (
        .cellVoltage(floor: Volts(2.8)),
        "at or below 2.8 V in the lowest cell, and again from 2.9 V"
      ),
      (.cellVoltageUnknown, "the cell voltages are unknown"),
      (.hottestProbe(.t2), "the hottest probe T2 has reached 35.0 °C"),
      (.interlockDelay, "heating waits 2 s after charging"),
      (.minimumOff, "the end of its minimum off time"),
      (.provingPad, "with the pad off it shows whether it was the pad"),
      (
        .fault(.heaterOpen),
        "not heated: no current flows in the pad while it is on (heater-open), latched until "
          + "`warmgate acknowledge shed heater-open`. Check the pad's cable"
      ),
      (.fault(.heaterUnreachable), "(heater-unreachable); tried again after 6 h. Insulate"),
    ])
  func obstacles(obstacle: HeatObstacle, words: String) throws {
    var rig = try Rig()
    rig.set(-5)
    var decision = rig.steps(4)
    decision.outputs = .safe
    decision.reason = .coldWithoutHeat(obstacle)
    let sentence = Explanation(decision, rig.settings).description
    #expect(sentence.hasPrefix("shed: charging off, heating off: coldest probe T1 −5.0 °C is at"))
    #expect(sentence.contains(words))
  }

  @Test(
    "every obstacle to charging has its sentence",
    arguments: [
      (ChargeObstacle.interlockDelay, "charging waits 2 s after the heater"),
      (.minimumOff, "charging waits for the end of its minimum off time"),
      (.overtemperature, "the hottest probe has reached the charge over-temperature"),
      (.fault(.emergency), "the board's own protections are bypassed (emergency). End the"),
    ])
  func waiting(obstacle: ChargeObstacle, words: String) throws {
    var rig = try Rig()
    var decision = rig.steps(4)
    decision.outputs = .safe
    decision.reason = .chargeWaits(obstacle)
    #expect(Explanation(decision, rig.settings).description.contains(words))
  }
}

extension Rig {
  func sentence() throws -> String {
    Explanation(try #require(decision), settings).description
  }
}
