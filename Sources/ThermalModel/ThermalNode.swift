public import Quantities

/// A body with one temperature: a pack in an enclosure.
///
/// It obeys C · dT/dt = P − UA · (T − Ta). With constant power and ambient, every answer here is
/// the exact solution; there is no integration error at any step.
public struct ThermalNode: Hashable, Sendable {
  /// C: the energy that raises the body by one kelvin; above zero.
  public let capacity: JoulesPerKelvin
  /// UA: the heat that leaks to the ambient per kelvin of difference; above zero.
  public let leak: WattsPerKelvin

  /// A body. Both values must be above zero.
  public init(capacity: JoulesPerKelvin, leak: WattsPerKelvin) {
    precondition(capacity > .zero && leak > .zero, "heat capacity and leak must be above zero")
    (self.capacity, self.leak) = (capacity, leak)
  }

  /// τ = C / UA.
  public var timeConstant: Duration { capacity / leak }

  /// T∞ = Ta + P / UA: where the temperature goes and never quite arrives.
  public func settled(power: Watts, ambient: Celsius) -> Celsius { ambient + power / leak }

  /// The temperature after `span`: T∞ + (T − T∞) · e^(−t/τ).
  public func temperature(
    from start: Celsius, after span: Duration, power: Watts, ambient: Celsius
  ) -> Celsius {
    let end = settled(power: power, ambient: ambient)
    return end + (start - end) * exponential(-(span / timeConstant))
  }

  /// How long until `target`, or `nil` where it is never reached: τ · ln((T∞ − T0) / (T∞ − T1)).
  ///
  /// The same for heating and for cooling; zero where the body is there already.
  public func time(
    from start: Celsius, to target: Celsius, power: Watts, ambient: Celsius
  ) -> Duration? {
    guard start != target else { return .zero }
    let end = settled(power: power, ambient: ambient)
    let ratio: Double = (end - start) / (end - target)
    guard ratio > 1, ratio.isFinite else { return nil }
    return timeConstant * naturalLogarithm(ratio)
  }
}
