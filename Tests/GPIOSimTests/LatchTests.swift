import Bench
import ControlCore
import ControllerService
import Foundation
import JKProtocol
import Quantities
import Testing

extension ControlledPack {
  /// Runs the program's own command line against the running controller.
  func command(_ arguments: String...) throws -> (code: Int32, output: String) {
    try run(arguments + ["--socket", socket])
  }

  /// Runs `warmgate safe` on the configuration as it is now.
  func safe(_ arguments: String...) throws -> (code: Int32, output: String) {
    try run(["safe", "--config", config.path] + arguments)
  }

  private func run(_ arguments: [String]) throws -> (code: Int32, output: String) {
    let process = Process()
    process.executableURL = try ControlledPack.executable
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, output)
  }

  /// What the record of latched faults says, or `nil` where it is none.
  var recorded: FaultSet? {
    (try? String(contentsOf: latches, encoding: .utf8)).flatMap(LatchRecord.init(text:))?
      .packs["shed"]
  }
}

extension GPIOSimTests {
  @Suite("S7 on simulated lines: what is latched stays, and a person clears it")
  struct LatchTests {
    @Test(
      "without a record, with a torn one and with one of another pack both outputs stay off",
      arguments: [
        nil, "", String(LatchRecord(packs: ["shed": []]).text.dropLast(8)),
        LatchRecord(packs: ["house": []]).text,
      ])
    func unknown(record: String?) throws {
      let pack = try ControlledPack(at: 10, record: record)
      #expect(eventually { pack.said.contains("latches-unknown") })
      Thread.sleep(forTimeInterval: 1)
      #expect(try pack.watch.levels() == .off)
      let status = try pack.command("status")
      #expect(status.code == 1)
      #expect(status.output.contains("warmgate acknowledge shed latches-unknown"))
      let answer = try pack.command("acknowledge", "shed", "latches-unknown")
      #expect(answer.output == "shed: latches-unknown is acknowledged.\n")
      #expect(answer.code == 0)
      #expect(try pack.becomes(.charging))
      #expect(pack.recorded == [])
      #expect(try pack.command("status").code == 0)
    }

    @Test("an open pad is latched, survives SIGKILL and a restart, and is cleared by a person only")
    func survives() throws {
      let pack = try ControlledPack(at: -5)
      #expect(try pack.becomes(.heating))
      // The emulated pack takes no current: after 10 s that is an open pad.
      pack.board.update { $0.status.current = .measured(Amperes(0)) }
      #expect(eventually { pack.recorded == FaultSet(.heaterOpen) })
      #expect(try pack.becomes(.off))
      #expect(pack.end(by: SIGKILL) < 5)
      try pack.start()
      Thread.sleep(forTimeInterval: 3)
      #expect(try pack.watch.levels() == .off)
      #expect(pack.said.contains("(heater-open), latched until `warmgate acknowledge shed"))
      let wrong = try pack.command("acknowledge", "shed", "heater-no-rise")
      #expect(wrong.code == 1)
      #expect(
        wrong.output.contains("shed: heater-no-rise is not latched; latched are: heater-open"))
      #expect(try pack.command("acknowledge", "house", "heater-open").code == 1)
      #expect(try pack.command("acknowledge", "shed", "heater-closed").code == 2)
      #expect(pack.recorded == FaultSet(.heaterOpen))
      pack.board.update { $0.status.current = .measured(Amperes(-2.5)) }
      #expect(try pack.command("acknowledge", "shed", "heater-open").code == 0)
      #expect(try pack.becomes(.heating))
      #expect(pack.recorded == [])
      pack.watch.expectNeverBoth()
    }

    @Test("what is still seen cannot be acknowledged")
    func stillSeen() throws {
      let pack = try ControlledPack(at: -5)
      #expect(try pack.becomes(.heating))
      // 5 A flow into the pack while the gate is off.
      pack.board.update { $0.status.current = .measured(Amperes(5)) }
      #expect(eventually { pack.recorded == FaultSet(.chargeGateStuck) })
      #expect(try pack.becomes(.off))
      let answer = try pack.command("acknowledge", "shed", "charge-gate-stuck")
      #expect(answer.code == 1)
      #expect(answer.output.contains("charge-gate-stuck is still seen"))
      #expect(pack.recorded == FaultSet(.chargeGateStuck))
      let status = try pack.command("status").output
      #expect(
        status.contains(
          "behind it. Then, which gives the switches their power again: warmgate acknowledge shed "
            + "charge-gate-stuck."), "\(status)")
    }

    @Test("only the owner may open the socket, and hostile callers do not disturb the lines")
    func socket() throws {
      let pack = try ControlledPack(at: 10)
      #expect(try pack.becomes(.charging))
      let attributes = try FileManager.default.attributesOfItem(atPath: pack.socket)
      #expect((attributes[.posixPermissions] as? Int) == 0o600)
      for line in [
        "", "status status", "acknowledge", String(repeating: "x", count: 5000), "\u{0}",
      ] {
        let reply = try? ControlSocket.ask(line, at: pack.socket)
        #expect(reply?.contains(#""ok":false"#) ?? true, "\(line.prefix(20))")
      }
      #expect(try pack.command("status").code == 0)
      #expect(try pack.watch.levels() == .charging)
    }
  }
}
