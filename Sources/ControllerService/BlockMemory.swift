public import ControlCore
import Foundation
import Synchronization

/// Remembers across restarts which packs were blocked by cold: a small file, replaced as a whole.
///
/// A file that is missing or cannot be read remembers nothing; the first good reading then decides.
public final class BlockMemory: Sendable {
  private let path: String?
  private let blocks: Mutex<[String: ChargeBlock]>

  /// Reads the file at `path`; without a path nothing is remembered beyond this run.
  public init(path: String?) {
    self.path = path
    var blocks: [String: ChargeBlock] = [:]
    if let path, let data = FileManager.default.contents(atPath: path),
      let stored = try? JSONDecoder().decode([String: String].self, from: data)
    {
      blocks = stored.compactMapValues(ChargeBlock.init(rawValue:))
    }
    self.blocks = Mutex(blocks)
  }

  /// Whether `pack` was blocked when it was stored last.
  public func block(of pack: String) -> ChargeBlock {
    blocks.withLock { $0[pack] ?? .undecided }
  }

  /// Stores the block of one pack. Returns why that failed, in one sentence, or `nil`.
  ///
  /// Writes a new file beside the old one and renames it: a power loss leaves one of the two.
  public func store(_ block: ChargeBlock, of pack: String) -> String? {
    let all = blocks.withLock {
      $0[pack] = block
      return $0
    }
    guard let path else { return nil }
    do {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
      let data = try encoder.encode(all.mapValues(\.rawValue))
      try FileManager.default.createDirectory(
        at: URL(fileURLWithPath: path).deletingLastPathComponent(),
        withIntermediateDirectories: true)
      try data.write(to: URL(fileURLWithPath: path), options: .atomic)
      return nil
    } catch {
      return "cannot remember the charge block in \(path): \(error.localizedDescription). "
        + "Make its folder writable, or leave out `state` in the configuration"
    }
  }
}
