import ArgumentParser
import BoardCatalog
import Foundation
import Quantities

/// `warmgate size`: the smallest allowed pad, and what it gives.
struct SizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "size",
    abstract: "Finds the smallest heating pad that a pack on a board may carry.",
    discussion: """
      Both limits of the board hold at the highest voltage of the pack, with the pad at the low \
      end of its tolerance. A pad with a larger resistance is allowed and gives less power.

      Example:
        warmgate size --board B2A8S20P --chemistry lfp --strings 8 --tolerance 5%

      Exit codes: 0 done, 1 the board has no heating option, 2 usage error.
      """)

  @Option(help: "The board's model, for example B2A8S20P.")
  var board: String

  @Option(help: "lfp, li-ion or lto.")
  var chemistry: String

  @Option(help: "Cells in series.")
  var strings: Int

  @Option(help: "How far below its nominal resistance the pad may be, for example 5%.")
  var tolerance: String = "0%"

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let (board, chemistry) = try (Board.option(board, named: "--board"), cells())
    guard case .optional(let rating) = board.heating else {
      throw Failure(
        .answerIsNo,
        "\(board.name) has no heating option: it may carry no pad. "
          + "warmgate boards lists the 22 boards that can be ordered with it.")
    }
    let sizing = HeaterSizing(
      rating, chemistry, stringCount: strings, tolerance: try deviation())
    print(json ? jsonText(object(sizing, board)) : text(sizing, board, chemistry))
  }

  func validate() throws {
    let (board, chemistry) = try (Board.option(board, named: "--board"), cells())
    let range = board.strings(of: chemistry)
    guard range.contains(strings) else {
      throw ValidationError(
        "--strings is \(strings); allowed for \(chemistry) on the \(board.name): "
          + "\(range.lowerBound) to \(range.upperBound).")
    }
    _ = try deviation()
  }

  private func cells() throws -> Chemistry {
    if let chemistry = Chemistry(rawValue: chemistry.lowercased()) { return chemistry }
    let allowed = Chemistry.allCases.map(\.rawValue).joined(separator: ", ")
    throw ValidationError("--chemistry is \(chemistry); allowed: \(allowed).")
  }

  private func deviation() throws -> Percent {
    let digits = tolerance.hasSuffix("%") ? String(tolerance.dropLast()) : ""
    let isPlain = digits.allSatisfy { $0.isASCII && ($0.isNumber || $0 == ".") }
    guard isPlain, let share = Double(digits), (0...50).contains(share) else {
      throw ValidationError(
        "--tolerance is \(tolerance); allowed: 0% to 50%, with the percent sign.")
    }
    return Percent(share)
  }

  private func text(_ sizing: HeaterSizing, _ board: Board, _ chemistry: Chemistry) -> String {
    var table = TextTable([
      ("voltage", .left), ("U", .right), ("I", .right), ("P", .right),
    ])
    for (name, voltage) in points(sizing) {
      table.add([
        name, voltage.text(places: 2), sizing.current(at: voltage).text(places: 3),
        sizing.power(at: voltage).text(places: 1),
      ])
    }
    let sold = sizing.standardResistances(3).map(\.description).joined(separator: ", ")
    let low = sizing.tolerance > Percent(0) ? " −\(sizing.tolerance)" : ""
    return """
      \(board.name), \(strings)S \(chemistry): at most \(sizing.rating.currentLimit) and \
      \(sizing.rating.powerLimit)
      smallest pad: \(sizing.minimumResistance.text(places: 3))\(low) \
      (the \(sizing.bindingLimit.rawValue) limit binds); sold are for example \(sold)

      With the smallest pad, at the low end of its tolerance:
      \(table.text)
      """
  }

  private func points(_ sizing: HeaterSizing) -> [(String, Volts)] {
    [
      ("minimum", sizing.minimumVoltage), ("nominal", sizing.nominalVoltage),
      ("maximum", sizing.maximumVoltage),
    ]
  }

  private func object(_ sizing: HeaterSizing, _ board: Board) -> [String: Any] {
    // Resistances are not rounded: a hair less would be over the limit.
    var object: [String: Any] = [
      "model": board.name, "chemistry": chemistry.lowercased(), "strings": strings,
      "tolerancePercent": rounded(sizing.tolerance.rawValue),
      "currentLimitAmperes": rounded(sizing.rating.currentLimit.rawValue),
      "powerLimitWatts": rounded(sizing.rating.powerLimit.rawValue),
      "minimumResistanceOhms": sizing.minimumResistance.rawValue,
      "minimumResistanceAtLowEndOhms": sizing.lowestResistance.rawValue,
      "minimumResistanceForCurrentOhms": sizing.resistanceForCurrent.rawValue,
      "minimumResistanceForPowerOhms": sizing.resistanceForPower.rawValue,
      "bindingLimit": sizing.bindingLimit.rawValue,
      "standardResistancesOhms": sizing.standardResistances(3).map { rounded($0.rawValue) },
    ]
    for (name, voltage) in points(sizing) {
      let name = name.capitalized
      object["\(name.lowercased())VoltageVolts"] = rounded(voltage.rawValue)
      object["currentAt\(name)VoltageAmperes"] = rounded(sizing.current(at: voltage).rawValue)
      object["powerAt\(name)VoltageWatts"] = rounded(sizing.power(at: voltage).rawValue)
    }
    return object
  }
}
