internal import Foundation
internal import Locks
internal import Quantities
internal import Synchronization

/// A thread of its own that turns outputs off whose lease has run out: one for all outputs of the
/// process. It never waits for a lock that another thread may hold.
public final class LeaseGuard: Sendable {
  private let watched: Watched

  /// Starts the guard; it looks every `interval` of wall time. A lease of 3 s is looked at six
  /// times with the standard interval.
  public init(interval: Duration = .milliseconds(500)) {
    let watched = Watched(interval: interval)
    self.watched = watched
    let thread = Thread { watched.run() }
    thread.name = "lease guard"
    thread.start()
  }

  /// The interval for leases of a length: a sixth, at least 1 ms and at most 500 ms. `speed` is how
  /// many seconds of the leases' clock pass in one of the wall clock.
  public static func interval(forLease lease: Duration, speed: Double = 1) -> Duration {
    let sixth = lease / (6 * max(speed, 1))
    return min(max(sixth, .milliseconds(1)), .milliseconds(500))
  }

  deinit { watched.stop() }

  func watch(_ outputs: LeasedOutputs) {
    watched.members.withLock { $0.append(Member(outputs: outputs)) }
  }

  /// Also drops members that no longer exist.
  func forget(_ outputs: LeasedOutputs) {
    watched.members.withLock { members in
      members.removeAll { $0.outputs == nil || $0.outputs === outputs }
    }
  }
}

/// Outputs that the guard does not keep alive.
private struct Member: Sendable {
  weak let outputs: LeasedOutputs?
}

/// What the guard and its thread share; the thread ends when the guard does.
private final class Watched: Sendable {
  let members = Locked<[Member]>([])
  private let isStopped = Atomic(false)
  private let wallClock = SystemClock()
  private let interval: Duration

  init(interval: Duration) { self.interval = interval }

  func run() {
    var present: [Member] = []
    while !isStopped.load(ordering: .acquiring) {
      // A thread that was held up while it registered outputs must not hold the guard up: the list
      // of the look before still has every output that may be on.
      if let members = members.withLockIfAvailable({ $0 }) { present = members }
      for member in present { member.outputs?.expire() }
      wallClock.sleep(until: wallClock.now + interval)
    }
  }

  func stop() {
    isStopped.store(true, ordering: .releasing)
    wallClock.wake()
  }
}
