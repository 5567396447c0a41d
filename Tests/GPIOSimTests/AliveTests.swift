import Bench
import ControlCore
import ControllerService
import Foundation
import JKProtocol
import Quantities
import TestSupport
import Testing

extension GPIOSimTests {
  /// What a charge pump on the `alive` line would see, from outside (lessons 9 and 25 of those who
  /// were here before: a host that dies with the heater on, a watchdog that a timer feeds).
  @Suite("The alive line, on real lines") struct AliveTests {
    private static let period = Duration.milliseconds(100)

    @Test("it toggles once in each healthy cycle, with both outputs off as with one on")
    func pulses() throws {
      let pack = try ControlledPack(at: 10)
      #expect(try pack.becomes(.charging))
      try expectOnePulseEachCycle(pack)
      pack.board.faults.isSilent = true
      #expect(try pack.becomes(.off))
      try expectOnePulseEachCycle(pack)
      pack.watch.expectNeverBoth()
    }

    private func expectOnePulseEachCycle(_ pack: ControlledPack) throws {
      let start = nanoseconds()
      let seen = { pack.watch.pulses.filter { $0.after > start } }
      // Ten periods apart, less one for a first cycle that was late: a machine that is slow leaves
      // some out, and none has more.
      #expect(eventually { seen().count >= 50 })
      let pulses = seen()
      for (first, tenth) in zip(pulses, pulses.dropFirst(10)) {
        #expect(Duration.nanoseconds(tenth.by - first.after) >= AliveTests.period * 9)
      }
      #expect(zip(pulses, pulses.dropFirst()).allSatisfy { $0.isHigh != $1.isHigh }, "none missed")
    }

    @Test("a fault that asks for the power to be cut rests it, low, until a person acknowledges")
    func powerCut() throws {
      let pack = try ControlledPack(at: -5)
      #expect(try pack.becomes(.heating))
      // 5 A flow into the pack while the gate is off; after 10 s that is a gate that is stuck.
      pack.board.update { $0.status.current = .measured(Amperes(5)) }
      #expect(eventually { pack.recorded == FaultSet(.chargeGateStuck) })
      #expect(try pack.becomes(.off))
      try expectRest(pack)
      _ = pack.end(by: SIGKILL)
      try pack.start()
      #expect(eventually { pack.said.split(separator: "started: 1 pack,").count == 3 })
      try expectRest(pack)
      pack.board.update { $0.status.current = .measured(Amperes(-1)) }
      #expect(
        eventually {
          (try? pack.command("acknowledge", "shed", "charge-gate-stuck").code) == 0
        })
      #expect(try pack.becomes(.heating))
      try expectOnePulseEachCycle(pack)
      pack.watch.expectNeverBoth()
    }

    private func expectRest(_ pack: ControlledPack) throws {
      Thread.sleep(forTimeInterval: 0.5)
      let pulses = pack.watch.pulses.count
      Thread.sleep(forTimeInterval: 3)
      #expect(pack.watch.pulses.count == pulses)
      #expect(try GPIOSim("ALIVE").level() == 0)
      #expect(try pack.watch.levels() == .off)
    }

    @Test("the loop hangs at 10 random instants, seed 3: line and output fall within the lease")
    func lease() throws {
      let pack = try ControlledPack(at: -6.3)
      var random = SeededGenerator(seed: 3)
      var longest = Duration.zero
      for turn in 0..<10 {
        #expect(try pack.becomes(.heating))
        usleep(UInt32.random(in: 0...200_000, using: &random))
        let held = try HeldThread(nil, of: pack.id)
        let hung = nanoseconds()
        #expect(try pack.becomes(.off), "turn \(turn)")
        #expect(try eventually { try GPIOSim("ALIVE").level() == 0 })
        let fall = try #require(pack.watch.switches.last { !$0.isHigh })
        longest = max(longest, .nanoseconds(fall.by - hung))
        let pulses = pack.watch.pulses.count
        Thread.sleep(forTimeInterval: 0.5)
        #expect(pack.watch.pulses.count == pulses, "turn \(turn)")
        held.letGo()
      }
      print("from a hang to off: \(longest.milliseconds) ms at most; the lease is 300 ms")
      pack.watch.expectNeverBoth()
    }
  }
}

extension Duration {
  /// For a person.
  var milliseconds: Int64 { wholeNanoseconds / 1_000_000 }
}
