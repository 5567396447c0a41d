import Foundation
import FoundationXML
import TestSupport
import Testing

@testable import Plots

@Suite("Charts") struct ChartTests {
  /// A panel from 0 to 10 both ways, in a chart of 600 pixels.
  private func chart(_ marks: [Mark], vertical: Axis = Axis("U", unit: "V", range: 0...10))
    -> Chart
  {
    Chart(
      title: "T", summary: "S", horizontal: Axis("R", unit: "Ω", range: 0...10),
      panels: [Panel(title: "P", vertical: vertical, marks: marks, height: 100)], width: 600)
  }

  @Test("every mark and every text makes a document that an XML parser takes, with all the texts")
  func wellFormed() {
    let points = [PlotPoint(0, 1), PlotPoint(5, .nan), PlotPoint(6, 2), PlotPoint(9, 3)]
    let nasty = "a < b & \"c\" > 'd' \u{1}\u{FFFE}é°"
    var all = chart([
      .spans(Spans("spans \(nasty)", [1...2])), .band(Band("band", .blue, [], hatch: .crossed)),
      .band(
        Band("b2", .green, [.init(0, least: 1, greatest: 2), .init(9, least: 1, greatest: 1)])),
      .line(Trace("line", .vermillion, points)), .steps(Trace("steps", .purple, points)),
      .level(Level("level 5 V", at: 5)), .upright(Upright("upright", at: 3)),
      .scatter(Scatter("points", .orange, points, labels: ["p", "q", "r", "s"])),
    ])
    all.title = nasty
    all.panels.append(
      Panel(
        title: "Lanes", vertical: Axis("", scale: .lanes(["on & off", "b"])),
        marks: [.lane(Lane(0, .green, [0...3])), .lane(Lane(1, .blue, []))], height: 60))
    let read = ReadDocument(Figure([all, all]).svg)
    #expect(read.error == nil)
    for text in [
      "spans a < b & \"c\" > 'd' é°", "line", "level 5 V", "upright", "p", "s", "on & off",
      "U in V", "R in Ω",
    ] {
      #expect(read.texts.contains(text), "\(text)")
    }
    #expect(Set(read.identifiers).count == read.identifiers.count)
  }

  @Test("the same chart gives the same bytes")
  func deterministic() {
    let picture = chart([.line(Trace("line", .blue, [PlotPoint(0, 0), PlotPoint(10, 10)]))])
    #expect(picture.svg == picture.svg)
    #expect(Figure([picture]).svg == picture.svg)
  }

  @Test("a line runs from corner to corner, and an unknown value is a gap in it")
  func line() {
    // The frame: 80 from the left, 28 from the right; a title, a legend row, then 100 high.
    let straight = chart([.line(Trace("l", .blue, [PlotPoint(0, 0), PlotPoint(10, 10)]))]).svg
    #expect(straight.contains("<path d=\"M80 164 L572 64\" fill=\"none\" stroke=\"#0072B2\""))
    let broken = [PlotPoint(0, 0), PlotPoint(4, 0), PlotPoint(5, .nan), PlotPoint(6, 0)]
    #expect(chart([.line(Trace("l", .blue, broken))]).svg.contains("M80 164 L276.8 164 M375.2 164"))
    let steps = [PlotPoint(0, 0), PlotPoint(5, 10), PlotPoint(10, 10)]
    #expect(chart([.steps(Trace("l", .blue, steps))]).svg.contains("\"M80 164 H326 V64 H572\""))
  }

  @Test("on a logarithmic axis each factor of ten is equally long")
  func logarithmic() {
    let axis = Axis("E", unit: "Wh", scale: .logarithmic, range: 1...100)
    let points = [PlotPoint(0, 1), PlotPoint(5, 10), PlotPoint(10, 100), PlotPoint(10, 0)]
    let svg = chart([.line(Trace("l", .blue, points))], vertical: axis).svg
    #expect(svg.contains("\"M80 164 L326 114 L572 64\""))
  }

  @Test("a range that follows the values holds them all, and keeps thresholds off the frame")
  func automatic() {
    let axis = Axis("P", unit: "W")
    #expect(axis.drawnRange(holding: [0, 131, .nan], about: 4) == 0...150)
    #expect(axis.drawnRange(holding: [0, 200], about: 4, insideOf: [200]) == 0...212)
    #expect(axis.drawnRange(holding: [5, 5], about: 2) == 4...6)
    #expect(axis.drawnRange(holding: [], about: 2) == 1...2)
  }

  @Test("each ink has a colour, dashes and a marker of its own")
  func inks() {
    #expect(Set(Ink.allCases.map(\.colour)).count == Ink.allCases.count)
    #expect(Set(Ink.allCases.map(\.dashes)).count == Ink.allCases.count)
    #expect(Set(Ink.allCases.map(\.marker)).count == Ink.allCases.count)
    #expect(Set(Hatch.allCases.map(\.definition)).count == Hatch.allCases.count)
  }

  @Test("names that would overlap are moved apart, in their order and inside the frame")
  func apart() {
    #expect(PanelLabels.apart([10, 50, 90], by: 14, within: 0...100) == [10, 50, 90])
    #expect(PanelLabels.apart([10, 12, 13], by: 14, within: 0...100) == [10, 24, 38])
    #expect(PanelLabels.apart([95, 96, 99], by: 14, within: 0...100) == [72, 86, 100])
  }

  @Test("a thinned trace keeps the least and the greatest value of each column")
  func thinning() {
    let seed: UInt64 = 41
    var random = SeededGenerator(seed: seed)
    let points = (0..<5000).map { index in
      let value = Double(Int(random.next() % 2001)) / 10 - 100
      return PlotPoint(Double(index), random.next() % 50 == 0 ? .nan : value)
    }
    let band = Band(thinning: points, over: 0...5000, columns: 40, named: "n", .blue)
    #expect(band.columns.count == 40)
    for (index, column) in band.columns.enumerated() {
      let part = points[(index * 125)..<((index + 1) * 125)].map(\.y).filter(\.isFinite)
      #expect(column.x == (Double(index) + 0.5) * 125, "seed \(seed)")
      #expect(column.least == part.min() && column.greatest == part.max(), "seed \(seed)")
    }
  }

  @Test(
    "coordinates have two places at most, and a plain minus",
    arguments: [(1.0, "1"), (-0.5, "-0.5"), (2.345, "2.35"), (-0.001, "0"), (1000.05, "1000.05")])
  func numbers(value: Double, text: String) {
    #expect(number(value) == text)
  }
}

/// A document as an XML parser sees it.
private final class ReadDocument: NSObject, XMLParserDelegate {
  private(set) var texts: [String] = []
  private(set) var identifiers: [String] = []
  private(set) var error: (any Error)?
  private var text = ""

  init(_ document: String) {
    super.init()
    let parser = XMLParser(data: Data(document.utf8))
    parser.delegate = self
    if !parser.parse() { error = parser.parserError }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    text = ""
    if let identifier = attributes["id"] { identifiers.append(identifier) }
  }

  func parser(_ parser: XMLParser, foundCharacters characters: String) { text += characters }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    if name == "text" { texts.append(text) }
    text = ""
  }
}
