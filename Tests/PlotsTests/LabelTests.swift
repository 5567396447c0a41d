import Testing

@testable import Plots

@Suite("Labels in panels") struct LabelTests {
  /// A frame from 80 to 572 by 64 to 164 pixels, each axis from 0 to 10.
  private func svg(_ marks: [Mark]) -> String {
    let axis = Axis("U", unit: "V", range: 0...10)
    return Chart(
      title: "T", summary: "S", horizontal: Axis("R", unit: "Ω", range: 0...10),
      panels: [Panel(title: "", vertical: axis, marks: marks, height: 100)], width: 600
    ).svg
  }

  /// Where a text begins, or ends where it is set to end there, and its base line.
  private func place(_ text: String, in svg: String) throws -> (x: Double, y: Double, isEnd: Bool) {
    let line = try #require(svg.split(separator: "\n").first { $0.hasSuffix(">\(text)</text>") })
    let match = try #require(line.firstMatch(of: /x="([0-9.]+)" y="([0-9.]+)"/))
    return (
      try #require(Double(match.output.1)), try #require(Double(match.output.2)),
      line.contains(" end\"")
    )
  }

  @Test("a point's label is nearer to its own point than to any other")
  func nearest() throws {
    // 12 px apart: the label of the left one would lie over the right one, or just above it.
    let points = [PlotPoint(5, 5), PlotPoint(5.25, 5.3)]
    let drawn = svg([.scatter(Scatter("", .blue, points, labels: ["5.4", "5.7"]))])
    let (left, right) = (try place("5.4", in: drawn), try place("5.7", in: drawn))
    // The middle of the left point is at 80 + 492 / 2; its label ends before it.
    #expect(left.x + estimatedWidth("5.4", size: 11) <= 326)
    #expect(right.x > 80 + 492 * 0.525)
  }

  @Test("a point's label covers no point of another mark")
  func otherMarks() throws {
    let drawn = svg([
      .scatter(Scatter("", .blue, [PlotPoint(5, 5)], labels: ["17"])),
      .scatter(Scatter("", .orange, [PlotPoint(5.3, 5.7)])),
    ])
    // The other point is 15 px to the right and 7 px above, where it would be nearly as near to a
    // label on the right: the label ends left of its own point.
    #expect(try place("17", in: drawn).x + estimatedWidth("17", size: 11) < 326)
  }

  @Test("a point's label keeps off the lines where a side is free of them")
  func lines() throws {
    // The line rises through the point's upper right.
    let drawn = svg([
      .line(Trace("", .black, [PlotPoint(0, 0), PlotPoint(5, 5), PlotPoint(6, 10)])),
      .scatter(Scatter("", .blue, [PlotPoint(5, 5)], labels: ["52.4"])),
    ])
    let label = try place("52.4", in: drawn)
    #expect(label.x > 326 && label.y > 114)
  }

  @Test("an upright's name does not lie across another upright")
  func uprights() throws {
    // 49 px apart, and a name of about 90 px: the left one's name goes to its left.
    let drawn = svg([
      .upright(Upright("16S full: 58.4 V", at: 6)), .upright(Upright("most: 62.1 V", at: 7)),
    ])
    let (full, most) = (
      try place("16S full: 58.4 V", in: drawn), try place("most: 62.1 V", in: drawn)
    )
    #expect(full.isEnd && full.x == 80 + 492 * 0.6 - 5)
    #expect(!most.isEnd && most.x == (80 + 492 * 0.7) + 5)
    // Neither is in the other's way: both are in the first row.
    #expect(full.y == 78 && most.y == 78)
  }

  @Test("a mark with nothing to show is not in the legend")
  func nothingToShow() {
    let unknown = [PlotPoint(1, .nan), PlotPoint(2, .nan)]
    let drawn = svg([
      .scatter(Scatter("no points", .blue, [])), .scatter(Scatter("unknown", .blue, unknown)),
      .line(Trace("one point", .blue, [PlotPoint(1, 1), PlotPoint(2, .nan)])),
      .steps(Trace("one step", .blue, [PlotPoint(1, 1)])), .spans(Spans("no time", [])),
      .band(Band("no surface", .blue, [])), .scatter(Scatter("a point", .blue, [PlotPoint(1, 1)])),
    ])
    for name in ["no points", "unknown", "one point", "one step", "no time", "no surface"] {
      #expect(!drawn.contains(">\(name)<"), "\(name)")
    }
    #expect(drawn.contains(">a point<"))
  }
}
