import Foundation
import GPIOLines
import Glibc
import Quantities

/// Brings signals from their handler, which has already made the outputs safe, to ordinary code.
///
/// SIGTERM, SIGINT and SIGQUIT stop the controller; SIGHUP reloads its settings.
public final class SignalRelay: Sendable {
  private let readEnd: Int32

  /// Installs the handlers. Returns `nil` where the system refuses a pipe or a handler.
  public init?() {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { return nil }
    readEnd = ends[0]
    // A handler must never block: a full pipe already holds what the reader needs to know.
    guard fcntl(ends[1], F_SETFL, O_NONBLOCK) == 0,
      SignalGuard.install(wakeDescriptor: ends[1]) == 0
    else {
      close(ends[0])
      close(ends[1])
      return nil
    }
  }

  /// Calls `reload` for each SIGHUP and `stop` for the first of the others, on a thread of its own.
  ///
  /// When the process has not ended `limit` after that, it is ended with code 0: the outputs have
  /// been off since the handler ran, and nothing that is stuck may keep the process alive.
  public func start(
    limit: Duration = .milliseconds(700), reload: @escaping @Sendable () -> Void,
    stop: @escaping @Sendable () -> Void
  ) {
    let thread = Thread { [readEnd] in
      var signal: UInt8 = 0
      while read(readEnd, &signal, 1) == 1 || errno == EINTR {
        if Int32(signal) == SIGHUP {
          reload()
          continue
        }
        stop()
        Thread.sleep(forTimeInterval: limit.seconds)
        _exit(0)
      }
    }
    thread.name = "signals"
    thread.stackSize = 512 << 10
    thread.start()
  }
}
