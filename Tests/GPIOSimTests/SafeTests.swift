import Bench
import ControlCore
import Foundation
import GPIOLines
import Testing

extension GPIOSimTests {
  /// The built `warmgate safe` on simulated lines that a dead program has left.
  @Suite("warmgate safe on simulated lines (S6)") struct SafeTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "safe-\(UUID())")

    /// A configuration with a free charge line and the given heater.
    private func config(heater: String = "HEATER") throws -> String {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let file = folder.appending(path: "pack.yaml")
      try ControlledPack.text(device: "/dev/ttyNone", heater: heater).write(
        to: file, atomically: true, encoding: .utf8)
      return file.path
    }

    /// Runs it to its end, perhaps behind another program.
    private func run(
      _ config: String, behind: [String] = []
    ) throws -> (code: Int32, output: String, errors: String) {
      let process = Process()
      let program = try ControlledPack.executable.path
      let command = behind + [program, "safe", "--config", config]
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = command
      let (output, errors) = (Pipe(), Pipe())
      process.standardOutput = output
      process.standardError = errors
      try process.run()
      let said = output.fileHandleForReading.readDataToEndOfFile()
      let complained = errors.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      return (
        process.terminationStatus, String(decoding: said, as: UTF8.self),
        String(decoding: complained, as: UTF8.self)
      )
    }

    @Test("each output is driven inactive, given back and said so")
    func drives() throws {
      defer { try? FileManager.default.removeItem(at: folder) }
      let outcome = try run(try config())
      #expect(outcome.code == 0, "\(outcome.errors)")
      #expect(
        outcome.output == """
          shed: charge (CHARGE) is inactive
          shed: heater (HEATER) is inactive
          shed: alive (ALIVE) is inactive

          """)
      #expect(try GPIOSim("HEATER").level() == 0)
      #expect(try GPIOSim("HEATER").holder() == nil)
    }

    @Test("after a kill the lines that were held go off, whatever the file says by now")
    func changedFile() throws {
      let pack = try ControlledPack(at: -6.3)
      #expect(try pack.becomes(.heating))
      let record = pack.latches.deletingLastPathComponent().appending(path: "lines").path
      #expect(FileManager.default.fileExists(atPath: record))
      _ = pack.end(by: SIGKILL)
      // Another heater and no alive line; then a file that is none.
      let names = ["heater (HEATER2)", "charge (CHARGE)", "heater (HEATER)", "alive (ALIVE)"]
      try pack.write(config: ControlledPack.text(device: pack.bus.path, heater: "HEATER2"))
      let changed = try pack.safe()
      #expect(changed.code == 0, "\(changed.output)")
      #expect(changed.output == names.map { "shed: \($0) is inactive\n" }.joined())
      #expect(!FileManager.default.fileExists(atPath: record), "all of them are off")
      try pack.write(config: ControlledPack.text(device: pack.bus.path))
      try pack.start()
      #expect(try pack.becomes(.heating))
      _ = pack.end(by: SIGKILL)
      try pack.write(config: "packs: []")
      let broken = try pack.safe("--record", record)
      #expect(broken.code == 0, "\(broken.output)")
      #expect(broken.output.contains("shed: heater (HEATER) is inactive\n"))
      #expect(broken.output.contains("Only the lines that the controller held were driven"))
      // In order, it needs none.
      try pack.write(config: ControlledPack.text(device: pack.bus.path))
      try pack.start()
      #expect(try pack.becomes(.heating))
      _ = pack.end(by: SIGTERM)
      #expect(!FileManager.default.fileExists(atPath: record))
    }

    @Test("a held heater is named with its holder, and the charge line goes off all the same")
    func held() throws {
      defer { try? FileManager.default.removeItem(at: folder) }
      let file = try config()
      let holder = try OutputLine(LineSettings(.name("CHARGE")), consumer: "someone else")
      try holder.setActive(true)
      let outcome = try run(file)
      #expect(outcome.code == 3)
      #expect(
        outcome.output == """
          shed: heater (HEATER) is inactive
          shed: alive (ALIVE) is inactive

          """)
      #expect(outcome.errors.contains("shed, charge: line CHARGE: "), "\(outcome.errors)")
      #expect(outcome.errors.contains("held by \"someone else\""))
      holder.release()
    }

    @Test("a line that a dying process gives back within two seconds goes off")
    func lingering() throws {
      defer { try? FileManager.default.removeItem(at: folder) }
      let file = try config()
      let holder = HeldLine(try OutputLine(LineSettings(.name("HEATER")), consumer: "dying"))
      Thread.detachNewThread {
        Thread.sleep(forTimeInterval: 1)
        holder.line.release()
      }
      let outcome = try run(file)
      #expect(outcome.code == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("heater (HEATER) is inactive"))
    }

    /// The unit's user and rights: no root, no capability, no new privilege, only the chip's group.
    @Test("it works as the service's user without any right but the chip's group")
    func unprivileged() throws {
      defer { try? FileManager.default.removeItem(at: folder) }
      let file = try config()
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: folder.path)
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
      let chip = "/dev/" + (try GPIOSim("HEATER").chip)
      let before = try FileManager.default.attributesOfItem(atPath: chip)
      defer { try? FileManager.default.setAttributes(before, ofItemAtPath: chip) }
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o660, .groupOwnerAccountID: 64123], ofItemAtPath: chip)
      let rights = [
        "setpriv", "--reuid=64124", "--regid=64124", "--bounding-set=-all", "--inh-caps=-all",
        "--no-new-privs",
      ]
      let allowed = try run(file, behind: rights + ["--groups=64123"])
      #expect(allowed.code == 0, "\(allowed.errors)")
      let refused = try run(file, behind: rights + ["--clear-groups"])
      #expect(refused.code == 3)
      #expect(refused.errors.contains("this user may not open \(chip)"), "\(refused.errors)")
    }
  }
}

/// An output that another thread gives back.
private final class HeldLine: Sendable {
  let line: OutputLine
  init(_ line: consuming OutputLine) { self.line = line }
}
