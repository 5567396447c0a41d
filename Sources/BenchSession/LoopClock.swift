import Bench
import ControlCore
import Foundation
import Locks
import Quantities
import Synchronization

/// The bench's clock for a controller whose loop can hang: then its thread alone sleeps on.
final class LoopClock: ControlClock {
  private let rig: BenchRig
  private let loop = Locked<pthread_t?>(nil)

  init(_ rig: BenchRig) { self.rig = rig }

  /// Says that the calling thread is the control loop's.
  func beginLoop() { loop.withLock { $0 = pthread_self() } }

  var now: Uptime { rig.clock.now }

  func sleep(until deadline: Uptime) {
    let isLoop = loop.withLock { $0 == pthread_self() }
    rig.clock.sleep(until: isLoop ? max(deadline, rig.loopHangsUntil) : deadline)
  }

  func wake() { rig.clock.wake() }
}
