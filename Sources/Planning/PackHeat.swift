public import ControlCore
public import Quantities
import ThermalModel

/// What is known of a pack's heat, with how far it may be worse than that: a start that is planned
/// with the worse values comes too early rather than too late.
public struct PackHeat: Sendable {
  /// C as expected, and at the upper end.
  public var capacity: (likely: JoulesPerKelvin, most: JoulesPerKelvin)
  /// UA as expected, and at the upper end.
  public var loss: (likely: WattsPerKelvin, most: WattsPerKelvin)
  /// The weather as expected, and at its lower end.
  public var ambient: (likely: Celsius, coldest: Celsius)

  /// How far a configured value may be off. Source: the heat capacity of LFP cells drifts by up to
  /// 10 % over the working range (crino.de).
  public static let doubtOfConfigured = Percent(10)
  /// How far values may be off that nobody has given: 800 to 1130 J/kgK between chemistries
  /// (batterydesign.net), and 25 or 50 mm of insulation.
  public static let doubtOfAssumed = (capacity: Percent(20), loss: Percent(50))

  /// What was learned, else what is configured, else what such packs have. `nil` where nobody knows
  /// how cold it is outside.
  public init?(_ learned: ThermalEstimate, _ pack: PackSettings) {
    if let weather = learned.ambient {
      ambient = (weather.likely, weather.lower)
    } else if let configured = pack.preheat?.ambient {
      ambient = (configured, configured)
    } else {
      return nil
    }
    if let known = learned.capacity {
      capacity = (known.likely, known.upper)
    } else {
      let doubt =
        pack.thermal.heatCapacity == nil
        ? PackHeat.doubtOfAssumed.capacity : PackHeat.doubtOfConfigured
      capacity = (
        pack.expectedHeatCapacity, pack.expectedHeatCapacity * (1 + doubt.fraction)
      )
    }
    if let known = learned.loss {
      loss = (known.likely, known.upper)
    } else {
      let doubt =
        pack.thermal.loss == nil ? PackHeat.doubtOfAssumed.loss : PackHeat.doubtOfConfigured
      loss = (pack.expectedLoss, pack.expectedLoss * (1 + doubt.fraction))
    }
  }

  /// The pack that needs the earliest start.
  var worst: ThermalNode { ThermalNode(capacity: capacity.most, leak: loss.most) }
  /// The pack as it most likely is.
  var likely: ThermalNode { ThermalNode(capacity: capacity.likely, leak: loss.likely) }

  /// What the pad gives at a voltage that was just measured: as expected, and at the upper end of
  /// its resistance.
  static func power(_ heater: HeaterSettings, at voltage: Volts, _ pack: PackSettings) -> (
    likely: Watts, least: Watts
  ) {
    func power(_ pad: Ohms) -> Watts {
      let current = voltage / (pad + pack.thermal.internalResistance)
      return pad * current * current
    }
    return (power(heater.resistance), power(heater.resistance * (1 + heater.tolerance.fraction)))
  }
}
