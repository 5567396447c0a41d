public import BoardCatalog
public import Quantities

/// One sample of a battery, as far as it matters for heating and charging.
public struct BatteryReading: Hashable, Sendable {
  /// When the last byte of the reply arrived.
  public var takenAt: Uptime
  /// The voltage of the whole pack.
  public var packVoltage: Measured<Volts> = .unknown(.notRead)
  /// Into the pack (charging) is positive.
  public var current: Measured<Amperes> = .unknown(.notRead)
  /// The cell temperatures.
  public var probes = PerProbe<Measured<ProbeTemperature>>(all: .unknown(.notRead))
  /// The smallest step in which the protocol reports a probe: 0.1 K, or 1 K with 4E 57.
  public var probeResolution = Kelvins(0.1)
  /// 0 % to 100 %.
  public var stateOfCharge: Measured<Percent> = .unknown(.notRead)
  /// The voltage of the lowest cell.
  public var lowestCell: Measured<Volts> = .unknown(.notRead)
  /// The voltage of the highest cell.
  public var highestCell: Measured<Volts> = .unknown(.notRead)
  /// The cells that the board sees in series.
  public var cellCount: Measured<Int> = .unknown(.notRead)
  /// The model that the board reports of itself, for example `JK_B2A8S20P`.
  public var model: Measured<String> = .unknown(.notRead)
  /// Whether the board's own heating output is on, or current flows in it.
  public var boardHeats: Measured<Bool> = .unknown(.notRead)
  /// Whether the board sees a charger. Counts only where the configuration says that the board
  /// still sees it while the charge gate is open.
  public var chargerPlugged: Measured<Bool> = .unknown(.notRead)
  /// What forbids trusting the board.
  public var warnings: BoardWarnings = []

  /// A sample of which only the time is known.
  public init(takenAt: Uptime) { self.takenAt = takenAt }
}

/// What a board says of itself that forbids trusting it with charging or with temperatures.
public struct BoardWarnings: OptionSet, Hashable, Sendable {
  /// One bit a warning.
  public let rawValue: UInt8
  /// Makes a set from its bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }
  /// The board's protections are bypassed (its "emergency" time is running).
  public static let emergency = BoardWarnings(rawValue: 1)
  /// The board has been told to ignore its temperature sensors.
  public static let probesDisabled = BoardWarnings(rawValue: 2)
  /// The board reports a faulty temperature sensor.
  public static let probeAnomaly = BoardWarnings(rawValue: 4)
  /// With any of these no temperature is believed.
  static let probes: BoardWarnings = [.probesDisabled, .probeAnomaly]
  /// The board has an alarm that forbids charging.
  public static let chargeForbidden = BoardWarnings(rawValue: 8)
}

/// The settings in JK's app that concern cold charging, as read from the board.
public struct AppSettings: Hashable, Sendable {
  /// When they were read.
  public var takenAt: Uptime
  /// The low-temperature charge protection.
  public var protection: Celsius
  /// Its recovery value.
  public var recovery: Celsius
  /// Charging and heating end at this temperature.
  public var chargeOvertemperature: Measured<Celsius>
  /// Charging returns below this temperature.
  public var chargeOvertemperatureRecovery: Measured<Celsius>
  /// Cells in series, as set in the app.
  public var stringCount: Measured<Int> = .unknown(.notCarried)
  /// The chemistry, as set in the app.
  public var chemistry: Measured<Chemistry> = .unknown(.notCarried)

  /// Settings as read at one time.
  public init(
    takenAt: Uptime, protection: Celsius, recovery: Celsius,
    chargeOvertemperature: Measured<Celsius> = .unknown(.notRead),
    chargeOvertemperatureRecovery: Measured<Celsius> = .unknown(.notRead)
  ) {
    self.takenAt = takenAt
    self.protection = protection
    self.recovery = recovery
    self.chargeOvertemperature = chargeOvertemperature
    self.chargeOvertemperatureRecovery = chargeOvertemperatureRecovery
  }
}
