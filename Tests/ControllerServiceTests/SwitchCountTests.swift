import ControlCore
import Foundation
import Quantities
import Testing

@testable import ControllerService

@Suite("Wear of the switches") struct SwitchCountTests {
  /// A count to which the output was switched on every so many seconds, and off in between.
  private func count(_ starts: Int, every seconds: Int, after total: Int = 0) -> SwitchCount {
    var count = SwitchCount(total: total)
    for start in 0..<starts {
      let isStart = count.note(true, at: Uptime(.seconds(seconds * start)))
      let isHeld = count.note(true, at: Uptime(.seconds(seconds * start + 1)))
      let isEnd = count.note(false, at: Uptime(.seconds(seconds * start + 2)))
      #expect(isStart && !isHeld && !isEnd)
    }
    return count
  }

  @Test(
    "more than twelve starts in an hour are told, and no longer an hour after",
    arguments: [  // starts, s between them, s at which somebody looks, told
      (12, 60, 720, false), (13, 60, 780, true), (13, 60, 3599, true), (13, 60, 3600, false),
      (13, 300, 3601, false), (40, 299, 11_661, true), (40, 299, 11_700, false),
      (100, 60, 6000, true),
    ])
  func often(starts: Int, every: Int, at: Int, isTold: Bool) {
    let count = count(starts, every: every)
    #expect(count.total == starts)
    #expect((count.warning("heater", at: Uptime(.seconds(at))) != nil) == isTold)
  }

  @Test(
    "a relay is to be replaced from 90 % of its 100,000 operations on",
    arguments: [(89_998, false), (89_999, true), (150_000, true)])  // starts before one more, told
  func worn(before: Int, isTold: Bool) {
    let warning = count(1, every: 1, after: before).warning("heater", at: .start)
    #expect((warning != nil) == isTold)
    if isTold {
      #expect(warning?.contains("the heater was switched on \(before + 1) times") == true)
    }
  }

  @Test("the counts are there after a restart, beside the blocks, and a damaged one is none")
  func restart() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "warmgate-\(UUID())")
    let path = folder.appending(path: "state.json").path
    let memory = BlockMemory(path: path)
    #expect(memory.storeCounts() == nil)
    #expect(!FileManager.default.fileExists(atPath: path))
    let counts = SwitchCounts(charge: SwitchCount(total: 7), heater: SwitchCount(total: 41))
    memory.put(counts, of: "shed")
    #expect(memory.storeCounts() == nil)
    #expect(memory.store(.blocked, of: "shed") == nil)
    let later = BlockMemory(path: path)
    #expect(later.counts(of: "shed") == counts)
    #expect(later.block(of: "shed") == .blocked)
    #expect(later.counts(of: "barn") == SwitchCounts())
    try #"{"shed": "blocked", "shed heater starts": "many", "shed charge starts": "-3"}"#.write(
      toFile: path, atomically: true, encoding: .utf8)
    let damaged = BlockMemory(path: path)
    #expect(damaged.counts(of: "shed") == SwitchCounts())
    #expect(damaged.block(of: "shed") == .blocked)
  }

  @Test("status counts what the loop switches on, a reload goes on, and wear is told once")
  func status() throws {
    let memory = BlockMemory(path: nil)
    memory.put(
      SwitchCounts(heater: SwitchCount(total: 89_999)), of: "pack1")
    let running = try Running(.fast(), memory: memory) { $0.celsius = -5 }
    let lines = try #require(running.lines["pack1"])
    #expect(running.eventually { lines.now == .heating })
    #expect(running.said("pack1: the heater was switched on 90000 times; a relay lasts about"))
    running.controller.reload(try .fast())
    #expect(running.said("warmgate: reloaded"))
    #expect(running.eventually { lines.history == [.safe, .heating, .safe, .heating] })
    #expect(running.eventually { memory.counts(of: "pack1").heater.total == 90_001 })
    // What is asked is answered from the cycle before, until this one has ended.
    #expect(
      running.eventually { running.controller.answer("status").contains(#"heaterStarts":90001"#) })
    let status = running.controller.answer("status")
    #expect(status.contains(#""chargeStarts":0"#))
    #expect(status.contains(#""warnings":["the heater was switched on 90001 times"#))
    #expect(running.stop())
  }
}
