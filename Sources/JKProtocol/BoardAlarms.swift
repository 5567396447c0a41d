/// The alarm bits of a JK board in the numbering of its Modbus register 0x12A0.
///
/// Bits that another protocol numbers differently are translated to these by its decoder; bits
/// that have no name here survive decoding. Bits 0 to 31 are those of the register, bits from 32 on
/// exist in 4E 57 only. Source: JK RS485 Modbus V1.1, field 0xA0; bits 22 and 23 from users'
/// reports; JK's monitoring platform protocol V2.5, item 0x8B.
public struct BoardAlarms: OptionSet, Hashable, Sendable {
  /// The board's bits.
  public let rawValue: UInt64
  /// Makes a set from the board's bits.
  public init(rawValue: UInt64) { self.rawValue = rawValue }

  /// Alarm bit: wire resistance.
  public static let wireResistance = BoardAlarms(rawValue: 1 << 0)
  /// Alarm bit: mosfet overtemperature.
  public static let mosfetOvertemperature = BoardAlarms(rawValue: 1 << 1)
  /// Alarm bit: cell count mismatch.
  public static let cellCountMismatch = BoardAlarms(rawValue: 1 << 2)
  /// Alarm bit: current sensor.
  public static let currentSensor = BoardAlarms(rawValue: 1 << 3)
  /// Alarm bit: cell overvoltage.
  public static let cellOvervoltage = BoardAlarms(rawValue: 1 << 4)
  /// Alarm bit: pack overvoltage.
  public static let packOvervoltage = BoardAlarms(rawValue: 1 << 5)
  /// Alarm bit: charge overcurrent.
  public static let chargeOvercurrent = BoardAlarms(rawValue: 1 << 6)
  /// Alarm bit: charge short circuit.
  public static let chargeShortCircuit = BoardAlarms(rawValue: 1 << 7)
  /// Alarm bit: charge overtemperature.
  public static let chargeOvertemperature = BoardAlarms(rawValue: 1 << 8)
  /// Alarm bit: charge undertemperature.
  public static let chargeUndertemperature = BoardAlarms(rawValue: 1 << 9)
  /// Alarm bit: internal link.
  public static let internalLink = BoardAlarms(rawValue: 1 << 10)
  /// Alarm bit: cell undervoltage.
  public static let cellUndervoltage = BoardAlarms(rawValue: 1 << 11)
  /// Alarm bit: pack undervoltage.
  public static let packUndervoltage = BoardAlarms(rawValue: 1 << 12)
  /// Alarm bit: discharge overcurrent.
  public static let dischargeOvercurrent = BoardAlarms(rawValue: 1 << 13)
  /// Alarm bit: discharge short circuit.
  public static let dischargeShortCircuit = BoardAlarms(rawValue: 1 << 14)
  /// Alarm bit: discharge overtemperature.
  public static let dischargeOvertemperature = BoardAlarms(rawValue: 1 << 15)
  /// Alarm bit: charge mosfet fault.
  public static let chargeMosfetFault = BoardAlarms(rawValue: 1 << 16)
  /// Alarm bit: discharge mosfet fault.
  public static let dischargeMosfetFault = BoardAlarms(rawValue: 1 << 17)
  /// Alarm bit: gps lost.
  public static let gpsLost = BoardAlarms(rawValue: 1 << 18)
  /// Alarm bit: change password.
  public static let changePassword = BoardAlarms(rawValue: 1 << 19)
  /// Alarm bit: discharge start failed.
  public static let dischargeStartFailed = BoardAlarms(rawValue: 1 << 20)
  /// Alarm bit: battery overtemperature.
  public static let batteryOvertemperature = BoardAlarms(rawValue: 1 << 21)
  /// Alarm bit: probe anomaly.
  public static let probeAnomaly = BoardAlarms(rawValue: 1 << 22)
  /// Alarm bit: parallel module.
  public static let parallelModule = BoardAlarms(rawValue: 1 << 23)

  /// Alarm of 4E 57: low capacity.
  public static let lowCapacity = BoardAlarms(rawValue: 1 << 32)
  /// Alarm of 4E 57: cell difference.
  public static let cellDifference = BoardAlarms(rawValue: 1 << 33)
  /// Alarm of 4E 57: overtemperature in the battery box.
  public static let boxOvertemperature = BoardAlarms(rawValue: 1 << 34)
  /// Alarm of 4E 57: "309 A" protection.
  public static let protection309A = BoardAlarms(rawValue: 1 << 35)
  /// Alarm of 4E 57: "309 B" protection.
  public static let protection309B = BoardAlarms(rawValue: 1 << 36)
}

extension BoardAlarms {
  /// The names of the alarms that are set, lowest bit first; a bit without a name gives `bit27`.
  public var names: [String] {
    (0..<64).filter { rawValue & (1 << $0) != 0 }.map { bit in
      Self.named.first { $0.0.rawValue == 1 << bit }?.1 ?? "bit\(bit)"
    }
  }

  private static let named: [(BoardAlarms, String)] = [
    (.wireResistance, "wireResistance"), (.mosfetOvertemperature, "mosfetOvertemperature"),
    (.cellCountMismatch, "cellCountMismatch"), (.currentSensor, "currentSensor"),
    (.cellOvervoltage, "cellOvervoltage"), (.packOvervoltage, "packOvervoltage"),
    (.chargeOvercurrent, "chargeOvercurrent"), (.chargeShortCircuit, "chargeShortCircuit"),
    (.chargeOvertemperature, "chargeOvertemperature"),
    (.chargeUndertemperature, "chargeUndertemperature"), (.internalLink, "internalLink"),
    (.cellUndervoltage, "cellUndervoltage"), (.packUndervoltage, "packUndervoltage"),
    (.dischargeOvercurrent, "dischargeOvercurrent"),
    (.dischargeShortCircuit, "dischargeShortCircuit"),
    (.dischargeOvertemperature, "dischargeOvertemperature"),
    (.chargeMosfetFault, "chargeMosfetFault"), (.dischargeMosfetFault, "dischargeMosfetFault"),
    (.gpsLost, "gpsLost"), (.changePassword, "changePassword"),
    (.dischargeStartFailed, "dischargeStartFailed"),
    (.batteryOvertemperature, "batteryOvertemperature"), (.probeAnomaly, "probeAnomaly"),
    (.parallelModule, "parallelModule"), (.lowCapacity, "lowCapacity"),
    (.cellDifference, "cellDifference"), (.boxOvertemperature, "boxOvertemperature"),
    (.protection309A, "protection309A"), (.protection309B, "protection309B"),
  ]
}
