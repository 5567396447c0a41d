import BoardCatalog
public import ControlCore
public import JKProtocol
public import Quantities

extension BatteryReading {
  /// What the control core needs of a board's status.
  ///
  /// - Parameters:
  ///   - model: The model that the board reports of itself.
  ///   - probesDisabled: Whether the app has told the board to ignore its temperature sensors, as
  ///     far as its settings have been read.
  ///   - probeResolution: The smallest step in which the protocol reports a probe.
  ///   - takenAt: When the last byte of the reply arrived.
  public init(
    _ status: BoardStatus, model: Measured<String>, probesDisabled: Bool, probeResolution: Kelvins,
    takenAt: Uptime
  ) {
    self.init(takenAt: takenAt)
    packVoltage = status.packVoltage
    current = status.current
    probes = status.probes
    self.probeResolution = probeResolution
    self.model = model
    stateOfCharge = status.stateOfCharge
    (lowestCell, highestCell) = BatteryReading.extremes(status.cellVoltages)
    let count = status.cellVoltages.count
    cellCount = count == 0 ? .unknown(.notRead) : .measured(count)
    boardHeats = BatteryReading.heats(status)
    chargerPlugged = status.chargerPlugged
    if status.emergency == .measured(true) { warnings.insert(.emergency) }
    if probesDisabled { warnings.insert(.probesDisabled) }
    guard case .measured(let alarms) = status.alarms else { return }
    if alarms.contains(.probeAnomaly) { warnings.insert(.probeAnomaly) }
    if !alarms.isDisjoint(with: BatteryReading.chargeForbidden) {
      warnings.insert(.chargeForbidden)
    }
  }

  /// The lowest and the highest cell, where every one of them can be. No lithium cell has more
  /// than 5 V.
  private static func extremes(
    _ cells: [Volts]
  ) -> (lowest: Measured<Volts>, highest: Measured<Volts>) {
    guard let lowest = cells.min(), let highest = cells.max() else {
      return (.unknown(.notRead), .unknown(.notRead))
    }
    guard lowest >= .zero, highest <= Volts(5) else {
      return (.unknown(.implausible), .unknown(.implausible))
    }
    return (.measured(lowest), .measured(highest))
  }

  /// Whether the board's own heating output is on: by its flag, or by a current that no leak is.
  ///
  /// Source: boards that heat a pad report 0.5 A and more (captures of syssi/esphome-jk-bms).
  private static func heats(_ status: BoardStatus) -> Measured<Bool> {
    if case .measured(let current) = status.heaterCurrent, current > Amperes(0.1) {
      return .measured(true)
    }
    return status.heatingOn
  }

  /// Alarms with which no charger belongs on the pack. Not among them is charge under-temperature:
  /// it is what this controller heats against, and the thresholds say when it is over.
  private static let chargeForbidden: BoardAlarms = [
    .cellOvervoltage, .packOvervoltage, .chargeOvercurrent, .chargeShortCircuit,
    .chargeOvertemperature, .batteryOvertemperature, .boxOvertemperature, .chargeMosfetFault,
    .currentSensor, .cellCountMismatch, .internalLink,
  ]
}

extension AppSettings {
  /// The app's settings, or `nil` where one of the two that count is not known: a value is handed
  /// on as the board has it, for the core to reject, and is never made up.
  public init?(_ settings: BoardSettings, takenAt: Uptime) {
    guard case .measured(let protection) = settings.chargeProtection,
      case .measured(let recovery) = settings.chargeRecovery
    else { return nil }
    self.init(
      takenAt: takenAt, protection: protection, recovery: recovery,
      chargeOvertemperature: settings.chargeOvertemperature,
      chargeOvertemperatureRecovery: settings.chargeOvertemperatureRecovery)
    stringCount = settings.stringCount
    chemistry = settings.batteryType.map(Chemistry.init)
  }
}

extension Chemistry {
  fileprivate init(_ type: BatteryType) {
    switch type {
    case .lfp: self = .lfp
    case .liIon: self = .liIon
    case .lto: self = .lto
    }
  }
}
