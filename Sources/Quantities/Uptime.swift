/// An instant: the time since a start that never moves backwards (boot, or a bench's beginning).
///
/// Control compares instants of this kind only. A calendar date may jump; this cannot.
public struct Uptime: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Nanoseconds since the start; 2⁶³ of them are 292 years.
  public let nanoseconds: Int64

  /// The instant `nanoseconds` after the start.
  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// The instant `sinceStart` after the start.
  public init(_ sinceStart: Duration) { nanoseconds = sinceStart.wholeNanoseconds }

  /// The start itself.
  public static let start = Uptime(nanoseconds: 0)

  /// The time since the start.
  public var sinceStart: Duration { .nanoseconds(nanoseconds) }

  /// Orders instants in time.
  public static func < (a: Uptime, b: Uptime) -> Bool { a.nanoseconds < b.nanoseconds }
  /// The time from `b` to `a`; negative when `a` is earlier.
  public static func - (a: Uptime, b: Uptime) -> Duration {
    .nanoseconds(a.nanoseconds &- b.nanoseconds)
  }
  /// An instant later by `d`.
  public static func + (t: Uptime, d: Duration) -> Uptime {
    Uptime(nanoseconds: t.nanoseconds &+ d.wholeNanoseconds)
  }
  /// An instant earlier by `d`.
  public static func - (t: Uptime, d: Duration) -> Uptime {
    Uptime(nanoseconds: t.nanoseconds &- d.wholeNanoseconds)
  }

  /// Seconds since the start, for example `12.5 s`.
  public var description: String { shortDecimal(sinceStart.seconds) + " s" }
}

extension Duration {
  /// The span in seconds.
  public var seconds: Double {
    let parts = components
    return Double(parts.seconds) + Double(parts.attoseconds) * 1e-18
  }

  /// The span in whole nanoseconds, the rest dropped. Spans here are far below 292 years.
  public var wholeNanoseconds: Int64 {
    let parts = components
    return parts.seconds &* 1_000_000_000 &+ parts.attoseconds / 1_000_000_000
  }
}
