import BoardCatalog
import ControlCore
import Foundation
import Quantities
import Simulation
import Tuning

/// A tuning for people and for programs.
struct TuneText {
  let result: TuneResult
  /// What was written into a file; `nil` where nothing was.
  let written: TuneResult.Choice?

  /// A table never has more rows than this; CSV has them all.
  private static let rowLimit = 24

  /// The scene, the Pareto set, and what its columns mean.
  var text: String {
    var table = TextTable(
      [("", .right)] + result.keys.map { ($0, .right) } + [
        ("pad's energy", .right), ("charger waited", .right), ("pad starts", .right),
        ("missed charge", .right), ("coldest", .right), ("", .left),
      ])
    table.add(row("", values: result.keys.map { _ in "" }, result.asConfigured, "as configured"))
    for (index, number) in shown {
      let outcome = result.outcomes[index]
      guard let simulated = outcome.simulated else { continue }
      let note = index == result.tradeOff.balanced ? "balanced" : ""
      table.add(row("\(number)", values: outcome.values, simulated, note))
    }
    return [head, table.text, notes].joined(separator: "\n\n")
  }

  private func row(
    _ number: String, values: [String], _ simulated: SimulationResult, _ note: String
  ) -> [String] {
    [number] + values + [
      decimal(simulated.padEnergy.wattHours, places: 0) + " Wh",
      decimal(simulated.chargeWanted.seconds / 3600, places: 1) + " h",
      "\(simulated.heaterStarts)", simulated.missedCharge.text(places: 0),
      simulated.coldest.text(places: 1), note,
    ]
  }

  /// The places and numbers of the rows, evenly from the set where it has too many.
  private var shown: [(index: Int, number: Int)] {
    let all = result.tradeOff.front.enumerated().map { (index: $0.element, number: $0.offset + 1) }
    guard all.count > TuneText.rowLimit else { return all }
    let step = Double(all.count - 1) / Double(TuneText.rowLimit - 1)
    var kept = Set((0..<TuneText.rowLimit).map { Int((Double($0) * step).rounded()) })
    if let balanced = all.firstIndex(where: { $0.index == result.tradeOff.balanced }) {
      kept.insert(balanced)
    }
    return kept.sorted().map { all[$0] }
  }

  private var head: String {
    let pack = result.scene.input.pack
    return "\(pack.name): \(pack.stringCount)S \(pack.chemistry) on a \(pack.board.name), "
      + "\(result.scene.weather), \(spanText(result.scene.input.span)); "
      + "\(result.outcomes.count) combinations"
  }

  private var notes: String {
    let count = result.tradeOff.front.count
    var lines = [
      "\(count) of them no other one beats in energy, in the time that a charger had to wait, and "
        + "in starts alike"
        + (count > TuneText.rowLimit ? "; \(shown.count) are shown, --csv has all" : "") + ".",
      "balanced: the nearest to the best of all three.",
    ]
    if !result.refused.isEmpty { lines.append(result.refusals) }
    if let written {
      lines.append("Written: number \(written.number). Try it with warmgate check.")
    }
    return lines.joined(separator: "\n")
  }
}

extension TuneText {
  /// The tuning for programs.
  var jsonObject: [String: Any] {
    let front = result.tradeOff.front.enumerated().compactMap { place, index in
      result.outcomes[index].simulated.map { simulated -> [String: Any] in
        var object = figures(simulated)
        object["number"] = place + 1
        object["values"] = Dictionary(
          uniqueKeysWithValues: zip(result.keys, result.outcomes[index].values))
        object["isBalanced"] = index == result.tradeOff.balanced
        return object
      }
    }
    return [
      "pack": result.scene.input.pack.name, "weather": result.scene.weather,
      "spanSeconds": rounded(result.scene.input.span.seconds),
      "combinations": result.outcomes.count, "asConfigured": figures(result.asConfigured),
      "pareto": front, "writtenNumber": written.map { $0.number as Any } ?? NSNull(),
      "refused": result.refused.map { ["reason": $0.reason, "count": $0.count] as [String: Any] },
      "reasons": written == nil ? ["writtenNumber": "no --write was given"] : [:],
    ]
  }

  private func figures(_ simulated: SimulationResult) -> [String: Any] {
    [
      "energyWattHours": rounded(simulated.padEnergy.wattHours),
      "energyFromPackWattHours": rounded(simulated.padEnergyFromPack.wattHours),
      "chargerWaitedSeconds": rounded(simulated.chargeWanted.seconds),
      "chargeBlockedSeconds": rounded(simulated.chargeBlocked.seconds),
      "heaterStarts": simulated.heaterStarts,
      "heaterOnSeconds": rounded(simulated.heaterOn.seconds),
      "missedChargeAmpereHours": rounded(simulated.missedCharge.rawValue),
      "coldestCelsius": rounded(simulated.coldest.rawValue),
    ]
  }
}
