import Quantities

extension FrameDDA5 {
  /// The reply of a board that says `report`.
  ///
  /// A probe that is `.absent` is left out of the sensor count; T2 cannot stand without T1. A
  /// temperature that is unknown otherwise has the impossible code 0; other unknown fields are 0.
  public static func reply(_ command: Command, _ report: BoardReport) -> [UInt8] {
    let data: [UInt8]
    switch command {
    case .basic: data = basicData(report)
    case .cells:
      data = report.status.cellVoltages.flatMap { big16($0.rawValue * 1000) }
    case .version: data = Array((report.identity.hardware.value ?? "").utf8.prefix(64))
    }
    var bytes = [0xDD, command.rawValue, 0, UInt8(data.count)] + data
    let sum = checksum(bytes.span, 2..<bytes.count)
    bytes += [UInt8(sum >> 8), UInt8(sum & 0xFF), 0x77]
    return bytes
  }

  private static func basicData(_ report: BoardReport) -> [UInt8] {
    let status = report.status
    var data = big16((status.packVoltage.value?.rawValue ?? 0) * 100)
    data += big16((status.current.value?.rawValue ?? 0) * 100)
    // Remaining and nominal capacity, cycles, date and both balance words are of no use here.
    data += [UInt8](repeating: 0, count: 12)
    let alarms = status.alarms.value ?? []
    let protections =
      (alarms.contains(.chargeOvertemperature) ? 1 << 4 : 0)
      | (alarms.contains(.chargeUndertemperature) ? 1 << 5 : 0)
    data += big16(Double(protections))
    let mosfets =
      (status.chargeMosfetOn.value == true ? 1 : 0)
      | (status.dischargeMosfetOn.value == true ? 2 : 0)
    data += [
      0, UInt8(status.stateOfCharge.value?.rawValue.rounded() ?? 0), UInt8(mosfets),
      UInt8(report.settings.stringCount.value ?? status.cellVoltages.count),
    ]
    let sensors = [status.probes.t1, status.probes.t2].prefix { $0.reason != .absent }
    data.append(UInt8(sensors.count))
    for sensor in sensors {
      data += big16(sensor.value.map { $0.reported.rawValue * 10 + 2731 } ?? 0)
    }
    return data
  }

  private static func big16(_ value: Double) -> [UInt8] {
    let raw = Int(value.rounded())
    return [UInt8(truncatingIfNeeded: raw >> 8), UInt8(truncatingIfNeeded: raw)]
  }
}
