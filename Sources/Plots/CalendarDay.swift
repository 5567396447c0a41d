/// A day of the Gregorian calendar, as far as an axis needs it.
public struct CalendarDay: Hashable, Sendable {
  /// The year; any year without 29 February where weather comes from many years.
  public let year: Int
  /// 1 to 12.
  public let month: Int
  /// 1 to 31.
  public let day: Int

  /// A day; `nil` where the calendar has none such.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...12).contains(month), (1...31).contains(day) else { return nil }
    let number = CalendarDay.number(year: year, month: month, day: day)
    self = CalendarDay(number: number)
    guard self.year == year, self.month == month, self.day == day else { return nil }
  }

  /// The day so many days after this one.
  public func advanced(by days: Int) -> CalendarDay {
    CalendarDay(number: CalendarDay.number(year: year, month: month, day: day) + days)
  }

  /// The first day of the next month.
  var nextMonth: CalendarDay {
    let last = month == 12
    return CalendarDay(
      number: CalendarDay.number(year: last ? year + 1 : year, month: last ? 1 : month + 1, day: 1))
  }

  /// Days from `other` to this one; negative when this one is earlier.
  public func days(since other: CalendarDay) -> Int {
    CalendarDay.number(year: year, month: month, day: day)
      - CalendarDay.number(year: other.year, month: other.month, day: other.day)
  }

  /// The month in three letters.
  var monthName: String {
    let names = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    return names[month - 1]
  }

  /// Source: Howard Hinnant, "chrono-compatible low-level date algorithms", `civil_from_days`.
  private init(number: Int) {
    let shifted = number + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// Days since 1 January 1970. Source: the same, `days_from_civil`.
  private static func number(year: Int, month: Int, day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }
}
