// The same entry points for bytes in an array; each says what it does where it takes a span.

extension ModbusFrame {
  /// A recorded request. Throws `DecodeFailure` for anything but one whole request.
  public static func decodeRequest(_ bytes: [UInt8]) throws(DecodeFailure) -> ReadRequest {
    try decodeRequest(bytes.span)
  }

  /// A recorded reply. Throws `DecodeFailure` for anything but one whole reply.
  public static func decodeReply(_ bytes: [UInt8]) throws(DecodeFailure) -> ReadReply {
    try decodeReply(bytes.span)
  }
}

extension Frame4E57 {
  /// The fields of a whole reply. Throws `DecodeFailure` unless every byte is accounted for.
  public static func decode(_ bytes: [UInt8]) throws(DecodeFailure) -> BoardReport {
    try decode(bytes.span)
  }

  /// A recorded request. Throws `DecodeFailure` for anything but one whole request.
  public static func decodeRequest(_ bytes: [UInt8]) throws(DecodeFailure) -> Request {
    try decodeRequest(bytes.span)
  }
}

extension FrameDDA5 {
  /// What a whole reply says. Throws `DecodeFailure` unless every byte is accounted for.
  public static func decode(_ bytes: [UInt8]) throws(DecodeFailure) -> Reply {
    try decode(bytes.span)
  }

  /// What a request asks for. Throws `DecodeFailure` for anything but one whole request.
  public static func decodeRequest(_ bytes: [UInt8]) throws(DecodeFailure) -> Command {
    try decodeRequest(bytes.span)
  }
}

extension Frame55AA {
  /// The fields of a whole frame. Throws `DecodeFailure` unless every byte is accounted for.
  public static func decode(
    _ bytes: [UInt8], model: String? = nil, firmware: String? = nil
  ) throws(DecodeFailure) -> BoardReport {
    try decode(bytes.span, model: model, firmware: firmware)
  }
}

extension RecordedFrame {
  /// Decodes one frame. Throws `DecodeFailure` for anything but one whole frame.
  public static func decode(
    _ bytes: [UInt8], as kind: Kind? = nil, address: Int? = nil, model: String? = nil,
    firmware: String? = nil
  ) throws(DecodeFailure) -> RecordedFrame {
    try decode(bytes.span, as: kind, address: address, model: model, firmware: firmware)
  }
}
