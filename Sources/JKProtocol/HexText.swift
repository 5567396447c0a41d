/// Bytes written as hexadecimal digits, as people paste them.
public enum HexText {
  /// The bytes of `text`: pairs of digits, with or without spaces, commas, new lines and `0x`;
  /// a line that starts with `#` is a comment. `nil` when it is anything else.
  public static func bytes(_ text: [UInt8]) -> [UInt8]? {
    var bytes: [UInt8] = []
    for line in text.split(whereSeparator: { $0 == UInt8(ascii: "\n") || $0 == 0x0D }) {
      guard line.first != UInt8(ascii: "#") else { continue }
      for group in line.split(whereSeparator: { separators.contains($0) }) {
        let digits = group.starts(with: "0x".utf8) ? group.dropFirst(2) : group
        // An odd digit is a slip of whoever copied the text.
        guard digits.count.isMultiple(of: 2), !digits.isEmpty else { return nil }
        for index in stride(from: digits.startIndex, to: digits.endIndex, by: 2) {
          guard let high = value(digits[index]), let low = value(digits[index + 1]) else {
            return nil
          }
          bytes.append(high << 4 | low)
        }
      }
    }
    return bytes.isEmpty ? nil : bytes
  }

  private static let separators: [UInt8] = Array(" \t,:;".utf8)

  private static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}
