import ArgumentParser
import BoardCatalog
import Foundation
import Quantities

/// `warmgate boards`: the boards and what their heating outputs may carry.
struct BoardsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "boards",
    abstract: "Lists the 24 boards with their heater ratings, or shows one of them.",
    discussion: """
      Heating is an option that is ordered with the board; without it there is no heating output.

      Example:
        warmgate boards
        warmgate boards B2A8S20P

      Exit codes: 0 done, 2 there is no such board.
      """)

  @Argument(help: "The model, for example B2A8S20P.")
  var model: String?

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    guard let model else {
      print(json ? jsonText(["boards": Board.all.map { $0.jsonObject }]) : Board.listing)
      return
    }
    let board = try Board.option(model, named: "MODEL")
    print(json ? jsonText(board.jsonObject) : board.page)
  }

  func validate() throws {
    if let model { _ = try Board.option(model, named: "MODEL") }
  }
}

extension Chemistry {
  /// What an option of the command line names, in capitals too: many write LFP.
  static func option(_ text: String, named option: String) throws -> Chemistry {
    if let chemistry = Chemistry(rawValue: text.lowercased()) { return chemistry }
    let allowed = allCases.map(\.rawValue).joined(separator: ", ")
    throw ValidationError("\(option) is \(text); allowed: \(allowed).")
  }
}

extension Board {
  /// The board that an option of the command line names.
  static func option(_ model: String, named option: String) throws -> Board {
    if let board = Board.named(model) { return board }
    throw ValidationError("\(option) is \(model); allowed: a model that warmgate boards lists.")
  }

  /// Throws when the board does not take so many cells in series.
  func check(strings: Int, of chemistry: Chemistry) throws {
    let range = self.strings(of: chemistry)
    guard range.contains(strings) else {
      throw ValidationError(
        "--strings is \(strings); allowed for \(chemistry) on the \(name): "
          + "\(range.lowerBound) to \(range.upperBound).")
    }
  }

  /// All boards, one a line.
  static var listing: String {
    var table = TextTable([
      ("model", .left), ("Li-ion", .left), ("LFP", .left), ("LTO", .left),
      ("continuous", .right), ("balancer", .right), ("heating option", .left), ("ports", .left),
    ])
    for board in all {
      table.add([
        board.name, board.range(.liIon), board.range(.lfp), board.range(.lto),
        board.continuousCurrent.description, board.balanceCurrent.description,
        board.ratingText, board.wiring.rawValue,
      ])
    }
    return table.text
  }

  /// Everything about one board.
  var page: String {
    var lines = [
      "\(name), \(size) mm, \(wiring.rawValue)",
      "heating option: \(ratingText)",
      "continuous \(continuousCurrent)"
        + (twoMinuteCurrent.map { ", two minutes \($0)" } ?? "")
        + ", balancer \(balanceCurrent)"
        + (mainCircuitResistance.map { ", main circuit \(shortDecimal($0.rawValue * 1000)) mΩ" }
          ?? ""),
      "charge over-current protection \(chargeOvercurrentRange.lowerBound) to "
        + "\(chargeOvercurrentRange.upperBound)",
      "interfaces: \(interfaces.joined(separator: ", "))",
    ]
    if case .optional(let rating) = heating { lines += ["", padTable(rating)] }
    let notes = MakerContradiction.about(self)
    if !notes.isEmpty { lines += ["", "Where the maker's own pages disagree:"] }
    for note in notes {
      lines.append("- \(note.subject): \(note.statements.joined(separator: "; ")).")
      lines.append("  What holds here: \(note.decision)")
    }
    return lines.joined(separator: "\n")
  }

  /// The smallest pad for the most cells of each chemistry.
  private func padTable(_ rating: HeaterRating) -> String {
    var table = TextTable([
      ("chemistry", .left), ("strings", .left), ("highest voltage", .right),
      ("smallest pad", .right), ("binds", .left), ("current there", .right),
      ("power there", .right),
    ])
    for chemistry in Chemistry.allCases {
      let strings = strings(of: chemistry)
      let sizing = HeaterSizing(rating, chemistry, stringCount: strings.upperBound)
      let highest = sizing.maximumVoltage
      table.add([
        chemistry.description, range(chemistry), highest.text(places: 2),
        sizing.lowestResistance.text(places: 3), sizing.bindingLimit.rawValue,
        sizing.current(at: highest).text(places: 2), sizing.power(at: highest).text(places: 1),
      ])
    }
    return table.text
  }

  private func range(_ chemistry: Chemistry) -> String {
    let strings = strings(of: chemistry)
    return "\(strings.lowerBound)–\(strings.upperBound)S"
  }

  private var ratingText: String {
    switch heating {
    case .optional(let rating): "\(rating.currentLimit) and \(rating.powerLimit)"
    case .unavailable: "none"
    }
  }

  /// The board for programs.
  var jsonObject: [String: Any] {
    var object: [String: Any] = [
      "model": name, "sizeMillimetres": size, "wiring": wiring.rawValue,
      "interfaces": interfaces,
      "balanceCurrentAmperes": rounded(balanceCurrent.rawValue),
      "continuousCurrentAmperes": rounded(continuousCurrent.rawValue),
      "chargeOvercurrentMinimumAmperes": rounded(chargeOvercurrentRange.lowerBound.rawValue),
      "chargeOvercurrentMaximumAmperes": rounded(chargeOvercurrentRange.upperBound.rawValue),
    ]
    var reasons: [String: String] = [:]
    let unstated = "the maker states none"
    object["mainCircuitResistanceOhms"] =
      mainCircuitResistance.map { $0.rawValue as Any } ?? NSNull()
    if mainCircuitResistance == nil { reasons["mainCircuitResistanceOhms"] = unstated }
    object["twoMinuteCurrentAmperes"] = twoMinuteCurrent.map { $0.rawValue as Any } ?? NSNull()
    if twoMinuteCurrent == nil { reasons["twoMinuteCurrentAmperes"] = unstated }
    var strings: [String: Any] = [:]
    for chemistry in Chemistry.allCases {
      let range = self.strings(of: chemistry)
      strings[chemistry.rawValue] = ["minimum": range.lowerBound, "maximum": range.upperBound]
    }
    object["strings"] = strings
    switch heating {
    case .optional(let rating):
      object["heatingOption"] = true
      object["heaterCurrentLimitAmperes"] = rounded(rating.currentLimit.rawValue)
      object["heaterPowerLimitWatts"] = rounded(rating.powerLimit.rawValue)
    case .unavailable:
      object["heatingOption"] = false
      for key in ["heaterCurrentLimitAmperes", "heaterPowerLimitWatts"] {
        object[key] = NSNull()
        reasons[key] = "no heating option"
      }
    }
    object["reasons"] = reasons
    object["makerContradictions"] = MakerContradiction.about(self).map {
      ["subject": $0.subject, "statements": $0.statements, "decision": $0.decision]
        as [String: Any]
    }
    return object
  }
}
