import Foundation
import Testing

@Suite("warmgate check") struct CheckCommandTests {
  /// The project's configurations, found from this source file.
  private static let config = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "config")

  @Test("a configuration that is right is shown pack by pack, and exits 0")
  func right() async throws {
    let file = Self.config.appending(path: "24s-li-ion.yaml").path
    let outcome = try await Executable.run("check", file)
    #expect(
      outcome
        == Executable.Outcome(
          exitCode: 0,
          output: """
            \(file): right, 1 pack

            tractor: 24S Li-ion on a B2A24S20P

                         U pack       R        I        P     R        I        P
              minimum   69.60 V  53.2 Ω  1.308 A   91.1 W  56 Ω  1.243 A   86.5 W
              nominal   88.80 V  53.2 Ω  1.669 A  148.2 W  56 Ω  1.586 A  140.8 W
              maximum  100.80 V  53.2 Ω  1.895 A  191.0 W  56 Ω  1.800 A  181.4 W
              limit                      3.000 A  200.0 W

              pad        56 Ω −5%, fed by the pack
              binds      the power limit; the smallest pad is 53.48 Ω −5%
              heats      until 10 °C; no charger is sensed: above 40% and 3.5 V a cell
              charges    not at or below 2 °C, again from 8 °C; later where the app is stricter
              probes     T1, T2
              bus        rs485, /dev/ttyUSB0, jk-4e57 at 115200 baud
              outputs    charge CHARGE_EN, heater HEATER
              note       no `heater_feedback`: a shorted pad switch is found by warmth only, not \
            while charging

            """, errors: ""))
  }

  @Test("one that is wrong names every error on stderr and exits 2; with --json on stdout too")
  func wrong() async throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "wrong-\(UUID()).yaml")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data("buses: { rs485: { device: ttyUSB0 } }\npacks: []\n".utf8).write(to: file)
    let plain = try await Executable.run("check", file.path)
    #expect(plain.exitCode == 2)
    #expect(plain.output.isEmpty)
    let lines = plain.errors.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.first?.hasPrefix("\(file.path):1:27: buses.rs485.device is `ttyUSB0`;") == true)
    #expect(lines.last?.hasPrefix("\(file.path):2:8: packs is empty;") == true)
    let json = try await Executable.run("check", file.path, "--json")
    #expect(json.exitCode == 2)
    let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    let errors = try #require(object?["errors"] as? [[String: Any]])
    #expect(errors.map { $0["line"] as? Int } == [1, 2])
    #expect(errors.map { $0["key"] as? String } == ["buses.rs485.device", "packs"])
  }

  @Test("JSON has the figures of each voltage, and null with a reason where there is no pad")
  func json() async throws {
    let object = try await Executable.json(
      "check", Self.config.appending(path: "three-packs-one-bus.yaml").path, "--json")
    let packs = try #require(object["packs"] as? [[String: Any]])
    #expect(packs.map { $0["name"] as? String } == ["left", "middle", "right"])
    let pad = try #require(packs[0]["pad"] as? [String: Any])
    #expect(pad["bindingLimit"] as? String == "current")
    let points = try #require(pad["points"] as? [[String: Any]])
    // 29.2 V over 10.5 Ω × 0.95: 2.927 A and 85.478 W.
    #expect(points.last?["currentAmperes"] as? Double == 2.927)
    #expect(points.last?["powerWatts"] as? Double == 85.478)
    let lines = try #require(packs[0]["lines"] as? [[String: Any]])
    #expect(lines.map { $0["line"] as? String } == ["CHARGE1", "HEATER1"])
    #expect((object["buses"] as? [[String: Any]])?.map { $0["baud"] as? Int } == [115_200])
    #expect(packs[2]["pad"] is NSNull)
    #expect((packs[2]["reasons"] as? [String: String])?["pad"] == "no heater configured")
  }

  @Test("without a file, or with one and --schema, it is a usage error")
  func usage() async throws {
    #expect(try await Executable.run("check").exitCode == 2)
    #expect(try await Executable.run("check", "a.yaml", "--schema").exitCode == 2)
    let schema = try await Executable.run("check", "--schema")
    #expect(schema.exitCode == 0)
    #expect(
      try schema.output
        == String(
          contentsOf: Self.config.appending(path: "warmgate.schema.json"), encoding: .utf8))
  }
}
