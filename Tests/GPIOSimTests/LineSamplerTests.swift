import ControlCore
import Foundation
import GPIOLines
import Testing

extension GPIOSimTests {
  /// Proves that the sampler is not blind, with lines that the test itself drives wrongly.
  @Suite("The sampler sees what it is there for") struct LineSamplerTests {
    @Test(
      "each of 50 overlaps of 2 ms is seen, but in gaps that it counts, and none where lines touch"
    )
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
      var missed = 0
      for _ in 0..<50 {
        try charge.setActive(true)
        usleep(2000)
        try heater.setActive(true)
        usleep(2000)
        try charge.setActive(false)
        usleep(2000)
        try heater.setActive(false)
        let bothOn = watch.seen.bothOn
        if bothOn == before { missed += 1 }
        before = bothOn
      }
      #expect(eventually { watch.seen.isOftenEnough })
      let seen = watch.seen
      print(seen.summary, "overlaps missed: \(missed)")
      #expect(missed <= seen.gaps)
      #expect(missed < 10)
    }

    @Test(
      "every change of a line is seen, with the counter at that time, also beside a busy thread")
    func edges() throws {
      let heater = try OutputLine(LineSettings(.name("HEATER")), consumer: "test")
      let watch = try LineWatch(requests: { 7 })
      let busy = Thread { while !Thread.current.isCancelled {} }
      busy.start()
      for turn in 0..<200 {
        try heater.setActive(turn.isMultiple(of: 2))
        usleep(2000)
        // One look later, unless this machine is busy with something else.
        #expect(eventually { watch.switches.count == turn + 1 })
      }
      busy.cancel()
      let edges = watch.switches
      #expect(edges.map(\.isHigh) == (0..<200).map { $0.isMultiple(of: 2) })
      #expect(edges.allSatisfy { $0.line == 1 && $0.count == ($0.isHigh ? 7 : 0) })
      #expect(edges.allSatisfy { $0.after < $0.by })
      #expect(eventually { watch.seen.isOftenEnough })
      print(watch.seen.summary)
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
