import Quantities

/// Simulated time since the beginning: a `Duration` would cost more than all the rest of a step.
struct Seconds: AdditiveQuantity {
  static let symbol = "s"
  let rawValue: Double
  init(_ rawValue: Double) { self.rawValue = rawValue }

  /// Whole seconds stay whole: dividing one `Duration` by another rounds.
  init(_ duration: Duration) {
    let parts = duration.components
    rawValue = Double(parts.seconds) + Double(parts.attoseconds) * 1e-18
  }

  static let minute = Seconds(60)
  static let hour = Seconds(3600)
  static let day = Seconds(86_400)

  /// The same span for everything outside of this target, to the nanosecond.
  var duration: Duration { .nanoseconds(Int64((rawValue * 1e9).rounded())) }
}

/// How fast a temperature changes, in K/s.
struct KelvinsPerSecond: AdditiveQuantity {
  static let symbol = "K/s"
  let rawValue: Double
  init(_ rawValue: Double) { self.rawValue = rawValue }

  /// The difference after `span`.
  func over(_ span: Seconds) -> Kelvins { Kelvins(rawValue * span.rawValue) }
}

extension Kelvins {
  /// The difference as the change in `span`.
  func per(_ span: Seconds) -> KelvinsPerSecond { KelvinsPerSecond(rawValue / span.rawValue) }
}

/// E = P · t.
func * (p: Watts, t: Seconds) -> Joules { Joules(p.rawValue * t.rawValue) }
/// Q = I · t.
func * (i: Amperes, t: Seconds) -> AmpereHours { AmpereHours(i.rawValue * t.rawValue / 3600) }
/// t = Q / I.
func / (q: AmpereHours, i: Amperes) -> Seconds { Seconds(q.rawValue / i.rawValue * 3600) }
