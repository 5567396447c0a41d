/// A chart on its way to a document: where each part lies, and then its text.
struct ChartDrawing {
  static let textSize = 12.0
  private static let leftMargin = 80.0

  private let chart: Chart
  private let name: String
  private let range: ClosedRange<Double>
  private let left: Double
  private let right: Double

  /// - Parameter name: What its parts are called in the document; no other chart of it has it.
  init(_ chart: Chart, name: String) {
    (self.chart, self.name) = (chart, name)
    let labels = chart.panels.flatMap(\.marks).map { mark -> Double in
      guard case .level(let level) = mark else { return 0 }
      return estimatedWidth(level.label, size: ChartDrawing.textSize - 1)
    }
    let names = chart.panels.flatMap { panel -> [String] in
      if case .lanes(let names) = panel.vertical.scale { return names }
      return []
    }
    let widest = names.map { estimatedWidth($0, size: ChartDrawing.textSize) }.max() ?? 0
    left = max(ChartDrawing.leftMargin, widest + 20)
    // The last tick of the shared axis reaches half its width beyond the frame.
    let margin = max(28, min((labels.max() ?? 0) + 18, chart.width / 3))
    right = chart.width - margin
    let values = chart.panels.flatMap(\.marks).flatMap(\.horizontalValues)
    range = chart.horizontal.drawnRange(holding: values, about: 10)
  }

  /// Writes the chart; gives its height.
  func draw(_ body: inout SVGText) -> Double {
    var top = header(&body)
    for (index, panel) in chart.panels.enumerated() {
      if index > 0 { top += 20 }
      let legend = Legend(panel, from: left, to: right)
      let frame = Frame(
        left: left, right: right, top: top + legend.height, height: panel.height)
      legend.draw(at: top, &body)
      PanelDrawing(
        panel, in: frame, name: "\(name)-\(index)", horizontal: chart.horizontal, over: range
      ).draw(&body)
      top = frame.bottom
    }
    return drawHorizontal(at: top, &body)
  }

  /// Writes the title; gives where the first panel begins.
  private func header(_ body: inout SVGText) -> Double {
    body.add(chart.title, x: 16, y: 26, "font-size=\"16\" class=\"strong\"")
    guard !chart.subtitle.isEmpty else { return 40 }
    body.add(chart.subtitle, x: 16, y: 45, "fill=\"#444\"")
    return 58
  }

  /// Writes the shared axis below the last panel; gives where the chart ends.
  private func drawHorizontal(at top: Double, _ body: inout SVGText) -> Double {
    let ticks = Ticks(chart.horizontal, over: range, about: Int((right - left) / 75))
    let scaling = Scaling(chart.horizontal, over: range, from: left, to: right)
    for tick in ticks.ticks {
      guard let x = scaling(tick.value) else { continue }
      body.add(from: (x, top), to: (x, top + 5), "class=\"frame\"")
      body.add(tick.text, x: x, y: top + 18, "class=\"middle\"")
    }
    let label = chart.horizontal.caption(ticks.unit)
    body.add(label, x: (left + right) / 2, y: top + 38, "class=\"middle\"")
    return top + 50
  }
}

extension Axis {
  /// The axis in words, for example `pack voltage in V`; `counted` is the unit of its ticks.
  func caption(_ counted: String = "") -> String {
    let unit = counted.isEmpty ? unit : counted
    return unit.isEmpty ? label : "\(label) in \(unit)"
  }
}

/// The rectangle in which a panel draws, in pixels from the top left.
struct Frame: Hashable {
  var left: Double
  var right: Double
  var top: Double
  var height: Double
  var bottom: Double { top + height }

  /// The rectangle's place and size as attributes.
  var attributes: String {
    "x=\"\(number(left))\" y=\"\(number(top))\" width=\"\(number(right - left))\" "
      + "height=\"\(number(height))\""
  }
}
