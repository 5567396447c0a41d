public import Quantities

/// What was measured of a pack, reading by reading.
public struct ThermalLog: Hashable, Sendable {
  /// One reading.
  public struct Sample: Hashable, Sendable {
    /// When, from any beginning.
    public var at: Duration
    /// What the probe on the cells showed.
    public var temperature: Celsius
    /// The heat that went into the pack from this reading to the next.
    public var power: Watts
    /// The temperature around the pack; `nil` where it was not measured.
    public var ambient: Celsius?
    /// The temperature of the pad's film; `nil` where it was not measured.
    public var film: Celsius?

    /// A reading.
    public init(
      at: Duration, temperature: Celsius, power: Watts, ambient: Celsius? = nil,
      film: Celsius? = nil
    ) {
      (self.at, self.temperature, self.power) = (at, temperature, power)
      (self.ambient, self.film) = (ambient, film)
    }
  }

  /// Readings without a gap, in order of time. Each run has a start of its own.
  public private(set) var runs: [[Sample]] = []

  /// An empty log.
  public init() {}

  /// A log of some runs, each in order of time.
  public init(_ runs: [[Sample]]) {
    for run in runs { add(run) }
  }

  /// Adds a run, in order of time. One without two readings says nothing and is left out.
  public mutating func add(_ run: [Sample]) {
    precondition(
      zip(run, run.dropFirst()).allSatisfy { $0.at < $1.at }, "a run is in order of time")
    if run.count > 1 { runs.append(run) }
  }

  /// All readings.
  var samples: [Sample] { runs.flatMap(\.self) }

  /// Whether every reading has the temperature around the pack.
  public var hasAmbient: Bool { samples.allSatisfy { $0.ambient != nil } }
  /// Whether every reading has the film's temperature.
  public var hasFilm: Bool { samples.allSatisfy { $0.film != nil } }

  /// The smallest step in which the cells' temperature is reported, as far as the log shows it.
  public var step: Kelvins {
    let sorted = Set(samples.map(\.temperature)).sorted()
    // Decimal numbers are not exact in binary: a part in 10⁶ of a kelvin is no step.
    return zip(sorted, sorted.dropFirst()).map { $1 - $0 }.filter { $0 > Kelvins(1e-6) }.min()
      ?? .zero
  }

  /// From the coldest to the warmest reading of the cells.
  public var span: Kelvins {
    let temperatures = samples.map(\.temperature)
    guard let low = temperatures.min(), let high = temperatures.max() else { return .zero }
    return high - low
  }
}
