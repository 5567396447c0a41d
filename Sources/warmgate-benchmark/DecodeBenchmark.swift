import Bench
import BoardCatalog
import JKProtocol
import Quantities

/// From bytes to fields.
enum DecodeBenchmark {
  static let report = BoardReport.standard(
    model: "BD6A17S6P", chemistry: .lfp, stringCount: 16)
  /// A full reply with 16 cells.
  static let frame4E57 = Frame4E57.reply(report)

  static func rows() throws -> [Row] {
    let peer = PythonPeer.decode(frame4E57)
    let frame = frame4E57
    let full = timed(calls: 4000) {
      let decoded = try? Frame4E57.decode(frame.span)
      use(decoded == nil)
    }
    // 48 words from the MOS temperature on: every number that deciding needs but for the cells.
    let read = ModbusRead(address: 0x128A, registerCount: 48)
    let words = RegisterMap(report).status.words(for: read) ?? []
    precondition(words.count == 48, "the block has these words")
    var image = RegisterImage(.status)
    let block = timed {
      image.clear()
      try? image.store(words.span, from: read)
      let status = image.status(model: "JK_BD6A17S6P")
      use(status.packVoltage.value == nil)
    }
    return [
      Row(
        what: "decode a full 4E 57 frame (\(frame.count) bytes, 16 cells)",
        value: full.nanoseconds / 1000, unit: .microseconds, goal: .atMost(2),
        reference: peer.map { ("Python, struct", $0 / 1000) }),
      Row(
        what: "decode a 48-word Modbus block", value: block.nanoseconds, unit: .nanoseconds,
        goal: .atMost(500)),
      Row(
        what: "decode a 48-word Modbus block, memory asked for", value: block.allocations,
        unit: .allocations, goal: .atMost(0)),
    ]
  }
}
