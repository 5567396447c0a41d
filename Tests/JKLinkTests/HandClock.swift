import ControlCore
import Locks
import Quantities
import Synchronization

/// A clock that moves only when told.
final class HandClock: ControlClock {
  private let instant = Locked(Uptime(.seconds(1000)))

  var now: Uptime { instant.withLock { $0 } }
  func advance(by span: Duration) { instant.withLock { $0 = $0 + span } }
  func sleep(until deadline: Uptime) { instant.withLock { $0 = max($0, deadline) } }
  func wake() {}
}
