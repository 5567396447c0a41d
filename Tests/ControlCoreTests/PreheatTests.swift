import BoardCatalog
import ControlCore
import Quantities
import Testing

@Suite("A schedule that preheats a pack before its charger comes") struct PreheatTests {
  private static let due = PreheatDue(day: 20_000, time: TimeOfDay(minute: 430), event: .sunrise)
  private static let waiting = PreheatPlan.waiting(until: TimeOfDay(minute: 260), due)
  private static let running = PreheatPlan.running(due)

  /// R16 without a charger, heated from the pack as `without` says, with a schedule.
  private func rig(
    without: HeatPolicy = .never, _ change: (inout PackSettings) -> Void = { _ in }
  ) throws -> Rig {
    var rig = try Rig {
      $0.heatWithoutCharger = without
      $0.preheat = PreheatSettings(readyBy: .charger)
      $0.heater?.stop = Celsius(7)
      change(&$0)
    }
    rig.chargerPresent = .measured(false)
    return rig
  }

  /// Charger, plan, what `without_charger` says, and what comes of it for a pack at −5 °C.
  static let cases: [(charger: Bool, plan: PreheatPlan, without: HeatPolicy, result: Reason)] =
    [
      (false, .unscheduled, .never, .coldWithoutHeat(.noCharger)),
      (false, .unscheduled, .whileAbove(.withoutCharger), .heating),
      (false, waiting, .never, .coldWithoutHeat(.waitsForPreheat)),
      (false, waiting, .whileAbove(.withoutCharger), .coldWithoutHeat(.waitsForPreheat)),
      (false, running, .never, .heating),
      (false, running, .whileAbove(.withoutCharger), .heating),
      (true, waiting, .never, .heating),
      (true, running, .never, .heating),
    ]
    + PreheatDoubt.allCases.flatMap { doubt in
      [
        (false, .unplanned(doubt), .never, .coldWithoutHeat(.noCharger)),
        (false, .unplanned(doubt), .whileAbove(.withoutCharger), .heating),
      ]
    }

  @Test("moves only the heat that comes out of the pack; in doubt it moves nothing")
  func plans() throws {
    for row in PreheatTests.cases {
      var rig = try rig(without: row.without)
      rig.chargerPresent = .measured(row.charger)
      rig.preheat = row.plan
      rig.set(-5)
      #expect(rig.steps(5).reason == row.result, "\(row)")
    }
  }

  @Test("says nothing to a pack that has no schedule")
  func withoutSchedule() throws {
    for plan in [PreheatTests.waiting, PreheatTests.running] {
      var rig = try rig { $0.preheat = nil }
      rig.preheat = plan
      rig.set(-5)
      #expect(rig.steps(5).reason == .coldWithoutHeat(.noCharger))
      rig.set(3)
      #expect(rig.decision?.figures.preheat == .unscheduled)
    }
  }

  @Test("never below its own floor, and again five points above it, whatever heat_when allows")
  func floor() throws {
    var rig = try rig(without: .whileAbove(HeatFloors(stateOfCharge: nil, cellVoltage: nil))) {
      $0.preheat?.stateOfChargeFloor = Percent(40)
      $0.control.minimumOff = .zero
      $0.control.minimumOn = .zero
    }
    rig.preheat = PreheatTests.running
    rig.set(-5)
    rig.steps(5)
    let timeline = [41.0, 40, 41, 44.9, 45].map { percent in
      rig.reading.stateOfCharge = .measured(Percent(percent))
      return rig.step().outputs.heater
    }
    #expect(timeline == [true, false, false, false, true])
    rig.reading.stateOfCharge = .unknown(.notCarried)
    #expect(rig.step().reason == .coldWithoutHeat(.stateOfChargeUnknown))
  }

  @Test("heats a pack between protection and recovery once to its stop value, then not again")
  func band() throws {
    var rig = try rig()
    rig.set(3)
    #expect(rig.steps(5).outputs == .charging)
    rig.preheat = PreheatTests.running
    #expect(rig.step().reason == .coldWithoutHeat(.interlockDelay))
    #expect(rig.steps(3).reason == .heating)
    // Recovery is 5 °C: a run under way goes on to the stop value, as ever.
    for temperature in [4.0, 5, 6, 6.9] {
      rig.set(temperature)
      #expect(rig.steps(10).outputs == .heating)
    }
    rig.set(7)
    #expect(rig.step().outputs == .safe)
    // A charge run of 3 s, cut short, lengthens its pause to 117 s.
    #expect(rig.steps(130).outputs == .charging)
    // It has been ready for this day: only the protection starts heat again.
    for temperature in [6.0, 5, 4, 3, 2, 1, 0.1] {
      rig.set(temperature)
      #expect(rig.steps(10).outputs == .charging)
    }
    rig.set(0)
    #expect(rig.steps(4).outputs == .heating)
  }

  @Test("a pack that has recovered when its run begins needs no heat; the next day it may")
  func recovered() throws {
    var rig = try rig()
    rig.set(5)
    rig.steps(5)
    rig.preheat = PreheatTests.running
    #expect(rig.steps(5).outputs == .charging)
    rig.set(4)
    #expect(rig.steps(5).outputs == .charging)
    var tomorrow = PreheatTests.due
    tomorrow.day += 1
    rig.preheat = .running(tomorrow)
    #expect(rig.steps(5).outputs == .heating)
  }

  @Test("the coldest probe says whether a pack has recovered")
  func coldest() throws {
    var rig = try rig()
    rig.set(t1: 4.9, t2: 7.5)
    rig.steps(5)
    rig.preheat = PreheatTests.running
    #expect(rig.steps(5).outputs == .heating)
  }

  @Test("a charger that comes to a pack above the protection is let in at once")
  func chargerComes() throws {
    var rig = try rig()
    rig.set(3)
    rig.preheat = PreheatTests.running
    #expect(rig.steps(10).outputs == .heating)
    rig.chargerPresent = .measured(true)
    #expect(rig.step().reason == .chargeWaits(.interlockDelay))
    #expect(rig.steps(2).outputs == .charging)
  }

  @Test("a charger that comes to a pack that was too cold waits for recovery, as ever")
  func chargerComesToColdPack() throws {
    var rig = try rig()
    rig.set(-0.5)
    rig.preheat = PreheatTests.running
    #expect(rig.steps(10).outputs == .heating)
    rig.set(0.5)
    rig.chargerPresent = .measured(true)
    #expect(rig.steps(10).outputs == .heating)
  }

  @Test("where the pack may not be heated, it may be charged as without a schedule")
  func forbidden() throws {
    var rig = try rig()
    rig.reading.stateOfCharge = .measured(Percent(30))
    rig.set(3)
    rig.preheat = PreheatTests.running
    #expect(rig.steps(10).outputs == .charging)
    rig.reading.stateOfCharge = .measured(Percent(60))
    rig.latched = FaultSet(.heaterOpen)
    #expect(rig.steps(10).outputs == .charging)
    rig.latched = []
    rig.reading.packVoltage = .measured(Volts(60.1))
    #expect(rig.steps(70).outputs != .heating)
  }

  @Test("a fault ends a preheat, a silent board ends it, and its end ends it")
  func ends() throws {
    var rig = try rig()
    rig.set(-5)
    rig.preheat = PreheatTests.running
    #expect(rig.steps(5).outputs == .heating)
    rig.preheat = PreheatTests.waiting
    #expect(rig.step().reason == .coldWithoutHeat(.waitsForPreheat))
    rig.preheat = PreheatTests.running
    rig.steps(130)
    #expect(rig.decision?.outputs == .heating)
    rig.boardAnswers = false
    #expect(rig.steps(6).reason == .holdingSafe(.reading(.stale)))
  }

  @Test("the sentence says what is waited for, what is heated for, and what is not known")
  func sentences() throws {
    var rig = try rig()
    rig.set(-5)
    rig.preheat = PreheatTests.waiting
    rig.steps(5)
    #expect(
      try rig.sentence() == """
        shed: charging off, heating off: coldest probe T1 −5.0 °C is at or below 0.0 °C (the \
        app's setting); waits until 04:20 to preheat for 07:10 (sunrise).
        """)
    rig.preheat = PreheatTests.running
    rig.step()
    #expect(
      try rig.sentence() == """
        shed: charging off, heating on: preheating for 07:10 (sunrise): coldest probe T1 \
        −5.0 °C is at or below 0.0 °C (the app's setting). 51.2 V over 20 Ω: 2.56 A of \
        3 A, 131.1 W of 200 W.
        """)
    rig.preheat = .unplanned(.clockUnset)
    rig.step()
    #expect(
      try rig.sentence() == """
        shed: charging off, heating off: coldest probe T1 −5.0 °C is at or below 0.0 °C (the \
        app's setting); not heated without a charger (heat_when: without_charger); no preheat: the \
        machine's clock is not set.
        """)
    var warm = try self.rig()
    warm.preheat = .waiting(until: nil, PreheatTests.due)
    warm.steps(5)
    #expect(
      try warm.sentence() == """
        shed: charging on, heating off: coldest probe T1 10.0 °C is above 0.0 °C (the app's \
        setting); stays warm enough for 07:10 (sunrise).
        """)
  }

  @Test(
    "a time of day is written with two digits each, and folded into the day",
    arguments: [
      (0, "00:00"), (60, "01:00"), (430, "07:10"), (549, "09:09"), (610, "10:10"), (1439, "23:59"),
      (1440, "00:00"), (1500, "01:00"), (-1, "23:59"), (-1440, "00:00"), (-1500, "23:00"),
    ])
  func timeOfDay(minute: Int, text: String) {
    #expect(TimeOfDay(minute: minute).description == text)
  }
}
