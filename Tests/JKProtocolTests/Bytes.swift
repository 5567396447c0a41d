import JKProtocol
import Quantities

/// Frames put together by the tests' own arithmetic, independent of the encoders.
enum Bytes {
  /// A 4E 57 frame around `items`; a reply to "read all" unless told otherwise.
  static func frame4E57(
    _ items: [UInt8], command: UInt8 = 6, source: UInt8 = 0, type: UInt8 = 1
  ) -> [UInt8] {
    let length = 18 + items.count
    var bytes: [UInt8] = [0x4E, 0x57, UInt8(length / 256), UInt8(length % 256), 0, 0, 0, 0]
    bytes += [command, source, type] + items + [0, 0, 0, 0, 0x68]
    let sum = bytes.map { Int($0) }.reduce(0, +) % 65536
    return bytes + [0, 0, UInt8(sum / 256), UInt8(sum % 256)]
  }

  /// A DD A5 reply with `data`.
  static func frameDDA5(_ command: UInt8, _ data: [UInt8]) -> [UInt8] {
    let sum = (65536 - ([UInt8(data.count)] + data).map { Int($0) }.reduce(0, +)) % 65536
    return [0xDD, command, 0, UInt8(data.count)] + data
      + [UInt8(sum / 256), UInt8(sum % 256), 0x77]
  }

  /// A 55AAEB90 frame of `type` with bytes set at positions.
  static func frame55AA(type: UInt8, _ bytes: [Int: UInt8]) -> [UInt8] {
    var frame = [UInt8](repeating: 0, count: 300)
    frame.replaceSubrange(0..<5, with: [0x55, 0xAA, 0xEB, 0x90, type])
    for (position, byte) in bytes { frame[position] = byte }
    frame[299] = UInt8(frame.dropLast().map { Int($0) }.reduce(0, +) % 256)
    return frame
  }

  /// The document's example of a basic reply: 58.88 V, SOC 72 %, 15 strings, 20.3 and 21.5 °C.
  static let documentExampleDDA5: [UInt8] = [
    0xDD, 0x03, 0x00, 0x1B, 0x17, 0x00, 0x00, 0x00, 0x02, 0xD0, 0x03, 0xE8, 0x00, 0x00, 0x20,
    0x78, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x10, 0x48, 0x03, 0x0F, 0x02, 0x0B, 0x76, 0x0B,
    0x82, 0xFB, 0xFF, 0x77,
  ]
}

/// A measured temperature of a probe that means what it says.
func probe(_ celsius: Double) -> Measured<ProbeTemperature> {
  .measured(ProbeTemperature(exactly: Celsius(celsius)))
}
