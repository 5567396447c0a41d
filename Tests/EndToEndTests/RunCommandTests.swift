import Foundation
import Testing

@Suite("run on the command line") struct RunCommandTests {
  @Test("a `watchdog` that is none is told with what to do, and nothing is started")
  func noWatchdog() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "warmgate-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "pack.yaml")
    try """
    buses: { rs485: { device: /dev/ttyNone } }
    packs:
      - name: shed
        bus: rs485
        board: B2A8S20P
        chemistry: lfp
        strings: 8
        outputs: { charge: { line: NO_SUCH_LINE } }
    state_file: \(folder.path)/state.json
    control_socket: \(folder.path)/control.sock
    watchdog: /dev/null
    """.write(to: file, atomically: true, encoding: .utf8)
    let outcome = try await Executable.run("run", "--config", file.path)
    #expect(
      outcome
        == Executable.Outcome(
          exitCode: 3, output: "",
          errors: "watchdog: /dev/null is not a watchdog (Inappropriate ioctl for device). `ls "
            + "/dev/watchdog*` lists the devices; name one of them, or leave the key out.\n"))
  }

  @Test("a configuration that every user may change is refused before anything is opened")
  func writableByAll() async throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "warmgate-\(UUID()).yaml")
    defer { try? FileManager.default.removeItem(at: file) }
    try "packs: []".write(to: file, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: file.path)
    let outcome = try await Executable.run("run", "--config", file.path)
    #expect(
      outcome
        == Executable.Outcome(
          exitCode: 2, output: "",
          errors: "\(file.path): the file is writable by every user of this machine (mode 0666); "
            + "allowed: writable by its owner, and by a group that is trusted. `chmod o-w "
            + "\(file.path)`, after you have looked at what is in it.\n"))
  }
}
