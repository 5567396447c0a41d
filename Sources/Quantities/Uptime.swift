/// An instant: the time since a start that never moves backwards (boot, or a bench's beginning).
///
/// Control compares instants of this kind only. A calendar date may jump; this cannot.
public struct Uptime: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The time since the start.
  public let sinceStart: Duration

  /// The instant `sinceStart` after the start.
  public init(_ sinceStart: Duration) { self.sinceStart = sinceStart }

  /// The instant `nanoseconds` after the start.
  public init(nanoseconds: Int64) { sinceStart = .nanoseconds(nanoseconds) }

  /// Nanoseconds since the start; 2⁶³ of them are 292 years.
  public var nanoseconds: Int64 { sinceStart.wholeNanoseconds }

  /// The start itself.
  public static let start = Uptime(.zero)

  /// Orders instants in time.
  public static func < (a: Uptime, b: Uptime) -> Bool { a.sinceStart < b.sinceStart }
  /// The time from `b` to `a`; negative when `a` is earlier.
  public static func - (a: Uptime, b: Uptime) -> Duration { a.sinceStart - b.sinceStart }
  /// An instant later by `d`.
  public static func + (t: Uptime, d: Duration) -> Uptime { Uptime(t.sinceStart + d) }
  /// An instant earlier by `d`.
  public static func - (t: Uptime, d: Duration) -> Uptime { Uptime(t.sinceStart - d) }

  /// Seconds since the start, for example `12.5 s`.
  public var description: String { shortDecimal(sinceStart.seconds) + " s" }
}

extension Duration {
  /// The span in seconds.
  public var seconds: Double { self / .seconds(1) }

  /// The span in whole nanoseconds, the rest dropped. Spans here are far below 292 years.
  public var wholeNanoseconds: Int64 {
    let parts = components
    return parts.seconds &* 1_000_000_000 &+ parts.attoseconds / 1_000_000_000
  }
}
