import Bench
import ControlCore
import Foundation
import JKProtocol
import Quantities
import Testing

extension GPIOSimTests {
  /// Bytes on a pseudo-terminal in, levels of two lines out.
  @Suite("The controller from the board's bytes to the lines") struct ControllerTests {
    @Test("switches at the app's 0 °C and 5 °C, and the lines are never on together")
    func switching() throws {
      let pack = try ControlledPack(at: -0.4)
      #expect(try pack.becomes(.heating))
      #expect(try GPIOSim("HEATER").holder() == "warmgate heater")
      #expect(try GPIOSim("CHARGE").holder() == "warmgate charge")
      try pack.walk(from: -0.4, to: 4.9, lines: .heating)
      pack.set(5)
      #expect(try pack.becomes(.charging))
      try pack.walk(from: 5, to: 0.1, lines: .charging)
      pack.set(0)
      #expect(try pack.becomes(.heating))
      pack.watch.expectNeverBoth()
      #expect(pack.board.writes.isEmpty, "reading never writes to the board")
    }

    @Test(
      "SIGTERM and SIGINT: both low, exit code 0, also while a read is blocked",
      arguments: [SIGTERM, SIGINT], [false, true])
    func stops(signal: Int32, isSilent: Bool) throws {
      let pack = try ControlledPack(at: -6.3)
      #expect(try pack.becomes(.heating))
      pack.board.faults.isSilent = isSilent
      Thread.sleep(forTimeInterval: 0.3)
      let seconds = pack.end(by: signal)
      #expect(try pack.watch.levels() == .off)
      #expect(pack.process.terminationReason == .exit)
      #expect(pack.process.terminationStatus == 0)
      // It takes 0.2 s; a read and its tries would take 2.4 s.
      #expect(seconds < 2)
    }

    @Test("SIGKILL: the kernel gives the lines back, and their pulls hold both low")
    func killed() throws {
      let pack = try ControlledPack(at: -6.3)
      #expect(try pack.becomes(.heating))
      _ = pack.end(by: SIGKILL)
      #expect(try pack.becomes(.off))
      #expect(try GPIOSim("HEATER").holder() == nil)
    }

    @Test("the board is unplugged: both low; it comes back: heating again")
    func unplugged() throws {
      let pack = try ControlledPack(at: -6.3)
      #expect(try pack.becomes(.heating))
      pack.bus.unplug()
      #expect(try pack.becomes(.off))
      try pack.bus.replug()
      #expect(try pack.becomes(.heating))
      pack.watch.expectNeverBoth()
    }

    @Test("the board falls silent, a probe is pulled: both low, and the log says why")
    func unknown() throws {
      let pack = try ControlledPack(at: 10)
      #expect(try pack.becomes(.charging))
      pack.board.faults.isSilent = true
      #expect(try pack.becomes(.off))
      #expect(eventually { pack.said.contains("the BMS has been silent for more than 2 s") })
      // Which port, what was found, what to do, once all tries are over; and what does not latch.
      var status = ""
      let isTold = try eventually {
        status = try pack.command("status").output
        return status.contains("\n  \(pack.bus.path)")
      }
      #expect(isTold, "\(status)")
      #expect(status.contains("\n  seen: the last reading is older than its lifetime. Look at"))
      pack.board.faults.isSilent = false
      #expect(try pack.becomes(.charging))
      pack.board.update { $0.status.probes.t2 = .unknown(.absent) }
      #expect(try pack.becomes(.off))
      #expect(eventually { pack.said.contains("probe T2 is unknown") })
    }

    @Test("SIGHUP takes a good file over, and keeps the old settings when it is broken")
    func reloads() throws {
      let pack = try ControlledPack(at: 3)
      #expect(try pack.becomes(.charging))
      try pack.write(config: "packs: []")
      kill(pack.process.processIdentifier, SIGHUP)
      #expect(eventually { pack.said.contains("not reloaded, the old settings hold") })
      #expect(try pack.watch.levels() == .charging)
      try pack.write(
        config: ControlledPack.text(device: pack.bus.path, floor: "4 °C"))
      kill(pack.process.processIdentifier, SIGHUP)
      #expect(eventually { pack.said.contains("reloaded: 1 pack,") })
      // 3 °C is below the new floor.
      #expect(try pack.becomes(.heating))
      pack.watch.expectNeverBoth()
    }

    @Test("a second controller is told who has the line, and ends with exit code 3")
    func busy() throws {
      let pack = try ControlledPack(at: -6.3)
      #expect(try pack.becomes(.heating))
      let second = Process()
      second.executableURL = try ControlledPack.executable
      second.arguments = pack.process.arguments
      let errors = Pipe()
      second.standardError = errors
      try second.run()
      let told = String(
        decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      second.waitUntilExit()
      #expect(second.terminationStatus == 3)
      #expect(told.contains("CHARGE") && told.contains("warmgate charge"), "\(told)")
      #expect(try pack.watch.levels() == .heating, "the first one goes on")
    }
  }
}
