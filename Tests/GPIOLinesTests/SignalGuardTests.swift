import ControlCore
import GPIOLines
import Glibc
import Testing

/// What needs no chip; the drop of real lines is tested on a gpio-sim.
@Suite("Signals and the safe latch (S6)") struct SignalGuardTests {
  @Test("dropping all outputs sets the latch, and no output can be requested any more")
  func latch() async {
    await #expect(processExitsWith: .success) {
      #expect(!SignalGuard.isLatched)
      SignalGuard.dropAll()
      #expect(SignalGuard.isLatched)
      SignalGuard.dropAll()
      #expect(SignalGuard.isLatched)
    }
  }

  @Test(
    "a stop signal sets the latch and writes its number", arguments: [SIGTERM, SIGINT, SIGQUIT])
  func stop(signal: Int32) async {
    await #expect(processExitsWith: .success) { [signal] in
      let pipe = try WakePipe()
      #expect(SignalGuard.install(wakeDescriptor: pipe.writing) == 0)
      raise(signal)
      #expect(SignalGuard.isLatched)
      #expect(pipe.readByte() == UInt8(signal))
    }
  }

  @Test("SIGHUP writes its number and leaves the outputs alone")
  func reload() async {
    await #expect(processExitsWith: .success) {
      let pipe = try WakePipe()
      #expect(SignalGuard.install(wakeDescriptor: pipe.writing) == 0)
      raise(SIGHUP)
      #expect(!SignalGuard.isLatched)
      #expect(pipe.readByte() == UInt8(SIGHUP))
    }
  }

  @Test("a full pipe does not stop the handler")
  func fullPipe() async {
    await #expect(processExitsWith: .success) {
      let pipe = try WakePipe()
      pipe.fill()
      #expect(SignalGuard.install(wakeDescriptor: pipe.writing) == 0)
      raise(SIGTERM)
      #expect(SignalGuard.isLatched)
    }
  }

  @Test(
    "a crash still ends the process with its own signal",
    arguments: [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP])
  func crash(signal: Int32) async {
    await #expect(processExitsWith: .signal(signal)) { [signal] in
      _ = SignalGuard.install(wakeDescriptor: -1)
      raise(signal)
    }
  }

  @Test("a failed precondition and a wild pointer still end the process")
  func realCrash() async {
    await #expect(processExitsWith: .failure) {
      _ = SignalGuard.install(wakeDescriptor: -1)
      precondition(!SignalGuard.isLatched && SignalGuard.isLatched)
    }
    await #expect(processExitsWith: .signal(SIGSEGV)) {
      _ = SignalGuard.install(wakeDescriptor: -1)
      UnsafeMutablePointer<Int>(bitPattern: 8)?.pointee = 1
    }
  }
}

/// A non-blocking pipe.
private struct WakePipe {
  let reading: Int32
  let writing: Int32

  struct Failure: Error {}

  init() throws {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw Failure() }
    for end in ends where fcntl(end, F_SETFL, O_NONBLOCK) != 0 { throw Failure() }
    (reading, writing) = (ends[0], ends[1])
  }

  func readByte() -> UInt8? {
    var byte: UInt8 = 0
    return read(reading, &byte, 1) == 1 ? byte : nil
  }

  func fill() {
    var byte: UInt8 = 0
    while write(writing, &byte, 1) == 1 {}
  }
}
