public import Quantities

/// The steady cycle of a body that is heated from a lower to an upper threshold, over and over.
public struct OnOffCycle: Hashable, Sendable {
  /// The heated part: τ · ln((T∞ − lower) / (T∞ − upper)).
  public let on: Duration
  /// The part without heat: τ · ln((upper − Ta) / (lower − Ta)).
  public let off: Duration

  /// The cycle of `node` between two thresholds, or `nil` where there is none: the power cannot
  /// reach the upper threshold, or the ambient is not below the lower one.
  public init?(
    of node: ThermalNode, lower: Celsius, upper: Celsius, power: Watts, ambient: Celsius
  ) {
    guard lower < upper,
      let on = node.time(from: lower, to: upper, power: power, ambient: ambient),
      let off = node.time(from: upper, to: lower, power: .zero, ambient: ambient)
    else { return nil }
    (self.on, self.off) = (on, off)
  }

  /// One turn.
  public var period: Duration { on + off }
  /// The heated share of a turn, 0 to 1.
  public var duty: Double { on / period }
}
