/// Modbus RTU frames as bytes: for recorded traffic and for an emulated board.
///
/// Only function 03 is encoded. Nothing here writes to a board.
public enum ModbusFrame {
  /// The function code of "read holding registers".
  public static let readFunction: UInt8 = 0x03

  /// A request for registers, and the unit that it is for.
  public struct ReadRequest: Hashable, Sendable {
    /// The unit address.
    public let unit: UInt8
    /// What is asked for.
    public let read: ModbusRead
  }

  /// The registers that a unit answered.
  public struct ReadReply: Hashable, Sendable {
    /// The unit address.
    public let unit: UInt8
    /// The registers in order.
    public let words: [UInt16]
  }

  /// CRC-16/Modbus: polynomial 0x8005 reflected, start value 0xFFFF; its low byte is sent first.
  /// Source: "Modbus over Serial Line" V1.02, section 2.5.1.2.
  public static func checksum(_ bytes: Span<UInt8>) -> UInt16 {
    checksum(bytes, count: bytes.count)
  }

  private static func checksum(_ bytes: Span<UInt8>, count: Int) -> UInt16 {
    var crc: UInt16 = 0xFFFF
    for index in 0..<count { crc = crc >> 8 ^ remainders[Int(UInt8(crc & 0xFF) ^ bytes[index])] }
    return crc
  }

  /// What each byte adds to the checksum: its eight bits, one after another.
  private static let remainders: [UInt16] = (0..<256).map { byte in
    (0..<8).reduce(byte) { crc, _ in crc & 1 != 0 ? crc >> 1 ^ 0xA001 : crc >> 1 }
  }

  /// The bytes of a request.
  public static func request(unit: UInt8, _ read: ModbusRead) -> [UInt8] {
    let (address, count) = (UInt16(read.address), UInt16(read.registerCount))
    return sealed([
      unit, readFunction, UInt8(address >> 8), UInt8(address & 0xFF), UInt8(count >> 8),
      UInt8(count & 0xFF),
    ])
  }

  /// The bytes of a reply.
  public static func reply(unit: UInt8, _ words: [UInt16]) -> [UInt8] {
    precondition(words.count <= 125, "a reply holds at most 125 registers")
    return sealed(
      [unit, readFunction, UInt8(2 * words.count)]
        + words.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] })
  }

  /// The bytes of a refusal of `function`; code 2 says that the address is wrong.
  public static func exception(unit: UInt8, function: UInt8, code: UInt8) -> [UInt8] {
    sealed([unit, function | 0x80, code])
  }

  /// A recorded request.
  ///
  /// Throws `DecodeFailure` for anything but one whole request of function 03.
  public static func decodeRequest(_ bytes: Span<UInt8>) throws(DecodeFailure) -> ReadRequest {
    try check(bytes, count: 8)
    guard bytes[1] == readFunction else {
      throw .unexpectedByte(offset: 1, found: bytes[1], allowed: "0x03")
    }
    try checkSum(bytes)
    let count = Int(bytes[4]) << 8 | Int(bytes[5])
    guard (1...125).contains(count) else {
      throw .lengthMismatch(offset: 4, declared: count, allowed: "1 to 125 registers")
    }
    let address = Int(bytes[2]) << 8 | Int(bytes[3])
    return ReadRequest(unit: bytes[0], read: ModbusRead(address: address, registerCount: count))
  }

  /// A recorded reply.
  ///
  /// Throws `DecodeFailure` for anything but one whole reply of function 03; `.exception` where
  /// the board refused.
  public static func decodeReply(_ bytes: Span<UInt8>) throws(DecodeFailure) -> ReadReply {
    guard bytes.count >= 5 else { throw .truncated(needed: 5, found: bytes.count) }
    if bytes[1] & 0x80 != 0 {
      try check(bytes, count: 5)
      try checkSum(bytes)
      throw .exception(function: bytes[1] & 0x7F, code: bytes[2])
    }
    guard bytes[1] == readFunction else {
      throw .unexpectedByte(offset: 1, found: bytes[1], allowed: "0x03")
    }
    let byteCount = Int(bytes[2])
    guard byteCount.isMultiple(of: 2), (2...250).contains(byteCount) else {
      throw .lengthMismatch(offset: 2, declared: byteCount, allowed: "an even number, 2 to 250")
    }
    try check(bytes, count: 5 + byteCount)
    try checkSum(bytes)
    var words: [UInt16] = []
    words.reserveCapacity(byteCount / 2)
    for index in stride(from: 3, to: 3 + byteCount, by: 2) {
      words.append(UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1]))
    }
    return ReadReply(unit: bytes[0], words: words)
  }

  /// A recorded write (function 16), or its acknowledgement, as far as `decode` names it.
  struct Write: Hashable {
    let unit: UInt8
    let address: Int
    let registerCount: Int
    let isAcknowledgement: Bool
  }

  /// A recorded frame of function 16.
  static func decodeWrite(_ bytes: Span<UInt8>) throws(DecodeFailure) -> Write {
    guard bytes.count >= 8 else { throw .truncated(needed: 8, found: bytes.count) }
    guard bytes[1] == 0x10 else {
      throw .unexpectedByte(offset: 1, found: bytes[1], allowed: "0x10")
    }
    let isAcknowledgement = bytes.count == 8
    if !isAcknowledgement { try check(bytes, count: 9 + Int(bytes[6])) }
    try checkSum(bytes)
    return Write(
      unit: bytes[0], address: Int(bytes[2]) << 8 | Int(bytes[3]),
      registerCount: Int(bytes[4]) << 8 | Int(bytes[5]), isAcknowledgement: isAcknowledgement)
  }

  private static func check(_ bytes: Span<UInt8>, count: Int) throws(DecodeFailure) {
    guard bytes.count >= count else { throw .truncated(needed: count, found: bytes.count) }
    guard bytes.count == count else { throw .tooLong(allowed: count, found: bytes.count) }
  }

  private static func checkSum(_ bytes: Span<UInt8>) throws(DecodeFailure) {
    let expected = checksum(bytes, count: bytes.count - 2)
    let found = UInt16(bytes[bytes.count - 1]) << 8 | UInt16(bytes[bytes.count - 2])
    guard expected == found else {
      throw .badChecksum(expected: UInt32(expected), found: UInt32(found))
    }
  }

  private static func sealed(_ body: [UInt8]) -> [UInt8] {
    let crc = checksum(body.span)
    return body + [UInt8(crc & 0xFF), UInt8(crc >> 8)]
  }
}
