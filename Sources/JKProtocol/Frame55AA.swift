import Quantities

/// The 300-byte "55 AA EB 90" frames: the register image in little-endian order, six bytes on.
///
/// Boards send them over Bluetooth and, after a trigger, over RS485. Source: captures of both
/// (syssi/esphome-jk-bms; mr-manuel/venus-os_dbus-serialbattery, JKBMS-PB.md). The shifted layout
/// of firmware 10 and older never occurs on RS485 and is not read.
public enum Frame55AA {
  /// The length of every frame.
  public static let byteCount = 300

  /// The fields of a whole frame: settings (type 1), status (type 2) or identity (type 3); what
  /// the type lacks is `.unknown(.notCarried)`.
  ///
  /// Throws `DecodeFailure` when length, start, type or checksum is wrong.
  ///
  /// - Parameters:
  ///   - model: The model where it is known; T4 and T5 are unknown without it.
  ///   - firmware: The firmware where it is known; heating start and stop are unknown without it.
  public static func decode(
    _ bytes: Span<UInt8>, model: String? = nil, firmware: String? = nil
  ) throws(DecodeFailure) -> BoardReport {
    let block = try checkFrame(bytes)
    // The last byte is the checksum: no field may reach into it.
    let body = bytes.extracting(0..<(byteCount - 1))
    let layout = RegisterLayout(origin: -headerCount, littleEndian: true)
    var report = BoardReport()
    switch block {
    case .settings:
      report.settings = RegisterDecoding.settings(body, layout, firmware: firmware)
    case .status: report.status = RegisterDecoding.status(body, layout, model: model)
    case .info: report.identity = RegisterDecoding.identity(body, layout)
    }
    return report
  }

  /// The frame that carries `image`.
  public static func encode(_ image: RegisterImage) -> [UInt8] {
    let type: UInt8 =
      switch image.block {
      case .settings: 1
      case .status: 2
      case .info: 3
      }
    var bytes = [0x55, 0xAA, 0xEB, 0x90, type, 0] + image.littleEndianBytes
    bytes += [UInt8](repeating: 0, count: byteCount - 1 - bytes.count)
    bytes.append(bytes.reduce(0, &+))
    return bytes
  }

  /// Start 4, type 1, counter 1.
  private static let headerCount = 6

  private static func checkFrame(_ bytes: Span<UInt8>) throws(DecodeFailure) -> RegisterBlock {
    guard bytes.count >= 4, bytes[0] == 0x55, bytes[1] == 0xAA, bytes[2] == 0xEB, bytes[3] == 0x90
    else { throw .badStart(allowed: "55 AA EB 90") }
    guard bytes.count >= byteCount else {
      throw .truncated(needed: byteCount, found: bytes.count)
    }
    guard bytes.count == byteCount else {
      throw .tooLong(allowed: byteCount, found: bytes.count)
    }
    var sum: UInt8 = 0
    for index in 0..<(byteCount - 1) { sum &+= bytes[index] }
    guard sum == bytes[byteCount - 1] else {
      throw .badChecksum(expected: UInt32(sum), found: UInt32(bytes[byteCount - 1]))
    }
    switch bytes[4] {
    case 1: return .settings
    case 2: return .status
    case 3: return .info
    default: throw .unexpectedByte(offset: 4, found: bytes[4], allowed: "type 1, 2 or 3")
    }
  }
}
