public import Quantities

/// The legacy "DD A5" protocol of boards with firmware below 4: 9600 8N1.
///
/// Source: JK "active balance board RS485 interface protocol" V2.0. It has no low-temperature
/// threshold. Nothing here writes to a board.
public enum FrameDDA5 {
  /// What can be asked for.
  public enum Command: UInt8, Hashable, Sendable, CaseIterable {
    /// Voltage, current, temperatures, protections.
    case basic = 0x03
    /// The cell voltages.
    case cells = 0x04
    /// The hardware version.
    case version = 0x05
  }

  /// What a reply carries.
  public enum Reply: Hashable, Sendable {
    /// Everything but the cells, and the number of strings.
    case basic(BoardStatus, stringCount: Measured<Int>)
    /// The cells in order.
    case cells([Volts])
    /// The hardware version.
    case version(String)

    /// Adds what the reply says to `report`.
    public func add(to report: inout BoardReport) {
      switch self {
      case .basic(var status, let stringCount):
        status.cellVoltages = report.status.cellVoltages
        report.status = status
        report.settings.stringCount = stringCount
      case .cells(let cells): report.status.cellVoltages = cells
      case .version(let version): report.identity.hardware = .measured(version)
      }
    }
  }

  /// The bytes of a request, for example `DD A5 03 00 FF FD 77`.
  public static func request(_ command: Command) -> [UInt8] {
    let sum = UInt16(0) &- UInt16(command.rawValue)
    return [0xDD, 0xA5, command.rawValue, 0, UInt8(sum >> 8), UInt8(sum & 0xFF), 0x77]
  }

  /// What a request asks for.
  ///
  /// Throws `DecodeFailure` for anything but one whole reading request.
  public static func decodeRequest(_ bytes: Span<UInt8>) throws(DecodeFailure) -> Command {
    guard bytes.count >= 2, bytes[0] == 0xDD, bytes[1] == 0xA5 else {
      throw .badStart(allowed: "DD A5")
    }
    guard bytes.count >= 7 else { throw .truncated(needed: 7, found: bytes.count) }
    guard bytes.count == 7 else { throw .tooLong(allowed: 7, found: bytes.count) }
    guard let command = Command(rawValue: bytes[2]) else {
      throw .unexpectedByte(offset: 2, found: bytes[2], allowed: "command 0x03, 0x04 or 0x05")
    }
    let expected = request(command)
    for offset in 3..<7 where bytes[offset] != expected[offset] {
      let allowed = "0x" + String(expected[offset], radix: 16, uppercase: true)
      throw .unexpectedByte(offset: offset, found: bytes[offset], allowed: allowed)
    }
    return command
  }

  /// The bytes around the data: start, command, status and length before them; checksum and end
  /// after them.
  static let overheadCount = 7

  /// What a whole reply says.
  ///
  /// What the protocol lacks is `.unknown(.notCarried)`. Throws `DecodeFailure` unless every byte
  /// is accounted for: nothing of a bad frame is returned.
  public static func decode(_ bytes: Span<UInt8>) throws(DecodeFailure) -> Reply {
    let command = try checkFrame(bytes)
    let data = 4..<(bytes.count - 3)
    switch command {
    case .basic: return try basic(bytes, data)
    case .cells: return .cells(try cells(bytes, data))
    case .version: return .version(try version(bytes, data))
    }
  }

  private static func checkFrame(_ bytes: Span<UInt8>) throws(DecodeFailure) -> Command {
    guard bytes.count >= 1, bytes[0] == 0xDD else { throw .badStart(allowed: "DD") }
    guard bytes.count >= overheadCount else {
      throw .truncated(needed: overheadCount, found: bytes.count)
    }
    guard let command = Command(rawValue: bytes[1]) else {
      throw .unexpectedByte(offset: 1, found: bytes[1], allowed: "command 0x03, 0x04 or 0x05")
    }
    guard bytes[2] == 0 else {
      throw .unexpectedByte(offset: 2, found: bytes[2], allowed: "0x00, the status of success")
    }
    let count = overheadCount + Int(bytes[3])
    guard bytes.count >= count else { throw .truncated(needed: count, found: bytes.count) }
    guard bytes.count == count else { throw .tooLong(allowed: count, found: bytes.count) }
    guard bytes[count - 1] == 0x77 else {
      throw .unexpectedByte(offset: count - 1, found: bytes[count - 1], allowed: "0x77, the end")
    }
    let expected = checksum(bytes, 2..<(count - 3))
    let found = number(bytes, count - 3)
    guard Int(expected) == found else {
      throw .badChecksum(expected: UInt32(expected), found: UInt32(found))
    }
    return command
  }

  /// The two's complement of the sum of status, length and data.
  static func checksum(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt16 {
    var sum: UInt16 = 0
    for index in range { sum &-= UInt16(bytes[index]) }
    return sum
  }

  private static func basic(
    _ bytes: Span<UInt8>, _ data: Range<Int>
  ) throws(DecodeFailure) -> Reply {
    // 23 bytes up to the number of sensors, then two for each.
    guard data.count >= 23 else {
      throw .lengthMismatch(offset: 3, declared: data.count, allowed: "23 and more")
    }
    let start = data.lowerBound
    let sensorCount = Int(bytes[start + 22])
    guard data.count == 23 + 2 * sensorCount else {
      throw .lengthMismatch(
        offset: 3, declared: data.count,
        allowed: "\(23 + 2 * sensorCount) with \(sensorCount) sensors")
    }
    var status = BoardStatus()
    status.packVoltage = Plausible.packVoltage(Double(number(bytes, start)) / 100)
    let current = Int16(truncatingIfNeeded: number(bytes, start + 2))
    status.current = Plausible.current(Double(current) / 100)
    status.alarms = .measured(alarms(number(bytes, start + 16)))
    status.stateOfCharge = Plausible.stateOfCharge(Int(bytes[start + 19]))
    status.chargeMosfetOn = .measured(bytes[start + 20] & 1 != 0)
    status.dischargeMosfetOn = .measured(bytes[start + 20] & 2 != 0)
    status.probes = PerProbe(all: .unknown(.absent))
    if sensorCount > 0 { status.probes.t1 = temperature(number(bytes, start + 23)) }
    if sensorCount > 1 { status.probes.t2 = temperature(number(bytes, start + 25)) }
    let strings = Plausible.stringCount(Int(bytes[start + 21]))
    return .basic(status, stringCount: strings)
  }

  /// Tenths of a kelvin, with 2731 for 0 °C. Source: V2.0, sensors of the basic information.
  static func temperature(_ raw: Int) -> Measured<ProbeTemperature> {
    Plausible.temperature(Double(raw - 2731) / 10).map(ProbeTemperature.init(exactly:))
  }

  /// Source: V2.0, protection status: bit 4 charge over-, bit 5 charge under-temperature.
  private static func alarms(_ raw: Int) -> BoardAlarms {
    var alarms: BoardAlarms = []
    if raw & 1 << 4 != 0 { alarms.insert(.chargeOvertemperature) }
    if raw & 1 << 5 != 0 { alarms.insert(.chargeUndertemperature) }
    return alarms
  }

  private static func cells(
    _ bytes: Span<UInt8>, _ data: Range<Int>
  ) throws(DecodeFailure) -> [Volts] {
    guard data.count.isMultiple(of: 2), (2...64).contains(data.count) else {
      throw .lengthMismatch(
        offset: 3, declared: data.count, allowed: "an even number, 2 to 64 (32 cells)")
    }
    var cells: [Volts] = []
    cells.reserveCapacity(data.count / 2)
    for offset in stride(from: data.lowerBound, to: data.upperBound, by: 2) {
      let millivolts = number(bytes, offset)
      // The checksum leaves the command out: text taken for cells must not pass. No lithium cell
      // has more than 5 V, and two characters make at least 8224.
      guard millivolts <= 5000 else {
        throw .implausible(offset: offset, found: "\(millivolts) mV", allowed: "0 to 5000 mV")
      }
      cells.append(Volts(Double(millivolts) / 1000))
    }
    return cells
  }

  private static func version(
    _ bytes: Span<UInt8>, _ data: Range<Int>
  ) throws(DecodeFailure) -> String {
    guard let text = printableText(bytes, data).value else {
      throw .implausible(
        offset: data.lowerBound, found: "no readable text", allowed: "ASCII characters")
    }
    return text
  }

  private static func number(_ bytes: Span<UInt8>, _ offset: Int) -> Int {
    Int(bytes[offset]) << 8 | Int(bytes[offset + 1])
  }
}
