import Foundation
import Testing

@Suite("Boards served by pymodbus, which knows the maker's map and nothing of our code")
struct PymodbusTests {
  @Test("read agrees on every value, by a named protocol and by finding out, and writes nothing")
  func everyValue() async throws {
    let peer = try PeerProcess.python("jk_server.py")
    let start = try peer.readObject()
    let device = try #require(start["device"] as? String)
    let boards = try #require(start["boards"] as? [String: [String: any Sendable]])
    #expect(boards.keys.sorted() == ["1", "2"])
    for (address, held) in boards {
      var expected = held
      expected["protocol"] = "jk-modbus"
      expected["baud"] = 115_200
      for protocolName in ["jk-modbus", "auto"] {
        let read = try await Executable.json(
          "read", "--device", device, "--protocol", protocolName, "--address", address, "--json")
        #expect(Set(read.keys) == Set(expected.keys))
        for (key, value) in expected {
          #expect(
            same(read[key], value), "\(key): \(String(describing: read[key])), not \(value)")
        }
      }
    }
    try peer.endInput()
    let asked = try peer.readObject()
    #expect(asked["functions"] as? [Int] == [3])
    #expect(asked["writes"] as? Int == 0)
    // Two boards, each twice: 1 request for the identity, 2 for the settings, 3 for the status.
    #expect((asked["requests"] as? Int ?? 0) >= 24)
  }

  @Test("several packs are one list, with the failure of the one that is not there beside them")
  func severalPacks() async throws {
    let peer = try PeerProcess.python("jk_server.py")
    let device = try #require(try peer.readObject()["device"] as? String)
    let file = FileManager.default.temporaryDirectory.appending(path: "warmgate-\(UUID()).yaml")
    defer { try? FileManager.default.removeItem(at: file) }
    try configuration(device, addresses: [1, 2, 3]).write(
      to: file, atomically: true, encoding: .utf8)
    let outcome = try await Executable.run("read", "--config", file.path, "--json")
    #expect(outcome.exitCode == 3)
    let message = "pack3: \(device), board 3: no answer within 800 ms."
    #expect(outcome.errors.hasPrefix(message))
    let object = try #require(
      JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: any Sendable])
    let packs = try #require(object["packs"] as? [[String: any Sendable]])
    #expect(packs.map { $0["name"] as? String } == ["pack1", "pack2", "pack3"])
    #expect(packs.map { $0["packVoltageVolts"] as? Double } == [26.44, 51.32, nil])
    #expect((packs[2]["failure"] as? String)?.hasPrefix("\(device), board 3: no answer") == true)
    let text = try await Executable.run("read", "--config", file.path)
    #expect(text.exitCode == 3)
    #expect(text.output.hasPrefix("pack1\nmodel "))
    #expect(text.output.contains("\n\npack2\nmodel "))
    #expect(text.output.contains("\nprobe T4 "))
    try peer.endInput()
  }

  @Test("--watch prints a line a round until it is stopped")
  func watch() async throws {
    let peer = try PeerProcess.python("jk_server.py")
    let device = try #require(try peer.readObject()["device"] as? String)
    let reader = try PeerProcess(
      try Executable.url,
      ["read", "--device", device, "--protocol", "jk-modbus", "--watch", "--json"])
    let rounds = try [reader.readObject(), reader.readObject()]
    #expect(rounds.map { $0["packVoltageVolts"] as? Double } == [26.44, 26.44])
    try peer.endInput()
  }

  /// LFP packs of 8 on one line, one at each address.
  private func configuration(_ device: String, addresses: [Int]) -> String {
    let packs = addresses.map { address in
      """
        - name: pack\(address)
          bus: line
          address: \(address)
          board: B2A8S20P
          chemistry: lfp
          strings: 8
          outputs: { charge: { line: CHARGE\(address) } }
      """
    }
    return """
      buses:
        line: { device: \(device), protocol: jk-modbus }
      packs:
      \(packs.joined(separator: "\n"))

      """
  }

  /// Whether two values out of JSON are equal, whatever their types.
  private func same(_ a: (any Sendable)?, _ b: any Sendable) -> Bool {
    (a as? NSObject)?.isEqual(b as? NSObject) ?? false
  }
}
