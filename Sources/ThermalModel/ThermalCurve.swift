public import Quantities

/// A temperature over time: a straight line and up to three exponentials on it. Exact at any time.
///
/// It is the solution of a linear model under constant power and evenly changing ambient.
public struct ThermalCurve: Hashable, Sendable {
  /// The line at time zero.
  package var offset: Double
  /// The line's slope in K/s.
  package var slope: Double
  /// The mode of cells and enclosure, the slowest.
  package var slow: Mode
  /// The mode of the pad's film; of size zero where there is none.
  package var fast = Mode.none
  /// The mode of the probe; of size zero where there is none.
  package var lag = Mode.none

  /// One exponential: size · e^(−rate · t), in K and 1/s.
  package struct Mode: Hashable, Sendable {
    package var size: Double
    package var rate: Double

    package init(size: Double, rate: Double) { (self.size, self.rate) = (size, rate) }

    package static let none = Mode(size: 0, rate: 0)

    func value(at seconds: Double) -> Double {
      size == 0 ? 0 : size * exponential(-rate * seconds)
    }
  }

  /// The temperature after `span` from the curve's beginning; `span` is not negative.
  public func temperature(after span: Duration) -> Celsius {
    Celsius(value(at: span.seconds))
  }

  /// The same with the time in seconds and the temperature in °C, for inner loops.
  package func value(at seconds: Double) -> Double {
    offset + slope * seconds + slow.value(at: seconds) + fast.value(at: seconds)
      + lag.value(at: seconds)
  }

  /// For how long the curve surely stays between two temperatures, from a time at which it is
  /// there: never too long, and exact where the curve goes straight on.
  ///
  /// The steepest that the curve gets until `end` bounds how soon it can be at either edge.
  package func stays(
    above low: Double, below high: Double, from seconds: Double, until end: Double
  ) -> Double {
    let here = value(at: seconds)
    // A hair is left for rounding: the curve is good to 1e-12 K.
    let room = min(here - low, high - here) - 1e-9
    guard room > 0 else { return 0 }
    let rate = steepest(from: seconds, until: end)
    guard rate > 0 else { return end - seconds }
    return min(room / rate, end - seconds)
  }

  /// No slope of the curve between two times is steeper, in K/s. The line and the slowest mode are
  /// taken together, since they often cancel: their sum is monotone, so that its ends bound it.
  private func steepest(from seconds: Double, until end: Double) -> Double {
    let (first, last) = (slow.value(at: seconds), slow.value(at: end))
    let line = max(
      (slope - slow.rate * first).magnitude, (slope - slow.rate * last).magnitude)
    return line + (fast.rate * fast.value(at: seconds)).magnitude
      + (lag.rate * lag.value(at: seconds)).magnitude
  }
}
