import Foundation
import Glibc

/// A process that is started and killed thousands of times: without the threads and run loops of
/// Foundation's.
struct SpawnedProgram {
  let id: Int32

  struct Failure: Error, CustomStringConvertible { let description: String }

  /// Starts the program at `path` with its messages going to a new file at `log`.
  init(_ path: String, _ arguments: [String], log: String) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 2, log, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    let words = ([path] + arguments).map { strdup($0) }
    let variables = ProcessInfo.processInfo.environment.map { strdup("\($0)=\($1)") }
    defer { for text in words + variables { free(text) } }
    var id: Int32 = 0
    let error = posix_spawn(&id, path, &actions, nil, words + [nil], variables + [nil])
    guard error == 0 else {
      throw Failure(description: "\(path) does not start: \(String(cString: strerror(error)))")
    }
    self.id = id
  }

  /// Kills it, and says by which signal it ended; 0 when it had ended by itself before.
  func kill() -> Int32 {
    _ = Glibc.kill(id, SIGKILL)
    var status: Int32 = 0
    while waitpid(id, &status, 0) < 0, errno == EINTR {}
    // Source: wait(2): the low seven bits are the signal.
    return status & 0x7F
  }
}
