/// One axis: what it measures, in which unit, and how values lie along it.
public struct Axis: Hashable, Sendable {
  /// How values lie along an axis.
  public enum Scale: Hashable, Sendable {
    /// Evenly.
    case linear
    /// By their logarithm; values at or below zero are left out.
    case logarithmic
    /// Seconds since a start; the ticks are hours, days or months. Months need to know the day
    /// that begins at the start.
    case time(start: CalendarDay?)
    /// Names instead of values: lane n lies between n and n + 1, the first at the top.
    case lanes([String])
  }

  /// What is measured, for example `pack voltage`.
  public var label: String
  /// The unit as printed; empty where there is none.
  public var unit: String
  /// How values lie along the axis.
  public var scale: Scale
  /// From where to where, or `nil` to follow what is drawn, rounded to ticks.
  public var range: ClosedRange<Double>?

  /// An axis.
  ///
  /// - Parameter range: Not empty; above zero on a logarithmic axis.
  public init(
    _ label: String, unit: String = "", scale: Scale = .linear, range: ClosedRange<Double>? = nil
  ) {
    if let range {
      precondition(range.lowerBound < range.upperBound, "an axis has a length")
      precondition(scale != .logarithmic || range.lowerBound > 0, "a logarithm needs more than 0")
    }
    self.label = label
    self.unit = unit
    self.scale = scale
    self.range = range
  }

  /// Time in seconds since `start`.
  public static func time(start: CalendarDay? = nil, range: ClosedRange<Double>? = nil) -> Axis {
    Axis(start == nil ? "time" : "date", scale: .time(start: start), range: range)
  }
}
