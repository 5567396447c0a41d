public import ControlCore
public import Quantities

/// Watches the calendar against the machine's own time, and says when it is not to be believed.
///
/// Boards without a clock of their own start in 1970, or where they were when they lost power, and
/// jump when the network tells them the time.
public struct ClockWatch: Hashable, Sendable {
  /// A step of the calendar that is no drift. Source: ntpd steps from 0.128 s on and slews at most
  /// 0.5 ms a second below; two looks are seconds apart.
  static let smallestJump = Duration.seconds(60)
  /// After a jump the calendar must run evenly for so long.
  static let probation = Duration.seconds(600)
  /// 2026-01-01, before which this program did not exist.
  static let earliest = WallTime(day: WallTime.day(year: 2026, month: 1, day: 1))

  private var last: Look?
  private var doubtfulUntil: Uptime?

  private struct Look: Hashable, Sendable {
    var uptime: Uptime
    var wall: WallTime
  }

  /// A watch that has seen nothing yet, and believes the first look.
  public init() {}

  /// Why the calendar is not to be believed now, or `nil`.
  public mutating func doubt(_ wall: WallTime?, at now: Uptime) -> PreheatDoubt? {
    guard let wall, wall >= ClockWatch.earliest else {
      last = nil
      doubtfulUntil = now + ClockWatch.probation
      return .clockUnset
    }
    if let last {
      let drift = (wall - last.wall) - (now - last.uptime)
      if max(drift, .zero - drift) > ClockWatch.smallestJump {
        doubtfulUntil = now + ClockWatch.probation
      }
    }
    last = Look(uptime: now, wall: wall)
    guard let doubtfulUntil, now < doubtfulUntil else { return nil }
    return .clockUnsteady
  }
}
