public import ControlCore
import Foundation
public import Quantities

/// A bench's time: it jumps from one deadline to the next instead of passing.
///
/// Every thread that sleeps on this clock is a participant. Time moves to the earliest deadline
/// once all of them sleep, so what they do between two sleeps takes no time at all. A participant
/// that stays away longer than the grace (in a read that nobody answers, say) no longer holds the
/// others up. Before each move the hook is called, so that a plant can be stepped with the outputs
/// as they stand: they change only between moves.
public final class VirtualClock: ControlClock, @unchecked Sendable {  // guarded by `condition`
  /// What moves time.
  public enum Pace: Hashable, Sendable {
    /// Only `advance(by:)`: for unit tests.
    case byHand
    /// Deadlines, at most this many times as fast as the wall clock; infinity is allowed.
    case timesWall(Double)
  }

  /// Called before each move with the instants that it leads from and to.
  public typealias Hook = @Sendable (_ from: Uptime, _ to: Uptime) -> Void
  private typealias Wall = ContinuousClock.Instant

  private let condition = NSCondition()
  private let pace: Pace
  private let grace: Duration
  private let expected: Int
  private let hook: Hook
  private let created = ContinuousClock.now

  private var current = Uptime.start
  private var anchor: (wall: Wall, time: Uptime)?
  private var sleepers: [pthread_t: Uptime] = [:]
  private var awake: [pthread_t: Wall] = [:]
  private var seen: Set<pthread_t> = []
  private var wakes = 0
  private var wakesSeen: [pthread_t: Int] = [:]
  private var isMoving = false

  /// A clock at its start.
  ///
  /// - Parameters:
  ///   - participants: How many threads to wait for before time moves at all; at most 2 s.
  ///   - grace: How long, in wall time, a participant may be away before time moves without it.
  public init(
    pace: Pace, participants: Int = 0, grace: Duration = .milliseconds(100),
    hook: @escaping Hook = { _, _ in }
  ) {
    (self.pace, self.grace, self.hook) = (pace, grace, hook)
    expected = participants
  }

  /// The present instant: the one to which time last moved.
  public var now: Uptime { condition.withLock { current } }

  /// Blocks the calling thread until `deadline`, or until `wake`. A wake that comes between two
  /// sleeps of a thread ends the later one at once, so that none is lost.
  public func sleep(until deadline: Uptime) {
    condition.lock()
    defer { condition.unlock() }
    let me = pthread_self()
    let seenWakes = wakesSeen[me] ?? wakes
    seen.insert(me)
    awake[me] = nil
    sleepers[me] = deadline
    // By itself this thread moves the time on where it is the last one; only an `advance` waits.
    if pace == .byHand { condition.broadcast() }
    while current < deadline, wakes == seenWakes { moveOrWait() }
    sleepers[me] = nil
    awake[me] = .now
    wakesSeen[me] = wakes
  }

  /// Ends every sleep at once.
  public func wake() {
    condition.withLock {
      wakes += 1
      for (thread, _) in sleepers { awake[thread] = .now }
      sleepers.removeAll()
      condition.broadcast()
    }
  }

  /// The calling thread no longer takes part, and holds nobody up until it sleeps again.
  public func leave() {
    condition.withLock {
      awake[pthread_self()] = nil
      condition.broadcast()
    }
  }

  /// Moves time by `span`, deadline by deadline, letting every participant do its work at each.
  ///
  /// Only for the pace `byHand`, and only from one thread that is no participant.
  public func advance(by span: Duration) {
    precondition(pace == .byHand, "this clock moves by itself")
    condition.lock()
    defer { condition.unlock() }
    let end = current + span
    settle()
    while current < end {
      move(to: min(end, sleepers.values.min() ?? end))
      settle()
    }
  }

  /// Waits until every participant sleeps, or has been away too long.
  private func settle() {
    while let until = heldUntil() { wait(until: until) }
  }

  private func moveOrWait() {
    guard case .timesWall(let speed) = pace, !isMoving, let target = sleepers.values.min() else {
      return wait(until: .now + .seconds(1))
    }
    if let until = heldUntil() { return wait(until: until) }
    let start = anchor ?? (wall: .now, time: current)
    anchor = start
    let due = start.wall + (target - start.time) / speed
    if due > .now { return wait(until: due) }
    // Time that was lost to a stall is not made up in a burst.
    if .now - due > .milliseconds(250) { anchor = (wall: .now, time: target) }
    move(to: target)
  }

  /// The wall instant until which somebody who is awake holds time, or `nil`.
  private func heldUntil() -> Wall? {
    let now = Wall.now
    if seen.count < expected, now < created + .seconds(2) { return created + .seconds(2) }
    return awake.values.map { $0 + grace }.filter { $0 > now }.max()
  }

  private func move(to target: Uptime) {
    isMoving = true
    let from = current
    if target > from {
      condition.unlock()  // the hook may read this clock
      hook(from, target)
      condition.lock()
      current = target
    }
    for (thread, deadline) in sleepers where deadline <= current {
      sleepers[thread] = nil
      awake[thread] = .now
    }
    isMoving = false
    condition.broadcast()
  }

  /// Waits for a change, at most until `until`; a jump of the calendar costs no more than 50 ms.
  private func wait(until: Wall) {
    let span = min(max((until - .now).seconds, 0), 0.05)
    _ = condition.wait(until: Date(timeIntervalSinceNow: span))
  }
}
