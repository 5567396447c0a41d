internal import CModbus
import Quantities

/// Keeps the silence between two requests on a line.
struct QuietLine {
  private var lastByteAt: ContinuousClock.Instant?

  /// 3.5 characters of 10 bits at `baud`.
  static func modbusGap(baud: Int) -> Duration { .nanoseconds(35_000_000_000 / Int64(baud)) }

  /// Notes that bytes were on the line until now.
  mutating func noteTraffic() { lastByteAt = .now }

  /// Sleeps until the line has been quiet for `gap`.
  func wait(_ gap: Duration) {
    guard let lastByteAt else { return }
    let rest = (gap - lastByteAt.duration(to: .now)).wholeNanoseconds
    guard rest > 0 else { return }
    cpause_exact(rest)
  }
}
