/// A value that was estimated, with the interval in which it lies with 95 % confidence.
public struct Interval<Value: Comparable & Hashable & Sendable>: Hashable, Sendable {
  /// The lower end.
  public let lower: Value
  /// The most likely value.
  public let likely: Value
  /// The upper end.
  public let upper: Value
}

extension Interval where Value: Quantity {
  /// An interval, or `nil` where the three are not numbers in ascending order.
  public init?(lower: Value, likely: Value, upper: Value) {
    guard lower.isFinite, likely.isFinite, upper.isFinite, lower <= likely, likely <= upper
    else { return nil }
    (self.lower, self.likely, self.upper) = (lower, likely, upper)
  }
}

extension Interval where Value == Duration {
  /// An interval of times, in ascending order.
  public init(lower: Duration, likely: Duration, upper: Duration) {
    precondition(lower <= likely && likely <= upper, "the ends of an interval are in order")
    (self.lower, self.likely, self.upper) = (lower, likely, upper)
  }
}
