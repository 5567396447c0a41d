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
