import Bench
import Foundation
import Glibc
import Quantities
import TestSupport
import Testing

extension GPIOSimTests {
  /// The built program with a service manager of the test's own, and with parts of it that hang.
  @Suite("Watchdogs, from outside") struct WatchdogTests {
    /// A service manager that wants a sign of life every 2 s, and the alive line.
    private struct Watched {
      let listener: NotifyListener
      let pack: ControlledPack

      init(at temperature: Double, keys: String = "", errors: FileHandle? = nil) throws {
        listener = try NotifyListener()
        pack = try ControlledPack(
          at: temperature,
          environment: ["NOTIFY_SOCKET": listener.name, "WATCHDOG_USEC": "2000000"], keys: keys,
          errors: errors)
      }

      var fed: Int { listener.count("WATCHDOG=1") }
      var edges: Int { pack.watch.pulses.count }
      var id: Int32 { pack.process.processIdentifier }

      /// Whether there are three more signs of life, and alive goes on toggling.
      func isWell() -> Bool {
        let (before, edgesBefore) = (fed, edges)
        return eventually { fed >= before + 3 && edges >= edgesBefore + 3 }
      }

      /// Whether there is no sign of life and no edge for 3 s, which would be 30 cycles.
      func isSilent() -> Bool {
        let (before, edgesBefore) = (fed, edges)
        Thread.sleep(forTimeInterval: 3)
        return fed == before && edges == edgesBefore
      }
    }

    @Test("ready with the first decision, why in the status, signs of life, and the end")
    func life() throws {
      let watched = try Watched(at: -6.3)
      #expect(try watched.pack.becomes(.heating))
      #expect(watched.isWell())
      #expect(watched.listener.assignments.first == "READY=1")
      let reason = "shed: charging off, heating on: coldest probe T1 −6.3 °C"
      #expect(eventually { watched.listener.status?.hasPrefix(reason) == true })
      let status = try #require(watched.listener.status)
      #expect(eventually { watched.pack.said.contains(status) }, "the reason as in the log")
      _ = watched.pack.end(by: SIGTERM)
      #expect(try watched.pack.watch.levels() == .off)
      #expect(
        watched.listener.assignments.suffix(2)
          == ["STOPPING=1", "STATUS=stopped: both outputs off."])
    }

    @Test("a board that never answers is no reason to restart: ready, both off, fed")
    func silentBoard() throws {
      let watched = try Watched(at: 10)
      watched.pack.board.faults.isSilent = true
      #expect(watched.isWell())
      #expect(try watched.pack.becomes(.off))
      #expect(watched.listener.count("READY=1") == 1)
    }

    @Test("the reader's thread hangs: both off by the age of the reading, cycles go on and are fed")
    func hungReader() throws {
      let watched = try Watched(at: -6.3)
      #expect(try watched.pack.becomes(.heating))
      let held = try HeldThread("bus rs485", of: watched.id)
      #expect(try watched.pack.becomes(.off))
      #expect(watched.isWell())
      #expect(
        eventually {
          watched.listener.status?.contains("the BMS has been silent for more than 2 s") == true
        })
      held.letGo()
      #expect(try watched.pack.becomes(.heating))
      watched.pack.watch.expectNeverBoth()
    }

    @Test("the loop's thread hangs: the lease ends, no sign of life, no edge; then it goes on")
    func hungLoop() throws {
      let watched = try Watched(at: -6.3)
      #expect(try watched.pack.becomes(.heating))
      let held = try HeldThread(nil, of: watched.id)
      // Off without any cycle: only the guard's thread can have done that.
      #expect(try watched.pack.becomes(.off))
      Thread.sleep(forTimeInterval: 0.2)
      #expect(watched.isSilent())
      #expect(try watched.pack.watch.levels() == .off)
      held.letGo()
      #expect(watched.isWell())
      #expect(try watched.pack.becomes(.heating))
    }

    @Test("a hung loop does not keep the program from ending, and the end is not called orderly")
    func hungLoopEnds() throws {
      let watched = try Watched(at: -6.3)
      #expect(try watched.pack.becomes(.heating))
      let held = try HeldThread(nil, of: watched.id)
      // It takes 0.7 s.
      #expect(watched.pack.end(by: SIGTERM) < 5)
      held.letGo()
      #expect(watched.pack.process.terminationReason == .exit)
      #expect(watched.pack.process.terminationStatus == 0)
      #expect(watched.listener.count("STOPPING=1") == 0)
      #expect(try watched.pack.watch.levels() == .off)
    }

    @Test("the whole process is stopped: no sign of life, no edge; what a manager then does is off")
    func stopped() throws {
      let watched = try Watched(at: -6.3)
      #expect(try watched.pack.becomes(.heating))
      kill(watched.id, SIGSTOP)
      Thread.sleep(forTimeInterval: 0.2)
      #expect(watched.isSilent())
      // Source: systemd.service(5), WatchdogSec=: SIGABRT, and SIGKILL where that does not end it.
      kill(watched.id, SIGABRT)
      _ = watched.pack.end(by: SIGKILL)
      #expect(try watched.pack.becomes(.off))
    }

    @Test("the log hangs: switching goes on and is fed, and SIGTERM ends it")
    func hungLog() throws {
      let full = try FullPipe()
      let watched = try Watched(at: -6.3, errors: full.writeEnd)
      #expect(try watched.pack.becomes(.heating))
      watched.pack.set(10)
      #expect(try watched.pack.becomes(.charging))
      #expect(watched.isWell())
      #expect(
        eventually {
          watched.listener.status?.hasPrefix("shed: charging on, heating off") == true
        })
      // A reload that is refused has something to say too, on the thread that takes the signals.
      try watched.pack.write(config: "packs: []")
      kill(watched.id, SIGHUP)
      Thread.sleep(forTimeInterval: 0.5)
      #expect(watched.isWell())
      #expect(watched.pack.end(by: SIGTERM) < 5)
      #expect(watched.pack.process.terminationReason == .exit)
      #expect(watched.pack.process.terminationStatus == 0)
      #expect(watched.listener.count("STOPPING=1") == 1)
      #expect(try watched.pack.watch.levels() == .off)
    }
  }
}

/// A pipe that nobody reads and that is full: who writes to it hangs.
private final class FullPipe {
  private let pipe = Pipe()
  var writeEnd: FileHandle { pipe.fileHandleForWriting }

  init() throws {
    let descriptor = pipe.fileHandleForWriting.fileDescriptor
    try #require(fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0)
    let bytes = [UInt8](repeating: UInt8(ascii: "."), count: 4096)
    while write(descriptor, bytes, bytes.count) > 0 {}
    while write(descriptor, bytes, 1) > 0 {}
    // The program that inherits it shall wait.
    try #require(fcntl(descriptor, F_SETFL, 0) == 0)
  }
}
