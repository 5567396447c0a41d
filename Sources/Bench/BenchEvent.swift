public import Quantities

/// Something that happens in a scenario.
public struct BenchEvent: Hashable, Sendable {
  /// What happens.
  public var change: BenchChange
  /// When, since the beginning.
  public var time: Duration

  /// A change at a time.
  public init(_ change: BenchChange, at time: Duration) {
    (self.change, self.time) = (change, time)
  }
}

/// What can happen to a pack on the bench.
public enum BenchChange: Hashable, Sendable {
  /// The probe's plug is pulled: the board reports it absent.
  case unplug(Probe)
  /// The probe keeps the value that it has.
  case freeze(Probe)
  /// The probe is as it should be again.
  case restore(Probe)
  /// The board stops or starts to answer.
  case silence(Bool)
  /// Somebody changes the app's low-temperature charge protection and its recovery.
  case app(protection: Celsius, recovery: Celsius)
  /// The pad really has this many times its configured resistance.
  case padResistance(timesConfigured: Double)
  /// The pack's voltage is 2% above what the configured pad may see.
  case voltageOverPadLimit
  /// The charger comes or goes.
  case charger(present: Bool)
  /// The weather changes.
  case ambient(Celsius)
}
