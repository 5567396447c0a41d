import ControlCore
import Foundation
import GPIOLines
import Testing

extension GPIOSimTests {
  /// Proves that the sampler is not blind, with lines that the test itself drives wrongly.
  @Suite("The sampler sees what it is there for") struct LineSamplerTests {
    @Test("each of 50 overlaps of 2 ms is seen, and none where the lines only touch")
    func overlaps() throws {
      let charge = try OutputLine(LineSettings(.name("CHARGE")), consumer: "test")
      let heater = try OutputLine(LineSettings(.name("HEATER")), consumer: "test")
      let watch = try LineWatch()
      for turn in 0..<50 {
        // The very order that is right, and with no pause at all.
        try charge.setActive(true)
        usleep(2000)
        try charge.setActive(false)
        try heater.setActive(true)
        usleep(2000)
        #expect(watch.seen.bothOn == 0, "turn \(turn)")
        try heater.setActive(false)
      }
      var before = 0
      for turn in 0..<50 {
        try charge.setActive(true)
        usleep(2000)
        try heater.setActive(true)
        usleep(2000)
        try charge.setActive(false)
        usleep(2000)
        try heater.setActive(false)
        let bothOn = watch.seen.bothOn
        #expect(bothOn > before, "turn \(turn)")
        before = bothOn
      }
      let seen = watch.seen
      print(seen.summary)
      #expect(seen.rate >= 1000)
    }

    @Test(
      "every change of a line is seen, with the counter at that time, also beside a busy thread")
    func edges() throws {
      let heater = try OutputLine(LineSettings(.name("HEATER")), consumer: "test")
      let watch = try LineWatch(requests: { 7 })
      let busy = Thread { while !Thread.current.isCancelled {} }
      busy.start()
      for _ in 0..<100 {
        try heater.setActive(true)
        usleep(2000)
        try heater.setActive(false)
        usleep(2000)
      }
      busy.cancel()
      usleep(10_000)
      let edges = watch.switches
      #expect(edges.map(\.isHigh) == (0..<200).map { $0.isMultiple(of: 2) })
      #expect(edges.allSatisfy { $0.line == 1 && $0.count == ($0.isHigh ? 7 : 0) })
      #expect(edges.allSatisfy { $0.after < $0.by })
      print(watch.seen.summary)
      #expect(watch.seen.rate >= 1000)
    }

    @Test("a pause between two lines that is too short is found, and one that is right is not")
    func pauses() throws {
      let charge = try OutputLine(LineSettings(.name("CHARGE")), consumer: "test")
      let heater = try OutputLine(LineSettings(.name("HEATER")), consumer: "test")
      let watch = try LineWatch()
      try charge.setActive(true)
      usleep(2000)
      try charge.setActive(false)
      usleep(50_000)
      try heater.setActive(true)
      usleep(2000)
      try heater.setActive(false)
      usleep(10_000)
      let edges = watch.switches
      #expect(edges.map(\.line) == [0, 0, 1, 1])
      #expect(tooShortPauses(edges, charge: 0, heater: 1, delay: .milliseconds(50)) == [])
      let tooShort = tooShortPauses(edges, charge: 0, heater: 1, delay: .seconds(60))
      #expect(tooShort.count == 1)
      #expect(tooShort.allSatisfy { $0 >= .milliseconds(50) })
    }
  }
}
