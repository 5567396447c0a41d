import BoardCatalog
import Quantities
import Testing

@Suite("The smallest pad for a pack")
struct HeaterSizingTests {
  @Test("every board's smallest pad, currents and powers agree with the table as printed")
  func byBoard() throws {
    let rows = try Table.of("heater-sizing").rows
    #expect(rows.count == 72)
    for row in rows {
      let board = try #require(Board.named(row["model"] ?? ""))
      guard case .optional(let rating) = board.heating else {
        #expect(row["Rmin_ohm"] == "", "\(board.name) cannot heat")
        continue
      }
      let chemistry = try chemistry(row)
      let strings = board.strings(of: chemistry)
      #expect(row["strings_min"] == "\(strings.lowerBound)")
      #expect(row["strings_max"] == "\(strings.upperBound)")
      let sizing = HeaterSizing(rating, chemistry, stringCount: strings.upperBound)
      let withTolerance = HeaterSizing(
        rating, chemistry, stringCount: strings.upperBound, tolerance: Percent(10))
      #expect(row["binding_limit"] == sizing.bindingLimit.rawValue, "\(row)")
      for (column, value) in values(sizing) {
        #expect(try agrees(value, row[column]), "\(board.name) \(chemistry) \(column)")
      }
      for (column, value) in [
        ("Unom_V", sizing.nominalVoltage.rawValue),
        ("Umin_UVP_V", sizing.minimumVoltage.rawValue),
        ("P_at_Umin_W", sizing.power(at: sizing.minimumVoltage).rawValue),
        (
          "Rnominal_min_with_10pct_tolerance_ohm",
          withTolerance.minimumResistance.rawValue
        ),
      ] {
        #expect(try agrees(value, row[column]), "\(board.name) \(chemistry) \(column)")
      }
    }
  }

  @Test("every string count's smallest pad agrees with the table as printed, for both ratings")
  func byStrings() throws {
    let rows = try Table.of("heater-sizing-by-strings").rows
    #expect(rows.count == 76)
    for row in rows {
      let rating: HeaterRating = row["P_limit_W"] == "100" ? .limited100W : .standard
      let strings = try #require(Int(row["strings"] ?? ""))
      let sizing = HeaterSizing(rating, try chemistry(row), stringCount: strings)
      #expect(row["binding"] == sizing.bindingLimit.rawValue, "\(row)")
      for (column, value) in values(sizing) {
        #expect(try agrees(value, row[column]), "\(row) \(column)")
      }
      let atUVP = sizing.power(at: sizing.minimumVoltage).rawValue
      #expect(try agrees(atUVP, row["P_at_UVP_W"]), "\(row)")
    }
  }

  /// The columns that both tables have.
  private func values(_ sizing: HeaterSizing) -> [(String, Double)] {
    let highest = sizing.maximumVoltage
    return [
      ("Umax_V", highest.rawValue),
      ("Rmin_current_ohm", sizing.resistanceForCurrent.rawValue),
      ("Rmin_power_ohm", sizing.resistanceForPower.rawValue),
      ("Rmin_ohm", sizing.lowestResistance.rawValue),
      ("I_at_Umax_A", sizing.current(at: highest).rawValue),
      ("P_at_Umax_W", sizing.power(at: highest).rawValue),
      ("P_at_Unom_W", sizing.power(at: sizing.nominalVoltage).rawValue),
    ]
  }

  private func chemistry(_ row: [String: String]) throws -> Chemistry {
    try #require(Chemistry.allCases.first { $0.description == row["chemistry"] })
  }

  @Test("below U = P / I the current binds, above it the power")
  func bindingLimit() {
    // V, and what binds with 200 W and with 100 W at 3 A: 66.67 V and 33.33 V divide them.
    for (volts, with200, with100) in [
      (33.3, HeaterLimit.current, HeaterLimit.current), (33.4, .current, .power),
      (66.6, .current, .power), (66.7, .power, .power),
    ] {
      #expect(HeaterRating.standard.bindingLimit(at: Volts(volts)) == with200, "\(volts) V")
      #expect(HeaterRating.limited100W.bindingLimit(at: Volts(volts)) == with100, "\(volts) V")
    }
  }

  @Test("standard resistances begin at the first of the E24 series that is large enough")
  func standardResistances() {
    // 16S LFP: 58.4 V / 3 A = 19.467 Ω; with 5 % 20.491 Ω. 24S Li-ion: 100.8² / 200 = 50.803 Ω.
    // 4S LFP: 14.6 / 3 = 4.867 Ω. 3S Li-ion: 12.6 / 3 = 4.2 Ω.
    let table: [(Chemistry, Int, Percent, [Double])] = [
      (.lfp, 16, Percent(0), [20, 22, 24]), (.lfp, 16, Percent(5), [22, 24, 27]),
      (.liIon, 24, Percent(0), [51, 56, 62]), (.lfp, 4, Percent(0), [5.1, 5.6, 6.2]),
      (.liIon, 24, Percent(45), [100, 110, 120]),
    ]
    for (chemistry, strings, tolerance, resistances) in table {
      let sizing = HeaterSizing(.standard, chemistry, stringCount: strings, tolerance: tolerance)
      #expect(sizing.standardResistances(3) == resistances.map { Ohms($0) })
    }
  }
}
