/// A share of a whole, in percent: state of charge, resistance tolerance.
public struct Percent: AdditiveQuantity {
  /// The unit as printed.
  public static let symbol = "%"
  /// The number of units.
  public let rawValue: Double
  /// Makes a quantity from a number of units.
  public init(_ rawValue: Double) { self.rawValue = rawValue }
  /// The share as a number from 0 to 1.
  public var fraction: Double { rawValue / 100 }
}
