/// Why bytes are not the frame that they should be: where, what was found, what is allowed.
public enum DecodeFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// The frame ends before it is complete. Both numbers count bytes.
  case truncated(needed: Int, found: Int)
  /// Bytes follow the end of the frame. Both numbers count bytes.
  case tooLong(allowed: Int, found: Int)
  /// The frame does not begin as its protocol says.
  case badStart(allowed: String)
  /// The byte at `offset` cannot be there.
  case unexpectedByte(offset: Int, found: UInt8, allowed: String)
  /// The checksum that follows from the bytes, and the one that the frame carries.
  case badChecksum(expected: UInt32, found: UInt32)
  /// An item that the protocol's table does not have.
  case unknownIdentifier(UInt8, offset: Int)
  /// An item that the frame has already carried.
  case repeatedIdentifier(UInt8, offset: Int)
  /// A length at `offset` that disagrees with what it measures. Both numbers count bytes.
  case lengthMismatch(offset: Int, declared: Int, allowed: String)
  /// A value that no battery and no board can have.
  case implausible(offset: Int, found: String, allowed: String)
  /// The board answered a Modbus request with an exception.
  case exception(function: UInt8, code: UInt8)
  /// A Modbus read that no register block holds.
  case outsideBlocks(address: Int, registerCount: Int)
  /// The bytes belong to no protocol that is known here.
  case unrecognised

  /// A sentence for a person.
  public var description: String {
    switch self {
    case .truncated(let needed, let found):
      "the frame has \(found) bytes and needs \(needed)"
    case .tooLong(let allowed, let found):
      "the frame has \(found) bytes and ends after \(allowed)"
    case .badStart(let allowed):
      "the frame does not start with \(allowed)"
    case .unexpectedByte(let offset, let found, let allowed):
      "byte \(offset) is 0x\(hex(found)); allowed: \(allowed)"
    case .badChecksum(let expected, let found):
      "the checksum is 0x\(hex(found)); its bytes give 0x\(hex(expected))"
    case .unknownIdentifier(let identifier, let offset):
      "byte \(offset) is item 0x\(hex(identifier)), which the protocol does not have"
    case .repeatedIdentifier(let identifier, let offset):
      "byte \(offset) is item 0x\(hex(identifier)) for the second time"
    case .lengthMismatch(let offset, let declared, let allowed):
      "the length at byte \(offset) is \(declared); allowed: \(allowed)"
    case .implausible(let offset, let found, let allowed):
      "the value at byte \(offset) is \(found); allowed: \(allowed)"
    case .exception(let function, let code):
      "the board refused function 0x\(hex(function)) with exception code \(code)"
    case .outsideBlocks(let address, let registerCount):
      "\(registerCount) registers from 0x\(hex(UInt32(clamping: address))) on lie in no block"
    case .unrecognised:
      "the bytes belong to no protocol that is known here: "
        + "4E 57, DD A5, 55 AA EB 90 or Modbus function 03 or 16"
    }
  }
}

/// `value` in capital hexadecimal digits, at least two.
private func hex(_ value: some FixedWidthInteger & UnsignedInteger) -> String {
  let digits = String(value, radix: 16, uppercase: true)
  return digits.utf8.count.isMultiple(of: 2) ? digits : "0" + digits
}
