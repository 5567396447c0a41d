import Quantities

/// The "4E 57" protocol of the GPS/RS485 socket: requests, and replies to "read all".
///
/// Source: JK "Communication protocol between monitoring platform and BMS" V2.5. Only reading is
/// encoded; nothing here writes to a board.
public enum Frame4E57 {
  /// Asks for every item. Source: the same document; the bytes of syssi/esphome-jk-bms,
  /// docs/protocol-design-uart-ttl-gps-port.md.
  public static let readAllRequest = request(command: 0x06)
  /// Wakes a sleeping board.
  public static let activateRequest = request(command: 0x01)
  /// What an emulated board answers to that.
  public static let activateReply = frame(command: 0x01, source: 0, type: 1, items: [0])

  /// The bytes around the items: start 2, length 2, terminal 4, command, source and type before
  /// them; record number 4, end 1 and checksum 4 after them.
  static let headerCount = 11
  static let trailerCount = 9
  /// The longest frame that a board sends, with room to spare: 32 cells and every item once are
  /// below 350 bytes.
  public static let maximumCount = 1024

  /// The fields of a whole reply.
  ///
  /// What the protocol lacks is `.unknown(.notCarried)`. Throws `DecodeFailure` unless every byte
  /// is accounted for: nothing of a bad frame is returned.
  public static func decode(_ bytes: Span<UInt8>) throws(DecodeFailure) -> BoardReport {
    try checkFrame(bytes)
    var decoder = Decoder4E57()
    var offset = headerCount
    let end = bytes.count - trailerCount
    while offset < end {
      let identifier = bytes[offset]
      let count = try dataCount(identifier, at: offset, in: bytes, end: end)
      try decoder.take(identifier, bytes, at: offset, count: count)
      offset += 1 + count
    }
    return decoder.report()
  }

  /// A master's request.
  public struct Request: Hashable, Sendable {
    /// 1 activate, 2 write, 3 read one item, 5 password, 6 read all.
    public let command: UInt8
    /// 1 Bluetooth, 2 GPS, 3 a PC.
    public let source: UInt8
    /// The item asked for and what follows it.
    public let items: [UInt8]
  }

  /// A recorded request, or one that an emulated board received.
  ///
  /// Throws `DecodeFailure` for anything but one whole request.
  public static func decodeRequest(_ bytes: Span<UInt8>) throws(DecodeFailure) -> Request {
    try checkEnvelope(bytes)
    guard bytes[10] == 0x00 else {
      throw .unexpectedByte(offset: 10, found: bytes[10], allowed: "type 0x00, a request")
    }
    let items = (headerCount..<(bytes.count - trailerCount)).map { bytes[$0] }
    return Request(command: bytes[8], source: bytes[9], items: items)
  }

  /// The bytes of an item's data, all of which lie before `end`.
  private static func dataCount(
    _ identifier: UInt8, at offset: Int, in bytes: Span<UInt8>, end: Int
  ) throws(DecodeFailure) -> Int {
    if identifier == Item4E57.cells {
      guard offset + 1 < end else { throw .truncated(needed: offset + 2, found: end) }
      let declared = Int(bytes[offset + 1])
      // A number and two bytes of millivolts for each of at most 32 cells.
      guard declared.isMultiple(of: 3), declared <= 96, offset + 2 + declared <= end else {
        throw .lengthMismatch(
          offset: offset + 1, declared: declared,
          allowed: "a multiple of 3, at most \(min(96, end - offset - 2))")
      }
      return 1 + declared
    }
    guard let count = Item4E57.length(identifier) else {
      throw .unknownIdentifier(identifier, offset: offset)
    }
    guard offset + 1 + count <= end else {
      throw .lengthMismatch(
        offset: offset, declared: count, allowed: "at most \(end - offset - 1)")
    }
    return count
  }

  /// Envelope and kind of a reply.
  private static func checkFrame(_ bytes: Span<UInt8>) throws(DecodeFailure) {
    try checkEnvelope(bytes)
    // Boards answer "read all" with command 06, a JK_B1A20S15P with 03.
    guard bytes[8] == 0x06 || bytes[8] == 0x03 else {
      throw .unexpectedByte(offset: 8, found: bytes[8], allowed: "command 0x06 or 0x03")
    }
    guard bytes[9] == 0x00 else {
      throw .unexpectedByte(offset: 9, found: bytes[9], allowed: "source 0x00, the board")
    }
    guard bytes[10] == 0x01 else {
      throw .unexpectedByte(offset: 10, found: bytes[10], allowed: "type 0x01, a reply")
    }
  }

  /// Start, length, end and checksum of any frame.
  private static func checkEnvelope(_ bytes: Span<UInt8>) throws(DecodeFailure) {
    let least = headerCount + trailerCount
    guard bytes.count >= 2, bytes[0] == 0x4E, bytes[1] == 0x57 else {
      throw .badStart(allowed: "4E 57")
    }
    guard bytes.count >= least else { throw .truncated(needed: least, found: bytes.count) }
    let declared = 2 + (Int(bytes[2]) << 8 | Int(bytes[3]))
    guard declared >= least, declared <= maximumCount else {
      throw .lengthMismatch(
        offset: 2, declared: declared - 2, allowed: "\(least - 2) to \(maximumCount - 2)")
    }
    guard bytes.count >= declared else { throw .truncated(needed: declared, found: bytes.count) }
    guard bytes.count == declared else { throw .tooLong(allowed: declared, found: bytes.count) }
    guard bytes[declared - 5] == 0x68 else {
      throw .unexpectedByte(
        offset: declared - 5, found: bytes[declared - 5], allowed: "0x68, the end")
    }
    var sum: UInt32 = 0
    for index in 0..<(declared - 4) { sum &+= UInt32(bytes[index]) }
    let expected = sum & 0xFFFF
    var found: UInt32 = 0
    for index in (declared - 4)..<declared { found = found << 8 | UInt32(bytes[index]) }
    guard expected == found else { throw .badChecksum(expected: expected, found: found) }
  }

  private static func request(command: UInt8) -> [UInt8] {
    // Source 3 is a PC, type 0 a request, item 0 all items.
    frame(command: command, source: 3, type: 0, items: [0])
  }

  /// A frame with its length and checksum.
  static func frame(command: UInt8, source: UInt8, type: UInt8, items: [UInt8]) -> [UInt8] {
    let length = headerCount + items.count + trailerCount - 2
    var bytes: [UInt8] = [0x4E, 0x57, UInt8(length >> 8), UInt8(length & 0xFF), 0, 0, 0, 0]
    bytes += [command, source, type]
    bytes += items
    bytes += [0, 0, 0, 0, 0x68]
    let sum = bytes.reduce(0) { ($0 + Int($1)) & 0xFFFF }
    return bytes + [0, 0, UInt8(sum >> 8), UInt8(sum & 0xFF)]
  }
}
