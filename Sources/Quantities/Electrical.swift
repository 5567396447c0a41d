/// Electric potential difference, in volts.
public struct Volts: AdditiveQuantity {
  /// The unit as printed.
  public static let symbol = "V"
  /// The number of units.
  public let rawValue: Double
  /// Makes a quantity from a number of units.
  public init(_ rawValue: Double) { self.rawValue = rawValue }
  /// U², which only a resistance or a power can divide.
  public var squared: VoltsSquared { VoltsSquared(rawValue * rawValue) }
}

/// The square of a voltage, in V².
public struct VoltsSquared: AdditiveQuantity {
  /// The unit as printed.
  public static let symbol = "V²"
  /// The number of units.
  public let rawValue: Double
  /// Makes a quantity from a number of units.
  public init(_ rawValue: Double) { self.rawValue = rawValue }
}

/// Electric current, in amperes. Into the pack (charging) is positive.
public struct Amperes: AdditiveQuantity {
  /// The unit as printed.
  public static let symbol = "A"
  /// The number of units.
  public let rawValue: Double
  /// Makes a quantity from a number of units.
  public init(_ rawValue: Double) { self.rawValue = rawValue }
}

/// Electric charge, in ampere-hours.
public struct AmpereHours: AdditiveQuantity {
  /// The unit as printed.
  public static let symbol = "Ah"
  /// The number of units.
  public let rawValue: Double
  /// Makes a quantity from a number of units.
  public init(_ rawValue: Double) { self.rawValue = rawValue }
}

/// Electric resistance, in ohms.
public struct Ohms: AdditiveQuantity {
  /// The unit as printed.
  public static let symbol = "Ω"
  /// The number of units.
  public let rawValue: Double
  /// Makes a quantity from a number of units.
  public init(_ rawValue: Double) { self.rawValue = rawValue }
}

/// Power, in watts.
public struct Watts: AdditiveQuantity {
  /// The unit as printed.
  public static let symbol = "W"
  /// The number of units.
  public let rawValue: Double
  /// Makes a quantity from a number of units.
  public init(_ rawValue: Double) { self.rawValue = rawValue }
}

/// I = U / R.
public func / (u: Volts, r: Ohms) -> Amperes { Amperes(u.rawValue / r.rawValue) }
/// P = U² / R.
public func / (u2: VoltsSquared, r: Ohms) -> Watts { Watts(u2.rawValue / r.rawValue) }
/// R = U / I.
public func / (u: Volts, i: Amperes) -> Ohms { Ohms(u.rawValue / i.rawValue) }
/// R = U² / P.
public func / (u2: VoltsSquared, p: Watts) -> Ohms { Ohms(u2.rawValue / p.rawValue) }
/// P = U · I.
public func * (u: Volts, i: Amperes) -> Watts { Watts(u.rawValue * i.rawValue) }
/// U = R · I.
public func * (r: Ohms, i: Amperes) -> Volts { Volts(r.rawValue * i.rawValue) }
/// I = P / U.
public func / (p: Watts, u: Volts) -> Amperes { Amperes(p.rawValue / u.rawValue) }
/// Q = I · t.
public func * (i: Amperes, t: Duration) -> AmpereHours {
  AmpereHours(i.rawValue * t.seconds / 3600)
}
/// t = Q / I.
public func / (q: AmpereHours, i: Amperes) -> Duration {
  .seconds(q.rawValue / i.rawValue * 3600)
}
