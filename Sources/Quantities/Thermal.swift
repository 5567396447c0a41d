/// A point on the Celsius scale, in °C. Points subtract to a difference; they never add or scale.
public struct Celsius: Quantity {
  /// The unit as printed.
  public static let symbol = "°C"
  /// The number of units.
  public let rawValue: Double
  /// Makes a quantity from a number of units.
  public init(_ rawValue: Double) { self.rawValue = rawValue }
}

/// A temperature difference, in kelvins.
public struct Kelvins: AdditiveQuantity {
  /// The unit as printed.
  public static let symbol = "K"
  /// The number of units.
  public let rawValue: Double
  /// Makes a quantity from a number of units.
  public init(_ rawValue: Double) { self.rawValue = rawValue }
}

/// Energy, in joules.
public struct Joules: AdditiveQuantity {
  /// The unit as printed.
  public static let symbol = "J"
  /// The number of units.
  public let rawValue: Double
  /// Makes a quantity from a number of units.
  public init(_ rawValue: Double) { self.rawValue = rawValue }
  /// The same energy in watt-hours (3600 J each).
  public var wattHours: Double { rawValue / 3600 }
}

/// Heat capacity, in joules per kelvin.
public struct JoulesPerKelvin: AdditiveQuantity {
  /// The unit as printed.
  public static let symbol = "J/K"
  /// The number of units.
  public let rawValue: Double
  /// Makes a quantity from a number of units.
  public init(_ rawValue: Double) { self.rawValue = rawValue }
}

/// Thermal conductance (UA of an enclosure), in watts per kelvin.
public struct WattsPerKelvin: AdditiveQuantity {
  /// The unit as printed.
  public static let symbol = "W/K"
  /// The number of units.
  public let rawValue: Double
  /// Makes a quantity from a number of units.
  public init(_ rawValue: Double) { self.rawValue = rawValue }
}

/// The difference of two points.
public func - (a: Celsius, b: Celsius) -> Kelvins { Kelvins(a.rawValue - b.rawValue) }
/// A point moved up by a difference.
public func + (t: Celsius, d: Kelvins) -> Celsius { Celsius(t.rawValue + d.rawValue) }
/// A point moved down by a difference.
public func - (t: Celsius, d: Kelvins) -> Celsius { Celsius(t.rawValue - d.rawValue) }

/// E = P · t.
public func * (p: Watts, t: Duration) -> Joules { Joules(p.rawValue * t.seconds) }
/// E = C · ΔT.
public func * (c: JoulesPerKelvin, d: Kelvins) -> Joules { Joules(c.rawValue * d.rawValue) }
/// ΔT = E / C.
public func / (e: Joules, c: JoulesPerKelvin) -> Kelvins { Kelvins(e.rawValue / c.rawValue) }
/// t = E / P.
public func / (e: Joules, p: Watts) -> Duration { .seconds(e.rawValue / p.rawValue) }
/// P = G · ΔT.
public func * (g: WattsPerKelvin, d: Kelvins) -> Watts { Watts(g.rawValue * d.rawValue) }
/// ΔT = P / G.
public func / (p: Watts, g: WattsPerKelvin) -> Kelvins { Kelvins(p.rawValue / g.rawValue) }
/// τ = C / G.
public func / (c: JoulesPerKelvin, g: WattsPerKelvin) -> Duration {
  .seconds(c.rawValue / g.rawValue)
}
