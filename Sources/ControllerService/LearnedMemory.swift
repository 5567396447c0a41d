import ControlCore
import Foundation
import Learning
import Locks
import Synchronization

/// Keeps what was learned of each pack's heat across restarts: a small file beside the state file.
///
/// It is advice only: a file that is missing or makes no sense is as if nothing had been learned.
public final class LearnedMemory: Sendable {
  private let path: String?
  private struct Contents: Sendable {
    var records: [String: [Double]] = [:]
    /// Whether the file does not have them yet.
    var isDirty = false
  }

  private let contents: Locked<Contents>
  /// Sixteen packs of fourteen numbers are 6 kB.
  private static let largest = 64 * 1024

  /// Reads the file `learned.json` in the folder of the state file; without one nothing is kept.
  public init(besideStateFile stateFile: String?) {
    path = stateFile.map { Settings.file("learned.json", beside: $0) }
    var records: [String: [Double]] = [:]
    if let path, let text = DurableFile.text(of: path, atMost: LearnedMemory.largest),
      let stored = try? JSONDecoder().decode([String: [Double]].self, from: Data(text.utf8))
    {
      records = stored
    }
    contents = Locked(Contents(records: records))
  }

  /// What was learned of `pack` before, or nothing.
  func learner(of pack: String) -> HeatLearner {
    contents.withLock { $0.records[pack] }.flatMap { HeatLearner(record: $0) } ?? HeatLearner()
  }

  /// Keeps what was learned of one pack, until it is stored.
  func put(_ record: [Double], of pack: String) {
    contents.withLock {
      $0.records[pack] = record
      $0.isDirty = true
    }
  }

  /// Writes what has changed. Returns why that failed, in one sentence, or `nil`. May block on the
  /// disk; not for the control loop.
  func store() -> String? {
    let all: [String: [Double]]? = contents.withLock { contents in
      defer { contents.isDirty = false }
      return contents.isDirty ? contents.records : nil
    }
    guard let path, let all else { return nil }
    do {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys]
      let text = String(decoding: try encoder.encode(all), as: UTF8.self)
      try DurableFile.replace(path, with: text)
      return nil
    } catch {
      return "what was learned of the packs is not kept across a restart: \(path): \(error)"
    }
  }
}
