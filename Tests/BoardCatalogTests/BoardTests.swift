import BoardCatalog
import Quantities
import Testing

@Suite("The 24 boards")
struct BoardTests {
  @Test("the catalogue and hw/boards.csv say the same of every board, in the same order")
  func sameAsFile() throws {
    let rows = try Table.boards().rows
    #expect(rows.count == 24)
    #expect(rows.map { $0["model"] } == Board.all.map(\.name))
    for (row, board) in zip(rows, Board.all) {
      #expect(row == columns(of: board), "\(board.name)")
    }
  }

  /// The board as a row of the file.
  private func columns(of board: Board) -> [String: String] {
    var columns = [
      "model": board.name,
      "balance_a": shortDecimal(board.balanceCurrent.rawValue),
      "main_circuit_mohm":
        board.mainCircuitResistance.map { shortDecimal($0.rawValue * 1000) } ?? "",
      "continuous_discharge_a": shortDecimal(board.continuousCurrent.rawValue),
      "continuous_charge_a": shortDecimal(board.continuousCurrent.rawValue),
      "max_discharge_2min_a": board.twoMinuteCurrent.map { shortDecimal($0.rawValue) } ?? "",
      "overcharge_current_min_a":
        shortDecimal(board.chargeOvercurrentRange.lowerBound.rawValue),
      "overcharge_current_max_a":
        shortDecimal(board.chargeOvercurrentRange.upperBound.rawValue),
      "interfaces_default": board.interfaces.joined(separator: "+"),
      "size_mm": board.size,
      "wiring": board.wiring.rawValue,
    ]
    for (name, strings) in [
      ("li_ion", board.liIonStrings), ("lfp", board.lfpStrings), ("lto", board.ltoStrings),
    ] {
      columns["\(name)_min_s"] = "\(strings.lowerBound)"
      columns["\(name)_max_s"] = "\(strings.upperBound)"
    }
    switch board.heating {
    case .optional(let rating):
      columns["interfaces_customised"] = "CANBUS+HEAT"
      columns["heat_option"] = "yes"
      columns["heater_max_a"] = shortDecimal(rating.currentLimit.rawValue)
      columns["heater_max_w"] = shortDecimal(rating.powerLimit.rawValue)
    case .unavailable:
      columns["interfaces_customised"] = ""
      columns["heat_option"] = "no"
      columns["heater_max_a"] = ""
      columns["heater_max_w"] = ""
    }
    return columns
  }

  @Test("22 boards can heat, one of them with 100 W, and two cannot")
  func heatingOptions() {
    let unavailable = Board.all.filter { $0.heating == .unavailable }
    let limited = Board.all.filter { $0.heating == .optional(.limited100W) }
    let standard = Board.all.filter { $0.heating == .optional(.standard) }
    #expect(unavailable.map(\.name) == ["B2A25SRP", "B5A25S60P"])
    #expect(limited.map(\.name) == ["B2A8S20P"])
    #expect(standard.count == 21)
  }

  @Test(
    "a board is found by its model in any case, with or without the maker's prefix",
    arguments: [
      ("B2A8S20P", "B2A8S20P"), ("b2a8s20p", "B2A8S20P"), ("JK-B2A8S20P", "B2A8S20P"),
      ("jk_bd6a17s6p", "BD6A17S6P"), ("B2A8S20", nil), ("", nil), ("JK-", nil),
    ] as [(String, String?)])
  func named(name: String, model: String?) {
    #expect(Board.named(name)?.name == model)
  }

  @Test("every contradiction names boards of the catalogue, two statements and a decision")
  func contradictions() {
    let models = Set(Board.all.map(\.name))
    for contradiction in MakerContradiction.all {
      #expect(!contradiction.models.isEmpty && models.isSuperset(of: contradiction.models))
      #expect(contradiction.statements.count >= 2)
      #expect(contradiction.decision.hasSuffix("."))
    }
  }

  @Test("the catalogue follows the decisions about contradictions")
  func decisionsAreFollowed() throws {
    #expect(try #require(Board.named("BD6A17S6P")).ltoStrings == 12...17)
    #expect(try #require(Board.named("B2A8S20P")).ltoStrings == 6...8)
    #expect(try #require(Board.named("B2A24S20P")).liIonStrings == 7...24)
    #expect(try #require(Board.named("B5A25S60P")).heating == .unavailable)
    let overcurrent = try #require(Board.named("B1A17S12P")).chargeOvercurrentRange
    #expect(overcurrent == Amperes(10)...Amperes(100))
  }
}
