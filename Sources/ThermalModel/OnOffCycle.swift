public import Quantities

/// The steady cycle of a body that is heated from a lower to an upper threshold, over and over.
public struct OnOffCycle: Hashable, Sendable {
  /// The heated part: τ · ln((T∞ − lower) / (T∞ − upper)).
  public let on: Duration
  /// The part without heat: τ · ln((upper − Ta) / (lower − Ta)).
  public let off: Duration
  /// The coldest of a turn; the lower threshold where nothing is late.
  public let coldest: Celsius
  /// The hottest of a turn; the upper threshold where nothing is late.
  public let hottest: Celsius

  /// The cycle of `node` between two thresholds, or `nil` where there is none: the power cannot
  /// reach the upper threshold, or the ambient is not below the lower one.
  ///
  /// With a dead time θ both switches come late, and the body goes on to
  /// hi + (T∞ − hi) · (1 − e^(−θ/τ)) and to lo − (lo − Ta) · (1 − e^(−θ/τ)). Source: the one-node
  /// solution from each threshold on.
  ///
  /// - Parameter deadTime: How long after a threshold the heat really changes; not negative.
  public init?(
    of node: ThermalNode, lower: Celsius, upper: Celsius, power: Watts, ambient: Celsius,
    deadTime: Duration = .zero
  ) {
    guard lower < upper,
      node.time(from: lower, to: upper, power: power, ambient: ambient) != nil,
      node.time(from: upper, to: lower, power: .zero, ambient: ambient) != nil
    else { return nil }
    let hottest = node.temperature(from: upper, after: deadTime, power: power, ambient: ambient)
    let coldest = node.temperature(from: lower, after: deadTime, power: .zero, ambient: ambient)
    guard let on = node.time(from: coldest, to: hottest, power: power, ambient: ambient),
      let off = node.time(from: hottest, to: coldest, power: .zero, ambient: ambient)
    else { return nil }
    (self.on, self.off, self.coldest, self.hottest) = (on, off, coldest, hottest)
  }

  /// One turn.
  public var period: Duration { on + off }
  /// The heated share of a turn, 0 to 1.
  public var duty: Double { on / period }
}
