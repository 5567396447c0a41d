/// A number with a unit. The type is the unit, so adding volts to degrees does not compile.
///
/// There is no conformance to literals: a unit is read at each call site, as in `Volts(26.4)`.
public protocol Quantity: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The unit's symbol as printed after a number.
  static var symbol: String { get }
  /// The number of units.
  var rawValue: Double { get }
  /// Makes a quantity from a number of units.
  init(_ rawValue: Double)
}

extension Quantity {
  /// Orders quantities of the same unit.
  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }

  /// Whether the number is neither infinite nor "not a number".
  public var isFinite: Bool { rawValue.isFinite }

  /// The number with `places` decimal places and its unit, for example `26.4 V`.
  public func text(places: Int) -> String {
    decimal(rawValue, places: places) + Self.space + Self.symbol
  }

  /// The number with up to three decimal places, trailing zeros dropped, and its unit.
  public var description: String {
    shortDecimal(rawValue) + Self.space + Self.symbol
  }

  /// What stands between a number and its unit.
  private static var space: String { symbol == "%" || symbol == "°" ? "" : " " }
}

/// A quantity whose sums and multiples are quantities of the same unit.
///
/// Points on a scale, such as `Celsius`, are deliberately not additive.
public protocol AdditiveQuantity: Quantity {}

extension AdditiveQuantity {
  /// Nothing of this quantity.
  public static var zero: Self { Self(0) }
  /// The sum of two quantities.
  public static func + (a: Self, b: Self) -> Self { Self(a.rawValue + b.rawValue) }
  /// The difference of two quantities.
  public static func - (a: Self, b: Self) -> Self { Self(a.rawValue - b.rawValue) }
  /// A multiple of a quantity.
  public static func * (a: Self, factor: Double) -> Self { Self(a.rawValue * factor) }
  /// A part of a quantity.
  public static func / (a: Self, divisor: Double) -> Self { Self(a.rawValue / divisor) }
  /// How many times `b` goes into `a`.
  public static func / (a: Self, b: Self) -> Double { a.rawValue / b.rawValue }
  /// The opposite quantity.
  public static prefix func - (a: Self) -> Self { Self(-a.rawValue) }
  /// Adds in place.
  public static func += (a: inout Self, b: Self) { a = a + b }
  /// Subtracts in place.
  public static func -= (a: inout Self, b: Self) { a = a - b }
  /// The size without its sign.
  public var magnitude: Self { Self(rawValue.magnitude) }
}
