public import BoardCatalog
public import ControlCore
public import Quantities

/// What a pack's settings come to: what its pad draws over the pack's voltages, which limit of
/// the board binds, and the temperatures that hold.
public struct PackCheck: Hashable, Sendable {
  /// The pad, or `nil` where there is none.
  public let pad: Pad?
  /// At and below it there is no charging, unless the app's setting is stricter.
  public let protection: Celsius
  /// Once blocked, charging returns from here, unless the app's setting is stricter.
  public let recovery: Celsius
  /// Heating ends here; `nil` without a pad.
  public let stop: Celsius?

  /// The pad of a pack on its board.
  public struct Pad: Hashable, Sendable {
    /// The pad as configured.
    public let settings: HeaterSettings
    /// What the board's heating output may carry.
    public let rating: HeaterRating
    /// The limit that the pad meets first at the highest voltage.
    public let bindingLimit: HeaterLimit
    /// The smallest resistance, before its tolerance, that is allowed here.
    public let minimumResistance: Ohms
    /// The pad with every cell at its minimum, nominal and maximum voltage, in this order.
    public let points: [Point]
  }

  /// The pad at one voltage of the pack.
  public struct Point: Hashable, Sendable {
    /// `minimum`, `nominal` or `maximum`.
    public let name: String
    /// The pack's voltage.
    public let packVoltage: Volts
    /// What the pad draws at the low end of its tolerance, at the highest voltage it can see.
    public let highest: HeaterDraw
    /// What it draws when it has the resistance of its label.
    public let nominal: HeaterDraw
  }

  /// What `settings` come to.
  public init(_ settings: PackSettings) {
    protection = max(settings.protectionFloor, settings.chemistry.chargeFloor)
    let recovery = settings.leastRecovery
    self.recovery = recovery
    stop = settings.heater.map { max($0.stop ?? recovery, recovery) }
    pad = settings.heater.flatMap { heater in
      settings.heaterRating.map { Pad(heater, $0, settings) }
    }
  }
}

extension PackCheck.Pad {
  fileprivate init(_ heater: HeaterSettings, _ rating: HeaterRating, _ settings: PackSettings) {
    self.settings = heater
    self.rating = rating
    let cells = Double(settings.stringCount)
    let chemistry = settings.chemistry
    var nominal = heater
    nominal.tolerance = .zero
    points = [
      ("minimum", chemistry.minimumCellVoltage), ("nominal", chemistry.nominalCellVoltage),
      ("maximum", chemistry.maximumCellVoltage),
    ].map { name, cellVoltage in
      PackCheck.Point(
        name: name, packVoltage: cellVoltage * cells,
        highest: HeaterDraw(heater, packVoltage: cellVoltage * cells),
        nominal: HeaterDraw(nominal, packVoltage: cellVoltage * cells))
    }
    let draw = HeaterDraw(heater, packVoltage: settings.maximumPackVoltage)
    bindingLimit = rating.bindingLimit(at: draw.voltage)
    minimumResistance = rating.minimumResistance(at: draw.voltage) / (1 - heater.tolerance.fraction)
  }
}

extension PackSettings {
  /// The pack's highest voltage: every cell at the highest that its chemistry has.
  var maximumPackVoltage: Volts { chemistry.maximumCellVoltage * Double(stringCount) }

  /// The recovery value that holds where the app's is lower.
  var leastRecovery: Celsius {
    let band = max(protectionFloor, chemistry.chargeFloor) + Thresholds.minimumHysteresis
    return max(minimumRecovery ?? band, band)
  }
}
