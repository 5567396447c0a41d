public import Quantities

/// A probe that follows what it touches with a delay: dTs/dt = (T − Ts) / τs.
///
/// Source: NTC 10 k data sheets give below 10 s in still air and below 5 s on metal.
public struct ProbeLag: Hashable, Sendable {
  /// τs; zero is a probe without delay.
  public let timeConstant: Duration

  /// A probe with its delay; never negative.
  public init(timeConstant: Duration) {
    precondition(timeConstant >= .zero, "a probe cannot run ahead")
    self.timeConstant = timeConstant
  }

  /// What the probe shows after `span`, while what it touches went evenly from one temperature to
  /// another. Exact for that; a steady ramp is followed τs late.
  public func temperature(
    showing shown: Celsius, after span: Duration, touching begin: Celsius, to end: Celsius
  ) -> Celsius {
    guard timeConstant > .zero else { return end }
    guard span > .zero else { return shown }
    let decay = exponential(-(span / timeConstant))
    // With slope s the probe settles at T(t) − s · τs.
    let late = (end - begin) * (timeConstant / span)
    return end - late + (shown - begin + late) * decay
  }
}
