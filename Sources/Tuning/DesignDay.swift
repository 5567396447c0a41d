public import Quantities
public import Simulation

/// The coldest day that a heater is designed for: the 24 hours in a row with the lowest mean.
///
/// A pack takes many hours to cool down and to warm up, so the mean of a day counts and not its
/// coldest hour.
public struct DesignDay: Hashable, Sendable {
  /// The mean of the day.
  public let mean: Celsius
  /// Its coldest hour.
  public let coldest: Celsius
  /// The index of its first hour.
  public let begin: Int

  /// The coldest day in weather; `nil` where it has fewer than 24 hours.
  ///
  /// A whole year's end leads to its beginning, so that its coldest day may be New Year's night.
  public init?(_ series: WeatherSeries) {
    guard series.isYear else {
      self.init(hourly: series.temperatures)
      return
    }
    // Each day that begins in the year, and no day twice.
    self.init(hourly: series.temperatures + series.temperatures.prefix(DesignDay.hours - 1))
  }

  /// The coldest day in hourly temperatures; `nil` where they are fewer than 24.
  ///
  /// It begins at any hour. Of two that are equally cold the first one is taken.
  public init?(hourly: [Celsius]) {
    guard hourly.count >= DesignDay.hours else { return nil }
    let days = 0...(hourly.count - DesignDay.hours)
    // Each sum on its own: what is added and taken away again along a year leaves a remainder.
    let sums = days.map { begin in
      hourly[begin..<(begin + DesignDay.hours)].reduce(0) { $0 + $1.rawValue }
    }
    var best = 0
    for begin in days where sums[begin] < sums[best] - 1e-9 { best = begin }
    let day = hourly[best..<(best + DesignDay.hours)]
    mean = Celsius(sums[best] / Double(DesignDay.hours))
    coldest = day.min() ?? mean
    begin = best
  }

  /// Hours of a day.
  static let hours = 24
}
