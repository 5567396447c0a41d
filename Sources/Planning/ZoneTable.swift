public import ControlCore

/// The local time of a place as data: how many seconds it is ahead of UTC, and from when on.
///
/// Made by the shell from the system's time zone files; summer time is two changes a year.
public struct ZoneTable: Hashable, Sendable {
  /// From an instant on, the local time is so many seconds ahead of UTC.
  public struct Change: Hashable, Sendable {
    /// From when on.
    public var from: WallTime
    /// East of Greenwich is positive.
    public var secondsAhead: Int64

    /// A change.
    public init(from: WallTime, secondsAhead: Int64) {
      (self.from, self.secondsAhead) = (from, secondsAhead)
    }
  }

  /// What holds before the first change.
  public let secondsAhead: Int64
  /// The changes, oldest first.
  public let changes: [Change]

  /// A zone; without changes its offset always holds.
  public init(secondsAhead: Int64, changes: [Change] = []) {
    self.secondsAhead = secondsAhead
    self.changes = changes.sorted { $0.from < $1.from }
  }

  /// How many seconds the local time is ahead of UTC at an instant.
  public func secondsAhead(at time: WallTime) -> Int64 {
    changes.last { $0.from <= time }?.secondsAhead ?? secondsAhead
  }

  /// The local day of an instant, counted from 1970-01-01.
  public func day(of time: WallTime) -> Int {
    let local = time.seconds + secondsAhead(at: time)
    return Int((local - second(of: time)) / WallTime.secondsPerDay)
  }

  /// The local time of day of an instant.
  public func timeOfDay(of time: WallTime) -> TimeOfDay {
    TimeOfDay(minute: Int(second(of: time) / 60))
  }

  /// The instant of a local time. One that is left out in spring counts by the clock before the
  /// change, an hour later on the dial; of one that comes twice in autumn the first counts.
  public func instant(day: Int, _ time: TimeOfDay) -> WallTime {
    let local = WallTime(day: day).seconds + Int64(time.minute) * 60
    func instant(_ ahead: Int64) -> WallTime { WallTime(seconds: local - ahead) }
    // Between a day earlier and a day later there is at most one change.
    let before = secondsAhead(at: WallTime(seconds: local - WallTime.secondsPerDay))
    let after = secondsAhead(at: WallTime(seconds: local + WallTime.secondsPerDay))
    if secondsAhead(at: instant(before)) == before { return instant(before) }
    return secondsAhead(at: instant(after)) == after ? instant(after) : instant(before)
  }

  /// Seconds since the last local midnight.
  private func second(of time: WallTime) -> Int64 {
    let local = time.seconds + secondsAhead(at: time)
    let rest = local % WallTime.secondsPerDay
    return rest < 0 ? rest + WallTime.secondsPerDay : rest
  }
}
