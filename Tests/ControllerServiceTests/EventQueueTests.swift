import ControlCore
import Foundation
import Locks
import Quantities
import Synchronization
import Testing

@testable import ControllerService

@Suite("Events never hold up the loop") struct EventQueueTests {
  private func event(_ number: Int) -> ControllerEvent {
    ControllerEvent(
      at: .start, pack: nil, kind: .controller, level: .notice, sentence: "event \(number)")
  }

  @Test("a sink that blocks delays nobody; what does not fit is counted and told")
  func blockedSink() {
    let gate = NSLock()
    let written = WrittenSentences()
    gate.lock()
    let queue = EventQueue { event in
      gate.withLock {}
      written.sentences.withLock { $0.append(event.sentence) }
    }
    queue.post(event(0))
    // The sink holds event 0 from here on, and nothing else is taken from the queue.
    while !queue.isEmpty { Thread.sleep(forTimeInterval: 0.001) }
    for number in 1...(EventQueue.capacity + 5) { queue.post(event(number)) }
    gate.unlock()
    queue.close(waitingAtMost: .seconds(20))
    let sentences = written.sentences.withLock { $0 }
    #expect(sentences.count == 1 + EventQueue.capacity + 1)
    #expect(sentences.first == "event 0")
    #expect(sentences.last == "5 events were lost: the log could not be written in time")
  }

  @Test("what was posted before the end is written")
  func close() {
    let written = WrittenSentences()
    let queue = EventQueue { event in written.sentences.withLock { $0.append(event.sentence) } }
    for number in 0..<100 { queue.post(event(number)) }
    queue.close(waitingAtMost: .seconds(20))
    #expect(written.sentences.withLock { $0 } == (0..<100).map { "event \($0)" })
  }

  @Test("closing gives up after its limit when the sink is stuck")
  func stuckSink() {
    let gate = NSLock()
    gate.lock()
    let queue = EventQueue { _ in gate.withLock {} }
    queue.post(event(0))
    queue.close(waitingAtMost: .milliseconds(50))
    gate.unlock()
  }
}

private final class WrittenSentences: Sendable {
  let sentences = Locked<[String]>([])
}

@Suite("The schedule does not drift") struct ScheduleTests {
  @Test(
    "the next instant counts from the schedule, and skips what was missed",
    arguments: [  // schedule, period, now, next; all in ms
      (0, 1000, 1, 1000), (0, 1000, 999, 1000), (0, 1000, 1000, 2000), (0, 1000, 1001, 2000),
      (0, 1000, 5500, 6000), (250, 1000, 300, 1250), (250, 1000, 3250, 4250),
    ])
  func following(schedule: Int, period: Int, now: Int, next: Int) {
    let result = Uptime(.milliseconds(schedule))
      .following(.milliseconds(period), after: Uptime(.milliseconds(now)))
    #expect(result == Uptime(.milliseconds(next)))
  }
}
