import ControlCore
import Quantities
import Testing

@testable import Planning

@Suite("Where the sun stands, and when it rises") struct SunTests {
  /// Source: Meeus, Astronomical Algorithms, examples 25.a and 28.b, for 1992-10-13 0 h: a
  /// declination of −7.78507° and an equation of time of 3.427351°.
  @Test("declination and equation of time are those of Meeus's examples, to 0.01°")
  func meeus() {
    let sun = Sun(at: WallTime(day: WallTime.day(year: 1992, month: 10, day: 13)))
    #expect((sun.declination - Degrees(-7.78507)).magnitude < Degrees(0.01))
    #expect((sun.equationOfTime - Degrees(3.427351)).magnitude < Degrees(0.01))
  }

  struct Row: Sendable {
    var place: PreheatSettings.Place
    var date: (Int, Int, Int)
    /// Hours, minutes and seconds UTC, counted from the date's midnight.
    var rise: (Int, Int, Int)
  }

  private static let bern = place(46.95, 7.45)
  private static let chicago = place(41.88, -87.63)
  private static let nairobi = place(-1.29, 36.82)
  private static let hobart = place(-42.88, 147.33)
  private static let reykjavik = place(64.15, -21.94)

  private static func place(_ latitude: Double, _ longitude: Double) -> PreheatSettings.Place {
    PreheatSettings.Place(latitude: Degrees(latitude), longitude: Degrees(longitude))
  }

  /// Source: worked out with the Python package astral 3.2 (NOAA's formulas), to the second.
  // swift-format-ignore
  static let rows = [
    Row(place: bern,      date: (2026, 1, 15),  rise: (7, 11, 44)),
    Row(place: bern,      date: (2026, 3, 20),  rise: (5, 33, 44)),
    Row(place: bern,      date: (2026, 6, 21),  rise: (3, 35, 37)),
    Row(place: bern,      date: (2026, 12, 21), rise: (7, 13, 7)),
    Row(place: chicago,   date: (2026, 1, 15),  rise: (13, 15, 54)),
    Row(place: chicago,   date: (2026, 6, 21),  rise: (10, 15, 48)),
    Row(place: nairobi,   date: (2026, 3, 20),  rise: (3, 37, 5)),
    Row(place: nairobi,   date: (2026, 11, 10), rise: (3, 11, 40)),
    // East of 90° the morning belongs to the day before by UTC.
    Row(place: hobart,    date: (2026, 1, 16),  rise: (-24 + 18, 51, 38)),
    Row(place: hobart,    date: (2026, 6, 22),  rise: (-24 + 21, 42, 26)),
    Row(place: reykjavik, date: (2026, 1, 15),  rise: (10, 55, 34)),
    Row(place: reykjavik, date: (2026, 12, 21), rise: (11, 23, 15)),
  ]

  @Test("sunrises agree within a minute with an independent program", arguments: rows)
  func rise(row: Row) throws {
    let day = WallTime.day(year: row.date.0, month: row.date.1, day: row.date.2)
    let (hours, minutes, seconds) = row.rise
    let expected = WallTime(day: day) + .seconds(hours * 3600 + minutes * 60 + seconds)
    let found = try #require(Sun.rise(day: day, at: row.place))
    #expect(abs((found - expected).seconds) <= 60, "\((found - expected).seconds) s")
  }

  @Test("in Tromsø the sun does not rise in December, and does not set in June")
  func polar() {
    let tromso = SunTests.place(69.65, 18.96)
    for (month, day) in [(12, 21), (6, 21)] {
      #expect(
        Sun.rise(day: WallTime.day(year: 2026, month: month, day: day), at: tromso) == nil)
    }
    for latitude in [90.0, -90] {
      #expect(Sun.rise(day: 20_000, at: SunTests.place(latitude, 0)) == nil)
    }
  }
}
