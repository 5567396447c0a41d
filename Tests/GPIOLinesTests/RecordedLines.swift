import ControlCore
import GPIOLines
import Locks
import Synchronization

/// Lines that record every call and that a test can break.
final class RecordedLines: Sendable {
  enum Call: Hashable, Sendable {
    case on(LineRole)
    case off(LineRole)
    case failed(LineRole)
  }

  struct State {
    var active: Set<LineRole> = []
    var broken: Set<LineRole> = []
    var released: [LineRole] = []
    var calls: [Call] = []
  }

  let state = Locked(State())

  var active: Set<LineRole> { state.withLock { $0.active } }
  var released: [LineRole] { state.withLock { $0.released } }
  /// The calls since the last look.
  func takeCalls() -> [Call] {
    state.withLock { state in
      defer { state.calls = [] }
      return state.calls
    }
  }
  func setBroken(_ broken: Set<LineRole>) { state.withLock { $0.broken = broken } }
  func line(_ role: LineRole) -> any LineDriving { RecordedLine(role, of: self) }
  static func failure(_ role: LineRole) -> OutputFailure {
    OutputFailure(.writeFailed, line: role.rawValue, found: "broken", remedy: "Mend it.")
  }
}

private final class RecordedLine: LineDriving {
  private let role: LineRole
  private let board: RecordedLines

  init(_ role: LineRole, of board: RecordedLines) {
    self.role = role
    self.board = board
  }

  func drive(_ isActive: Bool) throws(OutputFailure) {
    let isBroken = board.state.withLock { state in
      guard !state.broken.contains(role) else {
        state.calls.append(.failed(role))
        return true
      }
      state.calls.append(isActive ? .on(role) : .off(role))
      if isActive { state.active.insert(role) } else { state.active.remove(role) }
      return false
    }
    guard !isBroken else { throw RecordedLines.failure(role) }
  }

  func isActive() throws(OutputFailure) -> Bool { board.active.contains(role) }
  func release() {
    board.state.withLock { state in
      state.active.remove(role)
      state.released.append(role)
    }
  }
}
