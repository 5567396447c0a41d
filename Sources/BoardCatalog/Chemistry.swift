public import Quantities

/// The chemistry of a lithium cell, with the voltages and the cold limit that follow from it.
public enum Chemistry: String, Hashable, Sendable, CaseIterable, CustomStringConvertible {
  case lfp
  case liIon = "li-ion"
  case lto

  /// The name as printed: `LFP`, `Li-ion`, `LTO`.
  public var description: String {
    switch self {
    case .lfp: "LFP"
    case .liIon: "Li-ion"
    case .lto: "LTO"
    }
  }

  /// The highest cell voltage. Source: JK's presets for cell over-voltage, rounded up to the
  /// charging voltages in the heater sizing tables (3.65, 4.2 and 2.8 V).
  public var maximumCellVoltage: Volts {
    switch self {
    case .lfp: Volts(3.65)
    case .liIon: Volts(4.2)
    case .lto: Volts(2.8)
    }
  }

  /// The nominal cell voltage. Source: heater sizing tables (3.2, 3.7 and 2.3 V).
  public var nominalCellVoltage: Volts {
    switch self {
    case .lfp: Volts(3.2)
    case .liIon: Volts(3.7)
    case .lto: Volts(2.3)
    }
  }

  /// The lowest cell voltage: JK's presets for cell under-voltage protection.
  /// Source: JK manual V1.5, appendix of one-key defaults.
  public var minimumCellVoltage: Volts {
    switch self {
    case .lfp: Volts(2.6)
    case .liIon: Volts(2.9)
    case .lto: Volts(1.8)
    }
  }

  /// The temperature at and below which a cell of this chemistry is never charged.
  ///
  /// Source: cell makers' data sheets give 0 °C for LFP (EVE LF280K) and Li-ion (ICR18650-26C);
  /// LTO does not plate, and its makers state −30 °C (Nichicon SLB).
  public var chargeFloor: Celsius {
    switch self {
    case .lfp, .liIon: Celsius(0)
    case .lto: Celsius(-30)
    }
  }

  /// What a cell that may be heated and charged can have; outside it either the cell is ruined or
  /// the chemistry is another.
  ///
  /// Source: discharge cut-off in the cold 2.0 V (EVE LF280K), 2.5 V (Samsung 30Q) and 1.5 V
  /// (Toshiba SCiB); 0.2 V above the highest charging voltage. JK's over-voltage protection can be
  /// set to 4.35 V.
  public var cellVoltageRange: ClosedRange<Volts> {
    switch self {
    case .lfp: Volts(2.0)...Volts(3.85)
    case .liIon: Volts(2.5)...Volts(4.4)
    case .lto: Volts(1.5)...Volts(3.0)
    }
  }
}
