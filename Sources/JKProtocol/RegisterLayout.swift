import Quantities

/// How the bytes of a register block lie in memory: big-endian as Modbus words, or little-endian
/// as a 55AAEB90 frame.
struct RegisterLayout {
  /// Where the first byte of the memory lies, counted from the block's base. Negative where
  /// something else comes before it.
  var origin = 0
  /// Whether the low byte of a number comes first.
  var littleEndian = false
  /// The words that have been read.
  var present = WordSet.all

  /// The raw number of a field, or `nil` where its bytes are not there.
  @inline(__always)
  func raw(_ field: RegisterField, index: Int = 0, in bytes: Span<UInt8>) -> Int? {
    let row = field.row
    let offset = row.offset + index * row.coding.byteCount
    guard isThere(offset, row.coding.byteCount, in: bytes) else { return nil }
    let start = offset - origin
    switch row.coding {
    case .u8: return Int(bytes[start])
    case .i8: return Int(Int8(bitPattern: bytes[start]))
    case .u16: return Int(number16(start, bytes))
    case .i16: return Int(Int16(bitPattern: number16(start, bytes)))
    case .u32: return Int(number32(start, bytes))
    case .i32: return Int(Int32(bitPattern: number32(start, bytes)))
    case .text: return nil
    }
  }

  /// The characters of a text field up to the first NUL.
  func text(_ field: RegisterField, in bytes: Span<UInt8>) -> Measured<String> {
    let row = field.row
    let count = row.coding.byteCount
    guard isThere(row.offset, count, in: bytes) else { return .unknown(.notRead) }
    let start = row.offset - origin
    return printableText(bytes, start..<(start + count))
  }

  @inline(__always)
  private func isThere(_ offset: Int, _ count: Int, in bytes: Span<UInt8>) -> Bool {
    guard offset >= origin, offset + count - origin <= bytes.count else { return false }
    var word = offset / 2
    while word <= (offset + count - 1) / 2 {
      guard present.contains(word) else { return false }
      word += 1
    }
    return true
  }

  @inline(__always)
  private func number16(_ start: Int, _ bytes: Span<UInt8>) -> UInt16 {
    let (first, second) = (UInt16(bytes[start]), UInt16(bytes[start + 1]))
    return littleEndian ? second << 8 | first : first << 8 | second
  }

  @inline(__always)
  private func number32(_ start: Int, _ bytes: Span<UInt8>) -> UInt32 {
    let first = UInt32(number16(start, bytes))
    let second = UInt32(number16(start + 2, bytes))
    return littleEndian ? second << 16 | first : first << 16 | second
  }
}

/// The characters of `range` up to the first NUL, where they are printable ASCII.
func printableText(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Measured<String> {
  var end = range.lowerBound
  while end < range.upperBound, bytes[end] != 0 {
    guard (0x20...0x7E).contains(bytes[end]) else { return .unknown(.implausible) }
    end += 1
  }
  guard end > range.lowerBound else { return .unknown(.implausible) }
  let count = end - range.lowerBound
  let text = String(unsafeUninitializedCapacity: count) { buffer in
    for index in 0..<count { buffer[index] = bytes[range.lowerBound + index] }
    return count
  }
  return .measured(text)
}
