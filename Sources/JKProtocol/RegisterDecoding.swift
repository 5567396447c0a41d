import Quantities

/// The register image to fields, for every transport that carries it.
enum RegisterDecoding {
  static func status(
    _ bytes: Span<UInt8>, _ layout: RegisterLayout, model: String?
  ) -> BoardStatus {
    var status = BoardStatus()
    status.packVoltage = scaled(.packVoltage, Plausible.packVoltage, bytes, layout)
    status.current = scaled(.current, Plausible.current, bytes, layout)
    status.probes = probes(bytes, layout, model: model)
    status.mosfet = sensor(.mosfetTemperature, presenceBit: 0, bytes, layout)
    status.stateOfCharge = number(.stateOfCharge, Plausible.stateOfCharge, bytes, layout)
    status.chargeMosfetOn = number(.chargeMosfet, Plausible.isOn, bytes, layout)
    status.dischargeMosfetOn = number(.dischargeMosfet, Plausible.isOn, bytes, layout)
    status.heatingOn = number(.heating, Plausible.isOn, bytes, layout)
    status.heaterCurrent = scaled(.heaterCurrent, Plausible.current, bytes, layout)
    status.chargerPlugged = number(.chargerPlugged, Plausible.isOn, bytes, layout)
    status.emergency = number(.emergencySeconds, { .measured($0 > 0) }, bytes, layout)
    status.alarms = number(
      .alarms, { .measured(BoardAlarms(rawValue: UInt64($0))) }, bytes, layout)
    status.cellVoltages = cells(bytes, layout)
    return status
  }

  static func settings(
    _ bytes: Span<UInt8>, _ layout: RegisterLayout, firmware: String?
  ) -> BoardSettings {
    var settings = BoardSettings()
    let set = Plausible.setTemperature
    settings.chargeProtection = scaled(.chargeProtection, set, bytes, layout)
    settings.chargeRecovery = scaled(.chargeRecovery, set, bytes, layout)
    settings.chargeOvertemperature = scaled(.chargeOvertemperature, set, bytes, layout)
    settings.chargeOvertemperatureRecovery = scaled(
      .chargeOvertemperatureRecovery, set, bytes, layout)
    settings.stringCount = number(.stringCount, Plausible.stringCount, bytes, layout)
    settings.chargeSwitchOn = number(.chargeSwitch, Plausible.isOn, bytes, layout)
    // Source: JK RS485 Modbus V1.1, field 0x114: bit 0 HeatEN, bit 1 disable temperature sensor.
    settings.heatingSwitchOn = number(.controlWord, { .measured($0 & 1 != 0) }, bytes, layout)
    settings.probesDisabled = number(.controlWord, { .measured($0 & 2 != 0) }, bytes, layout)
    (settings.heatStart, settings.heatStop) = heating(bytes, layout, firmware: firmware)
    return settings
  }

  static func identity(_ bytes: Span<UInt8>, _ layout: RegisterLayout) -> BoardIdentity {
    var identity = BoardIdentity()
    identity.model = layout.text(.model, in: bytes)
    identity.hardware = layout.text(.hardware, in: bytes)
    identity.firmware = layout.text(.firmware, in: bytes)
    return identity
  }

  /// The cells that the board's mask names, or none where the mask or one of them was not read.
  private static func cells(_ bytes: Span<UInt8>, _ layout: RegisterLayout) -> [Volts] {
    guard let mask = layout.raw(.cellsPresent, in: bytes), mask != 0 else { return [] }
    var cells: [Volts] = []
    cells.reserveCapacity(mask.nonzeroBitCount)
    for index in 0..<RegisterField.cellVoltage.row.count where mask & (1 << index) != 0 {
      guard let millivolts = layout.raw(.cellVoltage, index: index, in: bytes) else { return [] }
      cells.append(Volts(Double(millivolts) / 1000))
    }
    return cells
  }

  private static func probes(
    _ bytes: Span<UInt8>, _ layout: RegisterLayout, model: String?
  ) -> PerProbe<Measured<ProbeTemperature>> {
    let exactly = ProbeTemperature.init(exactly:)
    var probes = PerProbe<Measured<ProbeTemperature>>(all: .unknown(.absent))
    // Presence bits: 0 MOSFET, 1 … 5 T1 … T5. Source: JK RS485 Modbus V1.1, field 0xD0.
    probes.t1 = sensor(.temperature1, presenceBit: 1, bytes, layout).map(exactly)
    probes.t2 = sensor(.temperature2, presenceBit: 2, bytes, layout).map(exactly)
    guard let model else {
      probes.t4 = .unknown(.notRead)
      probes.t5 = .unknown(.notRead)
      return probes
    }
    guard BoardModel.hasFourProbes(model) else { return probes }
    probes.t4 = sensor(.temperature4, presenceBit: 4, bytes, layout).map(exactly)
    probes.t5 = sensor(.temperature5, presenceBit: 5, bytes, layout).map(exactly)
    return probes
  }

  /// A sensor counts only where its presence bit was read and is set, and its value can be.
  @inline(__always)
  private static func sensor(
    _ field: RegisterField, presenceBit: Int, _ bytes: Span<UInt8>, _ layout: RegisterLayout
  ) -> Measured<Celsius> {
    guard let raw = layout.raw(field, in: bytes),
      let present = layout.raw(.sensorsPresent, in: bytes)
    else { return .unknown(.notRead) }
    guard present & (1 << presenceBit) != 0, raw != missingSensor else { return .unknown(.absent) }
    return Plausible.temperature(Double(raw) / Double(field.row.perUnit))
  }

  /// −200.0 °C: what a missing sensor reads, whatever its presence bit says.
  static let missingSensor = -2000

  private static func heating(
    _ bytes: Span<UInt8>, _ layout: RegisterLayout, firmware: String?
  ) -> (start: Measured<Celsius>, stop: Measured<Celsius>) {
    guard let firmware, let start = layout.raw(.heatStart, in: bytes),
      let stop = layout.raw(.heatStop, in: bytes)
    else { return (.unknown(.notRead), .unknown(.notRead)) }
    // 50 and 60 °C in either order are the battery alarm temperatures of older boards.
    let areAlarmTemperatures = (start, stop) == (50, 60) || (start, stop) == (60, 50)
    guard BoardModel.hasHeatingSetPoints(firmware: firmware), !areAlarmTemperatures else {
      return (.unknown(.notCarried), .unknown(.notCarried))
    }
    return (.measured(Celsius(Double(start))), .measured(Celsius(Double(stop))))
  }

  @inline(__always)
  private static func number<Value>(
    _ field: RegisterField, _ make: (Int) -> Measured<Value>, _ bytes: Span<UInt8>,
    _ layout: RegisterLayout
  ) -> Measured<Value> {
    guard let raw = layout.raw(field, in: bytes) else { return .unknown(.notRead) }
    return make(raw)
  }

  @inline(__always)
  private static func scaled<Value>(
    _ field: RegisterField, _ make: (Double) -> Measured<Value>, _ bytes: Span<UInt8>,
    _ layout: RegisterLayout
  ) -> Measured<Value> {
    guard let raw = layout.raw(field, in: bytes) else { return .unknown(.notRead) }
    return make(Double(raw) / Double(field.row.perUnit))
  }
}
