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

extension BenchChange: CustomStringConvertible {
  /// What happens, as a sentence without its full stop.
  public var description: String {
    switch self {
    case .unplug(let probe): "the plug of \(probe) is pulled"
    case .freeze(let probe): "\(probe) keeps the value that it has"
    case .restore(let probe): "\(probe) is as it should be again"
    case .silence(true): "the board stops to answer"
    case .silence(false): "the board answers again"
    case .app(let protection, let recovery):
      "somebody sets the protection in the app to \(protection.text(places: 1)), recovery "
        + recovery.text(places: 1)
    case .padResistance(let factor):
      "the pad has \(shortDecimal(factor)) times the configured resistance"
    case .voltageOverPadLimit: "the pack's voltage is 2 % above what the pad may see"
    case .charger(true): "the charger is there"
    case .charger(false): "the charger is removed"
    case .ambient(let ambient): "it is \(ambient.text(places: 1)) outside"
    }
  }
}
