import JKProtocol

/// A board's side of the two protocols that have no addresses, 4E 57 and DD A5.
enum FrameResponder {
  /// The reply to a 4E 57 frame, or `nil` where a board stays silent.
  ///
  /// "Read all" and "activate" are answered. A write is remembered and not answered.
  static func reply4E57(to frame: [UInt8], _ board: EmulatedBoard) -> [UInt8]? {
    let count = frame.count
    // 20 bytes are a frame without a single item.
    guard count >= 20, frame[count - 5] == 0x68, frame[10] == 0 else { return nil }
    let sum = frame[..<(count - 4)].reduce(0) { ($0 + Int($1)) & 0xFFFF }
    guard frame[(count - 4)...].elementsEqual([0, 0, UInt8(sum >> 8), UInt8(sum & 0xFF)]) else {
      return nil
    }
    board.countRequest()
    switch frame[8] {
    case 0x01: return Frame4E57.activateReply
    case 0x06: return Frame4E57.reply(board.report)
    case 0x02:
      let data = frame[11..<(count - 9)]
      board.record(
        EmulatedBoard.RequestedWrite(
          address: Int(data.first ?? 0), words: data.dropFirst().map(UInt16.init)))
      return nil
    default: return nil
    }
  }

  /// The reply to a DD A5 frame, or `nil` where a board stays silent.
  ///
  /// The three reading commands are answered. A write (DD 5A) is remembered and not answered.
  static func replyDDA5(to frame: [UInt8], _ board: EmulatedBoard) -> [UInt8]? {
    let count = frame.count
    guard count >= 7, frame[count - 1] == 0x77 else { return nil }
    let sum = frame[2..<(count - 3)].reduce(0) { $0 + Int($1) }
    let found = Int(frame[count - 3]) << 8 | Int(frame[count - 2])
    guard (sum + found) & 0xFFFF == 0 else { return nil }
    board.countRequest()
    if frame[1] == 0x5A {
      board.record(
        EmulatedBoard.RequestedWrite(
          address: Int(frame[2]), words: frame[4..<(count - 3)].map(UInt16.init)))
      return nil
    }
    guard frame[1] == 0xA5, let command = FrameDDA5.Command(rawValue: frame[2]) else {
      return nil
    }
    return FrameDDA5.reply(command, board.report)
  }
}
