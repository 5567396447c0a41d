import ControlCore

/// All boards of a line: a request in, the writes that answer it out.
struct BusResponder: ~Copyable {
  private let protocolName: BusProtocol
  private let boards: [EmulatedBoard]
  private let modbus: [UInt8: ModbusResponderBox]
  private(set) var splitter: RequestSplitter

  /// What a request brings about.
  struct Answer {
    var delay: Duration
    /// One element a write.
    var writes: [[UInt8]]
  }

  /// Throws `BenchFailure` when libmodbus cannot be set up.
  init(_ protocolName: BusProtocol, _ boards: [EmulatedBoard]) throws(BenchFailure) {
    self.protocolName = protocolName
    self.boards = boards
    splitter = RequestSplitter(protocolName)
    var responders: [UInt8: ModbusResponderBox] = [:]
    for board in boards where protocolName == .modbus {
      responders[UInt8(board.address)] = ModbusResponderBox(try ModbusResponder(board))
    }
    modbus = responders
  }

  /// The answers to what has arrived so far.
  mutating func answers(to bytes: [UInt8]) -> [Answer] {
    splitter.append(bytes)
    var answers: [Answer] = []
    while let request = splitter.next() {
      if let answer = answer(to: request) { answers.append(answer) }
    }
    return answers
  }

  /// The answer to what is left when the line falls silent: a function of unknown length.
  mutating func answerAfterSilence() -> Answer? { answer(to: splitter.takeRest()) }

  private func answer(to request: [UInt8]) -> Answer? {
    guard let first = request.first, let board = addressed(first) else { return nil }
    let reply: [UInt8]?
    switch protocolName {
    case .automatic, .modbus: reply = modbus[first]?.responder.reply(to: request)
    case .jk4E57: reply = FrameResponder.reply4E57(to: request, board)
    case .ddA5: reply = FrameResponder.replyDDA5(to: request, board)
    }
    guard let reply else { return nil }
    let faults = board.faults
    return Answer(delay: faults.delay, writes: faults.writes(for: reply, request: request))
  }

  /// The board that a frame with this first byte is for; a wrong address is met with silence.
  private func addressed(_ first: UInt8) -> EmulatedBoard? {
    protocolName == .modbus ? boards.first { $0.address == Int(first) } : boards.first
  }
}

/// Lets a responder, which cannot be copied, live in a dictionary.
private final class ModbusResponderBox {
  let responder: ModbusResponder
  init(_ responder: consuming ModbusResponder) { self.responder = responder }
}
