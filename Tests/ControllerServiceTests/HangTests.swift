import ControlCore
import Foundation
import GPIOLines
import Locks
import Quantities
import Synchronization
import TestSupport
import Testing

@testable import ControllerService

/// Inputs that count how often a cycle asks for them, and hang on demand.
private final class Inputs: InputReader, Sendable {
  /// While somebody holds this lock the cycle that asks hangs.
  let gate = NSLock()
  private let asked = Atomic(0)
  private let answered = Atomic(0)

  /// How many cycles have taken their inputs.
  var cycles: Int { asked.load(ordering: .sequentiallyConsistent) }
  /// While a test holds the gate: whether a cycle is before it.
  var isHanging: Bool { cycles > answered.load(ordering: .sequentiallyConsistent) }

  func chargerPresent() -> Measured<Bool> {
    asked.add(1, ordering: .sequentiallyConsistent)
    gate.withLock { _ = answered.add(1, ordering: .sequentiallyConsistent) }
    return .measured(true)
  }
  func heaterFeedback() -> Measured<Bool> { .unknown(.notRead) }
}

/// One pack on lines in memory with real leases, and a service manager that watches.
private final class Watched {
  let listener: NotifyListener
  let inputs: [Inputs]
  let lines: [MemoryLines]
  let running: Running
  private let leaseGuard = LeaseGuard(interval: .milliseconds(10))

  init(packs count: Int = 1) throws {
    let listener = try NotifyListener()
    self.listener = listener
    // 80 ms are four cycles.
    let socket = try NotifySocket(
      environment: ["NOTIFY_SOCKET": listener.name, "WATCHDOG_USEC": "80000"])
    let inputs = (0..<count).map { _ in Inputs() }
    let (leaseGuard, made) = (leaseGuard, Lines())
    running = try Running(
      .fast(packs: count), watchdogs: Watchdogs(manager: socket),
      drive: { clock in
        let lines = MemoryLines(clock: clock, leaseGuard: leaseGuard)
        let index = made.add(lines)
        return PackDrive(outputs: lines, inputs: inputs[index])
      })
    self.inputs = inputs
    guard running.eventually({ made.all.count == count }) else {
      throw Missing(description: "the lines were not opened")
    }
    lines = made.all
  }

  struct Missing: Error, CustomStringConvertible { let description: String }

  private final class Lines: Sendable {
    private let made = Locked<[MemoryLines]>([])
    var all: [MemoryLines] { made.withLock { $0 } }
    func add(_ lines: MemoryLines) -> Int {
      made.withLock {
        $0.append(lines)
        return $0.count - 1
      }
    }
  }

  /// How many signs of life the manager was sent.
  var fed: Int { listener.count("WATCHDOG=1") }

  /// Whether the manager is sent five more signs of life.
  func isFedOn() -> Bool {
    let before = fed
    return running.eventually { fed >= before + 5 }
  }
}

@Suite("What hangs, and how it ends") struct HangTests {
  @Test("the manager is told: ready and why, a sign of life at half the time, and the end")
  func life() throws {
    let watched = try Watched()
    #expect(watched.running.eventually { watched.lines[0].outputs == .charging })
    #expect(watched.isFedOn())
    #expect(watched.listener.assignments.first == "READY=1")
    #expect(
      watched.running.eventually {
        watched.listener.status?.hasPrefix("pack1: charging on, heating off: ") == true
      })
    #expect(watched.running.stop())
    #expect(
      watched.listener.assignments.suffix(2) == ["STOPPING=1", "STATUS=stopped: both outputs off."])
    #expect(watched.listener.count("READY=1") == 1)
  }

  @Test("a hung reader: cycles go on, readings get too old, both outputs go off, and all is fed")
  func hungReader() throws {
    let watched = try Watched(packs: 2)
    #expect(watched.running.eventually { watched.lines.allSatisfy { $0.outputs == .charging } })
    watched.running.board.gate.lock()
    #expect(watched.running.eventually { watched.lines.allSatisfy { $0.outputs == .safe } })
    #expect(watched.isFedOn())
    let (cycles, changes) = (watched.inputs[0].cycles, watched.lines[0].aliveChanges)
    #expect(watched.running.eventually { watched.inputs[0].cycles >= cycles + 5 })
    #expect(watched.running.eventually { watched.lines[0].aliveChanges >= changes + 5 })
    // Decided, and not only run out.
    #expect(
      watched.running.eventually {
        watched.running.controller.reports.allSatisfy { $0.decision.outputs == .safe }
      })
    #expect(
      watched.running.eventually {
        watched.listener.status?.contains("the BMS has been silent for more than") == true
      })
    watched.running.board.gate.unlock()
    #expect(watched.running.eventually { watched.lines.allSatisfy { $0.outputs == .charging } })
    #expect(watched.running.stop())
  }

  @Test("a hung loop: the leases end, nobody is fed, nothing toggles, and the process can be ended")
  func hungLoop() throws {
    let watched = try Watched(packs: 2)
    #expect(watched.running.eventually { watched.lines.allSatisfy { $0.outputs == .charging } })
    // The second pack's cycle hangs: the first one's lease is not renewed either.
    watched.inputs[1].gate.lock()
    #expect(watched.running.eventually { watched.inputs[1].isHanging })
    #expect(watched.running.eventually { watched.lines.allSatisfy { $0.outputs == .safe } })
    Thread.sleep(forTimeInterval: 0.2)
    let (fed, changes) = (watched.fed, watched.lines.map(\.aliveChanges))
    Thread.sleep(forTimeInterval: 0.5)
    #expect(watched.fed == fed)
    #expect(watched.lines.map(\.aliveChanges) == changes)
    watched.inputs[1].gate.unlock()
    #expect(watched.isFedOn())
    #expect(watched.running.eventually { watched.lines.allSatisfy { $0.outputs == .charging } })
    #expect(watched.running.stop())
  }

  @Test("a hung log: control goes on and is fed, and the controller can be stopped")
  func hungLog() throws {
    let watched = try Watched()
    #expect(watched.running.eventually { watched.lines[0].outputs == .charging })
    watched.running.logGate.lock()
    watched.running.board.script.withLock { $0.celsius = -6.3 }
    #expect(watched.running.eventually { watched.lines[0].outputs == .heating })
    watched.running.board.script.withLock { $0.celsius = 10 }
    #expect(watched.running.eventually { watched.lines[0].outputs == .charging })
    #expect(watched.isFedOn())
    #expect(
      watched.running.eventually {
        watched.listener.status?.hasPrefix("pack1: charging on") == true
      })
    #expect(watched.running.stop())
    watched.running.logGate.unlock()
  }

  @Test("a line that cannot be driven is the status for as long as it cannot; cycles feed on")
  func brokenLine() throws {
    let watched = try Watched()
    #expect(watched.running.eventually { watched.lines[0].outputs == .charging })
    watched.lines[0].setBroken(.heater, true)
    #expect(
      watched.running.eventually {
        watched.listener.status
          == "pack1: both outputs off: line heater: the line in memory is set to be broken. Set it "
          + "to obey again."
      })
    let messages = watched.listener.assignments.count { $0.hasPrefix("STATUS=") }
    #expect(watched.isFedOn())
    #expect(watched.listener.assignments.count { $0.hasPrefix("STATUS=") } == messages)
    watched.lines[0].setBroken(.heater, false)
    #expect(
      watched.running.eventually {
        watched.listener.status?.hasPrefix("pack1: charging on, heating off: ") == true
      })
    #expect(watched.running.stop())
  }

  @Test("a manager that reads nothing holds nothing up")
  func hungManager() throws {
    let watched = try Watched()
    #expect(watched.running.eventually { watched.lines[0].outputs == .charging })
    let other = try #require(
      try NotifySocket(environment: ["NOTIFY_SOCKET": watched.listener.name]))
    for _ in 0..<100_000 where other.send(["X=1"]) == 0 {}
    watched.running.board.script.withLock { $0.celsius = -6.3 }
    #expect(watched.running.eventually { watched.lines[0].outputs == .heating })
    #expect(watched.running.stop())
  }
}

/// A time that stands still: no lease on it ever ends.
private struct StillClock: ControlClock {
  var now: Uptime { .start }
  func sleep(until deadline: Uptime) {}
  func wake() {}
}

/// Counts how often it is driven, and how.
private final class CountingLines: OutputDriver, Sendable {
  let applied = Atomic(0)
  let cut = Atomic(0)

  func apply(_ outputs: Outputs, until deadline: Uptime) throws(OutputFailure) {
    applied.add(1, ordering: .sequentiallyConsistent)
  }
  func cutPower() throws(OutputFailure) { cut.add(1, ordering: .sequentiallyConsistent) }
  func readback() -> Measured<Outputs> { .unknown(.notRead) }
  func shutDown() {}
}

@Suite("The alive line") struct AliveTests {
  @Test("it toggles once in each cycle, whatever the outputs do, and rests low at the end")
  func oncePerCycle() throws {
    let (lines, inputs) = (MemoryLines(clock: StillClock()), Inputs())
    let running = try Running(
      .fast(), drive: { _ in PackDrive(outputs: lines, inputs: inputs) })
    #expect(running.eventually { lines.outputs == .charging })
    running.board.script.withLock { $0.celsius = -6.3 }
    #expect(running.eventually { lines.outputs == .heating })
    running.board.script.withLock { $0.silent = true }
    #expect(running.eventually { lines.outputs == .safe })
    #expect(running.stop())
    // After an odd number of cycles the stop is one more edge, which leaves the line low.
    let cycles = inputs.cycles
    #expect(cycles > 10)
    #expect(lines.aliveChanges == cycles + cycles % 2, "\(cycles) cycles")
  }

  @Test("a reload is no cycle: the line rests, and toggles again with the next cycle")
  func reload() throws {
    let (lines, inputs) = (CountingLines(), Inputs())
    let running = try Running(
      .fast(), drive: { _ in PackDrive(outputs: lines, inputs: inputs) })
    #expect(running.eventually { inputs.cycles > 3 })
    running.controller.reload(try .fast())
    #expect(running.said("warmgate: reloaded"))
    let cycles = inputs.cycles
    #expect(running.eventually { inputs.cycles > cycles + 3 })
    #expect(running.stop())
    #expect(lines.cut.load(ordering: .sequentiallyConsistent) == 1)
    #expect(lines.applied.load(ordering: .sequentiallyConsistent) == inputs.cycles)
  }
}
