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
      kill(getpid(), signal)
      #expect(pipe.readByte() == UInt8(signal))
      #expect(SignalGuard.isLatched)
    }
  }

  @Test(
    "a signal that the parent process had blocked is taken all the same",
    arguments: [SIGTERM, SIGINT, SIGQUIT, SIGHUP])
  func blocked(signal: Int32) async {
    await #expect(processExitsWith: .success) { [signal] in
      var every = sigset_t()
      sigfillset(&every)
      pthread_sigmask(SIG_BLOCK, &every, nil)
      let pipe = try WakePipe()
      #expect(SignalGuard.install(wakeDescriptor: pipe.writing) == 0)
      pthread_kill(pthread_self(), signal)
      #expect(pipe.readByte() == UInt8(signal))
    }
  }

  @Test("SIGHUP writes its number and leaves the outputs alone")
  func reload() async {
    await #expect(processExitsWith: .success) {
      let pipe = try WakePipe()
      #expect(SignalGuard.install(wakeDescriptor: pipe.writing) == 0)
      kill(getpid(), SIGHUP)
      #expect(pipe.readByte() == UInt8(SIGHUP))
      #expect(!SignalGuard.isLatched)
    }
  }

  @Test("a full pipe does not stop the handler")
  func fullPipe() async {
    await #expect(processExitsWith: .success) {
      let pipe = try WakePipe()
      pipe.fill()
      #expect(SignalGuard.install(wakeDescriptor: pipe.writing) == 0)
      kill(getpid(), SIGTERM)
      for _ in 0..<60_000 where !SignalGuard.isLatched { usleep(1000) }
      #expect(SignalGuard.isLatched)
    }
  }

  @Test(
    "a crash still ends the process with its own signal",
    arguments: [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP])
  func crash(signal: Int32) async {
    await #expect(processExitsWith: .signal(signal)) { [signal] in
      _ = SignalGuard.install(wakeDescriptor: -1)
      kill(getpid(), signal)
      sleep(60)
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

  /// The next byte, waited for at most a minute. A signal to the process comes in some thread that
  /// does not block it, at some time.
  func readByte() -> UInt8? {
    var byte: UInt8 = 0
    var wait = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
    while poll(&wait, 1, 60_000) < 0 && errno == EINTR {}
    return read(reading, &byte, 1) == 1 ? byte : nil
  }

  func fill() {
    var byte: UInt8 = 0
    while write(writing, &byte, 1) == 1 {}
  }
}
