public import Quantities

/// What the running controller has learned of a pack's heat so far.
///
/// It is advice: with it the supervisor may judge a pad sooner, never later, and no sooner than the
/// bounds of `EarlyRiseWatch` allow. The interlock does not look at it. What is not known, not a
/// number or not above zero is left out, and what is configured decides alone.
public struct ThermalEstimate: Hashable, Sendable {
  /// C: the heat that raises the pack by one kelvin.
  public let capacity: Interval<JoulesPerKelvin>?
  /// UA: the heat that leaks to the ambient per kelvin of difference.
  public let loss: Interval<WattsPerKelvin>?
  /// Ta: where the pack would cool to without heat, as it was lately.
  public let ambient: Interval<Celsius>?

  /// An estimate; without arguments nothing is known.
  public init(
    capacity: Interval<JoulesPerKelvin>? = nil, loss: Interval<WattsPerKelvin>? = nil,
    ambient: Interval<Celsius>? = nil
  ) {
    self.capacity = capacity.flatMap { $0.lower > .zero ? $0 : nil }
    self.loss = loss.flatMap { $0.lower > .zero ? $0 : nil }
    self.ambient = ambient
  }

  /// Nothing is known.
  public static let unknown = ThermalEstimate()
}
