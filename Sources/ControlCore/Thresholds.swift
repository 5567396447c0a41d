import BoardCatalog
public import Quantities

/// The temperatures that hold for a pack now: the stricter of the app's settings and the floors.
public struct Thresholds: Hashable, Sendable {
  /// At and below it there is no charging (S2).
  public var protection: Celsius
  /// Once blocked, charging returns when the coldest probe has reached this value (S2).
  public var recovery: Celsius
  /// Heating ends here; never below the recovery value.
  public var stop: Celsius
  /// The hottest probe at which heating ends, whatever the coldest one says.
  public var hottestHeated: Celsius
  /// Charging ends at this temperature of the hottest probe, where the app's setting is known.
  public var chargeOvertemperature: Celsius?
  /// Charging returns below this temperature.
  public var chargeOvertemperatureRecovery: Celsius?
  /// Which of the protections is the strictest.
  public var origin: Origin
  /// The app's protection as last accepted, where the protocol carries it.
  public var appProtection: Celsius?

  /// Where the effective protection comes from.
  public enum Origin: Hashable, Sendable {
    /// The app's setting is the strictest, or as strict as the floors.
    case app
    /// The configuration's floor.
    case configuration
    /// The floor of the chemistry.
    case chemistry
  }
}

extension Thresholds {
  /// The least hysteresis between protection and recovery: two steps of a 1 K sensor.
  public static let minimumHysteresis = Kelvins(2)
  /// No cell needs heat above this temperature. Source: LFP and Li-ion charge at their full rate
  /// from 20 to 45 °C (EVE LF280K, ICR18650-26C data sheets); 35 °C keeps 10 K from the upper end.
  public static let hottestProbeHeated = Celsius(35)
  /// The range of the app's protection and recovery. Source: JK UART/TTL registers 0xA5 and 0xA6.
  public static let appRange = Celsius(-45)...Celsius(25)

  /// The thresholds that follow from the app's accepted settings and from the configuration.
  package init(app: AppSettings?, _ settings: PackSettings) {
    let protection = Thresholds.protection(app, settings)
    var recovery = protection + Thresholds.minimumHysteresis
    if let app { recovery = max(recovery, app.recovery) }
    if let minimum = settings.minimumRecovery { recovery = max(recovery, minimum) }
    let stop = settings.heater?.stop.map { max($0, recovery) } ?? recovery
    let overtemperature = app?.chargeOvertemperature.value

    self.protection = protection
    self.recovery = recovery
    self.stop = stop
    hottestHeated = min(Thresholds.hottestProbeHeated, overtemperature ?? .init(.infinity))
    chargeOvertemperature = overtemperature
    chargeOvertemperatureRecovery = app?.chargeOvertemperatureRecovery.value
    appProtection = app?.protection
    if app?.protection == protection {
      origin = .app
    } else if settings.protectionFloor > settings.chemistry.chargeFloor {
      origin = .configuration
    } else {
      origin = .chemistry
    }
  }

  /// The strictest of the protections: no charging at and below it.
  static func protection(_ app: AppSettings?, _ settings: PackSettings) -> Celsius {
    let floor = max(settings.protectionFloor, settings.chemistry.chargeFloor)
    return max(app?.protection ?? floor, floor)
  }

  /// Whether the app's settings can be right: both in the app's range, recovery above protection.
  public static func accepts(_ app: AppSettings) -> Bool {
    appRange.contains(app.protection) && appRange.contains(app.recovery)
      && app.recovery > app.protection
  }
}
