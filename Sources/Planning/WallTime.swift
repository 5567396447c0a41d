/// An instant of the calendar: seconds since 1970-01-01 00:00 UTC, leap seconds not counted.
///
/// It may jump, and says nothing of how long something lasted: that is what `Uptime` is for.
public struct WallTime: Hashable, Comparable, Sendable {
  /// Whole seconds since the beginning of 1970.
  public let seconds: Int64

  /// An instant.
  public init(seconds: Int64) { self.seconds = seconds }

  /// Midnight UTC of a day, counted from 1970-01-01.
  public init(day: Int) { seconds = Int64(day) * WallTime.secondsPerDay }

  /// 86 400.
  static let secondsPerDay: Int64 = 86_400

  /// Orders instants in time.
  public static func < (a: WallTime, b: WallTime) -> Bool { a.seconds < b.seconds }
  /// The time from `b` to `a`.
  public static func - (a: WallTime, b: WallTime) -> Duration { .seconds(a.seconds - b.seconds) }
  /// An instant later by the whole seconds of `d`.
  public static func + (t: WallTime, d: Duration) -> WallTime {
    WallTime(seconds: t.seconds + d.components.seconds)
  }

  /// The day of a date of the Gregorian calendar, counted from 1970-01-01.
  ///
  /// Source: H. Hinnant, "chrono-compatible low-level date algorithms", days_from_civil.
  public static func day(year: Int, month: Int, day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let era = (year >= 0 ? year : year - 399) / 400
    let ofEra = year - era * 400
    let ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
  }
}
