import Quantities

/// One recorded frame of any protocol, decoded.
public enum RecordedFrame: Hashable, Sendable {
  /// The protocols of recorded frames; the raw value is the name on the command line.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case modbus = "jk-modbus"
    case jk4E57 = "jk-4e57"
    case ddA5 = "jk-dda5"
    case jk55AA = "jk-55aa"
  }

  /// A board's reply with its fields.
  case report(BoardReport)
  /// Registers whose address the frame does not carry.
  case registers(ModbusFrame.ReadReply)
  /// A master's request or an acknowledgement, in words.
  case note(String)

  /// The protocol that the bytes look like.
  public static func kind(of bytes: Span<UInt8>) -> Kind? {
    guard bytes.count >= 2 else { return nil }
    switch (bytes[0], bytes[1]) {
    case (0x4E, 0x57): return .jk4E57
    case (0x55, 0xAA): return .jk55AA
    case (0xDD, _): return .ddA5
    // Units 0 to 247; functions 03 and 16 and their refusals.
    case (0...247, 0x03), (0...247, 0x83), (0...247, 0x10), (0...247, 0x90): return .modbus
    default: return nil
    }
  }

  /// Decodes one frame.
  ///
  /// Throws `DecodeFailure` for anything but one whole frame.
  ///
  /// - Parameters:
  ///   - kind: The protocol, or `nil` to go by the first bytes.
  ///   - address: The wire address that a Modbus reply answers, where it is known.
  ///   - model: The model, where it is known.
  ///   - firmware: The firmware, where it is known.
  public static func decode(
    _ bytes: Span<UInt8>, as kind: Kind? = nil, address: Int? = nil, model: String? = nil,
    firmware: String? = nil
  ) throws(DecodeFailure) -> RecordedFrame {
    guard let kind = kind ?? self.kind(of: bytes) else { throw .unrecognised }
    switch kind {
    case .jk4E57: return try decode4E57(bytes)
    case .jk55AA:
      return .report(try Frame55AA.decode(bytes, model: model, firmware: firmware))
    case .ddA5: return try decodeDDA5(bytes)
    case .modbus:
      return try decodeModbus(bytes, address: address, model: model, firmware: firmware)
    }
  }

  private static func decode4E57(_ bytes: Span<UInt8>) throws(DecodeFailure) -> RecordedFrame {
    // Byte 10 is 0 in a request.
    guard bytes.count > 10, bytes[10] == 0 else { return .report(try Frame4E57.decode(bytes)) }
    let request = try Frame4E57.decodeRequest(bytes)
    let verb =
      switch request.command {
      case 1: "activate"
      case 2: "write"
      case 3: "read one item"
      case 5: "password"
      case 6: "read all items"
      default: "command \(request.command)"
      }
    let items = request.items.map { hexByte($0) }.joined(separator: " ")
    return .note("4E 57 request from source \(request.source): \(verb), items \(items)")
  }

  private static func decodeDDA5(_ bytes: Span<UInt8>) throws(DecodeFailure) -> RecordedFrame {
    if bytes.count > 1, bytes[1] == 0xA5 {
      return .note("DD A5 request: read \(try FrameDDA5.decodeRequest(bytes))")
    }
    var report = BoardReport()
    try FrameDDA5.decode(bytes).add(to: &report)
    return .report(report)
  }

  private static func decodeModbus(
    _ bytes: Span<UInt8>, address: Int?, model: String?, firmware: String?
  ) throws(DecodeFailure) -> RecordedFrame {
    guard bytes.count >= 5 else { throw .truncated(needed: 5, found: bytes.count) }
    if bytes[1] == 0x10 {
      let write = try ModbusFrame.decodeWrite(bytes)
      let verb = write.isAcknowledgement ? "acknowledged a write" : "write"
      return .note(
        "unit \(write.unit): \(verb) of \(write.registerCount) registers at "
          + hexAddress(write.address))
    }
    // A reply has an odd number of bytes, a request eight.
    if bytes.count == 8, bytes[1] == ModbusFrame.readFunction {
      let request = try ModbusFrame.decodeRequest(bytes)
      return .note(
        "unit \(request.unit): read \(request.read.registerCount) registers at "
          + hexAddress(request.read.address))
    }
    let reply = try ModbusFrame.decodeReply(bytes)
    guard let address else { return .registers(reply) }
    let read = ModbusRead(address: address, registerCount: reply.words.count)
    var dump = RegisterDump()
    try dump.store(reply.words, from: read)
    return .report(dump.report(model: model, firmware: firmware))
  }
}

private func hexByte(_ byte: UInt8) -> String {
  let digits = String(byte, radix: 16, uppercase: true)
  return digits.utf8.count == 1 ? "0" + digits : digits
}

private func hexAddress(_ address: Int) -> String {
  "0x" + String(address, radix: 16, uppercase: true)
}
