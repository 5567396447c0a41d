import Foundation
import FoundationXML
import Testing

@Suite("tune, and the pictures of simulate") struct TuneCommandTests {
  private static let config = SizeCommandTests.project
    .appending(path: "config/bd6a17s6p-16s-lfp.yaml").path

  /// A cold day, so that a test takes a moment.
  private static let day = [
    "--config", config, "--ambient", "-20 °C", "--span", "24h", "--charger", "always", "--load",
    "0",
  ]

  private func inFolder<Value>(
    _ body: (_ path: (String) -> String) async throws -> Value
  ) async throws -> Value {
    let folder = FileManager.default.temporaryDirectory.appending(path: "tune-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body { folder.appending(path: $0).path }
  }

  private func text(_ path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
  }

  @Test("a sweep gives a table, a picture, a line of CSV for each, and a file with its comments")
  func everything() async throws {
    try await inFolder { path in
      let outcome = try await Executable.run(
        ["tune"] + Self.day + [
          "--sweep", "heater.stop=5:9:2 °C", "--sweep", "heater.resistance=15,21,30 ohm",
          "--plot", path("t.svg"), "--csv", path("t.csv"), "--write", path("t.yaml"),
          "--choose", "1",
        ])
      #expect(outcome.exitCode == 0 && outcome.errors == "", "\(outcome.errors)")
      #expect(outcome.output.contains("9 combinations"))
      #expect(outcome.output.contains("as configured") && outcome.output.contains("balanced"))
      // 58.4 V / (15 Ω · 0.95) = 4.10 A: three combinations of the nine.
      #expect(outcome.output.contains("3 refused, for example heater.stop=5 °C"))
      let lines = try text(path("t.csv")).split(separator: "\n")
      #expect(lines.count == 10)
      #expect(lines[0].hasPrefix("heater.stop,heater.resistance,pad_energy_Wh,"))
      let picture = try text(path("t.svg"))
      #expect(XMLParser(data: Data(picture.utf8)).parse())
      for words in ["pad&#39;s energy in kWh", "time that a charger had to wait in h"] {
        #expect(picture.contains(words))
      }
      let before = try text(Self.config).split(separator: "\n")
      let after = try text(path("t.yaml")).split(separator: "\n")
      func comments(_ lines: [Substring]) -> [Substring] {
        lines.compactMap { line in line.firstIndex(of: "#").map { line[$0...] } }
      }
      #expect(comments(after) == comments(before))
      #expect(after.count == before.count + 1)
      let check = try await Executable.run("check", path("t.yaml"))
      #expect(check.exitCode == 0, "\(check.errors)")
    }
  }

  @Test("JSON has the set, the configuration as it is, and why others were refused")
  func json() async throws {
    let outcome = try await Executable.run(
      ["tune"] + Self.day + ["--sweep", "heater.resistance=15,21 ohm", "--json"])
    let object = try #require(
      JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    let pareto = try #require(object["pareto"] as? [[String: Any]])
    let asConfigured = try #require(object["asConfigured"] as? [String: Any])
    #expect(pareto.count == 1 && pareto[0]["isBalanced"] as? Bool == true)
    #expect(pareto[0]["values"] as? [String: String] == ["heater.resistance": "21 ohm"])
    // The configuration has 21 Ω too: it is the same simulation.
    #expect(pareto[0]["energyWattHours"] as? Double == asConfigured["energyWattHours"] as? Double)
    let refused = try #require(object["refused"] as? [[String: Any]])
    #expect(refused.count == 1 && refused[0]["count"] as? Int == 1)
    #expect(object["writtenNumber"] is NSNull)
  }

  @Test(
    "what cannot be is an error that says what is allowed",
    arguments: [
      ([], 2, "Give at least one --sweep, for example \"heater.stop=5:11:2 °C\"."),
      (["--sweep", "heater.stop"], 2, "--sweep heater.stop has no `=`; allowed:"),
      (["--sweep", "a=1", "--choose", "1"], 2, "--choose says what --write writes; give both."),
      (["--sweep", "a=1", "--jobs", "0"], 2, "--jobs is 0; allowed: 1 to 1024."),
      (["--sweep", "heater.resistance=1,2 ohm"], 1, "No combination is allowed.\n1 refused,"),
      (
        ["--sweep", "heater.stop=7 °C", "--write", "/tmp/x.yaml", "--choose", "9"], 2,
        "--choose is 9; allowed: 1 to 1, a number of the table."
      ),
    ] as [([String], Int32, String)])
  func refused(arguments: [String], code: Int32, message: String) async throws {
    let outcome = try await Executable.run(["tune"] + Self.day + arguments)
    #expect(outcome.exitCode == code && outcome.output == "")
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
  }

  @Test("simulate draws temperatures, outputs, power and charge, all named with their units")
  func simulate() async throws {
    try await inFolder { path in
      let outcome = try await Executable.run(
        ["simulate"] + Self.day + ["--plot", path("s.svg"), "--csv", path("s.csv")])
      #expect(outcome.exitCode == 0, "\(outcome.errors)")
      // The CSV still has hours, whatever the picture's parts are.
      #expect(try text(path("s.csv")).split(separator: "\n").count == 25)
      let picture = try text(path("s.svg"))
      #expect(XMLParser(data: Data(picture.utf8)).parse())
      for words in [
        "charging off", "coldest probe", "outside", "temperature in °C", "power in W",
        "charge in %",
        "time in h", "charger there", "charging on", "heating on", "no charging 0 °C",
        "limit 200 W", "limit 3 A at 51.2 V: 154 W",
      ] {
        #expect(picture.contains(">\(words)<"), "\(words)")
      }
    }
  }
}
