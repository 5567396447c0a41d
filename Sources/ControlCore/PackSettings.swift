public import BoardCatalog
public import Quantities

/// Everything that is configured for one pack. Made by the settings file, checked before use (S9).
public struct PackSettings: Hashable, Sendable {
  /// The pack's name in logs, for example `shed`.
  public var name: String
  /// The JK board in the pack.
  public var board: Board
  /// The chemistry of the cells.
  public var chemistry: Chemistry
  /// Cells in series.
  public var stringCount: Int
  /// The probes that are fitted to cells; each of them must be known (S4).
  public var probes: FittedProbes = .t1AndT2
  /// The heating pad, or `nil` where there is none.
  public var heater: HeaterSettings?
  /// How the pack takes up heat and loses it, as far as it is known.
  public var thermal: ThermalSettings = .unknown
  /// May only tighten what the app says; the chemistry's floor holds in any case.
  public var protectionFloor: Celsius
  /// The lowest recovery value, or `nil` to follow the app and the 2 K above the protection.
  public var minimumRecovery: Celsius?
  /// Whether the protocol carries the app's settings, as far as the configuration knows. Without
  /// them (DD A5) the floors alone protect; so they do where a reader finds out that it does not.
  public var appSettingsCarried: Bool = true
  /// Whether the pad may heat while a charger is present.
  public var heatWithCharger: HeatPolicy = .whileAbove(.withCharger)
  /// Whether the pad may heat while none is present, or none can be sensed.
  public var heatWithoutCharger: HeatPolicy = .never
  /// How a charger is sensed.
  public var chargerSource: ChargerSource = .notSensed
  /// When the pack is to be warm before its charger comes, or `nil` to heat as `heat_when` says.
  public var preheat: PreheatSettings?
  /// Times of the control cycle.
  public var control: ControlSettings = .standard

  /// A pack with the chemistry's floor and without a pad.
  public init(name: String, board: Board, chemistry: Chemistry, stringCount: Int) {
    self.name = name
    self.board = board
    self.chemistry = chemistry
    self.stringCount = stringCount
    protectionFloor = chemistry.chargeFloor
  }

  /// What the board's heating output may carry, or `nil` where it has none.
  public var heaterRating: HeaterRating? {
    switch board.heating {
    case .optional(let rating): rating
    case .unavailable: nil
    }
  }
}

/// A set of battery probes.
public struct FittedProbes: OptionSet, Hashable, Sendable {
  /// Bit n is the probe with raw value n.
  public let rawValue: UInt8
  /// Makes a set from its bits: bit n is the probe with raw value n.
  public init(rawValue: UInt8) { self.rawValue = rawValue }
  /// A set with one probe.
  public init(_ probe: Probe) { rawValue = 1 << UInt8(probe.rawValue) }
  /// Whether `probe` is in the set.
  public func contains(_ probe: Probe) -> Bool { rawValue & (1 << UInt8(probe.rawValue)) != 0 }

  /// The two battery probes that every board has.
  public static let t1AndT2: FittedProbes = [FittedProbes(.t1), FittedProbes(.t2)]
}

/// A heating pad and what feeds it.
public struct HeaterSettings: Hashable, Sendable {
  /// The pad's nominal resistance.
  public var resistance: Ohms
  /// How far below the nominal value the pad may be; 0 % to below 100 %.
  public var tolerance: Percent
  /// What feeds the pad.
  public var supply: HeaterSupply
  /// Heating ends here; at least the recovery value, which is the default.
  public var stop: Celsius?

  /// A pad on the pack's own voltage.
  public init(
    resistance: Ohms, tolerance: Percent, supply: HeaterSupply = .pack, stop: Celsius? = nil
  ) {
    self.resistance = resistance
    self.tolerance = tolerance
    self.supply = supply
    self.stop = stop
  }

  /// The lowest resistance that the pad can have: limits are checked with this one (S3).
  public var lowestResistance: Ohms { resistance * (1 - tolerance.fraction) }
}

/// Who feeds the pad.
public enum HeaterSupply: Hashable, Sendable {
  /// The pack's own voltage, as measured.
  case pack
  /// The charger's output, upstream of the charge gate, at most this voltage.
  case charger(maximum: Volts)
}

/// Whether, and down to which charge, the pad may be heated.
public enum HeatPolicy: Hashable, Sendable {
  case never
  case whileAbove(HeatFloors)
}

/// The charge below which heating stops.
public struct HeatFloors: Hashable, Sendable {
  /// Heating stops at this state of charge and returns 5 points above it.
  public var stateOfCharge: Percent?
  /// Heating stops at this voltage of the lowest cell and returns 0.1 V above it.
  public var cellVoltage: Volts?

  /// Floors; `nil` is none.
  public init(stateOfCharge: Percent?, cellVoltage: Volts?) {
    self.stateOfCharge = stateOfCharge
    self.cellVoltage = cellVoltage
  }

  /// Low floors: with a charger there, a nearly empty pack must get warm to be filled.
  public static let withCharger = HeatFloors(stateOfCharge: Percent(5), cellVoltage: nil)
  /// High floors: without a charger, the heat comes out of the pack.
  public static let withoutCharger = HeatFloors(stateOfCharge: Percent(30), cellVoltage: nil)
}

/// How the controller knows whether a charger is there.
public enum ChargerSource: Hashable, Sendable {
  /// An input line upstream of the charge gate.
  case inputLine
  /// The board's own flag; only where it still sees the charger with the gate open.
  case board
  case notSensed
}

/// Times that hold for every pack.
public struct ControlSettings: Hashable, Sendable {
  /// The control cycle; 0.05 s to 10 s.
  public var period: Duration
  /// A reading older than this is unknown (S4).
  public var readingLifetime: Duration
  /// The app's settings older than this are unknown: four polls of 30 s.
  public var appSettingsLifetime: Duration
  /// Off comes first; the other output waits this long (S1).
  public var interlockDelay: Duration
  /// A run shorter than this lengthens the pause after it. It never delays off (S8).
  public var minimumOn: Duration
  /// An output that went off stays off at least this long.
  public var minimumOff: Duration

  /// All the times.
  public init(
    period: Duration, readingLifetime: Duration, appSettingsLifetime: Duration = .seconds(120),
    interlockDelay: Duration, minimumOn: Duration, minimumOff: Duration
  ) {
    self.period = period
    self.readingLifetime = readingLifetime
    self.appSettingsLifetime = appSettingsLifetime
    self.interlockDelay = interlockDelay
    self.minimumOn = minimumOn
    self.minimumOff = minimumOff
  }

  /// The defaults: 1 s, 5 s, 120 s, 2 s, 60 s, 60 s.
  public static let standard = ControlSettings(
    period: .seconds(1), readingLifetime: .seconds(5), interlockDelay: .seconds(2),
    minimumOn: .seconds(60), minimumOff: .seconds(60))

  /// An output is a lease of three cycles (S5).
  public var lease: Duration { period * 3 }
}
