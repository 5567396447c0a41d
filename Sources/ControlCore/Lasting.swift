package import Quantities

/// Counts something only once it has been seen for long enough without a break.
package struct Lasting: Hashable, Sendable {
  package private(set) var since: Uptime?

  /// Counts nothing yet.
  package init() {}

  /// Whether it counts now.
  package mutating func counts(_ isSeen: Bool, for span: Duration, at now: Uptime) -> Bool {
    guard isSeen else {
      since = nil
      return false
    }
    let since = self.since ?? now
    self.since = since
    return now - since >= span
  }
}
