import ControlCore
import Foundation
import GPIOLines
import Synchronization
import Testing

extension GPIOSimTests {
  /// Each test runs a child process that holds a line high.
  @Suite("Outputs fall when the program ends (S6)") struct DropTests {
    @Test("dropping all outputs drives sixteen packs low, and none can be turned on again")
    func dropAll() async throws {
      _ = try GPIOSim("CHARGE1")
      await #expect(processExitsWith: .success) {
        let names = (1...16).flatMap { ["CHARGE\($0)", "HEATER\($0)"] }
        let board = try HeldLines(names)
        try board.setAll(true)
        #expect(try names.allSatisfy { try GPIOSim($0).level() == 1 })
        SignalGuard.dropAll()
        #expect(try names.allSatisfy { try GPIOSim($0).level() == 0 })
        for name in names {
          let failure = #expect(throws: OutputFailure.self) { try board.set(name, true) }
          #expect(failure?.found.hasPrefix("refused") == true)
          try board.set(name, false)
        }
        #expect(try names.allSatisfy { try GPIOSim($0).level() == 0 })
        #expect(throws: OutputFailure.self) { try HeldLines(["SPARE_A"]) }
      }
    }

    @Test(
      "a stop signal drives a line low while the program still runs and holds it",
      arguments: [SIGTERM, SIGINT, SIGQUIT])
    func stop(signal: Int32) async throws {
      let pin = try GPIOSim("HEATER")
      await #expect(processExitsWith: .success) { [signal, pin = pin as GPIOSim] in
        let board = try HeldLines(["HEATER"])
        #expect(SignalGuard.install(wakeDescriptor: -1) == 0)
        try board.setAll(true)
        #expect(try pin.level() == 1)
        kill(getpid(), signal)
        #expect(try eventually { try pin.level() == 0 })
        #expect(try pin.holder() == "warmgate heater")
      }
    }

    @Test("an active-low line falls to its inactive level, which is high")
    func stopActiveLow() async throws {
      let pin = try GPIOSim("SPARE_A")
      await #expect(processExitsWith: .success) { [pin = pin as GPIOSim] in
        let line = try OutputLine(
          LineSettings(.name("SPARE_A"), activeLow: true), consumer: "test")
        try line.setActive(true)
        #expect(try pin.level() == 0)
        SignalGuard.dropAll()
        #expect(try pin.level() == 1)
        line.release()
      }
    }

    @Test("a thread that keeps turning a line on loses against a stop signal")
    func race() async throws {
      let pin = try GPIOSim("HEATER")
      await #expect(processExitsWith: .success) { [pin = pin as GPIOSim] in
        let board = try HeldLines(["HEATER"])
        #expect(SignalGuard.install(wakeDescriptor: -1) == 0)
        let turns = Counter()
        Thread.detachNewThread {
          while (try? board.setAll(true)) != nil { turns.value.add(1, ordering: .relaxed) }
          turns.hasEnded.store(true, ordering: .sequentiallyConsistent)
        }
        #expect(eventually { turns.value.load(ordering: .relaxed) > 1000 })
        kill(getpid(), SIGTERM)
        #expect(eventually { turns.hasEnded.load(ordering: .sequentiallyConsistent) })
        #expect(try pin.level() == 0)
      }
    }

    @Test("the line is low after the program was killed", arguments: [SIGKILL, SIGSEGV])
    func killed(signal: Int32) async throws {
      let pin = try GPIOSim("HEATER")
      await #expect(processExitsWith: .signal(signal)) { [signal, pin = pin as GPIOSim] in
        let board = try HeldLines(["HEATER"])
        _ = SignalGuard.install(wakeDescriptor: -1)
        try board.setAll(true)
        guard try pin.level() == 1 else { exit(1) }
        kill(getpid(), signal)
        sleep(60)
      }
      #expect(try eventually { try pin.level() == 0 })
      #expect(try pin.holder() == nil)
    }

    /// Another process keeps the line requested after the crash, so that the kernel does not
    /// release it: what is then low was driven low by the signal handler. SIGKILL cannot be
    /// handled, and the line stays high: that shows that this test can tell.
    @Test(
      "each signal that ends the program drives the line low first, before the kernel takes it",
      arguments: [
        SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGSYS, SIGXCPU, SIGALRM, SIGVTALRM,
        SIGPROF, SIGUSR1, SIGUSR2, SIGIO, SIGPWR, SIGSTKFLT, 40, 64, SIGKILL,
      ])
    func ended(signal: Int32) async throws {
      let pin = try GPIOSim("HEATER")
      let keeperFile = NSTemporaryDirectory() + "/keeper-\(UUID().uuidString)"
      await #expect(processExitsWith: .signal(signal)) {
        [
          signal, pin = pin as GPIOSim, keeperFile = keeperFile as String
        ] in
        let board = try HeldLines(["HEATER"])
        _ = SignalGuard.install(wakeDescriptor: -1)
        try board.setAll(true)
        let keeper = try keepLineRequested()
        try "\(keeper)".write(toFile: keeperFile, atomically: true, encoding: .utf8)
        guard try pin.level() == 1 else { exit(1) }
        kill(getpid(), signal)
        sleep(60)
      }
      let keeper = try #require(Int32(try String(contentsOfFile: keeperFile, encoding: .utf8)))
      #expect(try pin.holder() == "warmgate heater")
      #expect(try pin.level() == (signal == SIGKILL ? 1 : 0))
      kill(keeper, SIGKILL)
      #expect(try eventually { try pin.holder() == nil })
      #expect(try pin.level() == 0)
    }
  }
}

/// Output lines by name, for a child process that holds them.
private final class HeldLines: Sendable {
  private final class Shared: Sendable {
    let line: OutputLine
    init(_ name: String) throws {
      line = try OutputLine(LineSettings(.name(name)), consumer: "warmgate heater")
    }
  }
  private let lines: [String: Shared]

  init(_ names: [String]) throws {
    lines = Dictionary(uniqueKeysWithValues: try names.map { ($0, try Shared($0)) })
  }

  func set(_ name: String, _ isActive: Bool) throws { try lines[name]?.line.setActive(isActive) }
  func setAll(_ isActive: Bool) throws {
    for line in lines.values { try line.line.setActive(isActive) }
  }
}

private final class Counter: Sendable {
  let value = Atomic<Int>(0)
  let hasEnded = Atomic(false)
}

/// Starts a process that has this process's line request as its standard input, and returns its
/// number. The line is requested until both have ended.
private func keepLineRequested() throws -> Int32 {
  let descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
  let request = descriptors.compactMap(Int32.init).first { descriptor in
    let target = try? FileManager.default.destinationOfSymbolicLink(
      atPath: "/proc/self/fd/\(descriptor)")
    // "anon_inode:gpio-linehandle" with libgpiod 1.x, "anon_inode:gpio-line" with 2.x.
    return target?.hasPrefix("anon_inode:gpio-line") == true
  }
  let keeper = Process()
  keeper.executableURL = URL(fileURLWithPath: "/bin/sleep")
  keeper.arguments = ["300"]
  keeper.standardInput = FileHandle(fileDescriptor: try #require(request))
  keeper.standardOutput = FileHandle.nullDevice
  keeper.standardError = FileHandle.nullDevice
  try keeper.run()
  return keeper.processIdentifier
}
