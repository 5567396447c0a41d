public import ControlCore
import Foundation
import Locks
public import Planning
import Synchronization

/// Remembers across restarts when each pack's charger returned: a small file, replaced as a whole.
///
/// A file that is missing or cannot be read remembers nothing; three days make it good.
public final class ReturnMemory: Sendable {
  private let path: String?
  private let returns: Locked<[String: ChargerReturns]>
  /// Sixteen packs of three returns are below a kilobyte.
  private static let longest = 64 << 10

  /// Reads the file at `path`; without a path nothing is remembered beyond this run.
  public init(path: String?) {
    self.path = path
    var stored: [String: [[Int]]] = [:]
    if let path, let text = DurableFile.text(of: path, atMost: ReturnMemory.longest),
      let read = try? JSONDecoder().decode([String: [[Int]]].self, from: Data(text.utf8))
    {
      stored = read
    }
    returns = Locked(
      stored.mapValues { pairs in
        ChargerReturns(
          pairs.compactMap {
            $0.count == 2 ? .init(day: $0[0], time: TimeOfDay(minute: $0[1])) : nil
          })
      })
  }

  /// When the charger of `pack` returned lately.
  public func returns(of pack: String) -> ChargerReturns {
    returns.withLock { $0[pack] ?? ChargerReturns() }
  }

  /// Stores the returns of one pack. Returns why that failed, in one sentence, or `nil`.
  public func store(_ new: ChargerReturns, of pack: String) -> String? {
    let all = returns.withLock {
      $0[pack] = new
      return $0
    }
    guard let path else { return nil }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let pairs = all.mapValues { $0.returns.map { [$0.day, $0.time.minute] } }
    guard let data = try? encoder.encode(pairs) else { return nil }
    do throws(DurableFile.Failure) {
      try DurableFile.replace(path, with: String(decoding: data, as: UTF8.self) + "\n")
      return nil
    } catch {
      return "cannot remember when the charger returned: \(error.found). Make its folder writable"
    }
  }
}

extension Settings {
  /// Where the chargers' returns are remembered: beside the state file.
  public var chargerReturnFile: String? {
    stateFile.map { Settings.file("charger-returns", beside: $0) }
  }
}
