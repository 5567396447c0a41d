import Quantities

/// A kind of number that is written with its unit.
enum Dimension: CaseIterable, Sendable {
  case resistance, temperature, voltage, share, duration, heatCapacity, conductance, charge, angle

  /// The spellings of the units, and how many base units each is. The first is the base unit,
  /// or stands for it in messages.
  var units: [(spelling: String, factor: Double)] {
    switch self {
    case .resistance:
      [
        ("ohm", 1), ("Ω", 1), ("mohm", 1e-3), ("mΩ", 1e-3), ("kohm", 1e3), ("kΩ", 1e3),
      ]
    case .temperature: [("°C", 1), ("C", 1)]
    case .voltage: [("V", 1), ("mV", 1e-3)]
    case .share: [("%", 1)]
    case .duration: [("s", 1), ("ms", 1e-3), ("min", 60), ("h", 3600)]
    case .heatCapacity: [("kJ/K", 1e3), ("J/K", 1)]
    case .conductance: [("W/K", 1), ("mW/K", 1e-3)]
    case .charge: [("Ah", 1), ("mAh", 1e-3)]
    case .angle: [("°", 1), ("deg", 1)]
    }
  }

  /// What the number is, as messages name it.
  var noun: String {
    switch self {
    case .resistance: "a resistance"
    case .temperature: "a temperature"
    case .voltage: "a voltage"
    case .share: "a percentage"
    case .duration: "a time"
    case .heatCapacity: "a heat capacity"
    case .conductance: "a thermal conductance"
    case .charge: "a charge"
    case .angle: "an angle"
    }
  }

  /// The unit that a bare number most likely meant, as it follows the number.
  var usualUnit: String { (self == .share || self == .angle ? "" : " ") + units[0].spelling }

  /// How one is written.
  var example: String {
    switch self {
    case .resistance: "10.5 ohm"
    case .temperature: "5 °C"
    case .voltage: "2.8 V"
    case .share: "5%"
    case .duration: "2 s"
    case .heatCapacity: "88 kJ/K"
    case .conductance: "1.6 W/K"
    case .charge: "280 Ah"
    case .angle: "46.5°"
    }
  }

  /// `value` in base units as a person writes it.
  func text(_ value: Double) -> String {
    switch self {
    case .resistance: value < 1e3 ? Ohms(value).description : shortDecimal(value / 1e3) + " kΩ"
    case .temperature: Celsius(value).description
    case .voltage: Volts(value).description
    case .share: Percent(value).description
    case .duration:
      if value < 0 {
        "−" + text(-value)
      } else if value != 0, value < 1 {
        shortDecimal(value * 1e3) + " ms"
      } else if value >= 3600, value.remainder(dividingBy: 3600) == 0 {
        shortDecimal(value / 3600) + " h"
      } else if value >= 120, value.remainder(dividingBy: 60) == 0 {
        shortDecimal(value / 60) + " min"
      } else {
        shortDecimal(value) + " s"
      }
    case .heatCapacity:
      value < 1e3
        ? JoulesPerKelvin(value).description : shortDecimal(value / 1e3) + " kJ/K"
    case .conductance: WattsPerKelvin(value).description
    case .charge: AmpereHours(value).description
    case .angle: Degrees(value).description
    }
  }
}
