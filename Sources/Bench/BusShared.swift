import Foundation
import Glibc

/// What the bus and its thread share: the commands to the thread, and what came of them.
final class BusShared: @unchecked Sendable {  // guarded by `condition`
  enum Command { case stop, unplug, replug }

  let line: EmulatedBus.Line
  /// Readable while there are commands.
  let event: Int32
  private let eventInput: Int32
  private let condition = NSCondition()
  private var commands: [Command] = []
  private var sent = 0
  private var done = 0
  private var hasStopped = false
  private var lastPath: String
  private var lastFailure: BenchFailure?

  init(line: EmulatedBus.Line, path: String) throws(BenchFailure) {
    self.line = line
    lastPath = path
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else {
      throw BenchFailure(
        "pipe", found: String(cString: strerror(errno)), remedy: "Close other programs.")
    }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    (event, eventInput) = (ends[0], ends[1])
  }

  deinit {
    close(event)
    close(eventInput)
  }

  var path: String { condition.withLock { lastPath } }
  var failure: BenchFailure? { condition.withLock { lastFailure } }

  /// Gives a command and waits until it has been done.
  func send(_ command: Command) {
    condition.lock()
    defer { condition.unlock() }
    guard !hasStopped else { return }
    if command == .stop { hasStopped = true }
    commands.append(command)
    sent += 1
    let ticket = sent
    _ = Glibc.write(eventInput, [1], 1)
    while done < ticket { condition.wait() }
  }

  func takeCommands() -> [Command] {
    var bytes = [UInt8](repeating: 0, count: 64)
    _ = Glibc.read(event, &bytes, bytes.count)
    return condition.withLock {
      defer { commands.removeAll() }
      return commands
    }
  }

  func finish(path: String?, failure: BenchFailure?) {
    condition.withLock {
      if let path { lastPath = path }
      lastFailure = failure
      done += 1
      condition.broadcast()
    }
  }
}
