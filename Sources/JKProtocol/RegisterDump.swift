import Quantities

/// Modbus registers of any block as they were read from a board.
public struct RegisterDump: Hashable, Sendable {
  private var settings = RegisterImage(.settings)
  private var status = RegisterImage(.status)
  private var info = RegisterImage(.info)
  private var touched: Set<RegisterBlock> = []

  /// A dump of nothing.
  public init() {}

  /// Takes the words that `read` returned.
  ///
  /// Throws `DecodeFailure` when no block holds the read or the word count differs.
  public mutating func store(
    _ words: [UInt16], from read: ModbusRead
  ) throws(DecodeFailure) {
    guard let block = RegisterBlock.holding(read) else {
      throw .outsideBlocks(address: read.address, registerCount: read.registerCount)
    }
    switch block {
    case .settings: try settings.store(words, from: read)
    case .status: try status.store(words, from: read)
    case .info: try info.store(words, from: read)
    }
    touched.insert(block)
  }

  /// Parses lines of the form `1290 10 : c6eb 0000 …`: wire address in hexadecimal, count in
  /// decimal, words in hexadecimal. Fewer words than the count are those that were kept. Lines
  /// that start with `#` are comments.
  ///
  /// Returns `nil` when the text is not of this form. Throws `DecodeFailure` when no block holds
  /// a line's words.
  public static func parse(_ text: String) throws(DecodeFailure) -> RegisterDump? {
    var dump = RegisterDump()
    for line in text.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
      let sides = line.split(separator: ":")
      guard sides.count == 2 else { return nil }
      let head = sides[0].split(separator: " ")
      let fields = sides[1].split(separator: " ")
      guard head.count == 2, let address = Int(head[0], radix: 16), let count = Int(head[1]),
        !fields.isEmpty, fields.count <= count
      else { return nil }
      var words: [UInt16] = []
      for field in fields {
        guard let word = UInt16(field, radix: 16) else { return nil }
        words.append(word)
      }
      try dump.store(words, from: ModbusRead(address: address, registerCount: words.count))
    }
    return dump.touched.isEmpty ? nil : dump
  }

  /// The fields of the blocks that were read; those of the others are `.unknown(.notCarried)`.
  ///
  /// - Parameters:
  ///   - model: The model where the dump does not hold it.
  ///   - firmware: The firmware where the dump does not hold it.
  public func report(model: String? = nil, firmware: String? = nil) -> BoardReport {
    var report = BoardReport()
    if touched.contains(.info) { report.identity = info.identity() }
    if touched.contains(.status) {
      report.status = status.status(model: report.identity.model.value ?? model)
    }
    if touched.contains(.settings) {
      report.settings = settings.settings(firmware: report.identity.firmware.value ?? firmware)
    }
    return report
  }
}
