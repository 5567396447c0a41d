import ControlCore
import Locks
import Quantities
import Synchronization

/// Where a bus reader leaves what it read, and the control loop takes it: the latest of each.
///
/// The lock is held for the copy of one value, so neither side ever waits for the other's work.
final class PackInbox: Sendable {
  /// What is known of the pack's board.
  struct Contents: Sendable {
    var battery = Measured<BatteryReading>.unknown(.notRead)
    var app = Measured<AppSettings>.unknown(.notRead)
    /// How the exchanges on the line went since the start.
    var exchanges = ExchangeCount()
    /// Why the board could not be read last time, in one sentence; `nil` after a good reading.
    var linkProblem: String?
  }

  private let contents = Locked(Contents())

  /// The latest of everything.
  var latest: Contents { contents.withLock { $0 } }

  func put(_ reading: BatteryReading) {
    contents.withLock {
      $0.battery = .measured(reading)
      $0.linkProblem = nil
    }
  }

  /// Puts the app's settings; `nil` says that the protocol does not carry them.
  func put(_ settings: AppSettings?) {
    contents.withLock { $0.app = settings.map { .measured($0) } ?? .unknown(.notCarried) }
  }

  func put(_ exchanges: ExchangeCount) {
    contents.withLock { $0.exchanges = exchanges }
  }

  func put(linkProblem: String) {
    contents.withLock { $0.linkProblem = linkProblem }
  }
}
