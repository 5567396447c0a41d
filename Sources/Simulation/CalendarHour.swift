import Quantities

/// A full hour of a year of 365 days, in local standard time: typical years have no 29 February.
public struct CalendarHour: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Full hours since 1 January, 0:00; 0 to 8759.
  public let index: Int

  /// The hour so many hours after 1 January, 0:00; it wraps around the year.
  public init(index: Int) {
    let rest = index % CalendarHour.inYear
    self.index = rest < 0 ? rest + CalendarHour.inYear : rest
  }

  /// An hour of a day, or `nil` where there is no such day or hour.
  ///
  /// - Parameters:
  ///   - month: 1 to 12.
  ///   - day: 1 to 31, as the month has them; 29 February is none.
  ///   - hour: 0 to 24; hour 24 is the next day's hour 0.
  public init?(month: Int, day: Int, hour: Int = 0) {
    guard (1...12).contains(month), (1...CalendarHour.days[month - 1]).contains(day),
      (0...24).contains(hour)
    else { return nil }
    let before = CalendarHour.days[..<(month - 1)].reduce(0, +)
    self.init(index: (before + day - 1) * 24 + hour)
  }

  /// Hours in a year of 365 days.
  public static let inYear = 8760
  private static let days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  private static let names = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// The month, 1 to 12, the day of it, and the hour of the day, 0 to 23.
  public var parts: (month: Int, day: Int, hour: Int) {
    var days = index / 24
    var month = 0
    while days >= CalendarHour.days[month] {
      days -= CalendarHour.days[month]
      month += 1
    }
    return (month + 1, days + 1, index % 24)
  }

  /// The day of the year, 1 to 365.
  public var dayOfYear: Int { index / 24 + 1 }

  /// The time since midnight.
  public var dayTime: Duration { .seconds(index % 24 * 3600) }

  /// The hour so many hours later.
  public func advanced(by hours: Int) -> CalendarHour { CalendarHour(index: index + hours) }

  /// Full hours from this one to a later one, within a year.
  public func hours(to later: CalendarHour) -> Int {
    (later.index - index + CalendarHour.inYear) % CalendarHour.inYear
  }

  /// Orders the hours of one year.
  public static func < (a: CalendarHour, b: CalendarHour) -> Bool { a.index < b.index }

  /// The hour as in `1 Oct 00:00`.
  public var description: String {
    let (month, day, hour) = parts
    return "\(day) \(CalendarHour.names[month - 1]) \(hour < 10 ? "0" : "")\(hour):00"
  }
}
