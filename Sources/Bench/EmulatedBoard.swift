public import JKProtocol
import Locks
import Synchronization

/// A JK board in memory: what it says, what is wrong with its replies, and what was asked of it.
///
/// It may be changed from any thread while an `EmulatedBus` lets it answer.
public final class EmulatedBoard: Sendable {
  /// Its Modbus unit address, 1 to 247. The other protocols have none.
  public let address: Int

  /// A request to write as it came over the line.
  public struct RequestedWrite: Hashable, Sendable {
    /// Modbus: the wire address, which counts bytes. 4E 57: the item. DD A5: the command.
    public var address: Int
    /// Modbus: the words in order. The other protocols' data bytes, one a word.
    public var words: [UInt16]

    /// A request to write `words` at `address`.
    public init(address: Int, words: [UInt16]) { (self.address, self.words) = (address, words) }
  }

  private struct State {
    var report: BoardReport
    var faults = ReplyFaults()
    var writes: [RequestedWrite] = []
    var requestCount = 0
    /// The registers for the present report and writes, once they have been asked for.
    var registers: RegisterMap?
  }
  private let state: Locked<State>

  /// A board that says `report`. The address must be 1 to 247.
  public init(_ report: BoardReport, address: Int = 1) {
    precondition((1...247).contains(address), "a Modbus unit address is 1 to 247")
    self.address = address
    state = Locked(State(report: report))
  }

  /// What the board says now.
  public var report: BoardReport {
    get { state.withLock(\.report) }
    set { update { $0 = newValue } }
  }

  /// What is wrong with its replies.
  public var faults: ReplyFaults {
    get { state.withLock(\.faults) }
    set { state.withLock { $0.faults = newValue } }
  }

  /// Changes several things that it says at once, so that no reply falls between them.
  public func update(_ change: (inout BoardReport) -> Void) {
    state.withLock { state in
      change(&state.report)
      state.registers = nil
    }
  }

  /// Every write that was asked of it, in order; a reader leaves this empty.
  public var writes: [RequestedWrite] { state.withLock(\.writes) }
  /// How many requests for it have come with a good checksum.
  public var requestCount: Int { state.withLock(\.requestCount) }

  func countRequest() { state.withLock { $0.requestCount += 1 } }
  func record(_ write: RequestedWrite) {
    state.withLock { state in
      state.writes.append(write)
      state.registers = nil
    }
  }

  /// Its registers: what it says, with what was written to its settings block on top.
  ///
  /// Kept until something changes: a master asks for several parts of them in a row.
  func registers() -> RegisterMap {
    state.withLock { state in
      if let kept = state.registers { return kept }
      var map = RegisterMap(state.report, deviceAddress: address)
      for write in state.writes {
        // A write outside the settings block has been refused and changes nothing.
        try? map.settings.store(
          write.words,
          from: ModbusRead(address: write.address, registerCount: write.words.count))
      }
      state.registers = map
      return map
    }
  }
}
