import ControlCore

/// Cuts what arrives on a line into requests.
///
/// A frame's length follows from its head, so that a request in two parts is put together and two
/// in one read are both found. What has no such head is thrown away at the next silence.
struct RequestSplitter {
  private let protocolName: BusProtocol
  private var bytes: [UInt8] = []

  init(_ protocolName: BusProtocol) { self.protocolName = protocolName }

  /// Whether an unfinished frame waits for its rest, or for a silence that ends it.
  var isHoldingBytes: Bool { !bytes.isEmpty }

  mutating func append(_ more: [UInt8]) { bytes += more }

  /// The line was silent: what has not become a frame is returned as it is and forgotten.
  mutating func takeRest() -> [UInt8] {
    defer { bytes.removeAll() }
    return bytes
  }

  /// The next whole request, or `nil` until more bytes come.
  mutating func next() -> [UInt8]? {
    dropNoise()
    guard let count = frameCount(), bytes.count >= count else { return nil }
    defer { bytes.removeFirst(count) }
    return Array(bytes.prefix(count))
  }

  /// 4E 57 and DD A5 frames have a start that can be looked for; Modbus has only silence.
  private mutating func dropNoise() {
    let start: [UInt8]
    switch protocolName {
    case .automatic, .modbus: return
    case .jk4E57: start = [0x4E, 0x57]
    case .ddA5: start = [0xDD]
    }
    while !bytes.isEmpty, !zip(bytes, start).allSatisfy({ $0 == $1 }) { bytes.removeFirst() }
  }

  /// The length of the frame at the front, or `nil` while its head does not tell.
  private func frameCount() -> Int? {
    switch protocolName {
    case .automatic, .modbus:
      guard bytes.count >= 2 else { return nil }
      switch bytes[1] {
      case 1...6: return 8
      case 15, 16: return bytes.count >= 7 ? 9 + Int(bytes[6]) : nil
      default: return nil
      }
    case .jk4E57:
      // The length counts everything but the two start bytes.
      return bytes.count >= 4 ? 2 + (Int(bytes[2]) << 8 | Int(bytes[3])) : nil
    case .ddA5:
      return bytes.count >= 4 ? 7 + Int(bytes[3]) : nil
    }
  }
}
