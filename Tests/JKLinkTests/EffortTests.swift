import Bench
import ControlCore
import Foundation
import JKProtocol
import Quantities
import Testing

@testable import JKLink

@Suite("Processor time while waiting") struct EffortTests {
  @Test("a second of waiting for a silent board costs a small part of it", arguments: protocols)
  func silentBoard(protocolName: BusProtocol) throws {
    try OneBoard.run(protocolName) { one throws in
      one.board.faults.isSilent = true
      let bus = one.bus(protocolName, timing: LinkTiming(responseTimeout: .seconds(1), tries: 1))
      let used = processorTime {
        _ = failure { () throws(LinkFailure) in try bus.readStatus(address: 1) }
      }
      // A busy loop would use about a second. What it really uses is below a millisecond.
      #expect(used < .milliseconds(200))
    }
  }

  @Test("ten thousand polls of a vanished device cost no opening each")
  func vanished() throws {
    let bus = bus(freshLink(), .jk4E57)
    let used = processorTime {
      for _ in 0..<10_000 {
        _ = failure { () throws(LinkFailure) in try bus.readStatus(address: 1) }
      }
    }
    #expect(used < .seconds(1))
  }

  /// What this thread alone used; others and the machine's load do not count.
  private func processorTime(_ body: () -> Void) -> Duration {
    let before = ThreadTime.ofThisThread
    body()
    return ThreadTime.ofThisThread - before
  }
}

/// A thread's processor time.
private enum ThreadTime {
  static var ofThisThread: Duration {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }
}
