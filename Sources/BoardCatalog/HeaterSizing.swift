public import Quantities

/// The smallest heating pad that a pack may carry, and what it gives over the pack's voltages.
///
/// S3: at every voltage of the pack both limits of the board hold with the pad at the low end of
/// its tolerance, so the highest voltage decides.
public struct HeaterSizing: Hashable, Sendable {
  /// What the board's heating output may carry.
  public let rating: HeaterRating
  /// The pack's voltage with every cell at its lowest.
  public let minimumVoltage: Volts
  /// The pack's voltage with every cell at its nominal voltage.
  public let nominalVoltage: Volts
  /// The pack's voltage with every cell at its highest.
  public let maximumVoltage: Volts
  /// How far below its nominal value a pad may be.
  public let tolerance: Percent

  /// The sizing of a pad on a pack of `stringCount` cells in series.
  ///
  /// - Parameters:
  ///   - stringCount: At least 1.
  ///   - tolerance: 0 % to below 100 %.
  public init(
    _ rating: HeaterRating, _ chemistry: Chemistry, stringCount: Int,
    tolerance: Percent = Percent(0)
  ) {
    precondition(stringCount >= 1, "a pack has cells")
    precondition((0..<100).contains(tolerance.rawValue), "a pad has a resistance")
    self.rating = rating
    self.tolerance = tolerance
    let cells = Double(stringCount)
    minimumVoltage = chemistry.minimumCellVoltage * cells
    nominalVoltage = chemistry.nominalCellVoltage * cells
    maximumVoltage = chemistry.maximumCellVoltage * cells
  }

  /// The smallest resistance that keeps the current limit at the highest voltage.
  public var resistanceForCurrent: Ohms { maximumVoltage / rating.currentLimit }
  /// The smallest resistance that keeps the power limit at the highest voltage.
  public var resistanceForPower: Ohms { maximumVoltage.squared / rating.powerLimit }
  /// The smallest resistance that any pad on this pack may really have.
  public var lowestResistance: Ohms { rating.minimumResistance(at: maximumVoltage) }
  /// The smallest nominal resistance: with it, the low end of the tolerance is still allowed.
  public var minimumResistance: Ohms { lowestResistance / (1 - tolerance.fraction) }
  /// The limit that decides.
  public var bindingLimit: HeaterLimit { rating.bindingLimit(at: maximumVoltage) }

  /// The current of the smallest pad, at the low end of its tolerance, at `voltage`.
  public func current(at voltage: Volts) -> Amperes { voltage / lowestResistance }
  /// The power of the smallest pad, at the low end of its tolerance, at `voltage`.
  public func power(at voltage: Volts) -> Watts { voltage.squared / lowestResistance }

  /// Resistances that are sold, from the smallest allowed one upwards.
  ///
  /// Source: the E24 series of IEC 60063:2015.
  ///
  /// - Parameter count: How many to give; at least 1.
  public func standardResistances(_ count: Int) -> [Ohms] {
    var found: [Ohms] = []
    var decade = 1.0
    while minimumResistance > Ohms(decade * 10) { decade *= 10 }
    while found.count < count {
      for step in HeaterSizing.e24 {
        // In tenths: 5.1 × 10 is 51, not a hair less.
        let resistance = Ohms(Double(step) * decade / 10)
        if resistance >= minimumResistance, found.count < count { found.append(resistance) }
      }
      decade *= 10
    }
    return found
  }

  /// Resistances that are sold and that no pad here may have, the smallest first: those next below
  /// the smallest allowed one.
  ///
  /// Source: the E24 series of IEC 60063:2015.
  ///
  /// - Parameter count: How many to give; fewer where the series of 0.1 Ω and more ends.
  public func standardResistances(below count: Int) -> [Ohms] {
    var all: [Ohms] = []
    var decade = 0.1
    while Ohms(decade) < minimumResistance {
      all += HeaterSizing.e24.map { Ohms(Double($0) * decade / 10) }
      decade *= 10
    }
    return Array(all.filter { $0 < minimumResistance }.suffix(count))
  }

  /// One decade of the series, in tenths.
  private static let e24 = [
    10, 11, 12, 13, 15, 16, 18, 20, 22, 24, 27, 30, 33, 36, 39, 43, 47, 51, 56, 62, 68, 75, 82, 91,
  ]
}
