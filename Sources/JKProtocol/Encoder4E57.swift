import Quantities

extension Frame4E57 {
  /// The reply to "read all" of a board that says `report`, protocol version 1.
  ///
  /// What is `.notCarried` or `.notRead` is left out. A probe that is `.absent` is left out too and
  /// the sensor count says so; a temperature that is unknown otherwise has the impossible code 255.
  ///
  /// - Parameter command: 6, or 3 as some firmware answers.
  public static func reply(_ report: BoardReport, command: UInt8 = 6) -> [UInt8] {
    let (status, settings) = (report.status, report.settings)
    var items = Items4E57()
    items.addCells(status.cellVoltages)
    items.addTemperature(Item4E57.mosfetTemperature, status.mosfet)
    items.addTemperature(Item4E57.temperature1, status.probes.t1.map(\.reported))
    items.addTemperature(Item4E57.temperature2, status.probes.t2.map(\.reported))
    items.add16(Item4E57.packVoltage, status.packVoltage.value.map { $0.rawValue * 100 })
    items.add16(Item4E57.current, status.current.value.map(currentCode))
    items.add8(Item4E57.stateOfCharge, status.stateOfCharge.value.map { $0.rawValue })
    let absent = [status.probes.t1, status.probes.t2].count { $0.reason == .absent }
    items.add8(Item4E57.sensorCount, Double(2 - absent))
    items.add16(Item4E57.strings, settings.stringCount.value.map(Double.init))
    items.add16(Item4E57.alarms, status.alarms.value.map(alarmCode))
    if let charge = status.chargeMosfetOn.value, let discharge = status.dischargeMosfetOn.value {
      items.add16(Item4E57.mosfets, (charge ? 1 : 0) + (discharge ? 2 : 0))
    }
    items.add16(
      Item4E57.chargeOvertemperature, settings.chargeOvertemperature.value.map(\.rawValue))
    items.add16(Item4E57.chargeProtection, settings.chargeProtection.value.map(\.rawValue))
    items.add16(Item4E57.chargeRecovery, settings.chargeRecovery.value.map(\.rawValue))
    items.add8(Item4E57.stringSetting, settings.stringCount.value.map(Double.init))
    items.add8(Item4E57.batteryType, settings.batteryType.value.map { Double($0.rawValue) })
    items.add8(Item4E57.chargeSwitch, settings.chargeSwitchOn.value.map { $0 ? 1 : 0 })
    items.addVersion(report.identity)
    items.addModel(report.identity)
    items.add8(Item4E57.protocolVersion, 1)
    return frame(command: command, source: 0, type: 1, items: items.bytes)
  }

  /// The code of a temperature: its fraction is cut off, below zero 100 is added to the size, and
  /// −40 °C stands for everything colder.
  static func temperatureCode(_ celsius: Celsius) -> Int {
    let whole = Int(Swift.min(Swift.max(celsius.rawValue, -40), 99))
    return celsius.rawValue < 0 ? 100 - whole : whole
  }

  private static func currentCode(_ current: Amperes) -> Double {
    let size = (current.magnitude.rawValue * 100).rounded()
    return Swift.min(size, 0x7FFF) + (current.rawValue > 0 ? 0x8000 : 0)
  }

  private static func alarmCode(_ alarms: BoardAlarms) -> Double {
    var code = 0
    for (bit, alarm) in Decoder4E57.alarmOrder.enumerated() where alarms.contains(alarm) {
      code |= 1 << bit
    }
    return Double(code)
  }
}

/// The items of a reply while it is put together.
private struct Items4E57 {
  var bytes: [UInt8] = []

  mutating func add8(_ identifier: UInt8, _ value: Double?) {
    guard let value else { return }
    bytes += [identifier, UInt8(truncatingIfNeeded: Int(value.rounded()))]
  }

  mutating func add16(_ identifier: UInt8, _ value: Double?) {
    guard let value else { return }
    let raw = Int(value.rounded())
    bytes += [
      identifier, UInt8(truncatingIfNeeded: raw >> 8), UInt8(truncatingIfNeeded: raw),
    ]
  }

  mutating func addCells(_ cells: [Volts]) {
    precondition(cells.count <= 32, "a JK board has at most 32 cells")
    guard !cells.isEmpty else { return }
    bytes += [Item4E57.cells, UInt8(3 * cells.count)]
    for (index, cell) in cells.enumerated() {
      add16(UInt8(index + 1), cell.rawValue * 1000)
    }
  }

  mutating func addTemperature(_ identifier: UInt8, _ value: Measured<Celsius>) {
    switch value {
    case .measured(let celsius): add16(identifier, Double(Frame4E57.temperatureCode(celsius)))
    case .unknown(.absent), .unknown(.notCarried), .unknown(.notRead): break
    case .unknown: add16(identifier, 255)
    }
  }

  mutating func addVersion(_ identity: BoardIdentity) {
    guard let firmware = identity.firmware.value else { return }
    let hardware = identity.hardware.value.map { $0 + "_S" } ?? ""
    addText(Item4E57.version, hardware + firmware, count: 15, fill: "_")
  }

  mutating func addModel(_ identity: BoardIdentity) {
    guard let model = identity.model.value else { return }
    addText(Item4E57.maker, "Input Userda" + model, count: 24, fill: "\0")
  }

  private mutating func addText(
    _ identifier: UInt8, _ text: String, count: Int, fill: Unicode.Scalar
  ) {
    let filled = Array(text.utf8) + [UInt8](repeating: UInt8(ascii: fill), count: count)
    bytes.append(identifier)
    bytes += filled.prefix(count)
  }
}
