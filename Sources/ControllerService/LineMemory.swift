public import ControlCore
internal import Locks
internal import Synchronization

/// Keeps the record of the outputs that this program holds, for `warmgate safe` after a crash.
public final class LineMemory: Sendable {
  private let path: String?
  private let record = Locked(LineRecord())

  /// A memory that writes to `path`, or nowhere (a bench).
  public init(path: String?) { self.path = path }

  /// Writes down the outputs of `packs` beside those that it has, before any of them is requested.
  /// Returns what went wrong, in words, or `nil`. May block on the disk; not for the loop.
  public func hold(_ packs: [ConfiguredPack]) -> String? {
    let next = record.withLock { record in
      record.add(packs)
      return record
    }
    return path.flatMap { next.write($0) }
  }

  /// Removes the record: every output is off and given back.
  public func forget() {
    record.withLock { $0 = LineRecord() }
    if let path { LineRecord.remove(path) }
  }
}
