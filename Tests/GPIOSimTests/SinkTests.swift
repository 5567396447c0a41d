import Bench
import ControlCore
import ControllerService
import Foundation
import Glibc
import JKProtocol
import Quantities
import TestSupport
import Testing

extension GPIOSimTests {
  /// Whoever takes what the program says or keeps: each fails for good, and the lines stay right.
  @Suite("Disks, logs, managers and callers that fail for good") struct SinkTests {
    @Test("a disk that was filled stays full, also when a file on it was just being replaced")
    func filledDisk() throws {
      let disk = try SmallDisk()
      let (file, new) = (disk.folder.appending(path: "file"), disk.folder.appending(path: "new"))
      for name in [file, new] { try Data(count: 4096).write(to: name) }
      // The old file gives its room back a moment after there was none.
      let replacing = Thread {
        usleep(200_000)
        rename(new.path, file.path)
      }
      replacing.start()
      try disk.fill()
      #expect(eventually { replacing.isFinished })
      #expect(throws: (any Error).self) { try Data(count: 1).write(to: new) }
      try disk.makeRoom()
      #expect(throws: Never.self) { try Data(count: 1).write(to: new) }
    }

    @Test("the disk is full when a fault latches: it holds, and no kill makes it forgotten")
    func fullDisk() throws {
      let disk = try SmallDisk()
      let pack = try ControlledPack(at: -5, state: disk.folder)
      #expect(try pack.becomes(.heating))
      try disk.fill()
      #expect(pack.isSteady(for: 1))
      // The emulated pack takes no current: after 10 s that is an open pad.
      pack.board.update { $0.status.current = .measured(Amperes(0)) }
      #expect(try pack.becomes(.off))
      // The new record got the room of the old one.
      #expect(eventually { pack.recorded == FaultSet(.heaterOpen) })
      _ = pack.end(by: SIGKILL)
      #expect(try pack.watch.levels() == .off)
      pack.board.update { $0.status.current = .measured(Amperes(-1)) }
      try pack.start()
      #expect(eventually { pack.said.contains("the record of latched faults: cannot write") })
      Thread.sleep(forTimeInterval: 2)
      #expect(try pack.watch.levels() == .off)
      #expect(try pack.command("acknowledge", "shed", "heater-open").code == 1)
      #expect(pack.recorded == FaultSet(.heaterOpen))
      try disk.makeRoom()
      #expect(try pack.command("acknowledge", "shed", "heater-open").code == 0)
      #expect(try pack.becomes(.heating))
      pack.watch.expectNeverBoth()
    }

    @Test("a start on a full disk: warm it charges, cold it does not heat until there is room")
    func startOnFullDisk() throws {
      let disk = try SmallDisk()
      let pack = try ControlledPack(at: 10, state: disk.folder)
      #expect(try pack.becomes(.charging))
      _ = pack.end(by: SIGKILL)
      // A kill in the moment in which charging is noted leaves this, and whoever writes next would
      // have its room.
      try Data(count: 4096).write(to: disk.folder.appending(path: "state.json.new"))
      try disk.removeUnfinished()
      try disk.fill()
      try pack.start()
      #expect(try pack.becomes(.charging))
      #expect(pack.said.contains("the record of latched faults: cannot write"))
      _ = pack.end(by: SIGKILL)
      pack.set(-5)
      try pack.start()
      #expect(eventually { pack.said.contains("(latches-not-stored)") })
      Thread.sleep(forTimeInterval: 2)
      #expect(try pack.watch.levels() == .off)
      #expect(pack.recorded == [], "what was known stays known")
      try disk.makeRoom()
      #expect(try pack.becomes(.heating))
      pack.watch.expectNeverBoth()
    }

    @Test("the log is on a full disk: switching goes on")
    func logOnFullDisk() throws {
      let disk = try SmallDisk()
      let file = disk.folder.appending(path: "log")
      try "".write(to: file, atomically: false, encoding: .utf8)
      let pack = try ControlledPack(at: -6.3, errors: try FileHandle(forWritingTo: file))
      #expect(try pack.becomes(.heating))
      try disk.fill()
      try expectSwitching(pack)
    }

    @Test("the log's reader has ended: switching goes on")
    func logWithoutReader() throws {
      let pipe = Pipe()
      let pack = try ControlledPack(at: -6.3, errors: pipe.fileHandleForWriting)
      #expect(try pack.becomes(.heating))
      try pipe.fileHandleForReading.close()
      try expectSwitching(pack)
    }

    @Test("the service manager reads nothing: switching goes on")
    func deafManager() throws {
      let listener = try NotifyListener()
      let pack = try ControlledPack(
        at: -6.3, environment: ["NOTIFY_SOCKET": listener.name, "WATCHDOG_USEC": "800000"])
      #expect(try pack.becomes(.heating))
      // Source: unix(7), max_dgram_qlen: 10 messages fill it; here come five a second.
      Thread.sleep(forTimeInterval: 4)
      try expectSwitching(pack)
      #expect(listener.count("WATCHDOG=1") < 15, "what was not taken is not kept")
    }

    @Test("callers of the control socket who neither ask nor listen: switching goes on")
    func deafCallers() throws {
      let pack = try ControlledPack(at: -6.3)
      #expect(try pack.becomes(.heating))
      let callers = try (0..<8).map { try DeafCaller(pack.socket, asks: $0.isMultiple(of: 2)) }
      // Each has two seconds; then comes the next.
      #expect(eventually { (try? ControlSocket.ask("status", at: pack.socket)) != nil })
      let more = try (0..<8).map { try DeafCaller(pack.socket, asks: $0.isMultiple(of: 2)) }
      try expectSwitching(pack)
      #expect(callers.count + more.count == 16)
    }

    /// From heating to charging and back; alive goes on.
    private func expectSwitching(_ pack: ControlledPack) throws {
      pack.set(5)
      #expect(try pack.becomes(.charging))
      #expect(pack.isSteady(for: 1))
      // As fast as a pack may, or it is a jump.
      for tenth in stride(from: 49, through: 0, by: -1) {
        pack.set(Double(tenth) / 10)
        usleep(150_000)
      }
      #expect(try pack.becomes(.heating))
      #expect(pack.isSteady(for: 1))
      #expect(pack.process.isRunning)
      _ = pack.end(by: SIGTERM)
      #expect(pack.process.terminationReason == .exit)
      #expect(pack.process.terminationStatus == 0)
      #expect(try pack.watch.levels() == .off)
      pack.watch.expectNeverBoth()
    }
  }
}

/// Somebody who calls and then does nothing more.
private final class DeafCaller {
  private let descriptor: Int32

  init(_ path: String, asks: Bool) throws {
    descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    let size = socklen_t(MemoryLayout<sockaddr_un>.size)
    // Or it would wait for its turn itself: only so many may queue.
    try #require(fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0)
    let result = withUnsafePointer(to: &address) { address in
      address.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
    }
    if result == 0, asks { _ = send(descriptor, "status\n", 7, Int32(MSG_NOSIGNAL)) }
  }

  deinit { close(descriptor) }
}
