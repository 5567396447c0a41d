import Foundation
import Testing

@Suite("bench on the command line") struct BenchCommandTests {
  @Test("a scenario in lines: events with their pack time, what was seen, and exit code 0")
  func lines() async throws {
    let outcome = try await Executable.run(
      "bench", "--scenario", "over-limit-pad", "--speed", "inf")
    #expect(outcome.exitCode == 0)
    #expect(outcome.errors == "")
    #expect(
      outcome.output.contains("  bench: charging off, heating off: coldest probe T1 −20.0 °C"))
    // 30.5 V over 9.975 Ω: 2 % above 3 A.
    #expect(outcome.output.contains("over the board's current limit"))
    #expect(outcome.output.contains("3.06 A of 3 A"))
    #expect(outcome.output.hasSuffix("\nAs expected.\n"))
    #expect(!outcome.output.contains("\u{1B}"))
  }

  @Test("as JSON each line is an object, and the last one is the summary")
  func json() async throws {
    let outcome = try await Executable.run(
      "bench", "--scenario", "charger-removed", "--speed", "inf", "--json", "--protocol", "jk-4e57")
    #expect(outcome.exitCode == 0)
    let objects = try outcome.output.split(separator: "\n").map { line in
      try #require(
        JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: any Sendable])
    }
    #expect(objects.first?["kind"] as? String == "start")
    let summary = try #require(objects.last)
    #expect(summary["kind"] as? String == "summary")
    #expect(summary["asExpected"] as? Bool == true)
    let packs = try #require(summary["packs"] as? [[String: any Sendable]])
    let turns = try #require(packs.first?["turns"] as? [[String: any Sendable]])
    #expect(turns.map { $0["heaterOn"] as? Bool } == [false, true, false, true])
    #expect(turns.allSatisfy { $0["chargeOn"] as? Bool == false })
  }

  @Test("a run that is cut short is not as expected: exit code 1, and the reason is said")
  func cutShort() async throws {
    let outcome = try await Executable.run("bench", "--speed", "10", "--for", "0.5s")
    #expect(outcome.exitCode == 1)
    #expect(outcome.output.contains("the time given with --for was over before the story was"))
  }

  @Test("Ctrl-C ends a run with its summary")
  func interrupted() throws {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = try Executable.url
    process.arguments = ["bench", "--speed", "1", "--for", "60s"]
    process.standardOutput = pipe
    try process.run()
    // The first line is there when the handler is.
    var text = ""
    while !text.contains("started") {
      let data = pipe.fileHandleForReading.availableData
      guard !data.isEmpty else { break }
      text += String(decoding: data, as: UTF8.self)
    }
    process.interrupt()
    text += String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 1)
    #expect(text.contains("interrupted before the story was over"))
  }

  @Test(
    "what cannot be is a usage or configuration error that names what is allowed",
    arguments: [  // arguments, a part of the message
      (["--scenario", "hot-soak"], "cold-soak"),
      (["--speed", "0"], "above 0"),
      (["--for", "2"], "2min"),
      (["--protocol", "jk-bms"], "jk-4e57"),
      (["--config", "any.yaml", "--strings", "8"], "leave out"),
      (["--config", "/nowhere/any.yaml"], "/nowhere/any.yaml"),
      (["--board", "B2A8S20P", "--strings", "20"], "strings"),
      (["--chemistry", "NMC"], "--chemistry is NMC; allowed: lfp, li-ion, lto."),
      (["--chemistry", "LFP", "--strings", "20"], "strings"),
    ])
  func usage(arguments: [String], part: String) async throws {
    let outcome = try await Executable.run(["bench"] + arguments)
    #expect(outcome.exitCode == 2)
    #expect(outcome.errors.contains(part), "\(outcome.errors)")
    #expect(outcome.output == "")
  }

  @Test("the scenarios are listed")
  func list() async throws {
    let json = try await Executable.json("bench", "--scenario", "list", "--json")
    let scenarios = try #require(json["scenarios"] as? [[String: any Sendable]])
    #expect(scenarios.count == 27)
    #expect(scenarios.first?["name"] as? String == "cold-soak")
  }
}
