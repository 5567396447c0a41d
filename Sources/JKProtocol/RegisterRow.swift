/// Where a field of the register image lies and how it is coded.
public struct RegisterRow: Sendable {
  /// The width and sign of a field.
  public enum Coding: Hashable, Sendable {
    case u8, i8, u16, i16, u32, i32
    /// Characters; the text ends at the first NUL.
    case text(Int)

    /// Bytes on the wire.
    public var byteCount: Int {
      switch self {
      case .u8, .i8: 1
      case .u16, .i16: 2
      case .u32, .i32: 4
      case .text(let count): count
      }
    }
  }

  /// The block.
  public let block: RegisterBlock
  /// The byte offset in the block. An 8-bit field at an even offset is the high half of its word.
  public let offset: Int
  /// Width and sign.
  public let coding: Coding
  /// How many steps of the raw number make one unit: 10 for a field in 0.1 °C, 1000 for mV.
  public let perUnit: Int
  /// The maker's name of the field.
  public let name: StaticString
  /// How many fields of this kind follow each other.
  public let count: Int

  init(
    _ block: RegisterBlock, _ offset: Int, _ coding: Coding, _ perUnit: Int, _ name: StaticString,
    count: Int = 1
  ) {
    self.block = block
    self.offset = offset
    self.coding = coding
    self.perUnit = perUnit
    self.name = name
    self.count = count
  }

  /// The bytes that all fields of this row take, from `offset` on.
  var byteRange: Range<Int> { offset..<(offset + coding.byteCount * count) }
}
