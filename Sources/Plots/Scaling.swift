import Glibc

/// Where values of an axis lie on the picture.
struct Scaling {
  let isLogarithmic: Bool
  let range: ClosedRange<Double>
  /// The pixel of the range's lower end, and of its upper end.
  let pixels: (from: Double, to: Double)

  init(_ axis: Axis, over range: ClosedRange<Double>, from: Double, to: Double) {
    isLogarithmic = axis.scale == .logarithmic
    self.range = range
    pixels = (from, to)
  }

  /// Whether `value` lies on the axis; a hair beyond its ends is on it.
  func holds(_ value: Double) -> Bool {
    let hair = (range.upperBound - range.lowerBound) * 1e-9
    return value >= range.lowerBound - hair && value <= range.upperBound + hair
  }

  /// The pixel of `value`; `nil` where it has none.
  func callAsFunction(_ value: Double) -> Double? {
    guard value.isFinite, !isLogarithmic || value > 0 else { return nil }
    let part =
      isLogarithmic
      ? log10(value / range.lowerBound) / log10(range.upperBound / range.lowerBound)
      : (value - range.lowerBound) / (range.upperBound - range.lowerBound)
    // Far outside is as good as just outside: the frame cuts it off.
    return pixels.from + max(-10, min(11, part)) * (pixels.to - pixels.from)
  }
}

extension Axis {
  /// The range that is drawn: the one given, or one that holds `values`, rounded to ticks, and
  /// `levels` so far inside that they do not fall together with the frame.
  func drawnRange(
    holding values: [Double], about count: Int, insideOf levels: [Double] = []
  ) -> ClosedRange<Double> {
    if let range { return range }
    if case .lanes(let names) = scale { return 0...Double(max(names.count, 1)) }
    let known = values.filter { $0.isFinite && (scale != .logarithmic || $0 > 0) }
    guard var low = known.min(), var high = known.max() else { return 1...2 }
    switch scale {
    case .linear:
      if low == high { (low, high) = (low - 1, high + 1) }
      let range = Ticks.widened(low...high, about: count)
      let space = (range.upperBound - range.lowerBound) * 0.06
      let (least, greatest) = (levels.min() ?? high, levels.max() ?? low)
      return min(range.lowerBound, least - space)...max(range.upperBound, greatest + space)
    case .logarithmic: return low == high ? (low / 2)...(high * 2) : (low / 1.1)...(high * 1.1)
    case .time, .lanes: return low == high ? low...(high + 1) : low...high
    }
  }
}

extension Mark {
  /// The values along the horizontal axis.
  var horizontalValues: [Double] {
    switch self {
    case .line(let trace), .steps(let trace): trace.points.map(\.x)
    case .band(let band): band.columns.map(\.x)
    case .level: []
    case .upright(let upright): [upright.value]
    case .spans(let spans): spans.ranges.flatMap { [$0.lowerBound, $0.upperBound] }
    case .lane(let lane): lane.ranges.flatMap { [$0.lowerBound, $0.upperBound] }
    case .shares(let shares):
      shares.columns.flatMap { [$0.range.lowerBound, $0.range.upperBound] }
    case .scatter(let scatter): scatter.points.map(\.x)
    }
  }

  /// The values along the vertical axis.
  var verticalValues: [Double] {
    switch self {
    case .line(let trace), .steps(let trace): trace.points.map(\.y)
    case .band(let band): band.columns.flatMap { [$0.least, $0.greatest] }
    case .level(let level): [level.value]
    case .upright, .spans, .lane, .shares: []
    case .scatter(let scatter): scatter.points.map(\.y)
    }
  }
}
