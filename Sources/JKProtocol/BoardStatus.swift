public import Quantities

/// What a JK board says of its battery at one moment, whichever protocol carried it.
///
/// A field that the protocol lacks is `.unknown(.notCarried)`.
public struct BoardStatus: Hashable, Sendable {
  /// The voltage of the whole pack.
  public var packVoltage: Measured<Volts> = .unknown(.notCarried)
  /// Into the pack (charging) is positive.
  public var current: Measured<Amperes> = .unknown(.notCarried)
  /// The cell temperatures.
  public var probes = PerProbe<Measured<ProbeTemperature>>(all: .unknown(.notCarried))
  /// The sensor on the board's MOSFETs. Never a battery temperature.
  public var mosfet: Measured<Celsius> = .unknown(.notCarried)
  /// 0 % to 100 %.
  public var stateOfCharge: Measured<Percent> = .unknown(.notCarried)
  /// Whether the board's charge MOSFETs conduct.
  public var chargeMosfetOn: Measured<Bool> = .unknown(.notCarried)
  /// Whether the board's discharge MOSFETs conduct.
  public var dischargeMosfetOn: Measured<Bool> = .unknown(.notCarried)
  /// The state of the board's own heating output.
  public var heatingOn: Measured<Bool> = .unknown(.notCarried)
  /// The current in the board's own heating output.
  public var heaterCurrent: Measured<Amperes> = .unknown(.notCarried)
  /// Whether the board sees a charger.
  public var chargerPlugged: Measured<Bool> = .unknown(.notCarried)
  /// Whether the board's protections are bypassed (its "emergency" time is running).
  public var emergency: Measured<Bool> = .unknown(.notCarried)
  /// The active alarms.
  public var alarms: Measured<BoardAlarms> = .unknown(.notCarried)
  /// The cells that are there, in order; empty where the frame carried none.
  public var cellVoltages: [Volts] = []

  /// A status of which nothing is known.
  public init() {}
}

/// The settings in JK's app that matter for cold charging.
public struct BoardSettings: Hashable, Sendable {
  /// "Low-temperature charge protection": at and below it the board stops charging.
  public var chargeProtection: Measured<Celsius> = .unknown(.notCarried)
  /// Its recovery value: charging returns above it.
  public var chargeRecovery: Measured<Celsius> = .unknown(.notCarried)
  /// Charging ends at this temperature.
  public var chargeOvertemperature: Measured<Celsius> = .unknown(.notCarried)
  /// Charging returns below this temperature.
  public var chargeOvertemperatureRecovery: Measured<Celsius> = .unknown(.notCarried)
  /// Cells in series.
  public var stringCount: Measured<Int> = .unknown(.notCarried)
  /// The chemistry that the app has set.
  public var batteryType: Measured<BatteryType> = .unknown(.notCarried)
  /// The charge switch in the app.
  public var chargeSwitchOn: Measured<Bool> = .unknown(.notCarried)
  /// The heating switch in the app.
  public var heatingSwitchOn: Measured<Bool> = .unknown(.notCarried)
  /// Whether the app has told the board to ignore its temperature sensors.
  public var probesDisabled: Measured<Bool> = .unknown(.notCarried)
  /// The board's own heating start, on firmware that has it (15.41 and later).
  public var heatStart: Measured<Celsius> = .unknown(.notCarried)
  /// The board's own heating stop, on firmware that has it (15.41 and later).
  public var heatStop: Measured<Celsius> = .unknown(.notCarried)

  /// Settings of which nothing is known.
  public init() {}
}

/// The chemistry as 4E 57 numbers it. Source: V2.5, item 0xAF.
public enum BatteryType: Int, Hashable, Sendable, CaseIterable {
  case lfp = 0
  case liIon = 1
  case lto = 2
}

/// Which board it is.
public struct BoardIdentity: Hashable, Sendable {
  /// For example `JK_B2A20S20P`.
  public var model: Measured<String> = .unknown(.notCarried)
  /// The hardware version.
  public var hardware: Measured<String> = .unknown(.notCarried)
  /// The firmware version.
  public var firmware: Measured<String> = .unknown(.notCarried)

  /// A board of which nothing is known.
  public init() {}
}
