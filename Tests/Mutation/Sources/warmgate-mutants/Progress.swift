import Foundation
import Glibc
import Mutation
import Synchronization

/// How far the run has come: a bar on a terminal, and elsewhere a line for every tenth.
final class Progress: Sendable {
  private let all: Int
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let shown = Mutex(0)

  init(of all: Int) { self.all = all }

  static func say(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }

  /// So many are done, the last of them this one.
  func reached(_ count: Int, _ mutant: Mutant, _ fate: MutationRun.Fate) {
    if fate == .survived { Progress.say("\(isTerminal ? "\r" : "")survives: \(mutant)") }
    let width = isTerminal ? 50 : 10
    let part = count * width / max(all, 1)
    let isNew = shown.withLock { (last: inout Int) in
      defer { last = max(last, part) }
      return part > last
    }
    if isTerminal {
      let bar = String(repeating: "█", count: part) + String(repeating: "·", count: width - part)
      let end = count == all ? "\n" : ""
      FileHandle.standardError.write(Data("\r\(bar) \(count) of \(all)\(end)".utf8))
    } else if isNew {
      Progress.say("\(count) of \(all) mutants")
    }
  }
}
