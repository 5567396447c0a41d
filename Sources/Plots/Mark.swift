/// What is drawn in a panel.
public enum Mark: Hashable, Sendable {
  /// Points joined by straight lines.
  case line(Trace)
  /// Each value holds until the next point.
  case steps(Trace)
  /// The surface between the least and the greatest value, for a trace that was thinned.
  case band(Band)
  /// A horizontal line at a threshold, named at its right end.
  case level(Level)
  /// A vertical line, named at its top.
  case upright(Upright)
  /// Hatched times over the whole height.
  case spans(Spans)
  /// When something is on, in one lane of an axis of names.
  case lane(Lane)
  /// How much of each part of the time something is on, in one lane of an axis of names.
  case shares(Shares)
  /// Points on their own.
  case scatter(Scatter)
}

extension Mark {
  /// Whether there is nothing of it to see: it is then neither drawn nor named.
  var isEmpty: Bool {
    switch self {
    case .line(let trace), .steps(let trace): trace.points.count(where: \.isKnown) < 2
    case .band(let band): band.columns.count < 2
    case .spans(let spans): spans.ranges.isEmpty
    case .scatter(let scatter): !scatter.points.contains(where: \.isKnown)
    case .level, .upright, .lane, .shares: false
    }
  }
}

/// A place in a panel.
public struct PlotPoint: Hashable, Sendable {
  /// Along the horizontal axis.
  public var x: Double
  /// Along the vertical axis; what is not finite is unknown, and a gap in a line.
  public var y: Double

  /// A place.
  public init(_ x: Double, _ y: Double) { (self.x, self.y) = (x, y) }

  var isKnown: Bool { x.isFinite && y.isFinite }
}

/// A line with its name in the legend.
public struct Trace: Hashable, Sendable {
  /// The name in the legend; a line without a name is not in it.
  public var name: String
  /// What it is drawn with.
  public var ink: Ink
  /// From the left.
  public var points: [PlotPoint]
  /// In pixels.
  public var width: Double

  /// A line.
  public init(_ name: String, _ ink: Ink, _ points: [PlotPoint], width: Double = 1.6) {
    (self.name, self.ink, self.points, self.width) = (name, ink, points, width)
  }
}

/// The surface between two lines.
public struct Band: Hashable, Sendable {
  /// The least and the greatest value at, or from, one place of the horizontal axis.
  public struct Column: Hashable, Sendable {
    /// Along the horizontal axis.
    public var x: Double
    /// The least value.
    public var least: Double
    /// The greatest value.
    public var greatest: Double

    /// One column.
    public init(_ x: Double, least: Double, greatest: Double) {
      (self.x, self.least, self.greatest) = (x, least, greatest)
    }
  }

  /// The name in the legend; a surface without a name is not in it.
  public var name: String
  /// Its colour, which is made light.
  public var ink: Ink
  /// From the left.
  public var columns: [Column]
  /// How it is hatched, or `nil` for an even tint.
  public var hatch: Hatch?

  /// A surface.
  public init(_ name: String, _ ink: Ink, _ columns: [Column], hatch: Hatch? = nil) {
    (self.name, self.ink, self.columns, self.hatch) = (name, ink, columns, hatch)
  }
}

/// A threshold.
public struct Level: Hashable, Sendable {
  /// Its name and its value with the unit.
  public var label: String
  /// Along the vertical axis.
  public var value: Double
  /// What it is drawn with.
  public var ink: Ink

  /// A threshold.
  public init(_ label: String, at value: Double, _ ink: Ink = .black) {
    (self.label, self.value, self.ink) = (label, value, ink)
  }
}

/// A vertical line.
public struct Upright: Hashable, Sendable {
  /// Its name and its value with the unit.
  public var label: String
  /// Along the horizontal axis.
  public var value: Double
  /// What it is drawn with.
  public var ink: Ink

  /// A vertical line.
  public init(_ label: String, at value: Double, _ ink: Ink = .black) {
    (self.label, self.value, self.ink) = (label, value, ink)
  }
}

/// Times in which something holds.
public struct Spans: Hashable, Sendable {
  /// The name in the legend.
  public var name: String
  /// From when to when, in order.
  public var ranges: [ClosedRange<Double>]
  /// How they are hatched.
  public var hatch: Hatch

  /// Times.
  public init(_ name: String, _ ranges: [ClosedRange<Double>], hatch: Hatch = .rising) {
    (self.name, self.ranges, self.hatch) = (name, ranges, hatch)
  }
}

/// When an output is on.
public struct Lane: Hashable, Sendable {
  /// Which name of the axis, from 0.
  public var index: Int
  /// What it is drawn with.
  public var ink: Ink
  /// From when to when it is on, in order.
  public var ranges: [ClosedRange<Double>]

  /// When an output is on.
  public init(_ index: Int, _ ink: Ink, _ ranges: [ClosedRange<Double>]) {
    (self.index, self.ink, self.ranges) = (index, ink, ranges)
  }
}

/// Points on their own.
public struct Scatter: Hashable, Sendable {
  /// The name in the legend.
  public var name: String
  /// What they are drawn with.
  public var ink: Ink
  /// Where they are.
  public var points: [PlotPoint]
  /// A text beside each point, or none at all.
  public var labels: [String]
  /// Half the size of a marker, in pixels.
  public var size: Double

  /// Points.
  ///
  /// - Parameter labels: Empty, or one for each point; an empty one is not written.
  public init(
    _ name: String, _ ink: Ink, _ points: [PlotPoint], labels: [String] = [], size: Double = 3.5
  ) {
    precondition(labels.isEmpty || labels.count == points.count, "a label for each point, or none")
    (self.name, self.ink, self.points, self.labels, self.size) = (name, ink, points, labels, size)
  }
}
