import BoardCatalog
import ControlCore
import Foundation
import Quantities
import ThermalModel
import Tuning

/// What `warmgate size` found, for people and for programs.
struct SizeText {
  let subject: SizeSubject
  private let sizing: HeaterSizing

  init(_ subject: SizeSubject) { (self.subject, sizing) = (subject, subject.sizing) }

  private var low: String { sizing.tolerance > Percent(0) ? " −\(sizing.tolerance)" : "" }

  /// The smallest pad with what it gives, and the pads on the coldest day.
  var text: String {
    var table = TextTable([
      ("voltage", .left), ("U", .right), ("I", .right), ("P", .right),
    ])
    for (name, voltage) in points {
      table.add([
        name, voltage.text(places: 2), sizing.current(at: voltage).text(places: 3),
        sizing.power(at: voltage).text(places: 1),
      ])
    }
    let sold = sizing.standardResistances(3).map(\.description).joined(separator: ", ")
    let pack = subject.pack
    let smallest = """
      \(pack.board.name), \(pack.stringCount)S \(pack.chemistry): at most \
      \(sizing.rating.currentLimit) and \(sizing.rating.powerLimit)
      smallest pad: \(sizing.minimumResistance.text(places: 3))\(low) \
      (the \(sizing.bindingLimit.rawValue) limit binds); sold are for example \(sold)

      With the smallest pad, at the low end of its tolerance:
      \(table.text)
      """
    return ([smallest] + dayText).joined(separator: "\n\n")
  }

  private var dayText: [String] {
    guard let day = subject.day else { return [] }
    let hour = day.coldestHour.map { "; its coldest hour has \($0.text(places: 1))" } ?? ""
    let first = "Coldest day: \(day.mean.text(places: 1)) (\(day.origin)\(hour))"
    guard let table = subject.table else {
      return [
        first + "\nThat is no colder than \(day.stop), where heating stops: no pad is needed."
      ]
    }
    return [first + "\n" + packText(day, table), padTable(table), advice(day, table)]
  }

  private func packText(_ day: SizeSubject.Day, _ table: PadTable) -> String {
    func note(_ isExpected: Bool, _ option: String) -> String {
      isExpected ? " (expected of such cells; \(option) says what is measured)" : ""
    }
    let capacity = shortDecimal(day.node.capacity.rawValue / 1000) + " kJ/K"
    return """
      Pack: \(capacity)\(note(day.isCapacityExpected, "--heat-capacity")), loses \
      \(day.node.leak)\(note(day.isLossExpected, "--loss")); holding \(day.stop) takes \
      \(table.holdingPower.text(places: 1))
      """
  }

  private func padTable(_ table: PadTable) -> String {
    var rows = TextTable([
      ("pad", .right), ("highest I", .right), ("highest P", .right), ("allowed", .left),
      ("P", .right), ("until warm", .left), ("heat", .right),
    ])
    for pad in table.choices {
      rows.add(
        [
          pad.resistance.description, pad.highestCurrent.text(places: 2),
          pad.highestPower.text(places: 0), allowed(pad), pad.power.text(places: 0),
        ] + reached(pad))
    }
    return rows.text
  }

  private func allowed(_ pad: PadChoice) -> String {
    let own = pad.resistance == subject.pad ? ", yours" : ""
    if pad.verdict == .allowed { return "yes\(own)" }
    let over = [
      pad.highestCurrent > sizing.rating.currentLimit ? "\(sizing.rating.currentLimit)" : nil,
      pad.highestPower > sizing.rating.powerLimit ? "\(sizing.rating.powerLimit)" : nil,
    ]
    return "no\(own): over " + over.compactMap(\.self).joined(separator: " and ")
  }

  private func reached(_ pad: PadChoice) -> [String] {
    switch pad.reach {
    case .warm(let time, let heat): [spanText(time), decimal(heat.wattHours, places: 0) + " Wh"]
    case .settles(let end): ["never: settles at \(end.text(places: 1))", ""]
    }
  }

  private func advice(_ day: SizeSubject.Day, _ table: PadTable) -> String {
    var lines = [
      "highest: at \(sizing.maximumVoltage.text(places: 1)) and the low end of the tolerance; P "
        + "and the time at \(sizing.nominalVoltage.text(places: 1)), from "
        + "\(day.mean.text(places: 1)) to \(day.stop).",
      "Less resistance is a stronger pad and warms faster, down to "
        + "\(table.best.resistance.text(places: 2))\(low): there \(limit) at "
        + "\(sizing.maximumVoltage.text(places: 1)) is the end. \(best(table)).",
    ]
    if let largest = table.largestResistance(sizing) {
      lines.append(
        "From \(largest.text(places: 1)) on a pad never reaches \(day.stop) on that day.")
    }
    return lines.joined(separator: "\n")
  }

  /// The limit that binds, as people write it.
  var limit: String {
    switch sizing.bindingLimit {
    case .current: sizing.rating.currentLimit.description
    case .power: sizing.rating.powerLimit.description
    }
  }

  private func best(_ table: PadTable) -> String {
    switch table.best.reach {
    case .warm(let time, _): "No pad is faster than \(spanText(time))"
    case .settles(let end):
      "Even that settles at \(end.text(places: 1)): insulate the box better"
    }
  }

  /// The voltages of the pack that are shown.
  var points: [(String, Volts)] {
    [
      ("minimum", sizing.minimumVoltage), ("nominal", sizing.nominalVoltage),
      ("maximum", sizing.maximumVoltage),
    ]
  }
}
