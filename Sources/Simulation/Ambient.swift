public import Quantities

/// The temperature around the enclosure over time.
public enum Ambient: Hashable, Sendable {
  case constant(Celsius)
  /// A value each full hour from the beginning on, with straight lines between; after the last one
  /// it stays. At least one value.
  case hourly([Celsius])

  /// The temperature so long after the beginning.
  public func temperature(at time: Duration) -> Celsius {
    let (begin, slope, hour) = stretch(at: Seconds(time))
    return begin + slope.over(Seconds(time) - hour)
  }

  /// The straight line that holds at a time: its first temperature, its slope, and its first time.
  func stretch(at time: Seconds) -> (begin: Celsius, slope: KelvinsPerSecond, from: Seconds) {
    switch self {
    case .constant(let temperature): return (temperature, .zero, .zero)
    case .hourly(let hours):
      let index = min(max(0, Int(time / .hour)), hours.count - 1)
      let next = hours[min(index + 1, hours.count - 1)]
      return (hours[index], (next - hours[index]).per(.hour), .hour * Double(index))
    }
  }

  /// When the line after the one at `time` begins; endless where there is none.
  func nextStretch(after time: Seconds) -> Seconds {
    switch self {
    case .constant: return Seconds(.infinity)
    case .hourly(let hours):
      let index = max(0, Int(time / .hour)) + 1
      return index < hours.count ? .hour * Double(index) : Seconds(.infinity)
    }
  }
}
