import Foundation
import Testing

@Suite("boards and size on the command line")
struct CatalogCommandTests {
  @Test("boards lists 24 boards, two of them without a heating option")
  func boards() async throws {
    let outcome = try await Executable.run("boards")
    let lines = outcome.output.split(separator: "\n")
    #expect(outcome.exitCode == 0 && outcome.errors == "")
    #expect(lines.count == 25)
    #expect(lines.filter { $0.contains("3 A and 200 W") }.count == 21)
    #expect(lines.filter { $0.contains("3 A and 100 W") }.map { $0.prefix(8) } == ["B2A8S20P"])
    #expect(lines.filter { $0.contains("none") }.count == 2)
  }

  @Test("one board's page and JSON carry its rating")
  func oneBoard() async throws {
    let page = try await Executable.run("boards", "jk-b2a8s20p")
    #expect(page.exitCode == 0)
    #expect(page.output.contains("heating option: 3 A and 100 W"))
    let json = try await Executable.json("boards", "B2A8S20P", "--json")
    #expect(json["heaterCurrentLimitAmperes"] as? Double == 3)
    #expect(json["heaterPowerLimitWatts"] as? Double == 100)
    let all = try await Executable.json("boards", "--json")
    #expect((all["boards"] as? [any Sendable])?.count == 24)
  }

  @Test("size gives the smallest pad, the binding limit, and what it draws at the highest voltage")
  func size() async throws {
    // 24 × 4.2 V = 100.8 V; 100.8² / 200 W = 50.8032 Ω; 100.8 V / 50.8032 Ω = 1.984 A.
    let power = try await Executable.json(
      "size", "--board", "BD6A24S6P", "--chemistry", "li-ion", "--strings", "24", "--json")
    #expect(power["bindingLimit"] as? String == "power")
    #expect(power["maximumVoltageVolts"] as? Double == 100.8)
    #expect(abs((power["minimumResistanceOhms"] as? Double ?? 0) - 50.8032) < 1e-9)
    #expect(power["currentAtMaximumVoltageAmperes"] as? Double == 1.984)
    #expect(power["powerAtMaximumVoltageWatts"] as? Double == 200)
    // 8 × 3.65 V = 29.2 V; / 3 A = 9.7333 Ω; / 0.95 = 10.2456 Ω; 29.2 V × 3 A = 87.6 W.
    let current = try await Executable.json(
      "size", "--board", "B2A8S20P", "--chemistry", "lfp", "--strings", "8", "--tolerance", "5%",
      "--json")
    #expect(current["bindingLimit"] as? String == "current")
    #expect(abs((current["minimumResistanceOhms"] as? Double ?? 0) - 29.2 / 3 / 0.95) < 1e-9)
    #expect(current["currentAtMaximumVoltageAmperes"] as? Double == 3)
    #expect(current["powerAtMaximumVoltageWatts"] as? Double == 87.6)
  }

  @Test("a board without the option is a no; what cannot be is a usage error with what is allowed")
  func refusals() async throws {
    let none = try await Executable.run(
      "size", "--board", "B5A25S60P", "--chemistry", "lfp", "--strings", "8")
    #expect(none.exitCode == 1 && none.output == "")
    #expect(none.errors.hasPrefix("B5A25S60P has no heating option: it may carry no pad."))
    for (arguments, message) in [
      (["B9", "lfp", "8", "5%"], "--board is B9; allowed: a model that warmgate boards lists."),
      (["B2A8S20P", "nmc", "8", "5%"], "--chemistry is nmc; allowed: lfp, li-ion, lto."),
      (
        ["B2A8S20P", "LFP", "9", "5%"],
        "--strings is 9; allowed for LFP on the B2A8S20P: 4 to 8."
      ),
      (
        ["B2A8S20P", "lfp", "8", "5"],
        "--tolerance is 5; allowed: 0% to 50%, with the percent sign."
      ),
    ] {
      let outcome = try await Executable.run(
        "size", "--board", arguments[0], "--chemistry", arguments[1], "--strings", arguments[2],
        "--tolerance", arguments[3])
      #expect(outcome.exitCode == 2)
      #expect(outcome.errors.contains(message), "\(outcome.errors)")
    }
  }

  @Test("every command has a help page with an example, and an unknown one is a usage error")
  func help() async throws {
    let root = try await Executable.run("--help")
    #expect(root.exitCode == 0)
    let names = root.output.split(separator: "\n").compactMap { line -> String? in
      guard line.hasPrefix("  "), !line.hasPrefix("   "), !line.hasPrefix("  -"),
        !line.hasPrefix("  See")
      else { return nil }
      return line.split(separator: " ").first.map(String.init)
    }
    #expect(names.contains("boards") && names.contains("size") && names.contains("decode"))
    for name in names {
      let page = try await Executable.run(name, "--help")
      #expect(page.exitCode == 0)
      #expect(
        page.output.contains("Example") && page.output.contains("warmgate \(name)"), "\(name)")
    }
    #expect(try await Executable.run("heat").exitCode == 2)
  }
}
