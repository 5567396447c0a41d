public import Quantities

extension ThermalNode {
  /// How long the body may go without heat, so that with constant power from then on it has
  /// `target` after `span`: s = τ · ln{[(T∞ − T1) · e^(H/τ) + (T − Ta)] / (T∞ − Ta)}.
  ///
  /// Zero where it must be heated at once, and perhaps comes too late. `span` or more where it
  /// needs no heat at all. `nil` where there is no power to heat with. The energy of one node grows
  /// with an earlier start, so the latest one is the cheapest.
  ///
  /// Here e^(H/τ) is taken out of the logarithm: H + τ · ln{[(T∞ − T1) + (T − Ta) · e^(−H/τ)] /
  /// (T∞ − Ta)} is the same, and never overflows.
  public func latestStart(
    from start: Celsius, to target: Celsius, within span: Duration, power: Watts, ambient: Celsius
  ) -> Duration? {
    guard power > .zero else { return nil }
    let end = settled(power: power, ambient: ambient)
    let cooled = (start - ambient) * exponential(-(span / timeConstant))
    let ratio: Double = ((end - target) + cooled) / (end - ambient)
    guard ratio > 0 else { return .zero }
    return max(.zero, span + timeConstant * naturalLogarithm(ratio))
  }
}
