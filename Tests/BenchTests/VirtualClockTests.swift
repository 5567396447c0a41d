import Bench
import ControlCore
import Foundation
import Locks
import Quantities
import Synchronization
import Testing

/// What happened, in order, from several threads.
private final class Log: Sendable {
  private let lines = Locked<[String]>([])
  func add(_ line: String) { lines.withLock { $0.append(line) } }
  var all: [String] { lines.withLock { $0 } }
}

/// Runs `body` on a thread of its own; the semaphore is signalled when it ends.
private func onThread(_ body: @escaping @Sendable () -> Void) -> DispatchSemaphore {
  let done = DispatchSemaphore(value: 0)
  Thread.detachNewThread {
    body()
    done.signal()
  }
  return done
}

private func ends(_ done: DispatchSemaphore) -> Bool { done.wait(timeout: .now() + 60) == .success }

@Suite("Virtual clock", .serialized) struct VirtualClockTests {
  @Test("two threads wake in the order of their deadlines, and time is exactly each deadline")
  func order() {
    let log = Log()
    let clock = VirtualClock(
      pace: .timesWall(.infinity), participants: 2, grace: .seconds(5))
    let slow = onThread {
      for turn in 1...3 {
        clock.sleep(until: Uptime(.seconds(30 * turn)))
        log.add("slow at \(clock.now)")
      }
      clock.sleep(until: Uptime(.seconds(101)))
    }
    let quick = onThread {
      for turn in 1...4 {
        clock.sleep(until: Uptime(.seconds(25 * turn)))
        log.add("quick at \(clock.now)")
      }
      clock.sleep(until: Uptime(.seconds(101)))
    }
    #expect(ends(slow) && ends(quick))
    #expect(
      log.all == [
        "quick at 25 s", "slow at 30 s", "quick at 50 s", "slow at 60 s", "quick at 75 s",
        "slow at 90 s", "quick at 100 s",
      ])
  }

  @Test("the hook sees every move before the clock shows it, without a gap")
  func hook() {
    let moves = Locked<[[Int64]]>([])
    let holder = Locked<VirtualClock?>(nil)
    let clock = VirtualClock(pace: .timesWall(.infinity), participants: 1) { from, to in
      let shown = holder.withLock { $0?.now.nanoseconds } ?? -1
      moves.withLock { $0.append([from.nanoseconds, to.nanoseconds, shown]) }
    }
    holder.withLock { $0 = clock }
    let done = onThread {
      for turn in 1...3 { clock.sleep(until: Uptime(.seconds(turn))) }
    }
    #expect(ends(done))
    let second: Int64 = 1_000_000_000
    #expect(
      moves.withLock { $0 } == [
        [0, second, 0], [second, 2 * second, second], [2 * second, 3 * second, 2 * second],
      ])
    holder.withLock { $0 = nil }
  }

  @Test("a participant that is blocked elsewhere does not hold time for ever")
  func blocked() {
    let clock = VirtualClock(
      pace: .timesWall(.infinity), participants: 2, grace: .milliseconds(20))
    let release = DispatchSemaphore(value: 0)
    let stuck = onThread {
      clock.sleep(until: Uptime(.seconds(1)))
      release.wait()
    }
    let runner = onThread {
      for turn in 1...500 { clock.sleep(until: Uptime(.seconds(turn))) }
    }
    #expect(ends(runner))
    #expect(clock.now == Uptime(.seconds(500)))
    release.signal()
    #expect(ends(stuck))
  }

  @Test("wake ends a sleep that has no other end, at the present instant")
  func wake() {
    let clock = VirtualClock(pace: .byHand)
    let asleep = DispatchSemaphore(value: 0)
    let done = onThread {
      asleep.signal()
      clock.sleep(until: Uptime(.seconds(1_000_000)))
    }
    #expect(ends(asleep))
    // The thread may not have gone to sleep yet: wake until it has come back.
    while done.wait(timeout: .now() + 0.01) == .timedOut { clock.wake() }
    #expect(clock.now == .start)
  }

  @Test("by hand, time stops at each deadline, then where it was told to")
  func byHand() {
    let log = Log()
    let clock = VirtualClock(pace: .byHand, participants: 1, grace: .seconds(5)) { from, to in
      log.add("\(from) to \(to)")
    }
    let done = onThread {
      clock.sleep(until: Uptime(.seconds(2)))
      log.add("awake at \(clock.now)")
      clock.sleep(until: Uptime(.seconds(10)))
      clock.leave()
    }
    clock.advance(by: .seconds(5))
    #expect(clock.now == Uptime(.seconds(5)))
    #expect(log.all == ["0 s to 2 s", "awake at 2 s", "2 s to 5 s"])
    clock.advance(by: .seconds(5))
    #expect(ends(done))
  }

  @Test("time passes at most as many times as fast as the wall clock as it was told")
  func pace() {
    let clock = VirtualClock(pace: .timesWall(100), participants: 1)
    let start = ContinuousClock.now
    let done = onThread {
      for turn in 1...30 { clock.sleep(until: Uptime(.seconds(turn))) }
    }
    #expect(ends(done))
    #expect(ContinuousClock.now - start >= .milliseconds(299))  // 30 s / 100, less rounding
  }

  @Test("a deadline that has passed costs no time")
  func past() {
    let clock = VirtualClock(pace: .timesWall(.infinity), participants: 1)
    let done = onThread {
      clock.sleep(until: Uptime(.seconds(3)))
      clock.sleep(until: Uptime(.seconds(1)))
    }
    #expect(ends(done))
    #expect(clock.now == Uptime(.seconds(3)))
  }
}
