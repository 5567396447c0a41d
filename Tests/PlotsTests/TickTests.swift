import Testing

@testable import Plots

@Suite("Ticks") struct TickTests {
  private func texts(_ axis: Axis, _ range: ClosedRange<Double>, _ count: Int) -> [String] {
    Ticks(axis, over: range, about: count).ticks.map(\.text)
  }

  @Test(
    "even ticks are 1, 2 or 5 times a power of ten, and at most as many as asked for",
    arguments: [  // from, to, at most so many parts, texts
      (0.0, 10.0, 5, ["0", "2", "4", "6", "8", "10"]),
      (-20.0, 20.0, 4, ["−20", "−10", "0", "10", "20"]),
      (0, 1, 5, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
      (0.1, 0.35, 5, ["0.10", "0.15", "0.20", "0.25", "0.30", "0.35"]),
      (0, 3, 3, ["0", "1", "2", "3"]), (0, 45_000, 5, ["0", "10000", "20000", "30000", "40000"]),
      (7, 8, 1, ["7", "8"]),
    ])
  func even(from: Double, to: Double, count: Int, expected: [String]) {
    #expect(texts(Axis("x"), from...to, count) == expected)
  }

  @Test(
    "a range is widened to whole steps, and one that ends on a step stays",
    arguments: [  // from, to, parts, widened
      (0.3, 9.7, 5, 0.0...10.0), (0, 10, 5, 0.0...10.0), (-21, 13, 4, -30.0...20.0),
    ])
  func widened(from: Double, to: Double, count: Int, expected: ClosedRange<Double>) {
    #expect(Ticks.widened(from...to, about: count) == expected)
  }

  @Test(
    "logarithmic ticks are 1, 2 and 5 of each power of ten, and powers alone over a wide range",
    arguments: [
      (10.0, 200.0, ["10", "20", "50", "100", "200"]), (0.3, 3, ["0.5", "1", "2"]),
      (1, 100_000, ["1", "10", "100", "1000", "10000", "100000"]),
    ])
  func logarithmic(from: Double, to: Double, expected: [String]) {
    #expect(texts(Axis("x", scale: .logarithmic), from...to, 5) == expected)
  }

  @Test(
    "time without a date counts minutes, hours or days, whatever suits the span",
    arguments: [  // span in seconds, texts, unit
      (3600.0, ["0", "10", "20", "30", "40", "50", "60"], "min"),
      (21_600.0, ["0", "1", "2", "3", "4", "5", "6"], "h"),
      (172_800.0, ["0", "6", "12", "18", "24", "30", "36", "42", "48"], "h"),
      (864_000.0, ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"], "d"),
      (15_724_800.0, ["0", "20", "40", "60", "80", "100", "120", "140", "160", "180"], "d"),
    ])
  func time(span: Double, expected: [String], unit: String) {
    let ticks = Ticks(.time(), over: 0...span, about: 10)
    #expect(ticks.ticks.map(\.text) == expected)
    #expect(ticks.unit == unit)
  }

  @Test("time with a date shows the first of each month, or the days of a short span")
  func dates() throws {
    let start = try #require(CalendarDay(year: 2001, month: 10, day: 15))
    let winter = Ticks(.time(start: start), over: 0...(100 * 86_400), about: 10)
    // 15 October and 17 days are 1 November; 30 days more are 1 December; 31 more 1 January.
    #expect(winter.ticks.map(\.text) == ["1 Nov", "1 Dec", "1 Jan"])
    #expect(winter.ticks.map { $0.value / 86_400 } == [17.0, 47.0, 78.0])
    let week = Ticks(.time(start: start), over: 0...(6 * 86_400), about: 4)
    #expect(week.ticks.map(\.text) == ["15 Oct", "17 Oct", "19 Oct", "21 Oct"])
  }

  @Test("the calendar knows leap years, and refuses days that are none")
  func calendar() throws {
    let day = try #require(CalendarDay(year: 2024, month: 2, day: 28))
    #expect(day.advanced(by: 2) == CalendarDay(year: 2024, month: 3, day: 1))
    #expect(CalendarDay(year: 2023, month: 2, day: 29) == nil)
    #expect(CalendarDay(year: 1900, month: 2, day: 29) == nil)
    #expect(CalendarDay(year: 2000, month: 2, day: 29) != nil)
    #expect(CalendarDay(year: 2001, month: 13, day: 1) == nil)
    // 1 January 1970 to 1 January 2000: 30 years with 7 leap days.
    let epoch = try #require(CalendarDay(year: 1970, month: 1, day: 1))
    let later = try #require(CalendarDay(year: 2000, month: 1, day: 1))
    #expect(later.days(since: epoch) == 30 * 365 + 7)
    #expect(epoch.advanced(by: -1) == CalendarDay(year: 1969, month: 12, day: 31))
  }
}
