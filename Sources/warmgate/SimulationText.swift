import BoardCatalog
import ControlCore
import Foundation
import Quantities
import Simulation

/// What a simulation came to, for people and for programs.
struct SimulationText {
  let scene: SimulationScene
  let configured: SimulationResult
  let withoutHeating: SimulationResult
  let alwaysHolding: SimulationResult
  /// `nil` where the pack has no schedule.
  let withoutPreheat: SimulationResult?

  var pack: PackSettings { scene.input.pack }
  var thresholds: Thresholds { Thresholds.inForce(pack, scene.input.app) }
  private var columns: [(heading: String, result: SimulationResult)] {
    [("this configuration", configured)] + (withoutPreheat.map { [("without preheat", $0)] } ?? [])
      + [("no heating", withoutHeating), ("always hold", alwaysHolding)]
  }
  private var results: [SimulationResult] { columns.map(\.result) }

  /// The pack and the weather, the table, and what its rows mean.
  var text: String {
    var table = TextTable([("", .left)] + columns.map { ($0.heading, .right) })
    for row in rows { table.add([row.label] + results.map(row.cell)) }
    return [head, table.text, notes].joined(separator: "\n\n")
  }

  private var head: String {
    let plant = scene.input.plant
    var lines = [
      "\(pack.name): \(pack.stringCount)S \(pack.chemistry) on a \(pack.board.name), "
        + "\(plant.chargeCapacity), \(shortDecimal(plant.heatCapacity.rawValue / 1000)) kJ/K, "
        + "loses \(plant.loss)"
    ]
    lines.append("pad: " + pad)
    lines.append("weather: \(weather)")
    lines.append("charger: \(charger)")
    lines.append(
      "thresholds: no charging at or below \(thresholds.protection), again from "
        + "\(thresholds.recovery)"
        + (pack.heater == nil ? "" : "; heating stops at \(thresholds.stop)"))
    if let preheat = pack.preheat { lines.append("preheat: " + schedule(preheat)) }
    return lines.joined(separator: "\n")
  }

  private func schedule(_ preheat: PreheatSettings) -> String {
    let due: String
    switch preheat.readyBy {
    case .clock(let time): due = "warm by \(time)"
    case .sunrise(_, let offset) where offset < .zero:
      due = "warm \(spanText(.zero - offset)) before sunrise"
    case .sunrise(_, let offset):
      due = offset == .zero ? "warm by sunrise" : "warm \(spanText(offset)) after sunrise"
    case .charger: due = "warm by the charger's usual return"
    }
    let weather: String
    switch (scene.input.knowledge, preheat.ambient) {
    case (.exact, _): weather = "the cold of the hour and the pack as it is (learned)"
    case (.configured, let ambient?): weather = "\(ambient), as configured"
    case (.configured, nil): weather = "no weather: give preheat.ambient, or --learned"
    }
    return "\(due), \(spanText(preheat.margin)) of margin, ready for "
      + "\(spanText(preheat.readyFor)); planned with \(weather)"
  }

  private var pad: String {
    guard let heater = pack.heater, let resistance = scene.input.plant.padResistance else {
      return "none"
    }
    switch heater.supply {
    case .pack:
      let voltage = pack.chemistry.nominalCellVoltage * Double(pack.stringCount)
      let power = voltage.squared / resistance
      return "\(resistance) on the pack, \(power.text(places: 0)) at \(voltage.text(places: 1))"
    case .charger(let voltage):
      let power = voltage.squared / resistance
      return "\(resistance) on the charger, \(power.text(places: 0)) at \(voltage)"
    }
  }

  private var weather: String {
    var parts = [scene.weather]
    if let begin = scene.begin {
      let hours = Int((scene.input.span / .seconds(3600)).rounded())
      parts.append("\(begin) to \(begin.advanced(by: hours))")
    }
    parts.append(spanText(scene.input.span))
    if case .hourly(let values) = scene.input.ambient, let least = values.min(),
      let greatest = values.max()
    {
      parts.append("\(least.text(places: 1)) to \(greatest.text(places: 1))")
    }
    return parts.joined(separator: ", ")
  }

  private var charger: String {
    let times: String
    switch scene.input.charger {
    case .always: times = "always there"
    case .never: return "never there"
    case .daily, .hourly: times = "\(scene.charger.replacing("-", with: " to ")) each day"
    }
    let load = scene.input.plant.load
    return "\(scene.input.plant.chargerCurrent), \(times); the pack begins at "
      + "\(scene.input.plant.stateOfCharge)"
      + (load > .zero ? ", loads take \(load)" : "")
  }

  private struct Line {
    var label: String
    var cell: (SimulationResult) -> String
  }

  private var rows: [Line] {
    var rows = [
      Line(label: "pad's energy") { energy($0.padEnergy) },
      Line(label: "  of it from the pack") { energy($0.padEnergyFromPack) },
      Line(label: "pad on") { spanText($0.heaterOn) },
      Line(label: "pad starts") { "\($0.heaterStarts)" },
      Line(label: "  of a relay's life") { $0.relayLifeUsed.text(places: 2) },
      Line(label: "charging blocked") { spanText($0.chargeBlocked) },
      Line(label: "  while a charger wanted to") { spanText($0.chargeWanted) },
      Line(label: "missed charge") { $0.missedCharge.text(places: 0) },
      Line(label: "first charging after") {
        $0.firstChargeAllowed.map(spanText) ?? "never"
      },
      Line(label: "coldest probe") { $0.coldest.text(places: 1) },
    ]
    if pack.preheat != nil {
      rows.append(
        Line(label: "warm when it was due") {
          $0.dueTimes == 0 ? "–" : "\($0.dueTimesReady) of \($0.dueTimes)"
        })
    }
    for (index, temperature) in scene.input.watchedTemperatures.enumerated() {
      rows.append(Line(label: "at or below \(temperature)") { spanText($0.below[index].span) })
    }
    if results.contains(where: { !$0.alarms.isEmpty }) {
      rows.append(
        Line(label: "faults") { result in
          let names = result.alarms.faults.map(\.rawValue)
          return names.isEmpty ? "none" : names.joined(separator: " ")
        })
    }
    return rows
  }

  private var notes: String {
    var lines: [String] = []
    if pack.heater == nil {
      lines.append("This pack has no pad: it waits until the weather warms it.")
    } else {
      lines.append(
        "no heating: the same pack without its pad; charging waits for the weather.\n"
          + "always hold: " + holding)
    }
    if let withoutPreheat {
      lines.insert(saving(withoutPreheat), at: 0)
      lines.append(
        "without preheat: the same pack without its schedule; heated as `heat_when` says.")
      let doubts = configured.preheatDoubts.map(\.description).sorted()
      if !doubts.isEmpty {
        lines.append("At times there was no preheat: \(doubts.joined(separator: "; ")).")
      }
    }
    lines.append(
      "Charging is off while the pad heats (S1), so that heating counts as blocked too. A relay "
        + "lasts \(SimulationResult.relayOperations / 1000) 000 starts.")
    lines += faultSentences
    if let latched = configured.firstLatched {
      lines.append(
        "A fault latched after \(spanText(latched)); from then on the controller waited for a "
          + "person (warmgate acknowledge).")
    }
    return lines.joined(separator: "\n")
  }

  /// What the schedule is worth: its heat beside that of holding, and its charge beside that of
  /// waiting for the charger.
  private func saving(_ waiting: SimulationResult) -> String {
    let ready =
      configured.dueTimes == 0
      ? "no due time came"
      : "warm \(configured.dueTimesReady) of \(configured.dueTimes) times that it was due"
    let held = difference(configured.padEnergy, alwaysHolding.padEnergy)
    let waited = difference(configured.padEnergy, waiting.padEnergy)
    let charge = configured.missedCharge - waiting.missedCharge
    let missed =
      charge.rawValue.magnitude < 0.5
      ? "as much charge"
      : "\(AmpereHours(charge.rawValue.magnitude).text(places: 0)) "
        + (charge < .zero ? "less charge" : "more charge")
    return "With its preheat the pad took \(energy(configured.padEnergy)), \(held) than always "
      + "holding (\(energy(alwaysHolding.padEnergy))); \(ready).\n"
      + "Without it the pad took \(energy(waiting.padEnergy)): the preheat took \(waited), "
      + "and missed \(missed)."
  }
}

/// How much more or less one energy is than another, with the share of the other.
private func difference(_ one: Joules, _ other: Joules) -> String {
  let span = one - other
  let size = Joules(span.rawValue.magnitude)
  let share =
    other > .zero ? " (\(Percent(100 * (size / other)).text(places: 0)))" : ""
  return energy(size) + share + (span < .zero ? " less" : " more")
}

/// A span in the two largest units that it has.
func spanText(_ span: Duration) -> String {
  let seconds = span.seconds
  if seconds >= 172_800 {
    let hours = Int((seconds / 3600).rounded())
    return hours % 24 == 0 ? "\(hours / 24) d" : "\(hours / 24) d \(hours % 24) h"
  }
  if seconds >= 7200 {
    let minutes = Int((seconds / 60).rounded())
    return minutes % 60 == 0 ? "\(minutes / 60) h" : "\(minutes / 60) h \(minutes % 60) min"
  }
  if seconds >= 120 {
    let whole = Int(seconds.rounded())
    return whole % 60 == 0 ? "\(whole / 60) min" : "\(whole / 60) min \(whole % 60) s"
  }
  return shortDecimal(seconds) + " s"
}

/// An energy in watt-hours, or kilowatt-hours where it is large.
private func energy(_ energy: Joules) -> String {
  let wattHours = energy.wattHours
  return wattHours >= 10_000
    ? decimal(wattHours / 1000, places: 1) + " kWh" : decimal(wattHours, places: 0) + " Wh"
}
