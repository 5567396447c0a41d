import Foundation
import Glibc

/// One thread of another process, stopped while the rest of that process goes on: a hang.
///
/// A signal stops a whole process. A tracer stops one thread, until it lets go or ends itself.
final class HeldThread {
  private let done = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)

  struct Failure: Error, CustomStringConvertible { let description: String }

  /// Holds the thread called `name`, or the one that runs `main` where there is no name.
  init(_ name: String?, of process: Int32) throws {
    let thread = try name.map { try HeldThread.find($0, of: process) } ?? process
    guard let symbol = dlsym(nil, "ptrace") else {
      throw Failure(description: "the C library has no ptrace")
    }
    // Variadic in C, which Swift does not call; its arguments are all words.
    typealias Trace = @convention(c) (Int, Int, Int, Int) -> Int
    let trace = unsafeBitCast(symbol, to: Trace.self)
    let started = DispatchSemaphore(value: 0)
    let result = Box()
    let tracer = Thread { [done, ended] in
      // Source: ptrace(2), PTRACE_SEIZE 0x4206 and PTRACE_INTERRUPT 0x4207. What the tracing thread
      // holds goes on when that thread ends.
      result.isHeld = trace(0x4206, Int(thread), 0, 0) == 0 && trace(0x4207, Int(thread), 0, 0) == 0
      result.error = errno
      started.signal()
      if result.isHeld { done.wait() }
      ended.signal()
    }
    tracer.start()
    started.wait()
    guard result.isHeld else {
      throw Failure(
        description: "thread \(thread) cannot be held: \(String(cString: strerror(result.error)))")
    }
  }

  private final class Box: @unchecked Sendable {
    var isHeld = false
    var error: Int32 = 0
  }

  deinit { done.signal() }

  /// Lets the thread go on.
  func letGo() {
    done.signal()
    ended.wait()
    ended.signal()
  }

  private static func find(_ name: String, of process: Int32) throws -> Int32 {
    let folder = "/proc/\(process)/task"
    for thread in try FileManager.default.contentsOfDirectory(atPath: folder) {
      let text = try? String(contentsOfFile: "\(folder)/\(thread)/comm", encoding: .utf8)
      if text?.trimmingCharacters(in: .newlines) == name, let number = Int32(thread) {
        return number
      }
    }
    throw Failure(description: "process \(process) has no thread called \(name)")
  }
}
