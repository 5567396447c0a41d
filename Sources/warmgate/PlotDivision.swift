import Quantities

/// How a picture divides the time of a simulation.
struct PlotDivision {
  /// A span of which a picture shows how much of it an output was on.
  struct Whole {
    /// How long it is.
    let span: Duration
    /// What it is called.
    let name: String
  }

  /// What a trace's parts must be for it: about one for each pixel.
  let part: Duration
  /// `nil` where each change of an output can be seen.
  let whole: Whole?

  /// About how many pixels a picture is wide, and so how many parts it has.
  private static let pixels = 720.0
  /// A heat-up takes an hour or two: where a pixel is longer than this, times between the changes
  /// of an output would be drawn wider than they are, or run into each other.
  private static let longestPixel = Duration.seconds(1800)
  /// A column of fewer than three pixels is a hair.
  private static let mostColumns = 220.0

  private static let wholes = [
    Whole(span: .seconds(6 * 3600), name: "6 h"), Whole(span: .seconds(86_400), name: "day"),
    Whole(span: .seconds(7 * 86_400), name: "week"),
    Whole(span: .seconds(28 * 86_400), name: "4 weeks"),
  ]

  /// A division of `span`, which is longer than nothing.
  init(of span: Duration) {
    guard span > PlotDivision.longestPixel * PlotDivision.pixels else {
      (part, whole) = (span / PlotDivision.pixels, nil)
      return
    }
    let fits = PlotDivision.wholes.first { span / $0.span <= PlotDivision.mostColumns }
    let whole = fits ?? Whole(span: .seconds(364 * 86_400), name: "52 weeks")
    // Whole parts to each, so that no part belongs to two.
    let parts = (PlotDivision.pixels / (span / whole.span).rounded(.up)).rounded(.up)
    (part, self.whole) = (whole.span / parts, whole)
  }
}
