public import ControlCore
import Foundation
import Locks
import Quantities
import Synchronization

/// Keeps what is latched (S7), in memory at once and in a file as soon as the disk has taken it.
///
/// A file that is missing, cut off, changed or unreadable means that what was latched is not known:
/// every pack then has `latches-unknown` latched, until a person has looked and acknowledges it. A
/// record that has become untrue, since the disk does not take a new one, is removed for that.
/// Nothing here makes the control loop wait for a disk: until the disk has taken what was latched,
/// `latches-not-stored` is there too.
public final class LatchMemory: Sendable {
  /// Why a fault was not acknowledged, in one sentence.
  public struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// The sentence.
    public var description: String
  }

  private struct Contents: Sendable {
    var record: LatchRecord
    /// What the file holds, as far as it is a record.
    var stored: LatchRecord?
    /// Why the file could not be written last time, or `nil`.
    var problem: String?
    /// Whether the disk has yet to take what `record` holds.
    var isDirty = false
  }

  /// A write that failed is tried again after this time.
  static let retry = Duration.seconds(10)

  private let path: String?
  private let contents: Locked<Contents>
  /// Held while the file is written, and never by the control loop.
  private let writing = NSLock()
  private let changed = DispatchSemaphore(value: 0)
  private let tell: @Sendable (String?) -> Void

  /// Reads the record at `path`, and writes it again to see that it can be written.
  ///
  /// Without a path (a bench) nothing is latched at the start, and nothing survives. `tell` is
  /// told of each problem with the file, in one sentence, and with `nil` that it is over.
  public init(
    path: String?, packs: [String], tell: @escaping @Sendable (String?) -> Void = { _ in }
  ) {
    self.path = path
    self.tell = tell
    guard let path else {
      let record = LatchRecord(packs: Dictionary(uniqueKeysWithValues: packs.map { ($0, []) }))
      contents = Locked(Contents(record: record))
      return
    }
    let text = DurableFile.text(of: path, atMost: LatchRecord.longest)
    let record = text.flatMap(LatchRecord.init(text:))
    contents = Locked(Contents(record: record ?? LatchRecord(), stored: record))
    if record != nil { store() }
    let thread = Thread { [weak self] in
      while let self { self.keepStored() }
    }
    thread.name = "latches"
    thread.stackSize = 512 << 10
    thread.start()
  }

  /// Waits until there is something to write, or to try again, and writes it.
  private func keepStored() {
    // Not for ever, so that the thread ends with the memory.
    _ = changed.wait(timeout: .now() + (isStored ? 1 : LatchMemory.retry.seconds))
    // Two calls may have been answered with one write.
    if !isStored { store() }
  }

  /// Whether the file has what is latched.
  private var isStored: Bool { contents.withLock { $0.problem == nil && !$0.isDirty } }

  /// What holds for `pack` now: what is latched, and what is wrong with the record itself.
  public func latched(_ pack: String) -> FaultSet {
    contents.withLock { contents in
      var faults = contents.record.packs[pack] ?? FaultSet(.latchesUnknown)
      if contents.isDirty || contents.problem != nil { faults.insert(.latchesNotStored) }
      return faults
    }
  }

  /// Latches faults of `pack`: in memory now, in the file as soon as the disk takes it.
  public func latch(_ faults: FaultSet, of pack: String) {
    let isNew = contents.withLock { contents in
      // What is not known stays not known until a person has looked, and what is seen meanwhile
      // is kept beside it: it needs a look of its own.
      let before = contents.record.packs[pack] ?? FaultSet(.latchesUnknown)
      guard !faults.isSubset(of: before) else { return false }
      contents.record.packs[pack] = before.union(faults)
      contents.isDirty = path != nil
      return true
    }
    if isNew { changed.signal() }
  }

  /// Clears a latched fault, in the file first: a record that cannot be written stays as it is.
  ///
  /// May block on the disk; never called from the control loop.
  public func acknowledge(_ fault: Fault, of pack: String) throws(Refusal) {
    let isLatched = latched(pack).contains(fault)
    guard fault.rule.clearing == .acknowledged, isLatched else {
      let names = latched(pack).intersection(.latching).faults.map(\.rawValue)
      let list = names.isEmpty ? "nothing is" : "latched are: \(names.joined(separator: ", "))"
      throw Refusal(description: "\(pack): \(fault) is not latched; \(list).")
    }
    writing.lock()
    defer { writing.unlock() }
    var next = contents.withLock { $0.record }
    var faults = next.packs[pack] ?? []
    faults.remove(fault)
    next.packs[pack] = faults
    if let path {
      do throws(DurableFile.Failure) { try DurableFile.replace(path, with: next.text) } catch {
        throw Refusal(
          description: "\(pack): \(fault) stays latched: \(error.found). Make room on the disk "
            + "and the folder writable, then acknowledge again.")
      }
    }
    contents.withLock { contents in
      contents.problem = nil
      contents.stored = next
      var faults = contents.record.packs[pack] ?? []
      faults.remove(fault)
      contents.record.packs[pack] = faults
      // Another fault may have been latched meanwhile.
      contents.isDirty = contents.record != next
    }
    changed.signal()
  }

  /// Writes the record where it has changed, or could not be written before.
  private func store() {
    guard let path else { return }
    writing.lock()
    defer { writing.unlock() }
    let (record, before, old) = contents.withLock { ($0.record, $0.problem, $0.stored) }
    guard !record.packs.isEmpty else { return }
    var (problem, stored): (String?, LatchRecord?) = (nil, record)
    do throws(DurableFile.Failure) { try DurableFile.replace(path, with: record.text) } catch {
      (problem, stored) = (error.found, old)
      // It would deny, after a restart, what is latched now. No record denies nothing, and to
      // remove a file takes no room; what it leaves may do for the new one.
      if let old, old.lacks(record), DurableFile.remove(path) {
        stored = nil
        if (try? DurableFile.replace(path, with: record.text)) != nil {
          (problem, stored) = (nil, record)
        }
      }
    }
    contents.withLock { contents in
      (contents.problem, contents.stored) = (problem, stored)
      // Another fault may have been latched meanwhile.
      contents.isDirty = problem != nil || contents.record != record
    }
    if problem != before { tell(problem) }
  }
}

extension LatchRecord {
  /// Whether something is latched in `newer` that is not latched here.
  fileprivate func lacks(_ newer: LatchRecord) -> Bool {
    packs.contains { pack, faults in !(newer.packs[pack] ?? []).isSubset(of: faults) }
  }
}
