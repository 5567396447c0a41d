import Foundation
public import Planning

extension ZoneTable {
  /// The years for which changes are taken from the system's files; after them the last one holds.
  private static let years = 2026...2060

  /// A zone of the machine's tz database, or the machine's own where no name is given; `nil` where
  /// the machine does not know the name.
  ///
  /// Reads files; not for the loop.
  public init?(named name: String?) {
    let zone: TimeZone
    if let name {
      guard let named = TimeZone(identifier: name) else { return nil }
      zone = named
    } else {
      zone = .current
    }
    let begin = Date(
      wall: WallTime(day: WallTime.day(year: Self.years.lowerBound, month: 1, day: 1)))
    let end = Date(wall: WallTime(day: WallTime.day(year: Self.years.upperBound, month: 1, day: 1)))
    var changes: [Change] = []
    var last = begin
    while let next = zone.nextDaylightSavingTimeTransition(after: last), next > last, next < end {
      changes.append(
        Change(
          from: WallTime(seconds: Int64(next.timeIntervalSince1970.rounded())),
          secondsAhead: Int64(zone.secondsFromGMT(for: next))))
      last = next
    }
    self.init(secondsAhead: Int64(zone.secondsFromGMT(for: begin)), changes: changes)
  }
}

/// The machine's calendar.
public enum SystemCalendar {
  /// What it says now, right or wrong.
  @Sendable public static func now() -> WallTime? {
    WallTime(seconds: Int64(Date().timeIntervalSince1970.rounded(.down)))
  }
}

extension Date {
  fileprivate init(wall: WallTime) { self.init(timeIntervalSince1970: Double(wall.seconds)) }
}
