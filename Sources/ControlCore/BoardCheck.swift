import BoardCatalog
import Quantities

extension BatteryReading {
  /// What of this reading cannot be so on the pack that is configured.
  func faults(isOtherModel: Bool, _ app: AppSettings?, _ settings: PackSettings) -> FaultSet {
    var faults: FaultSet = []
    let isOther =
      isOtherModel || cellCount.differs(from: settings.stringCount)
      || app?.stringCount.differs(from: settings.stringCount) == true
      || app?.chemistry.differs(from: settings.chemistry) == true
    if isOther { faults.insert(.boardMismatch) }
    let range = settings.chemistry.cellVoltageRange
    if case .measured(let voltage) = packVoltage,
      !range.contains(voltage / Double(settings.stringCount))
    {
      faults.insert(.packVoltageOutOfRange)
    }
    if lowestCell.isOutside(range) || highestCell.isOutside(range) {
      faults.insert(.cellVoltageOutOfRange)
    }
    if boardHeats.value == true { faults.insert(.secondHeater) }
    if warnings.contains(.chargeForbidden) { faults.insert(.boardAlarm) }
    if warnings.contains(.emergency) { faults.insert(.emergency) }
    return faults
  }
}

extension Measured {
  fileprivate func differs(from expected: Value) -> Bool {
    switch self {
    case .measured(let value): value != expected
    case .unknown: false
    }
  }
}

extension Measured where Value: Comparable {
  fileprivate func isOutside(_ range: ClosedRange<Value>) -> Bool {
    switch self {
    case .measured(let value): !range.contains(value)
    case .unknown: false
    }
  }
}
