/// One of the contiguous register ranges of a JK board. A read stays inside one of them.
///
/// On the wire an address is the block's base plus a **byte** offset, while a count is in 16-bit
/// registers. Source: JK RS485 Modbus V1.1; overlapping reads of a PB2A16S20P agree by this rule.
public enum RegisterBlock: Hashable, Sendable, CaseIterable {
  /// What the app sets.
  case settings
  /// What the board measures.
  case status
  /// Which board it is.
  case info

  /// The wire address of byte offset 0. Source: JK RS485 Modbus V1.1.
  public var base: Int {
    switch self {
    case .settings: 0x1000
    case .status: 0x1200
    case .info: 0x1400
    }
  }

  /// The bytes of the block that a read may touch.
  ///
  /// Source: the last documented settings field ends at 0x1119; a PB2A16S20P answers up to 0x130F
  /// and 0x14EF and refuses reads that go further (basmeerman/jkbms2mqtt, captures).
  public var byteCount: Int {
    switch self {
    case .settings: 0x11A
    case .status: 0x110
    case .info: 0xF0
    }
  }

  /// The block that holds all of `read`, or `nil` where none does.
  static func holding(_ read: ModbusRead) -> RegisterBlock? {
    allCases.first { block in
      let offset = read.address - block.base
      return offset >= 0 && offset.isMultiple(of: 2)
        && offset + 2 * read.registerCount <= block.byteCount
    }
  }
}
