import Bench
import ControlCore
import ControllerService
import Foundation
import JKProtocol
import Quantities
import TestSupport
import Testing

extension ControlledPack {
  /// How many requests one reading of the pack takes.
  static let requestsPerReading = ModbusPlan.status(model: "B2A8S20P").count
  /// How many requests there are from the start to the first permission at least: which board it
  /// is, the app's settings, and three readings (S6).
  static let requestsUntilPermission =
    ModbusPlan.identity().count + ModbusPlan.settings().count + 3 * requestsPerReading

  var id: Int32 { process.processIdentifier }

  /// Whether it is left as it is for some seconds: no switching, and alive goes on.
  func isSteady(for seconds: Double) -> Bool {
    let (switches, pulses) = (watch.switches.count, watch.pulses.count)
    Thread.sleep(forTimeInterval: seconds)
    return watch.switches.count == switches && watch.pulses.count > pulses
  }
}

extension GPIOSimTests {
  /// What can happen to a process, done to the built program while its lines are watched.
  @Suite("Faults of the process, on real lines") struct ProcessFaultTests {
    @Test("SIGSTOP longer than the lease: no pulse; at SIGCONT off at once, then three readings")
    func stopped() throws {
      let pack = try ControlledPack(at: -6.3)
      #expect(try pack.becomes(.heating))
      kill(pack.id, SIGSTOP)
      Thread.sleep(forTimeInterval: 0.2)
      let pulses = pack.watch.pulses.count
      // Ten leases, and longer than a reading lives.
      Thread.sleep(forTimeInterval: 3)
      // The lease's guard is stopped too: only the charge pump on alive takes the power away.
      #expect(pack.watch.pulses.count == pulses)
      let (asked, resumed) = (pack.board.requestCount, nanoseconds())
      kill(pack.id, SIGCONT)
      let isOnAgain = { pack.watch.switches.last { $0.isHigh && $0.by > resumed } != nil }
      #expect(eventually { isOnAgain() })
      let since = pack.watch.switches.filter { $0.by > resumed }
      #expect(since.map(\.isHigh) == [false, true])
      #expect((since.last?.count ?? 0) - asked >= 3 * ControlledPack.requestsPerReading)
      pack.watch.expectNeverBoth()
    }

    @Test("stopped and resumed at 30 random instants, seed 5, while it switches to and fro")
    func stutters() throws {
      let pack = try ControlledPack(at: 5)
      #expect(try pack.becomes(.charging))
      var random = SeededGenerator(seed: 5)
      for turn in 0..<30 {
        // Five turns each way; a leap is a fault of its own, which is over after three readings.
        pack.set(turn / 5 % 2 == 0 ? 0 : 5)
        usleep(UInt32.random(in: 0...900_000, using: &random))
        kill(pack.id, SIGSTOP)
        usleep(UInt32.random(in: 0...700_000, using: &random))
        kill(pack.id, SIGCONT)
      }
      pack.set(5)
      #expect(try pack.becomes(.charging))
      #expect(pack.watch.switches.count >= 6, "six times the other way")
      pack.watch.expectNeverBoth()
    }

    @Test("the clock goes back a day, and on again: nothing switches, and a start is as ever")
    func clock() throws {
      try UserModeKernel.require()
      let pack = try ControlledPack(at: -6.3)
      #expect(try pack.becomes(.heating))
      var moved = 0
      defer { try? UserModeKernel.moveClock(by: -moved) }
      for day in [-1, 2, -2] {
        try UserModeKernel.moveClock(by: day * 86_400)
        moved += day * 86_400
        #expect(pack.isSteady(for: 3), "\(day) days")
        #expect(try pack.watch.levels() == .heating)
      }
      pack.board.faults.isSilent = true
      #expect(try pack.becomes(.off))
      pack.board.faults.isSilent = false
      #expect(try pack.becomes(.heating))
      _ = pack.end(by: SIGKILL)
      #expect(try pack.watch.levels() == .off)
      try pack.start()
      #expect(try pack.becomes(.heating))
      pack.watch.expectNeverBoth()
    }

    @Test("hardly any memory is left for 5 s, twice: it goes on, or is off until it can")
    func memory() throws {
      try UserModeKernel.require()
      let pack = try ControlledPack(at: -6.3)
      #expect(try pack.becomes(.heating))
      for _ in 0..<2 { try UserModeKernel.squeeze(for: 5) }
      #expect(pack.process.isRunning)
      #expect(try pack.becomes(.heating))
      pack.set(5)
      #expect(try pack.becomes(.charging))
      pack.watch.expectNeverBoth()
    }

    @Test(
      "it is given no more memory: it goes on, and what it cannot do any more ends with both off")
    func noMoreMemory() throws {
      let pack = try ControlledPack(at: -6.3)
      #expect(try pack.becomes(.heating))
      _ = try output(of: "prlimit", "--pid", "\(pack.id)", "--as=1")
      #expect(pack.isSteady(for: 2))
      for _ in 0..<20 { _ = try? ControlSocket.ask("status", at: pack.socket) }
      pack.set(5)
      #expect(try pack.becomes(.charging))
      #expect(pack.isSteady(for: 2))
      // A reload starts a thread, and there is no room for its stack.
      kill(pack.id, SIGHUP)
      #expect(try pack.becomes(.off))
      Thread.sleep(forTimeInterval: 2)
      #expect(try pack.watch.levels() == .off)
      _ = pack.end(by: SIGTERM)
      #expect(try pack.watch.levels() == .off)
      try pack.start()
      #expect(try pack.becomes(.charging))
      pack.watch.expectNeverBoth()
    }

    @Test("the adapter is pulled out and comes back, five times, also as another device")
    func adapter() throws {
      let pack = try ControlledPack(at: -6.3)
      #expect(try pack.becomes(.heating))
      for turn in 0..<5 {
        pack.bus.unplug()
        #expect(try pack.becomes(.off), "turn \(turn)")
        // Takes the place that the adapter had, so that it comes back under another number.
        let other =
          turn.isMultiple(of: 2)
          ? try EmulatedBus(.modbus, [], on: .pseudoTerminal(link: nil)) : nil
        let asked = pack.board.requestCount
        try pack.bus.replug()
        #expect(try pack.becomes(.heating), "turn \(turn)")
        let switched = try #require(pack.watch.switches.last)
        #expect(switched.count - asked >= ControlledPack.requestsUntilPermission)
        other?.stop()
      }
      #expect(pack.watch.switches.count == 11)
      pack.watch.expectNeverBoth()
    }
  }
}
