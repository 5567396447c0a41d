import Bench
import BoardCatalog
import ControlCore
import ControllerService
import Quantities

/// A bench as a block of text lines, to be drawn again and again in a terminal.
public struct BenchScreen: Sendable {
  /// The columns of the terminal; longer lines are broken between words, or cut.
  public var columns: Int
  /// The rows of the terminal; the block never has more.
  public var rows: Int
  /// Whether states are coloured.
  public var isColoured: Bool

  /// The most events below the packs.
  public static let eventsShown = 8
  /// The cells of a temperature bar.
  private static let barWidth = 32

  /// A screen of a size.
  public init(columns: Int, rows: Int, isColoured: Bool) {
    (self.columns, self.rows, self.isColoured) = (max(columns, 40), max(rows, 10), isColoured)
  }

  /// The lines of a frame, with the newest of `events` (a time and a sentence each) at the end.
  public func lines(_ frame: BenchFrame, events: [BenchMessage]) -> [String] {
    var lines = head(frame)
    for pack in frame.packs { lines += block(pack, frame.scenario) }
    if frame.packs.isEmpty { lines += ["", "  waiting for the first cycle"] }
    let shown = events.suffix(BenchScreen.eventsShown)
    if !shown.isEmpty { lines += ["", style("events", .bold)] }
    // The newest events must be seen in a low terminal: the oldest give way.
    var log = shown.map { message in
      wrapped(message.line, indent: 11, first: 1)
    }
    while log.count > 1, lines.count + log.joined().count > rows - 1 { log.removeFirst() }
    return Array((lines + log.joined()).prefix(rows - 1))
  }

  private func head(_ frame: BenchFrame) -> [String] {
    let asked = frame.speed.isFinite ? "\(shortDecimal(frame.speed))×" : "as fast as it can"
    let reached = decimal(frame.speedReached, places: 0)
    let protocols = frame.settings.buses.map(\.protocolName.rawValue).joined(separator: ", ")
    let title = "warmgate bench: \(frame.scenario.name), on \(frame.lines), \(protocols)"
    return headed("warmgate bench", title)
      + wrapped(frame.scenario.expectation, indent: 2, first: 2) + [
        "",
        "  pack time " + style(packTime(frame.time), .bold)
          + "   speed \(asked), really \(reached)×",
      ]
  }

  private func block(_ pack: BenchFrame.Pack, _ scenario: BenchScenario) -> [String] {
    let (settings, plant) = (pack.settings, pack.sight.plant)
    let heater = settings.heater.map { "pad \($0.resistance) ±\($0.tolerance)" } ?? "no pad"
    let title =
      "\(settings.name)   \(settings.stringCount)S \(settings.chemistry) on "
      + "\(settings.board.name), \(heater)"
    var lines = [""] + headed(settings.name, title)
    let thresholds = pack.report?.decision.figures.thresholds
    let stop = thresholds?.stop ?? settings.heater?.stop ?? Celsius(5)
    for probe in Probe.allCases where settings.probes.contains(probe) {
      lines.append(temperature(probe, pack, from: scenario.start, to: stop))
    }
    lines.append(
      "  cells " + padded(plant.cells.text(places: 2), 9)
        + "   outside \(plant.ambient.text(places: 0))")
    if let thresholds {
      lines += wrapped(
        "protection \(thresholds.protection.text(places: 1)) (\(origin(thresholds)))   recovery "
          + "\(thresholds.recovery.text(places: 1))   stop \(thresholds.stop.text(places: 1))",
        indent: 2, first: 2)
    } else {
      lines.append("  protection, recovery and stop are not known yet")
    }
    let charger = plant.isChargerPresent ? "charger there" : "no charger"
    lines.append(
      "  charging \(onOff(pack.sight.outputs.charge, .green))   heating "
        + "\(onOff(pack.sight.outputs.heater, .red))   \(charger)")
    lines += wrapped(pad(settings, pack), indent: 2, first: 2)
    if let decision = pack.report?.decision {
      lines += wrapped(Explanation(decision, settings).description, indent: 4, first: 2)
    }
    return lines
  }

  /// `T1   −6.3 °C  ████████░░░░░░░░  −20 °C … 7 °C`: how far the probe has come.
  private func temperature(
    _ probe: Probe, _ pack: BenchFrame.Pack, from start: Celsius, to stop: Celsius
  ) -> String {
    let scale = " \(start.text(places: 0)) to \(stop.text(places: 0))"
    guard case .measured(let reading)? = pack.report?.snapshot.battery,
      case .measured(let temperature) = reading.probes[probe]
    else {
      let reason = pack.report?.snapshot.battery.value?.probes[probe].reason ?? .notRead
      return "  \(probe)  " + padded("unknown", 9) + "  \(reason)"
    }
    let width = min(BenchScreen.barWidth, columns - 37)  // the rest of the line needs 37
    let bar = BenchScreen.bar(temperature.reported, from: start, to: stop, width)
    return "  \(probe)  " + padded(temperature.reported.text(places: 1), 9) + "  " + bar + scale
  }

  /// A bar of `width` cells, full at `stop`.
  static func bar(_ value: Celsius, from start: Celsius, to stop: Celsius, _ width: Int) -> String {
    let share = stop > start ? (value - start).rawValue / (stop - start).rawValue : 1
    let full = Int((min(max(share, 0), 1) * Double(width)).rounded(.down))
    return String(repeating: "█", count: full) + String(repeating: "░", count: width - full)
  }

  private func pad(_ settings: PackSettings, _ pack: BenchFrame.Pack) -> String {
    let plant = pack.sight.plant
    let battery =
      "pack \(plant.packVoltage.text(places: 2)), charge \(plant.stateOfCharge.text(places: 1))"
    guard let draw = pack.report?.decision.figures.draw, let rating = settings.heaterRating else {
      return battery
    }
    let isOn = pack.sight.outputs.heater
    let takes = isOn ? "takes" : "would take"
    return "pad \(takes) at most \(draw.current.text(places: 2)) of \(rating.currentLimit), "
      + "\(draw.power.text(places: 1)) of \(rating.powerLimit); \(battery)"
  }

  private func origin(_ thresholds: Thresholds) -> String {
    switch thresholds.origin {
    case .app: "the app's"
    case .configuration: "floor in the configuration"
    case .chemistry: "floor of the chemistry"
    }
  }

  // MARK: Text

  private enum Style: String {
    case bold = "1"
    case red = "1;31"
    case green = "1;32"
  }

  private func onOff(_ isOn: Bool, _ colour: Style) -> String {
    isOn ? style("ON ", colour) : "off"
  }

  private func style(_ text: String, _ style: Style) -> String {
    isColoured ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }

  private func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  /// `text` broken between words, with its beginning as a heading.
  private func headed(_ beginning: String, _ text: String) -> [String] {
    var lines = wrapped(text, indent: 2, first: 0)
    if lines[0].hasPrefix(beginning) {
      lines[0] = style(beginning, .bold) + lines[0].dropFirst(beginning.count)
    }
    return lines
  }

  /// `text` broken between words, the first line indented by `first` and the others by `indent`.
  private func wrapped(_ text: String, indent: Int, first: Int) -> [String] {
    var (lines, line) = ([String](), String(repeating: " ", count: first))
    var isEmpty = true
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      if !isEmpty, line.count + 1 + word.count > columns {
        lines.append(line)
        line = String(repeating: " ", count: indent) + word
      } else {
        line += isEmpty ? word : " " + word
      }
      isEmpty = false
    }
    return lines + [line]
  }
}
