import BoardCatalog
import ControlCore
import Foundation
import Quantities
import SettingsFile

/// A configuration that is right, for people and for programs.
struct CheckText {
  let file: String
  let settings: Settings

  /// What is to be known of each pack, at one glance.
  var text: String {
    let count = settings.packs.count == 1 ? "1 pack" : "\(settings.packs.count) packs"
    return (["\(file): right, \(count)"] + settings.packs.map(page)).joined(separator: "\n\n")
  }

  private func page(_ configured: ConfiguredPack) -> String {
    let pack = configured.pack
    let check = PackCheck(pack)
    var lines = ["\(pack.name): \(pack.stringCount)S \(pack.chemistry) on a \(pack.board.name)"]
    lines.append("")
    if let pad = check.pad { lines += [indented(table(pad)), ""] }
    lines += facts(configured, check).map { label, fact in
      "  " + label + String(repeating: " ", count: 11 - label.count) + fact
    }
    return lines.joined(separator: "\n")
  }

  /// Both limits stand below the figures that they limit.
  private func table(_ pad: PackCheck.Pad) -> String {
    let hasTolerance = pad.settings.tolerance > Percent(0)
    let isCharger = pad.settings.supply != .pack
    var columns: [(heading: String, alignment: TextTable.Alignment)] = [
      ("", .left), ("U pack", .right),
    ]
    if isCharger { columns.append(("U pad", .right)) }
    columns += [("R", .right), ("I", .right), ("P", .right)]
    if hasTolerance { columns += [("R", .right), ("I", .right), ("P", .right)] }
    var table = TextTable(columns)
    for point in pad.points {
      var cells = [point.name, point.packVoltage.text(places: 2)]
      if isCharger { cells.append(point.highest.voltage.text(places: 2)) }
      cells += [pad.settings.lowestResistance.description] + figures(point.highest)
      if hasTolerance {
        cells += [pad.settings.resistance.description] + figures(point.nominal)
      }
      table.add(cells)
    }
    var limits = ["limit", ""] + (isCharger ? [""] : []) + [""]
    limits += [pad.rating.currentLimit.text(places: 3), pad.rating.powerLimit.text(places: 1)]
    table.add(limits + (hasTolerance ? ["", "", ""] : []))
    return table.text
  }

  private func figures(_ draw: HeaterDraw) -> [String] {
    [draw.current.text(places: 3), draw.power.text(places: 1)]
  }

  private func facts(_ configured: ConfiguredPack, _ check: PackCheck) -> [(String, String)] {
    let pack = configured.pack
    var facts: [(String, String)] = []
    if let pad = check.pad {
      let low = pad.settings.tolerance > Percent(0) ? " −\(pad.settings.tolerance)" : ""
      let smallest = (pad.minimumResistance.rawValue * 100 - 1e-6).rounded(.up) / 100
      facts = [
        ("pad", "\(pad.settings.resistance)\(low), fed by \(feeder(pad.settings.supply))"),
        (
          "binds",
          "the \(pad.bindingLimit.rawValue) limit; the smallest pad is "
            + "\(Ohms(smallest).text(places: 2))\(low)"
        ),
        ("heats", heats(pack, check)),
      ]
    } else {
      facts = [("pad", "none: charging waits until the pack is warm by itself")]
    }
    facts += [
      (
        "charges",
        "not at or below \(check.protection), again from \(check.recovery)"
          + (pack.appSettingsCarried ? "; later where the app is stricter" : "")
      ),
      ("probes", Probe.allCases.filter(pack.probes.contains).map(\.description).joined(", ")),
      ("bus", bus(configured)),
    ]
    return facts + lines(configured.lines) + CheckText.notes(configured).map { ("note", $0) }
  }

  /// What a configuration that is right leaves open all the same.
  static func notes(_ configured: ConfiguredPack) -> [String] {
    guard configured.pack.heater != nil, configured.lines.heaterFeedback == nil else { return [] }
    return [
      "no `heater_feedback`: a shorted pad switch is found by warmth only, not while charging"
    ]
  }

  private func feeder(_ supply: HeaterSupply) -> String {
    switch supply {
    case .pack: "the pack"
    case .charger(let maximum): "the charger, at most \(maximum)"
    }
  }

  private func heats(_ pack: PackSettings, _ check: PackCheck) -> String {
    let stop = check.stop.map { "until \($0)" } ?? ""
    let without = "without a charger \(words(pack.heatWithoutCharger))"
    switch pack.chargerSource {
    case .notSensed: return "\(stop); no charger is sensed: \(words(pack.heatWithoutCharger))"
    case .inputLine: return "\(stop); with a charger \(words(pack.heatWithCharger)), \(without)"
    case .board:
      return "\(stop); with a charger (the board's flag) \(words(pack.heatWithCharger)), \(without)"
    }
  }

  private func words(_ policy: HeatPolicy) -> String {
    switch policy {
    case .never: return "never"
    case .whileAbove(let floors):
      let texts = [floors.stateOfCharge?.description, floors.cellVoltage.map { "\($0) a cell" }]
      return "above " + texts.compactMap(\.self).joined(" and ")
    }
  }

  private func bus(_ pack: ConfiguredPack) -> String {
    guard let bus = settings.buses.first(where: { $0.name == pack.bus }) else { return pack.bus }
    let address = bus.protocolName == .modbus ? ", address \(pack.address)" : ""
    let spoken =
      bus.protocolName == .automatic
      ? "protocol and rate found by reading"
      : "\(bus.protocolName.rawValue) at \(bus.baud) baud"
    return "\(bus.name), \(bus.device), \(spoken)\(address)"
  }

  private func lines(_ lines: PackLines) -> [(String, String)] {
    let outputs = words([
      ("charge", lines.charge), ("heater", lines.heater), ("alive", lines.alive),
    ])
    let inputs = words([
      ("charger present", lines.chargerPresent), ("heater feedback", lines.heaterFeedback),
    ])
    return [("outputs", outputs)] + (inputs.isEmpty ? [] : [("inputs", inputs)])
  }

  private func words(_ lines: [(name: String, line: LineSettings?)]) -> String {
    lines.compactMap { name, line in
      line.map { "\(name) \($0.address)" + ($0.activeLow ? " (active low)" : "") }
    }.joined(", ")
  }

  private func indented(_ text: String) -> String {
    text.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n")
  }
}

extension [String] {
  fileprivate func joined(_ separator: String) -> String { joined(separator: separator) }
}
