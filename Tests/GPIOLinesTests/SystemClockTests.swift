import Foundation
import GPIOLines
import Quantities
import Synchronization
import Testing

@Suite("The machine's clock") struct SystemClockTests {
  private let clock = SystemClock()

  @Test("it counts the time since boot, as /proc/uptime does")
  func uptime() throws {
    let before = clock.now
    let text = try String(contentsOfFile: "/proc/uptime", encoding: .utf8)
    let after = clock.now
    let uptime = try #require(Double(text.prefix { $0 != " " }))
    // The file has hundredths of a second.
    #expect(uptime >= before.sinceStart.seconds - 0.011)
    #expect(uptime <= after.sinceStart.seconds + 0.011)
  }

  @Test("a sleep lasts at least until its deadline; one that has passed does not sleep")
  func sleep() {
    let deadline = clock.now + .milliseconds(20)
    clock.sleep(until: deadline)
    #expect(clock.now >= deadline)
    clock.sleep(until: .start)
  }

  @Test("a wake ends the sleep of every thread")
  func wake() {
    let sleepers = Sleepers()
    for _ in 0..<2 {
      Thread.detachNewThread { [clock] in
        sleepers.begun.add(1, ordering: .sequentiallyConsistent)
        // A year: only a wake can end it.
        clock.sleep(until: clock.now + .seconds(31_536_000))
        sleepers.ended.add(1, ordering: .sequentiallyConsistent)
      }
    }
    let pause = SystemClock()
    while sleepers.begun.load(ordering: .sequentiallyConsistent) < 2 {
      pause.sleep(until: pause.now + .milliseconds(1))
    }
    // A thread that has begun may not sleep yet, so the wake is repeated, for a minute at most.
    let end = pause.now + .seconds(60)
    while sleepers.ended.load(ordering: .sequentiallyConsistent) < 2 && pause.now < end {
      clock.wake()
      pause.sleep(until: pause.now + .milliseconds(1))
    }
    #expect(sleepers.ended.load(ordering: .sequentiallyConsistent) == 2)
  }

  @Test("a wake between two sleeps of a thread ends the later one, and only that one")
  func wakeBetween() {
    clock.sleep(until: .start)
    clock.wake()
    clock.sleep(until: clock.now + .seconds(31_536_000))
    let deadline = clock.now + .milliseconds(20)
    clock.sleep(until: deadline)
    #expect(clock.now >= deadline)
  }
}

private final class Sleepers: Sendable {
  let begun = Atomic<Int>(0)
  let ended = Atomic<Int>(0)
}
