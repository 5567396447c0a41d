import Quantities

/// Which boards do not answer, and when each of them is asked again, so that they cannot use up
/// the time of the others on the line.
struct SilentBoards {
  private struct Board {
    var failureCount: Int
    var failure: LinkFailure
    var askedAt: Uptime
    /// Since when it has been due but held back, and the last time that its turn was asked for.
    var waiting: (since: Uptime, until: Uptime)?
  }

  private let timing: LinkTiming
  private var boards: [Int: Board] = [:]
  private var lastAskedAt: Uptime?

  init(_ timing: LinkTiming) { self.timing = timing }

  /// How often to ask a board now; throws its last failure when it is not its turn.
  mutating func tries(_ address: Int, at now: Uptime) throws(LinkFailure) -> Int {
    guard var board = boards[address] else { return timing.tries }
    guard board.failureCount >= timing.failuresUntilSilent else { return 1 }
    guard now - board.askedAt >= timing.silentInterval else { throw board.failure }
    board.waiting = (board.waiting?.since ?? now, now)
    boards[address] = board
    let gap = timing.silentInterval / 2
    guard lastAskedAt.map({ now - $0 >= gap }) ?? true, isLongestWaiting(address, board, now)
    else { throw board.failure }
    lastAskedAt = now
    return 1
  }

  /// Notes that a board answered.
  mutating func noteReply(_ address: Int) { boards[address] = nil }

  /// Notes that a board did not answer.
  mutating func noteSilence(_ address: Int, _ failure: LinkFailure, at now: Uptime) {
    let count = (boards[address]?.failureCount ?? 0) + 1
    boards[address] = Board(failureCount: count, failure: failure, askedAt: now)
  }

  /// Whether no other board that somebody still wants has been waiting for longer.
  private func isLongestWaiting(_ address: Int, _ board: Board, _ now: Uptime) -> Bool {
    guard let since = board.waiting?.since else { return false }
    return !boards.contains { other, state in
      guard other != address, let waiting = state.waiting else { return false }
      guard now - waiting.until < timing.silentInterval else { return false }
      return (waiting.since, other) < (since, address)
    }
  }
}
