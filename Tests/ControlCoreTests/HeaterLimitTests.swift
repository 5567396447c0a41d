import BoardCatalog
import ControlCore
import Quantities
import Testing

@Suite("S3: both limits of the board hold at the voltage just measured") struct HeaterLimitTests {
  /// A cold pack at a voltage with a pad, and what must come of it.
  struct Case: Sendable, CustomTestStringConvertible {
    var board: String
    var volts: Double
    var ohms: Double
    var tolerance: Double
    var result: Reason
    var testDescription: String { "\(board) \(volts) V \(ohms) Ω ±\(tolerance) %" }
  }

  static func row(
    _ board: String, _ volts: Double, _ ohms: Double, _ tolerance: Double, _ result: Reason
  ) -> Case { Case(board: board, volts: volts, ohms: ohms, tolerance: tolerance, result: result) }

  static let overCurrent = Reason.coldWithoutHeat(.overLimit(.current))
  static let overPower = Reason.coldWithoutHeat(.overLimit(.power))

  // Each row is arithmetic: I = U / R, P = U² / R, R at the low end of its tolerance.
  static let cases: [Case] = [
    row("BD6A24S6P", 100.8, 33.3, 0, overCurrent),  // scenario 10: 3.027 A and 305.1 W
    row("BD6A24S6P", 100.8, 33.6, 0, overPower),  // 3.000 A but 302.4 W
    row("BD6A24S6P", 100.8, 50.80, 0, overPower),  // 200.01 W
    row("BD6A24S6P", 100.8, 50.81, 0, .heating),  // 199.97 W
    row("BD6A24S6P", 100.8, 51, 0, .heating),  // 1.976 A, 199.2 W
    row("BD6A24S6P", 100.8, 51, 5, overPower),  // 209.7 W
    row("B2A8S20P", 29.2, 8, 0, overCurrent),  // scenario 11: 3.65 A and 106.6 W
    row("B2A8S20P", 29.2, 10, 0, .heating),  // 2.92 A, 85.3 W
    row("B2A8S20P", 33.6, 11.2, 0, overPower),  // 3.000 A but 100.8 W
    row("B1A8S20P", 33.6, 11.2, 0, .heating),  // 3.000 A, 100.8 W of 200 W
    row("B2A8S20P", 33.6, 11.3, 0, .heating),  // 99.9 W
    row("BD6A17S6P", 51.2, 20, 0, .heating),  // 2.560 A
    row("BD6A17S6P", 51.2, 17.06, 0, overCurrent),  // 3.001 A: the edge is 17.067 Ω
    row("BD6A17S6P", 51.2, 17.07, 0, .heating),  // 2.999 A
    row("BD6A17S6P", 58.4, 20, 5, overCurrent),  // 3.07 A
    row("BD6A17S6P", 58.4, 21, 5, .heating),  // 2.93 A, 171 W
  ]

  @Test("a pad over either limit is not heated", arguments: cases)
  func limits(row: Case) throws {
    var rig = try row.rig()
    #expect(rig.steps(5).reason == row.result)
  }

  @Test("the interlock alone refuses the same pads", arguments: cases)
  func interlock(row: Case) throws {
    var rig = try row.rig()
    rig.steps(5)
    rig.now = rig.now + .seconds(1)
    rig.takeReading()
    let verdict = rig.interlock.permit(.heating, rig.snapshot, rig.settings)
    #expect(verdict.refusal == (row.result == .heating ? nil : .overLimit))
  }

  @Test(
    "a part in 10⁹ over a limit is rounding, more is too much",
    arguments: [  // Ω, parts in 10⁹ over, the limit that is exceeded
      (1.0, 0.9, nil), (1, 1.1, .current), (100, 0.9, nil), (100, 1.1, .power),
    ] as [(Double, Double, HeaterLimit?)])
  func rounding(ohms: Double, parts: Double, limit: HeaterLimit?) throws {
    // 3 A over 1 Ω; or U² / 100 Ω = 200 W at 141.42 V, which are 1.41 A.
    let share = 1 + parts * 1e-9
    let volts = ohms == 1 ? 3 * share : (20_000 * share).squareRoot()
    let pad = HeaterSettings(resistance: Ohms(ohms), tolerance: Percent(0))
    let draw = HeaterDraw(pad, packVoltage: Volts(volts))
    #expect(draw.exceeded(of: .standard) == limit)
    var rig = try Rig { $0.heater = pad }
    rig.reading.packVoltage = .measured(Volts(volts))
    rig.set(-5)
    rig.steps(4)
    let verdict = rig.interlock.permit(.heating, rig.snapshot, rig.settings)
    #expect(verdict.refusal == (limit == nil ? nil : .overLimit))
  }

  @Test("exactly a part in 10⁹ over a limit is still rounding")
  func roundingEnds() throws {
    let most = 1 + 1e-9
    // 3 A · most through 1 Ω; 1 A through 200 Ω · most, which is 200 W · most.
    for (volts, ohms) in [(3 * most, 1.0), (200 * most, 200 * most)] {
      let pad = HeaterSettings(resistance: Ohms(ohms), tolerance: Percent(0))
      let draw = HeaterDraw(pad, packVoltage: Volts(volts))
      #expect(draw.exceeded(of: .standard) == nil)
      var rig = try Rig { $0.heater = pad }
      rig.reading.packVoltage = .measured(Volts(volts))
      rig.set(-5)
      for _ in 0..<4 { rig.pass() }
      #expect(rig.pass(.heating).refusal == nil)
    }
  }

  @Test("a pad without resistance, or of less than none, is refused", arguments: [100.0, 150])
  func noResistance(tolerance: Double) throws {
    var rig = try Rig { $0.heater?.tolerance = Percent(tolerance) }
    rig.set(-5)
    for _ in 0..<4 { rig.pass() }
    #expect(rig.pass(.heating).refusal == .overLimit)
  }

  @Test("a voltage that rises over the limit ends heating in the same step")
  func risingVoltage() throws {
    var rig = try Rig()
    try rig.heat()
    rig.reading.packVoltage = .measured(Volts(60))
    #expect(rig.step().outputs == .heating)  // exactly 3.000 A and 180 W
    rig.reading.packVoltage = .measured(Volts(60.1))
    let decision = rig.step()
    #expect(decision.reason == .coldWithoutHeat(.overLimit(.current)))
    #expect(decision.outputs == .safe)
    #expect(decision.alarms == FaultSet(.heaterOverLimit))
  }

  @Test("a pad on the charger's output is judged at the charger's highest voltage")
  func chargerSupply() throws {
    var rig = try Rig { $0.heater?.supply = .charger(maximum: Volts(60.1)) }
    rig.set(-5)
    #expect(rig.steps(5).reason == .coldWithoutHeat(.overLimit(.current)))
    #expect(rig.interlock.permit(.heating, rig.snapshot, rig.settings).refusal == .overLimit)
    // The pack itself may be higher.
    rig = try Rig { $0.heater?.supply = .charger(maximum: Volts(51.2)) }
    rig.reading.packVoltage = .measured(Volts(60.1))
    rig.set(-5)
    #expect(rig.steps(5).reason == .coldWithoutHeat(.overLimit(.current)))
    #expect(rig.interlock.permit(.heating, rig.snapshot, rig.settings).refusal == .overLimit)
    rig = try Rig { $0.heater?.supply = .charger(maximum: Volts(58.4)) }
    rig.set(-5)
    let decision = rig.steps(5)
    #expect(decision.reason == .heating)
    #expect(decision.figures.draw?.voltage == Volts(58.4))
  }

  @Test(
    "scenario 12: a board without the heating option never heats",
    arguments: ["B2A25SRP", "B5A25S60P"])
  func noOption(board: String) throws {
    var rig = try Rig()
    rig.settings.board = try #require(Board.named(board))
    rig.set(-5)
    #expect(rig.steps(5).reason == .coldWithoutHeat(.noHeatingOption))
    #expect(rig.interlock.permit(.heating, rig.snapshot, rig.settings).refusal == .noHeater)
  }

  @Test("without a pad a cold pack is only not charged")
  func noPad() throws {
    var rig = try Rig { $0.heater = nil }
    rig.set(-5)
    #expect(rig.steps(5).reason == .coldWithoutHeat(.noPad))
    #expect(rig.interlock.permit(.heating, rig.snapshot, rig.settings).refusal == .noHeater)
  }
}

extension HeaterLimitTests.Case {
  func rig() throws -> Rig {
    var rig = try Rig()
    rig.settings.board = try #require(Board.named(board))
    rig.settings.heater = HeaterSettings(
      resistance: Ohms(ohms), tolerance: Percent(tolerance))
    // The pack of the row, as its voltage says: 24S and 8S Li-ion at 4.2 V, 16S and 8S LFP.
    rig.settings.stringCount = volts > 90 ? 24 : volts < 40 ? 8 : 16
    rig.settings.chemistry = volts == 100.8 || volts == 33.6 ? .liIon : .lfp
    rig.reading.packVoltage = .measured(Volts(volts))
    rig.set(-5)
    return rig
  }
}
