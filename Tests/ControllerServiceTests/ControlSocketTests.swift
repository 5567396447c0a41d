import ControlCore
import ControllerService
import Foundation
import TestSupport
import Testing

@Suite("The control socket") struct ControlSocketTests {
  private func path() -> String {
    FileManager.default.temporaryDirectory.appending(path: "warmgate-\(UUID()).sock").path
  }

  @Test("a line is answered with a line")
  func answer() throws {
    let path = path()
    let socket = try ControlSocket(path: path) { "heard \($0)" }
    #expect(try ControlSocket.ask("status", at: path) == "heard status")
    #expect(try ControlSocket.ask("é", at: path) == "heard é")
    socket.shutDown()
    #expect(throws: ControlSocketFailure.self) { try ControlSocket.ask("status", at: path) }
  }

  @Test("what a dead controller left behind is replaced; what answers is not")
  func replaced() throws {
    let path = path()
    try "".write(toFile: path, atomically: true, encoding: .utf8)
    let socket = try ControlSocket(path: path) { _ in "first" }
    #expect(throws: ControlSocketFailure.self) {
      _ = try ControlSocket(path: path) { _ in "second" }
    }
    #expect(try ControlSocket.ask("status", at: path) == "first")
    socket.shutDown()
  }

  @Test("only its owner may ask: the socket is 0600, a folder that is made for it 0700")
  func rights() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "warmgate-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let socket = try ControlSocket(path: folder + "/control.sock") { $0 }
    for (file, mode) in [(folder, 0o700), (folder + "/control.sock", 0o600)] {
      let found = try FileManager.default.attributesOfItem(atPath: file)
      #expect(found[.posixPermissions] as? Int == mode, "\(file)")
    }
    socket.shutDown()
  }

  @Test("a path that is too long for a socket is refused with its limit")
  func tooLong() {
    let path = "/tmp/" + String(repeating: "x", count: 110)
    #expect(throws: ControlSocketFailure.self) { _ = try ControlSocket(path: path) { $0 } }
  }

  @Test(
    "a request is status, or acknowledge with a pack and a fault that there is",
    arguments: [
      ("status", ControlRequest.status),
      ("acknowledge shed heater-open", .acknowledge(pack: "shed", fault: .heaterOpen)),
    ])
  func requests(line: String, request: ControlRequest) throws {
    #expect(try ControlRequest(line: line) == request)
    #expect(request.line == line)
  }

  @Test("5000 hostile lines, seed 11, are read as what they say or refused with a short sentence")
  func fuzz() {
    var random = SeededGenerator(seed: 11)
    let parts = ["status", "acknowledge", " ", "shed", "heater-open", "\t", "\u{0}", "é", "-"]
    for turn in 0..<5000 {
      let line = (0..<Int.random(in: 0...8, using: &random)).map { _ in
        parts[Int.random(in: 0..<parts.count, using: &random)]
      }.joined()
      do {
        let request = try ControlRequest(line: line)
        #expect(request.line == line, "seed 11, turn \(turn)")
      } catch {
        #expect("\(error)".count < 120, "seed 11, turn \(turn)")
      }
    }
  }
}
