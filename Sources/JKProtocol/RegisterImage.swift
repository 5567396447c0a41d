import Quantities

/// One register block as far as it has been read. A byte that was not read is absent, never zero.
///
/// A reader clears the image before every sample, so that no old byte can pass for a new one.
public struct RegisterImage: Hashable, Sendable {
  /// The block.
  public let block: RegisterBlock
  private var bytes: [UInt8]
  private var present = WordSet()

  /// An image of which nothing has been read.
  public init(_ block: RegisterBlock) {
    self.block = block
    bytes = [UInt8](repeating: 0, count: block.byteCount)
  }

  /// Forgets everything that was read.
  public mutating func clear() { present = WordSet() }

  /// Takes the words that `read` returned.
  ///
  /// Throws `DecodeFailure` when the read lies outside the block or the word count differs.
  public mutating func store(_ words: Span<UInt16>, from read: ModbusRead) throws(DecodeFailure) {
    guard RegisterBlock.holding(read) == block else {
      throw .outsideBlocks(address: read.address, registerCount: read.registerCount)
    }
    guard words.count == read.registerCount else {
      throw .lengthMismatch(
        offset: 0, declared: 2 * words.count, allowed: "\(2 * read.registerCount)")
    }
    var offset = read.address - block.base
    for index in words.indices {
      bytes[offset] = UInt8(words[index] >> 8)
      bytes[offset + 1] = UInt8(truncatingIfNeeded: words[index])
      present.insert(offset / 2)
      offset += 2
    }
  }

  /// Takes the words that `read` returned.
  ///
  /// Throws `DecodeFailure` when the read lies outside the block or the word count differs.
  public mutating func store(_ words: [UInt16], from read: ModbusRead) throws(DecodeFailure) {
    try store(words.span, from: read)
  }

  /// The words that a board with this image answers to `read`, or `nil` where the read leaves the
  /// block. Words that were never set are 0.
  public func words(for read: ModbusRead) -> [UInt16]? {
    guard RegisterBlock.holding(read) == block else { return nil }
    let start = read.address - block.base
    return (0..<read.registerCount).map { index in
      UInt16(bytes[start + 2 * index]) << 8 | UInt16(bytes[start + 2 * index + 1])
    }
  }

  /// The raw number of a field, or `nil` where it was not read or is a text.
  public func raw(_ field: RegisterField, index: Int = 0) -> Int? {
    guard field.row.block == block, index < field.row.count else { return nil }
    return layout.raw(field, index: index, in: bytes.span)
  }

  /// Sets the raw number of a field of this block; bits that do not fit its width are cut off.
  public mutating func set(_ field: RegisterField, to raw: Int, index: Int = 0) {
    let row = field.row
    precondition(row.block == block && index < row.count, "\(field) is not in this block")
    let width = row.coding.byteCount
    let start = row.offset + index * width
    for position in 0..<width {
      bytes[start + position] = UInt8(truncatingIfNeeded: raw >> (8 * (width - 1 - position)))
      present.insert((start + position) / 2)
    }
  }

  /// Sets a text field of this block; the rest of its bytes are NUL.
  public mutating func set(_ field: RegisterField, to text: String) {
    let row = field.row
    precondition(row.block == block, "\(field) is not in this block")
    let characters = Array(text.utf8.prefix(row.coding.byteCount))
    for position in 0..<row.coding.byteCount {
      bytes[row.offset + position] = position < characters.count ? characters[position] : 0
      present.insert((row.offset + position) / 2)
    }
  }

  /// The fields of a status image; what was not read is `.unknown(.notRead)`.
  ///
  /// - Parameter model: The model that the board reports: T4 and T5 are real on `JK_PB` models
  ///   only, and unknown where the model is.
  public func status(model: String?) -> BoardStatus {
    precondition(block == .status, "this image is not of the status block")
    return RegisterDecoding.status(bytes.span, layout, model: model)
  }

  /// The fields of a settings image; what was not read is `.unknown(.notRead)`.
  ///
  /// - Parameter firmware: The firmware that the board reports: the heating start and stop exist
  ///   from 15.41 on, and are unknown where the firmware is.
  public func settings(firmware: String?) -> BoardSettings {
    precondition(block == .settings, "this image is not of the settings block")
    return RegisterDecoding.settings(bytes.span, layout, firmware: firmware)
  }

  /// The fields of an info image; what was not read is `.unknown(.notRead)`.
  public func identity() -> BoardIdentity {
    precondition(block == .info, "this image is not of the info block")
    return RegisterDecoding.identity(bytes.span, layout)
  }

  private var layout: RegisterLayout { RegisterLayout(present: present) }

  /// The block's bytes with the order of a 55AAEB90 frame.
  var littleEndianBytes: [UInt8] {
    var result = bytes
    for field in RegisterField.allCases where field.row.block == block {
      let row = field.row
      guard row.coding != .u8, row.coding != .i8 else { continue }
      if case .text = row.coding { continue }
      let width = row.coding.byteCount
      for index in 0..<row.count {
        let range = (row.offset + index * width)..<(row.offset + (index + 1) * width)
        result.replaceSubrange(range, with: bytes[range].reversed())
      }
    }
    return result
  }
}
