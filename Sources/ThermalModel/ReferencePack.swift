public import Quantities

/// A pack of 280 Ah LFP cells in an insulated box, as a yardstick for tests and benches.
///
/// Source: 5.42 kg and 1020 J/kgK per cell (LF280K; LUT thesis 10024/171871). The leak is worked
/// out from the box's mid-plane area with 0.034 W/mK of XPS and 8 and 15 W/m²K at its faces.
public struct ReferencePack: Hashable, Sendable {
  /// Cells in series.
  public let stringCount: Int
  /// UA with 25 mm of XPS.
  public let leak25mm: WattsPerKelvin
  /// UA with 50 mm of XPS.
  public let leak50mm: WattsPerKelvin

  /// C of the cells.
  public var capacity: JoulesPerKelvin { ReferencePack.cellCapacity * Double(stringCount) }

  /// The pack in a box with this leak.
  public func node(leak: WattsPerKelvin) -> ThermalNode {
    ThermalNode(capacity: capacity, leak: leak)
  }

  /// C of one cell: 5.42 kg · 1020 J/kgK.
  public static let cellCapacity = JoulesPerKelvin(5.42 * 1020)

  /// 4 cells in series.
  public static let r4 = ReferencePack(
    stringCount: 4, leak25mm: WattsPerKelvin(0.61), leak50mm: WattsPerKelvin(0.40))
  /// 8 cells in series.
  public static let r8 = ReferencePack(
    stringCount: 8, leak25mm: WattsPerKelvin(0.94), leak50mm: WattsPerKelvin(0.60))
  /// 16 cells in series. Scenarios use 1.6 W/K, a leaky box, unless they say otherwise.
  public static let r16 = ReferencePack(
    stringCount: 16, leak25mm: WattsPerKelvin(1.31), leak50mm: WattsPerKelvin(0.82))
  /// 24 cells in series.
  public static let r24 = ReferencePack(
    stringCount: 24, leak25mm: WattsPerKelvin(1.77), leak50mm: WattsPerKelvin(1.09))
}
