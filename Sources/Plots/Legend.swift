/// A panel's title, and beside it each mark's sample and name, in as many rows as that needs.
struct Legend {
  private struct Entry {
    var mark: Mark
    var name: String
    var x: Double
    var row: Int
  }

  private static let rowHeight = 18.0
  private static let sampleWidth = 30.0

  private let title: String
  private let left: Double
  private let entries: [Entry]

  init(_ panel: Panel, from left: Double, to right: Double) {
    (title, self.left) = (panel.title, left)
    var entries: [Entry] = []
    var x = left + estimatedWidth(panel.title, size: ChartDrawing.textSize) * 1.1 + 24
    var row = 0
    for mark in panel.marks where !mark.isEmpty {
      guard let name = mark.legendName, !name.isEmpty else { continue }
      let width = Legend.sampleWidth + 6 + estimatedWidth(name, size: ChartDrawing.textSize)
      if x + width > right, x > left { (x, row) = (left, row + 1) }
      entries.append(Entry(mark: mark, name: name, x: x, row: row))
      x += width + 18
    }
    self.entries = entries
  }

  var height: Double { Double((entries.last?.row ?? 0) + 1) * Legend.rowHeight + 6 }

  func draw(at top: Double, _ body: inout SVGText) {
    body.add(title, x: left, y: top + 13, "class=\"strong\"")
    for entry in entries {
      let y = top + 13 + Double(entry.row) * Legend.rowHeight
      draw(entry.mark, x: entry.x, y: y - 4, &body)
      body.add(entry.name, x: entry.x + Legend.sampleWidth + 6, y: y, "")
    }
  }

  private func draw(_ mark: Mark, x: Double, y: Double, _ body: inout SVGText) {
    let end = x + Legend.sampleWidth
    let box = Frame(left: x, right: end, top: y - 6, height: 12)
    switch mark {
    case .line(let trace), .steps(let trace):
      body.add(from: (x, y), to: (end, y), trace.ink.stroke(width: trace.width))
    case .band(let band): body.add(box: box, band)
    case .spans(let spans): body.add("<rect \(box.attributes) \(spans.hatch.filling)/>")
    case .scatter(let scatter):
      body.add(scatter.ink.drawing(x: (x + end) / 2, y: y, size: scatter.size))
    case .shares: body.add("<rect \(box.attributes) \(Shares.restHatch.filling)/>")
    case .level, .upright, .lane: break
    }
  }
}

extension Mark {
  /// The name in the legend; what is named at its place has none.
  fileprivate var legendName: String? {
    switch self {
    case .line(let trace), .steps(let trace): trace.name
    case .band(let band): band.name
    case .spans(let spans): spans.name
    case .scatter(let scatter): scatter.name
    case .shares(let shares): shares.rest
    case .level, .upright, .lane: nil
    }
  }
}

extension SVGText {
  /// A sample of a surface.
  fileprivate mutating func add(box: Frame, _ band: Band) {
    add("<rect \(box.attributes) \(band.ink.tint)/>")
    if let hatch = band.hatch { add("<rect \(box.attributes) \(hatch.filling)/>") }
  }
}

extension Ink {
  /// A line's attributes.
  func stroke(width: Double) -> String {
    let dash = dashes.isEmpty ? "" : " stroke-dasharray=\"\(dashes)\""
    return "fill=\"none\" stroke=\"\(colour)\" stroke-width=\"\(number(width))\""
      + " stroke-linejoin=\"round\"\(dash)"
  }

  /// A surface's attributes.
  var tint: String { "fill=\"\(colour)\" fill-opacity=\"0.28\" stroke=\"none\"" }

  /// The marker as an element, its middle at a place.
  func drawing(x: Double, y: Double, size: Double) -> String {
    func path(_ points: [(Double, Double)]) -> String {
      let places = points.map { "\(number(x + $0.0 * size)) \(number(y + $0.1 * size))" }
      return "<path d=\"M\(places.joined(separator: " L")) Z\" fill=\"\(colour)\"/>"
    }
    let circle = "<circle cx=\"\(number(x))\" cy=\"\(number(y))\" r=\"\(number(size))\""
    switch marker {
    case .disc: return "\(circle) fill=\"\(colour)\"/>"
    case .ring: return "\(circle) fill=\"#fff\" stroke=\"\(colour)\" stroke-width=\"1.5\"/>"
    case .square: return path([(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)])
    case .triangle: return path([(0, -1.15), (1.1, 0.9), (-1.1, 0.9)])
    case .diamond: return path([(0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)])
    case .cross:
      let (a, b) = (number(x - size), number(x + size))
      let (c, d) = (number(y - size), number(y + size))
      return "<path d=\"M\(a) \(c) L\(b) \(d) M\(a) \(d) L\(b) \(c)\" fill=\"none\" "
        + "stroke=\"\(colour)\" stroke-width=\"2\"/>"
    }
  }
}

extension Hatch {
  /// A surface's attributes.
  var filling: String { "fill=\"url(#\(identifier))\" stroke=\"none\"" }
}
