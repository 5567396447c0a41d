public import Quantities

/// The temperature of a place at each full hour, in local standard time.
public struct WeatherSeries: Hashable, Sendable {
  /// The place as the file names it; `nil` where it does not.
  public var place: String?
  /// The hour of the first value.
  public var first: CalendarHour
  /// One value for each hour from the first one on; at least two.
  public var temperatures: [Celsius]

  /// A series; it has at least two values.
  public init(place: String? = nil, first: CalendarHour, temperatures: [Celsius]) {
    precondition(temperatures.count >= 2, "a series has two values")
    (self.place, self.first, self.temperatures) = (place, first, temperatures)
  }

  /// Whether it has a year's hours, so that its end leads to its beginning.
  public var isYear: Bool { temperatures.count == CalendarHour.inYear }

  /// The hours that it has, as text.
  public var extent: String {
    isYear
      ? "a whole year"
      : "\(first) to \(first.advanced(by: temperatures.count - 1)), "
        + "\(temperatures.count - 1) hours"
  }

  /// So many hours from an hour on, with the value at their end; `nil` where it does not have them.
  public func ambient(from begin: CalendarHour, hours: Int) -> Ambient? {
    guard hours > 0 else { return nil }
    let offset = first.hours(to: begin)
    if isYear {
      let count = temperatures.count
      return .hourly((0...hours).map { temperatures[(offset + $0) % count] })
    }
    guard offset + hours < temperatures.count else { return nil }
    return .hourly(Array(temperatures[offset...(offset + hours)]))
  }
}
