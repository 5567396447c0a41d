import Foundation
import Testing

@Suite("safe on the command line") struct SafeCommandTests {
  /// A configuration of one pack whose lines no machine has, removed after `body`.
  private func withConfig(
    _ text: String? = nil, _ body: (String) async throws -> Void
  ) async throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "warmgate-\(UUID()).yaml")
    defer { try? FileManager.default.removeItem(at: file) }
    let lines = """
      buses: { rs485: { device: /dev/ttyNone } }
      packs:
        - name: shed
          bus: rs485
          board: B2A8S20P
          chemistry: lfp
          strings: 8
          heater: { resistance: 10.5 ohm, tolerance: 5% }
          heat_when: { without_charger: { soc_above: 30% } }
          outputs:
            charge: { chip: /dev/null, offset: 1 }
            heater: { chip: /dev/null, offset: 2 }
      """
    try (text ?? lines).write(to: file, atomically: true, encoding: .utf8)
    try await body(file.path)
  }

  @Test("every line that could not be driven is told, not only the first; exit code 3")
  func noLines() async throws {
    try await withConfig { file in
      let outcome = try await Executable.run("safe", "--config", file)
      #expect(outcome.exitCode == 3)
      #expect(outcome.output == "")
      let lines = outcome.errors.split(separator: "\n")
      #expect(lines.count == 2, "\(outcome.errors)")
      #expect(lines.first?.hasPrefix("shed, charge: line /dev/null:1: ") == true)
      #expect(lines.last?.hasPrefix("shed, heater: line /dev/null:2: ") == true)
    }
  }

  @Test("with --json each output is told, null where it is not known to be inactive")
  func json() async throws {
    try await withConfig { file in
      let outcome = try await Executable.run("safe", "--config", file, "--json")
      #expect(outcome.exitCode == 3)
      let object = try #require(
        JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
      #expect(object["isSafe"] as? Bool == false)
      let outputs = try #require(object["outputs"] as? [[String: Any]])
      #expect(outputs.map { $0["role"] as? String } == ["charge", "heater"])
      for output in outputs {
        #expect(output["inactive"] is NSNull)
        #expect((output["reason"] as? String)?.isEmpty == false)
        #expect((output["remedy"] as? String)?.isEmpty == false)
      }
    }
  }

  @Test("lines that a controller held are driven, also where the file names others or is broken")
  func record() async throws {
    let record = FileManager.default.temporaryDirectory.appending(path: "lines-\(UUID())")
    defer { try? FileManager.default.removeItem(at: record) }
    try "warmgate lines 1\nshed heater active-low offset 3 /dev/null\n".write(
      to: record, atomically: true, encoding: .utf8)
    for (text, lines) in [(nil, ["null:1", "null:2", "null:3"]), ("packs: []", ["null:3"])] {
      try await withConfig(text) { file in
        let outcome = try await Executable.run("safe", "--config", file, "--record", record.path)
        #expect(outcome.exitCode == 3)
        let told = outcome.errors.split(separator: "\n").filter { $0.hasPrefix("shed, ") }
        #expect(told.count == lines.count)
        for (row, line) in zip(told, lines) { #expect(row.contains("/dev/\(line): ")) }
        #expect(outcome.errors.contains("Only the lines that the controller held") == (text != nil))
      }
    }
    // They could not be driven, so whoever comes next must know of them.
    #expect(FileManager.default.fileExists(atPath: record.path))
  }

  @Test("a broken configuration is told with what that means for the lines; exit code 2")
  func broken() async throws {
    try await withConfig("packs: []") { file in
      let outcome = try await Executable.run("safe", "--config", file)
      #expect(outcome.exitCode == 2)
      #expect(outcome.errors.hasPrefix("\(file):1:"), "\(outcome.errors)")
      #expect(
        outcome.errors.hasSuffix(
          "No line was driven: this file does not say which. Name one that is right.\n"))
    }
  }
}
