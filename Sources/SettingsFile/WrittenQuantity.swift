public import Quantities

/// Quantities outside of a file, for example in an option of a command, spelt as in a file.
///
/// A number without its unit, or with another one, is `nil`.
public enum WrittenQuantity {
  /// A resistance, for example `21 ohm`.
  public static func resistance(_ text: String) -> Ohms? { value(text, .resistance).map(Ohms.init) }
  /// A temperature, for example `-21 °C`.
  public static func temperature(_ text: String) -> Celsius? {
    value(text, .temperature).map(Celsius.init)
  }
  /// A heat capacity, for example `88 kJ/K`.
  public static func heatCapacity(_ text: String) -> JoulesPerKelvin? {
    value(text, .heatCapacity).map(JoulesPerKelvin.init)
  }
  /// What an enclosure loses, for example `1.6 W/K`.
  public static func conductance(_ text: String) -> WattsPerKelvin? {
    value(text, .conductance).map(WattsPerKelvin.init)
  }

  private static func value(_ text: String, _ dimension: Dimension) -> Double? {
    guard case .number(let value) = WrittenNumber(text, dimension) else { return nil }
    return value
  }
}
