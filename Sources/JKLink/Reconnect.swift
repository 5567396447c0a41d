import Quantities

/// When a device that failed is opened again: after a pause that doubles up to a bound.
struct Reconnect {
  private let first: Duration
  private let longest: Duration
  private var delay: Duration
  private var failure: (failure: LinkFailure, until: Uptime)?

  init(first: Duration, longest: Duration) {
    (self.first, self.longest, delay) = (first, longest, first)
  }

  /// The last failure while its pause has not passed, or `nil` when the device may be opened.
  func obstacle(at now: Uptime) -> LinkFailure? {
    guard let failure, now < failure.until else { return nil }
    return failure.failure
  }

  /// Notes that the device could not be opened or has gone.
  mutating func noteFailure(_ failure: LinkFailure, at now: Uptime) {
    self.failure = (failure, now + delay)
    delay = min(delay * 2, longest)
  }

  /// Notes a good reply. Opening alone is none: a loose plug opens and fails for ever.
  mutating func noteReply() {
    failure = nil
    delay = first
  }
}
