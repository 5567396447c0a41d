public import ControlCore
import Foundation
import Locks
import Synchronization

/// Remembers across restarts which packs were blocked by cold, and how often their outputs were
/// switched on: a small file, replaced as a whole.
///
/// A file that is missing or cannot be read remembers nothing; the first good reading then decides.
public final class BlockMemory: Sendable {
  private let path: String?
  private let contents: Locked<Contents>

  private struct Contents: Sendable {
    var blocks: [String: ChargeBlock] = [:]
    var counts: [String: SwitchCounts] = [:]
    var countsAreNew = false

    /// A line of text for each fact. Names of packs have no space in them.
    var texts: [String: String] {
      var texts = blocks.mapValues(\.rawValue)
      for (pack, counts) in counts {
        texts["\(pack) charge starts"] = "\(counts.charge.total)"
        texts["\(pack) heater starts"] = "\(counts.heater.total)"
      }
      return texts
    }

    init(_ texts: [String: String]) {
      blocks = texts.compactMapValues(ChargeBlock.init(rawValue:))
      for (key, text) in texts {
        let words = key.split(separator: " ")
        guard words.count == 3, words[2] == "starts", let total = Int(text) else { continue }
        var counts = self.counts[String(words[0])] ?? SwitchCounts()
        if words[1] == "charge" { counts.charge = SwitchCount(total: total) }
        if words[1] == "heater" { counts.heater = SwitchCount(total: total) }
        self.counts[String(words[0])] = counts
      }
    }
  }

  /// Reads the file at `path`; without a path nothing is remembered beyond this run.
  public init(path: String?) {
    self.path = path
    var texts: [String: String] = [:]
    if let path, let data = FileManager.default.contents(atPath: path),
      let stored = try? JSONDecoder().decode([String: String].self, from: data)
    {
      texts = stored
    }
    contents = Locked(Contents(texts))
  }

  /// Whether `pack` was blocked when it was stored last.
  public func block(of pack: String) -> ChargeBlock {
    contents.withLock { $0.blocks[pack] ?? .undecided }
  }

  /// How often the outputs of `pack` were switched on, as far as it is known.
  public func counts(of pack: String) -> SwitchCounts {
    contents.withLock { $0.counts[pack] ?? SwitchCounts() }
  }

  /// Takes counts in, to be written by `storeCounts`. Never waits for a disk.
  func put(_ counts: SwitchCounts, of pack: String) {
    contents.withLock { contents in
      contents.counts[pack] = counts
      contents.countsAreNew = true
    }
  }

  /// Writes the counts, where there are new ones. Returns why that failed, or `nil`.
  func storeCounts() -> String? {
    contents.withLock(\.countsAreNew) ? write() : nil
  }

  /// Stores the block of one pack. Returns why that failed, in one sentence, or `nil`.
  ///
  /// Replaces the file as a whole, so that a power loss leaves the old or the new one. Only its
  /// owner can read and write it.
  public func store(_ block: ChargeBlock, of pack: String) -> String? {
    contents.withLock { $0.blocks[pack] = block }
    return write()
  }

  private func write() -> String? {
    let texts = contents.withLock { contents in
      contents.countsAreNew = false
      return contents.texts
    }
    guard let path else { return nil }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    let data = (try? encoder.encode(texts)) ?? Data()
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    try? FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    do throws(DurableFile.Failure) {
      try DurableFile.replace(path, with: String(decoding: data, as: UTF8.self))
      return nil
    } catch {
      return "cannot remember the charge block in \(path): \(error.found). "
        + "Make its folder writable, or name another `state_file` in the configuration"
    }
  }
}
