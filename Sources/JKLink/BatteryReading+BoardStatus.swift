import ControlCore
import JKProtocol
import Quantities

extension BatteryReading {
  /// What the control core needs of a board's status.
  ///
  /// - Parameters:
  ///   - probesDisabled: Whether the app has told the board to ignore its temperature sensors, as
  ///     far as its settings have been read.
  ///   - probeResolution: The smallest step in which the protocol reports a probe.
  ///   - takenAt: When the last byte of the reply arrived.
  init(
    _ status: BoardStatus, probesDisabled: Bool, probeResolution: Kelvins, takenAt: Uptime
  ) {
    self.init(takenAt: takenAt)
    packVoltage = status.packVoltage
    current = status.current
    probes = status.probes
    self.probeResolution = probeResolution
    stateOfCharge = status.stateOfCharge
    lowestCell = BatteryReading.lowest(status.cellVoltages)
    chargerPlugged = status.chargerPlugged
    if status.emergency == .measured(true) { warnings.insert(.emergency) }
    if probesDisabled { warnings.insert(.probesDisabled) }
    if status.alarms.value?.contains(.probeAnomaly) ?? false { warnings.insert(.probeAnomaly) }
  }

  /// The lowest cell, where every one of them can be. No lithium cell has more than 5 V.
  private static func lowest(_ cells: [Volts]) -> Measured<Volts> {
    guard let lowest = cells.min() else { return .unknown(.notRead) }
    let areAllPlausible = cells.allSatisfy { $0 >= .zero && $0 <= Volts(5) }
    return areAllPlausible ? .measured(lowest) : .unknown(.implausible)
  }
}

extension AppSettings {
  /// The app's settings, or `nil` where one of the two that count is not known: a value is handed
  /// on as the board has it, for the core to reject, and is never made up.
  init?(_ timed: TimedSettings) {
    let settings = timed.settings
    guard case .measured(let protection) = settings.chargeProtection,
      case .measured(let recovery) = settings.chargeRecovery
    else { return nil }
    self.init(
      takenAt: timed.takenAt, protection: protection, recovery: recovery,
      chargeOvertemperature: settings.chargeOvertemperature,
      chargeOvertemperatureRecovery: settings.chargeOvertemperatureRecovery)
  }
}
