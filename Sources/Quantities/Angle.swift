/// An angle, in degrees: a latitude, a longitude, the sun's height.
public struct Degrees: AdditiveQuantity {
  /// The unit as printed.
  public static let symbol = "°"
  /// The number of units.
  public let rawValue: Double
  /// Makes a quantity from a number of units.
  public init(_ rawValue: Double) { self.rawValue = rawValue }
}
