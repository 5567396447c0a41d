import ControlCore
import Foundation
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
    "a crash, and every other signal that ends a process, still ends it with its own signal",
    arguments: [
      SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGSYS, SIGXCPU, SIGALRM, SIGVTALRM,
      SIGPROF, SIGUSR1, SIGUSR2, SIGIO, SIGPWR, SIGSTKFLT, 40, 64,
    ])
  func crash(signal: Int32) async {
    await #expect(processExitsWith: .signal(signal)) { [signal] in
      _ = SignalGuard.install(wakeDescriptor: -1)
      kill(getpid(), signal)
      sleep(60)
    }
  }

  /// SIGPIPE: the log's reader has ended. SIGXFSZ: a file may not grow. The others: a terminal that
  /// would stop the whole process, the lease's guard too, with its lines as they are (S5).
  @Test(
    "a lost reader, a file's limit and a terminal neither end nor stop the process",
    arguments: [SIGPIPE, SIGXFSZ, SIGTSTP, SIGTTIN, SIGTTOU])
  func ignored(signal: Int32) async {
    await #expect(processExitsWith: .success) { [signal] in
      #expect(SignalGuard.install(wakeDescriptor: -1) == 0)
      // Source: proc(5): the signals that are ignored, one bit each, the first for signal 1. A
      // process group without a terminal would not be stopped anyway, so this is looked at too.
      let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
      let row = try #require(status.split(separator: "\n").first { $0.hasPrefix("SigIgn:") })
      let mask = try #require(UInt64(row.dropFirst(7).drop { $0 == "\t" }, radix: 16))
      // Or it would be stopped, and this test with it.
      try #require(mask & 1 << UInt64(signal - 1) != 0)
      kill(getpid(), signal)
      #expect(!SignalGuard.isLatched)
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
