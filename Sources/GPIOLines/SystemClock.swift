public import ControlCore
internal import Glibc
public import Quantities
internal import Synchronization

/// The machine's uptime, and sleeping that a stop or a reload can end.
///
/// It counts the time that the machine is suspended (`CLOCK_BOOTTIME`): a reading is as old, and a
/// lease as long over, after a suspension as without one.
public final class SystemClock: ControlClock {
  private let sleepers = Sleepers()

  /// The machine's clock.
  public init() {}

  /// The time since boot, suspension included.
  public var now: Uptime { Uptime(nanoseconds: nanoseconds(of: CLOCK_BOOTTIME)) }

  /// Blocks the calling thread until `deadline`, or until `wake`. A wake that comes between two
  /// sleeps of a thread ends the later one at once, so that none is lost.
  public func sleep(until deadline: Uptime) {
    sleepers.sleep { deadline.nanoseconds - now.nanoseconds }
  }

  /// Ends every sleep at once. Not for signal handlers.
  public func wake() { sleepers.wake() }
}

/// Threads that wait for a time or a wake, whichever comes first.
private final class Sleepers: @unchecked Sendable {
  // A condition variable cannot wait on CLOCK_BOOTTIME. It waits on CLOCK_MONOTONIC, which stands
  // still in suspension, and looks at the clock again at least once a second.
  private static let longestWait: Int64 = 1_000_000_000
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  // Both only under the mutex.
  private var wakes = 0
  private var wakesSeen: [pthread_t: Int] = [:]

  init() {
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, &attributes)
    pthread_condattr_destroy(&attributes)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  func sleep(remaining: () -> Int64) {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    let seen = wakesSeen[pthread_self(), default: wakes]
    while wakes == seen {
      let left = remaining()
      guard left > 0 else { break }
      var end = timespec(
        nanoseconds: nanoseconds(of: CLOCK_MONOTONIC) + min(left, Self.longestWait))
      pthread_cond_timedwait(condition, mutex, &end)
    }
    wakesSeen[pthread_self()] = wakes
  }

  func wake() {
    pthread_mutex_lock(mutex)
    wakes += 1
    pthread_mutex_unlock(mutex)
    pthread_cond_broadcast(condition)
  }
}

/// A system clock's time in nanoseconds.
private func nanoseconds(of clock: clockid_t) -> Int64 {
  var time = timespec()
  clock_gettime(clock, &time)
  return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}

extension timespec {
  fileprivate init(nanoseconds: Int64) {
    self.init(
      tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
  }
}
