public import BoardCatalog
public import Quantities

/// What the pad draws in the worst case: at its lowest resistance, at the highest voltage it sees.
///
/// A duty cycle lowers average power, never this: it cannot satisfy S3.
public struct HeaterDraw: Hashable, Sendable {
  /// The voltage across the pad.
  public var voltage: Volts
  /// I = U / R.
  public var current: Amperes
  /// P = U² / R.
  public var power: Watts

  /// The draw of a pad at `packVoltage`.
  public init(_ heater: HeaterSettings, packVoltage: Volts) {
    switch heater.supply {
    case .pack: voltage = packVoltage
    case .charger(let maximum): voltage = max(packVoltage, maximum)
    }
    current = voltage / heater.lowestResistance
    power = voltage.squared / heater.lowestResistance
  }

  /// The limit that this draw exceeds, or `nil` when both hold.
  public func exceeded(of rating: HeaterRating) -> HeaterLimit? {
    if current > rating.currentLimit * HeaterDraw.rounding { return .current }
    if power > rating.powerLimit * HeaterDraw.rounding { return .power }
    return nil
  }

  /// 33.6 V over 11.2 Ω are 3 A and in binary a hair more; a part in 10⁹ is no excess.
  private static let rounding = 1 + 1e-9
}
