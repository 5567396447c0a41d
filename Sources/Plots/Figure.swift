/// Charts one below the other in one document, each with a horizontal axis of its own.
public struct Figure: Hashable, Sendable {
  /// The charts, from the top.
  public var charts: [Chart]
  /// Sentences below the charts, a line for each: what no chart could show.
  public var notes: [String]

  /// A figure.
  ///
  /// - Parameter charts: At least one.
  public init(_ charts: [Chart], notes: [String] = []) {
    precondition(!charts.isEmpty, "a figure has a chart")
    (self.charts, self.notes) = (charts, notes)
  }

  /// The picture as a document in SVG 1.1, its text encoded in UTF-8.
  public var svg: String {
    var body = SVGText()
    var height = 0.0
    for (index, chart) in charts.enumerated() {
      body.add("<g transform=\"translate(0 \(number(height)))\">")
      height += ChartDrawing(chart, name: "chart-\(index)").draw(&body)
      body.add("</g>")
    }
    for note in notes {
      body.add(note, x: 16, y: height + 16, "")
      height += 22
    }
    let width = charts.map(\.width).max() ?? 0
    return head(width: number(width), height: number(height)) + body.text + "</svg>\n"
  }

  private func head(width: String, height: String) -> String {
    let hatches = Hatch.allCases.map(\.definition).joined(separator: "\n")
    let title = charts.map(\.title).joined(separator: "; ")
    let summary = (charts.map(\.summary) + notes).joined(separator: " ")
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
      viewBox="0 0 \(width) \(height)" role="img" \
      font-family="'DejaVu Sans', 'Liberation Sans', Arial, Helvetica, sans-serif" \
      font-size="\(number(ChartDrawing.textSize))" fill="#111">
      <title>\(escaped(title))</title>
      <desc>\(escaped(summary))</desc>
      <style>
      .halo { stroke: #fff; stroke-width: 3px; stroke-linejoin: round; paint-order: stroke; }
      .grid { stroke: #ddd; stroke-width: 1; fill: none; }
      .frame { stroke: #111; stroke-width: 1; fill: none; }
      .small { font-size: \(number(ChartDrawing.textSize - 1))px; }
      .strong { font-weight: bold; }
      .end { text-anchor: end; }
      .middle { text-anchor: middle; }
      </style>
      <defs>
      \(hatches)
      </defs>
      <rect width="\(width)" height="\(height)" fill="#fff"/>

      """
  }
}
