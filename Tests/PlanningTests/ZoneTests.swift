import ControlCore
import Quantities
import Testing

@testable import Planning

/// Zürich in 2026: summer time from 29 March to 25 October, each at 01:00 UTC.
/// Source: tz database, rule EU.
let zurich = ZoneTable(
  secondsAhead: 3600,
  changes: [
    ZoneTable.Change(from: utc(2026, 3, 29, 1, 0), secondsAhead: 7200),
    ZoneTable.Change(from: utc(2026, 10, 25, 1, 0), secondsAhead: 3600),
  ])

/// An instant UTC.
func utc(_ year: Int, _ month: Int, _ day: Int, _ hour: Int, _ minute: Int) -> WallTime {
  WallTime(day: WallTime.day(year: year, month: month, day: day))
    + .seconds(hour * 3600 + minute * 60)
}

@Suite("Calendar and local time") struct ZoneTests {
  @Test(
    "days are counted from 1970",
    arguments: [  // 2000-03-01 is 30 years, 7 of them leap, and 60 days later
      (1970, 1, 1, 0), (1970, 12, 31, 364), (1969, 12, 31, -1), (2000, 2, 29, 11_016),
      (2000, 3, 1, 11_017), (2026, 1, 1, 20_454),
    ])
  func days(year: Int, month: Int, day: Int, count: Int) {
    #expect(WallTime.day(year: year, month: month, day: day) == count)
  }

  @Test(
    "a local time is the instant that a clock on the wall says",
    arguments: [  // month, day, local minute, and UTC day, hour, minute of it
      (1, 15, 7 * 60 + 30, 15, 6, 30), (7, 15, 7 * 60 + 30, 15, 5, 30), (1, 1, 0, 31, 23, 0),
      (3, 28, 150, 28, 1, 30), (3, 29, 60 + 59, 29, 0, 59), (3, 29, 3 * 60, 29, 1, 0),
      // 02:30 is left out on 29 March: it is then 03:30. It comes twice on 25 October: the first.
      (3, 29, 150, 29, 1, 30), (10, 25, 150, 25, 0, 30), (10, 25, 180, 25, 2, 0),
    ])
  func instants(month: Int, day: Int, minute: Int, utcDay: Int, hour: Int, utcMinute: Int) {
    let local = zurich.instant(
      day: WallTime.day(year: 2026, month: month, day: day), TimeOfDay(minute: minute))
    let expected =
      utcDay == 31
      ? utc(2025, 12, 31, hour, utcMinute) : utc(2026, month, utcDay, hour, utcMinute)
    #expect(local == expected)
  }

  @Test("an instant has its local day and time, at both changes and before 1970 too")
  func local() {
    let rows: [(WallTime, Int, String)] = [
      (utc(2026, 1, 15, 23, 30), WallTime.day(year: 2026, month: 1, day: 16), "00:30"),
      (utc(2026, 3, 29, 0, 59), WallTime.day(year: 2026, month: 3, day: 29), "01:59"),
      (utc(2026, 3, 29, 1, 0), WallTime.day(year: 2026, month: 3, day: 29), "03:00"),
      (utc(2026, 10, 25, 0, 59), WallTime.day(year: 2026, month: 10, day: 25), "02:59"),
      (utc(2026, 10, 25, 1, 0), WallTime.day(year: 2026, month: 10, day: 25), "02:00"),
      (WallTime(seconds: -3601), -1, "23:59"),
    ]
    for (instant, day, time) in rows {
      #expect(zurich.day(of: instant) == day)
      #expect(zurich.timeOfDay(of: instant).description == time)
    }
  }
}

@Suite("A calendar that is watched") struct ClockWatchTests {
  @Test("is believed when it is set and runs evenly, and ten minutes after a jump")
  func jumps() {
    var watch = ClockWatch()
    let start = utc(2026, 11, 10, 12, 0)
    // Seconds of the machine's own time, seconds of the calendar, and what is doubted.
    let looks: [(Int, Int?, PreheatDoubt?)] = [
      (0, 0, nil), (10, 10, nil), (20, 79, nil),  // 59 s are still drift
      (30, 150, .clockUnsteady), (629, 749, .clockUnsteady), (630, 750, nil),
      (640, 700, nil), (650, 640, .clockUnsteady),  // 70 s back
      (1250, 1240, nil), (1260, nil, .clockUnset), (1270, 1260, .clockUnsteady),
      (1860, 1850, nil),
    ]
    for (own, wall, doubt) in looks {
      let found = watch.doubt(
        wall.map { start + .seconds($0) }, at: Uptime(.seconds(own)))
      #expect(found == doubt, "at \(own) s")
    }
  }

  @Test("one of 1970 was never set, and setting it is no reason to believe it at once")
  func unset() {
    var watch = ClockWatch()
    #expect(watch.doubt(WallTime(seconds: 5), at: Uptime(.seconds(5))) == .clockUnset)
    let set = utc(2026, 11, 10, 12, 0)
    #expect(watch.doubt(set, at: Uptime(.seconds(6))) == .clockUnsteady)
    #expect(watch.doubt(set + .seconds(599), at: Uptime(.seconds(605))) == nil)
    #expect(watch.doubt(WallTime(day: 20_453), at: Uptime(.seconds(606))) == .clockUnset)
  }
}
