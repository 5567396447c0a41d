import BoardCatalog
import ControlCore
import Plots
import Quantities
import ThermalModel
import Tuning

/// The allowed resistances over the board's voltages, and the pads on the coldest day.
struct SizePlot {
  private let subject: SizeSubject
  private let sizing: HeaterSizing

  init(_ subject: SizeSubject) { (self.subject, sizing) = (subject, subject.sizing) }

  /// One chart, or two where there is a coldest day on which some pad warms the pack.
  var figure: Figure {
    Figure([allowedChart] + (dayChart.map { [$0] } ?? []), notes: noneWarms.map { [$0] } ?? [])
  }

  /// The sentence in the place of a chart in which there would be no pad.
  private var noneWarms: String? {
    guard let day = subject.day, let table = subject.table else { return nil }
    let reaches = (table.choices + [table.best]).map(\.reach)
    for case .warm in reaches { return nil }
    guard case .settles(let end) = table.best.reach else { return nil }
    return "None of the pads warms the pack from \(day.mean.text(places: 1)) to \(day.stop): even "
      + "the strongest allowed, \(table.best.resistance.text(places: 2)), settles at "
      + "\(end.text(places: 1))."
  }

  private var low: String { sizing.tolerance > Percent(0) ? " −\(sizing.tolerance)" : "" }
  private var current: Amperes { sizing.rating.currentLimit }
  private var power: Watts { sizing.rating.powerLimit }

  // MARK: Resistance over voltage

  private var allowedChart: Chart {
    let pack = subject.pack
    let strings = pack.board.strings(of: pack.chemistry)
    let lowest = pack.chemistry.minimumCellVoltage * Double(strings.lowerBound)
    let highest = pack.chemistry.maximumCellVoltage * Double(strings.upperBound)
    // Outside of the board's least and most there is room for their names.
    let room = (highest - lowest).rawValue * 0.26
    let from = max(0, (lowest.rawValue - room).rounded(.down))
    let to = (highest.rawValue + room).rounded(.up)
    let voltages = (0...120).map { Volts(from + (to - from) * Double($0) / 120) }
    let greatest = [sizing.rating.minimumResistance(at: Volts(to)), subject.pad ?? .zero].max()
    let top = ((greatest ?? Ohms(100)) * 1.25).rawValue
    return Chart(
      title: "Pads that a \(pack.board.name) may carry, \(pack.chemistry)",
      subtitle: "\(strings.lowerBound) to \(strings.upperBound) cells in series: "
        + "\(lowest.text(places: 1)) (all empty) to \(highest.text(places: 1)) (all full); "
        + "at most \(current) and \(power)",
      summary: "Allowed is a resistance above both lines: U over \(current) and U squared over "
        + "\(power). For \(pack.stringCount) cells in series the smallest allowed pad has "
        + "\(sizing.minimumResistance.text(places: 2))\(low).",
      horizontal: Axis("pack voltage", unit: "V", range: from...to),
      panels: [
        Panel(
          title: "Resistance",
          vertical: Axis("resistance of the pad", unit: "Ω", range: 0...top),
          marks: marks(voltages, board: lowest...highest), height: 300)
      ])
  }

  private func marks(_ voltages: [Volts], board: ClosedRange<Volts>) -> [Mark] {
    func line(_ resistance: (Volts) -> Ohms) -> [PlotPoint] {
      voltages.map { PlotPoint($0.rawValue, resistance($0).rawValue) }
    }
    let forbidden = voltages.map { voltage in
      Band.Column(
        voltage.rawValue, least: 0,
        greatest: sizing.rating.minimumResistance(at: voltage).rawValue)
    }
    var marks: [Mark] = [
      .band(Band("not allowed", .vermillion, forbidden, hatch: .rising)),
      .line(Trace("\(current) limit: R = U / \(current)", .blue, line { $0 / current }, width: 2)),
      .line(
        Trace(
          "\(power) limit: R = U² / \(power)", .vermillion, line { $0.squared / power }, width: 2)),
    ]
    let ends = (sizing.minimumVoltage.rawValue, sizing.maximumVoltage.rawValue)
    if let pad = subject.pad {
      let least = (pad * (1 - sizing.tolerance.fraction)).rawValue
      let name = "pad \(pad)\(low)"
      if sizing.tolerance > Percent(0) {
        let columns = [ends.0, ends.1].map {
          Band.Column($0, least: least, greatest: pad.rawValue)
        }
        marks.append(.band(Band("", .green, columns, hatch: .dotted)))
      }
      let points = [PlotPoint(ends.0, pad.rawValue), PlotPoint(ends.1, pad.rawValue)]
      marks.append(.line(Trace(name, .green, points, width: 3)))
    }
    let count = "\(subject.pack.stringCount)S"
    var uprights = [
      Upright("\(count) empty: \(sizing.minimumVoltage.text(places: 1))", at: ends.0),
      Upright("\(count) full: \(sizing.maximumVoltage.text(places: 1))", at: ends.1),
    ]
    if board.lowerBound < sizing.minimumVoltage {
      let label = "board's least: \(board.lowerBound.text(places: 1))"
      uprights.insert(Upright(label, at: board.lowerBound.rawValue, .orange), at: 0)
    }
    if board.upperBound > sizing.maximumVoltage {
      let label = "board's most: \(board.upperBound.text(places: 1))"
      uprights.append(Upright(label, at: board.upperBound.rawValue, .orange))
    }
    marks += uprights.map(Mark.upright)
    let smallest = PlotPoint(ends.1, sizing.lowestResistance.rawValue)
    marks.append(
      .scatter(
        Scatter(
          "smallest for \(count), at the low end of its tolerance: "
            + sizing.lowestResistance.text(places: 2), .black, [smallest], size: 4.5)))
    return marks
  }

  // MARK: Time over resistance

  private var dayChart: Chart? {
    guard noneWarms == nil, let day = subject.day, let table = subject.table,
      let first = table.choices.first?.resistance
    else { return nil }
    let last = [table.choices.map(\.resistance).max(), subject.pad].compactMap(\.self).max()
    let range = (first * 0.95).rawValue...((last ?? first) * 1.05).rawValue
    let smallest = sizing.minimumResistance.rawValue
    func hours(_ ohms: Double) -> Double {
      let pad = PadChoice(
        Ohms(ohms), for: sizing, warming: day.node, from: day.mean, to: day.stop)
      guard case .warm(let time, _) = pad.reach else { return .nan }
      return time.seconds / 3600
    }
    func points(_ choices: [PadChoice]) -> [PlotPoint] {
      choices.map { PlotPoint($0.resistance.rawValue, hours($0.resistance.rawValue)) }
    }
    let curve = (0...300).map { step in
      range.lowerBound + (range.upperBound - range.lowerBound) * Double(step) / 300
    }
    let refused = table.choices.filter { $0.verdict != .allowed }
    let allowed = table.choices.filter { $0.verdict == .allowed }
    var marks: [Mark] = [
      .spans(
        Spans("the board refuses the pad", [range.lowerBound...max(range.lowerBound, smallest)])),
      .line(Trace("", .black, curve.map { PlotPoint($0, hours($0)) }, width: 1)),
      .scatter(Scatter("E24 pads, allowed", .blue, points(allowed), labels: labels(allowed))),
      .scatter(Scatter("refused", .purple, points(refused))),
      .upright(
        Upright(
          "smallest allowed: \(sizing.minimumResistance.text(places: 2))", at: smallest)),
    ]
    if let largest = table.largestResistance(sizing), range.contains(largest.rawValue) {
      marks.append(
        .upright(
          Upright("never warm from \(largest.text(places: 1))", at: largest.rawValue, .vermillion)))
    }
    if let pad = subject.pad {
      let point = PlotPoint(pad.rawValue, hours(pad.rawValue))
      let name = "your pad \(pad): \(decimal(point.y, places: 1)) h"
      marks.append(.scatter(Scatter(name, .green, [point], size: 6)))
    }
    return chart(day, table, marks, range)
  }

  private func chart(
    _ day: SizeSubject.Day, _ table: PadTable, _ marks: [Mark], _ range: ClosedRange<Double>
  ) -> Chart {
    Chart(
      title: "Until warm on the coldest day: \(day.mean.text(places: 1)) to \(day.stop)",
      subtitle: "\(shortDecimal(day.node.capacity.rawValue / 1000)) kJ/K, loses "
        + "\(day.node.leak); the pad at \(sizing.nominalVoltage.text(places: 1)); holding "
        + "\(day.stop) takes \(table.holdingPower.text(places: 1))",
      summary: "The time that pads of the E24 series take. Less resistance is faster, until the "
        + "board's limits forbid it; too much never gets there.",
      horizontal: Axis("resistance of the pad", unit: "Ω", range: range),
      panels: [
        Panel(
          title: "Time", vertical: Axis("time until warm", unit: "h", scale: .logarithmic),
          marks: marks, height: 240)
      ])
  }

  /// The hours of each pad; those of the user's own are in the legend.
  private func labels(_ pads: [PadChoice]) -> [String] {
    pads.map { pad in
      guard pad.resistance != subject.pad, case .warm(let time, _) = pad.reach else { return "" }
      return decimal(time.seconds / 3600, places: 1)
    }
  }
}
