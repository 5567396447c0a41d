public import ControlCore
public import Quantities

/// A simulation over time, in parts of equal length: for plots and tables, whatever the span.
public struct SimulationTrace: Hashable, Sendable {
  /// What one part of the span came to.
  public struct Bucket: Hashable, Sendable {
    /// When it begins, from the beginning of the simulation.
    public var begin: Duration
    /// How long it is.
    public var span: Duration
    /// The coldest probe: least, greatest and last.
    public var coldest = Spread()
    /// The ambient at its begin, its end, and each full hour between: least, greatest and last.
    public var ambient = Spread()
    /// How long the pad was on.
    public var heaterOn = Duration.zero
    /// How long charging was permitted.
    public var chargeAllowed = Duration.zero
    /// How long a charger was there.
    public var chargerPresent = Duration.zero
    /// The most that the pad took, at the voltage as reported.
    public var greatestPower = Watts.zero
    /// The state of charge at its end.
    public var stateOfCharge = Percent.zero

    /// A part of which nothing is known yet.
    public init(begin: Duration, span: Duration) { (self.begin, self.span) = (begin, span) }
  }

  /// Least, greatest and last of a temperature; `nil` before the first one.
  public struct Spread: Hashable, Sendable {
    /// The least.
    public private(set) var least: Celsius?
    /// The greatest.
    public private(set) var greatest: Celsius?
    /// The last.
    public private(set) var last: Celsius?

    /// Nothing yet.
    public init() {}

    mutating func note(_ temperature: Celsius) {
      least = min(least ?? temperature, temperature)
      greatest = max(greatest ?? temperature, temperature)
      last = temperature
    }
  }

  /// A change of the outputs.
  public struct Transition: Hashable, Sendable {
    /// When, from the beginning of the simulation.
    public var time: Duration
    /// The outputs from then on.
    public var outputs: Outputs
    /// Why.
    public var reason: Reason
    /// What the coldest probe showed.
    public var coldest: Celsius
  }

  /// The parts, one after the other; they cover the span.
  public internal(set) var buckets: [Bucket]
  /// The changes of the outputs, up to `transitionLimit` of them.
  public internal(set) var transitions: [Transition] = []
  /// How many changes there were.
  public internal(set) var transitionCount = 0

  /// More transitions than this are counted and not kept.
  public static let transitionLimit = 20_000
}
