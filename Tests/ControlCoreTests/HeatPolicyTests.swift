import BoardCatalog
import ControlCore
import Quantities
import Testing

@Suite("When heating is allowed") struct HeatPolicyTests {
  /// Charger present, floors with and without it, SOC and cell voltage, and what must come of it.
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var charger: Measured<Bool>
    var with: HeatPolicy
    var without: HeatPolicy
    var percent: Double
    var cellVolts: Double
    var result: Reason
  }

  static let low = HeatPolicy.whileAbove(
    HeatFloors(stateOfCharge: Percent(5), cellVoltage: Volts(2.8)))
  static let high = HeatPolicy.whileAbove(
    HeatFloors(stateOfCharge: Percent(30), cellVoltage: nil))

  static let cases: [Case] = [
    Case(
      testDescription: "a nearly empty pack is warmed while a charger is there",
      charger: .measured(true), with: low, without: .never, percent: 6, cellVolts: 3.0,
      result: .heating),
    Case(
      testDescription: "at the floor of 5 % it is not",
      charger: .measured(true), with: low, without: .never, percent: 5, cellVolts: 3.0,
      result: .coldWithoutHeat(.stateOfCharge(floor: Percent(5)))),
    Case(
      testDescription: "nor at 2.8 V in the lowest cell",
      charger: .measured(true), with: low, without: .never, percent: 50, cellVolts: 2.8,
      result: .coldWithoutHeat(.cellVoltage(floor: Volts(2.8)))),
    Case(
      testDescription: "just above both floors it is, where neither has been reached",
      charger: .measured(true), with: low, without: .never, percent: 5.1, cellVolts: 2.81,
      result: .heating),
    Case(
      testDescription: "never without a charger",
      charger: .measured(false), with: low, without: .never, percent: 90, cellVolts: 3.3,
      result: .coldWithoutHeat(.noCharger)),
    Case(
      testDescription: "a charger that is not known to be there is not there",
      charger: .unknown(.notRead), with: low, without: .never, percent: 90, cellVolts: 3.3,
      result: .coldWithoutHeat(.noCharger)),
    Case(
      testDescription: "from the pack above 30 %",
      charger: .measured(false), with: low, without: high, percent: 31, cellVolts: 3.3,
      result: .heating),
    Case(
      testDescription: "from the pack at 30 % no more",
      charger: .measured(false), with: low, without: high, percent: 30, cellVolts: 3.3,
      result: .coldWithoutHeat(.stateOfCharge(floor: Percent(30)))),
    Case(
      testDescription: "never with a charger, where the configuration says so",
      charger: .measured(true), with: .never, without: high, percent: 90, cellVolts: 3.3,
      result: .coldWithoutHeat(.notWithCharger)),
  ]

  @Test("the policy for the charger's presence decides", arguments: cases)
  func policy(row: Case) throws {
    var rig = try Rig {
      $0.heatWithCharger = row.with
      $0.heatWithoutCharger = row.without
    }
    rig.chargerPresent = row.charger
    rig.reading.stateOfCharge = .measured(Percent(row.percent))
    rig.reading.lowestCell = .measured(Volts(row.cellVolts))
    rig.set(-5)
    #expect(rig.steps(5).reason == row.result)
  }

  @Test("a state of charge that is not known does not heat")
  func unknownCharge() throws {
    var rig = try Rig()
    rig.reading.stateOfCharge = .unknown(.notCarried)
    rig.set(-5)
    #expect(rig.steps(5).reason == .coldWithoutHeat(.stateOfChargeUnknown))
  }

  @Test("a cell voltage that is not known does not heat, where it is asked for")
  func unknownCell() throws {
    var rig = try Rig { $0.heatWithCharger = HeatPolicyTests.low }
    rig.reading.lowestCell = .unknown(.notCarried)
    rig.set(-5)
    #expect(rig.steps(5).reason == .coldWithoutHeat(.cellVoltageUnknown))
  }

  @Test("once the floor is reached, heating returns 5 points above it")
  func chargeHysteresis() throws {
    var rig = try Rig {
      $0.control.minimumOff = .zero
      $0.control.minimumOn = .zero
    }
    try rig.heat(at: -5)
    let timeline = [6.0, 5.0, 6.0, 9.9, 10.0, 6.0].map { percent in
      rig.reading.stateOfCharge = .measured(Percent(percent))
      return rig.step().outputs.heater
    }
    #expect(timeline == [true, false, false, false, true, true])
  }

  @Test("the floor of one policy that was reached is no matter for the other")
  func floorsApart() throws {
    var rig = try Rig {
      $0.heatWithCharger = HeatPolicyTests.low
      $0.heatWithoutCharger = HeatPolicyTests.high
      $0.control.minimumOff = .zero
      $0.control.minimumOn = .zero
    }
    // 8 % is below the floor of 30 % without a charger, and above that of 5 % with one.
    rig.reading.stateOfCharge = .measured(Percent(8))
    rig.chargerPresent = .measured(false)
    rig.set(-5)
    #expect(rig.steps(5).reason == .coldWithoutHeat(.stateOfCharge(floor: Percent(30))))
    rig.chargerPresent = .measured(true)
    #expect(rig.step().reason == .heating)
    // 32 % is above both, and not yet 5 points above the one that was reached.
    rig.reading.stateOfCharge = .measured(Percent(5))
    rig.step()
    rig.reading.stateOfCharge = .measured(Percent(32))
    rig.chargerPresent = .measured(false)
    #expect(rig.step().reason == .coldWithoutHeat(.stateOfCharge(floor: Percent(30))))
    rig.chargerPresent = .measured(true)
    #expect(rig.step().reason == .heating)
  }

  @Test("scenario 7: the pack sags to 41.6 V, 2.6 V in each cell: heating ends there")
  func sag() throws {
    var rig = try Rig {
      $0.heatWithCharger = .whileAbove(HeatFloors(stateOfCharge: nil, cellVoltage: Volts(2.6)))
      $0.control.minimumOff = .zero
      $0.control.minimumOn = .zero
    }
    try rig.heat(at: -5)
    // P = U² / 20 Ω: 131.07 W, 115.2 W, 86.5 W.
    for (volts, watts) in [(51.2, 131.072), (48, 115.2), (41.7, 86.9445)] {
      rig.reading.packVoltage = .measured(Volts(volts))
      rig.reading.lowestCell = .measured(Volts(volts / 16))
      let decision = rig.step()
      #expect(decision.outputs == .heating)
      let power = try #require(decision.figures.draw?.power)
      #expect((power - Watts(watts)).magnitude < Watts(1e-9))
    }
    rig.reading.packVoltage = .measured(Volts(41.6))
    rig.reading.lowestCell = .measured(Volts(2.6))
    #expect(rig.step().reason == .coldWithoutHeat(.cellVoltage(floor: Volts(2.6))))
    rig.reading.lowestCell = .measured(Volts(2.69))
    #expect(rig.step().outputs.heater == false)
    rig.reading.lowestCell = .measured(Volts(2.7))
    #expect(rig.step().outputs.heater)
  }

  @Test("scenario 9: the charger is removed mid-heat: heater off, charging stays blocked")
  func chargerRemoved() throws {
    var rig = try Rig()
    try rig.heat(at: -5)
    rig.chargerPresent = .measured(false)
    let decision = rig.step()
    #expect(decision.reason == .coldWithoutHeat(.noCharger))
    #expect(decision.outputs == .safe)
  }

  @Test("the board's own flag counts only where the configuration says so")
  func boardFlag() throws {
    for (source, plugged, reason) in [
      (ChargerSource.board, Measured.measured(true), Reason.heating),
      (.board, .measured(false), .coldWithoutHeat(.noCharger)),
      (.board, .unknown(.notCarried), .coldWithoutHeat(.noCharger)),
      (.inputLine, .measured(true), .coldWithoutHeat(.noCharger)),
      (.notSensed, .measured(true), .coldWithoutHeat(.noCharger)),
    ] {
      var rig = try Rig { $0.chargerSource = source }
      rig.chargerPresent = .unknown(.notRead)
      rig.reading.chargerPlugged = plugged
      rig.set(-5)
      #expect(rig.steps(5).reason == reason, "\(source)")
    }
  }

  @Test("heating never waits for permission to charge: the pair cannot deadlock")
  func noDeadlock() throws {
    // The board's flag reads 0 because the gate is open; a charger is seen upstream of the gate.
    var rig = try Rig()
    rig.reading.chargerPlugged = .measured(false)
    rig.set(-5)
    #expect(rig.steps(5).reason == .heating)
  }
}
