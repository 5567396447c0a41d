import Foundation
import TestSupport
import Testing

/// On a prepared root; the lines are the running kernel's, and none has the names that are given.
@Suite("doctor on the command line") struct DoctorCommandTests {
  private static let lines =
    "outputs: { charge: { line: WG_NO_SUCH_A }, heater: { line: WG_NO_SUCH_B } }"

  private func run(_ root: PreparedRoot, _ more: String...) async throws -> Executable.Outcome {
    try await Executable.run(
      ["doctor", "--config", root.path + "/etc/warmgate/warmgate.yaml", "--root", root.path] + more)
  }

  @Test("a commissioned machine without its lines is wrong in these only; exit code 1")
  func noLines() async throws {
    let root = try PreparedRoot.commissioned(lines: DoctorCommandTests.lines)
    let outcome = try await run(root, "--json")
    #expect(outcome.exitCode == 1)
    #expect(outcome.errors == "")
    let object = try #require(
      JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    #expect(object["isTrusted"] as? Bool == false)
    #expect(
      object["conclusion"] as? String
        == "Do not trust this set-up yet: 2 wrong, 0 unknown, 0 warnings.")
    let findings = try #require(object["findings"] as? [[String: Any]])
    let wrong = findings.filter { $0["verdict"] as? String != "right" }
    #expect(wrong.map { $0["topic"] as? String } == ["lines", "lines"])
    #expect(wrong.map { $0["subject"] as? String } == ["WG_NO_SUCH_A", "WG_NO_SUCH_B"])
    for finding in findings {
      let hasRemedy = (finding["remedy"] as? String)?.isEmpty == false
      #expect(hasRemedy == (finding["verdict"] as? String != "right"), "\(finding)")
    }
  }

  @Test("for a person each finding stands under its topic, with its remedy, in 100 columns")
  func text() async throws {
    let root = try PreparedRoot.commissioned(lines: DoctorCommandTests.lines)
    try root.write("/sys/bus/usb-serial/devices/ttyUSB0/latency_timer", "16\n")
    let outcome = try await run(root)
    #expect(outcome.exitCode == 1)
    #expect(
      outcome.output.contains(
        """
        serial
          ok       /dev/warmgate-rs485 (/dev/ttyUSB0) is there, and warmgate may open it.
          warning  The adapter (ftdi_sio) keeps what it receives for 16 ms: every answer \
        comes late by that.
                   → Install 70-warmgate.rules, or until the next start: `echo 1 | sudo tee
                     /sys/bus/usb-serial/devices/ttyUSB0/latency_timer`.

        """), "\(outcome.output)")
    #expect(outcome.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
    #expect(
      outcome.output.hasSuffix("Do not trust this set-up yet: 2 wrong, 0 unknown, 1 warning.\n"))
  }

  @Test(
    "without a yes nothing is tried; exit code 2",
    arguments: ["", "y\n", "Yes please\n", "no\n"])
  func noYes(answer: String) async throws {
    let root = try PreparedRoot.commissioned(lines: DoctorCommandTests.lines)
    let outcome = try await Executable.run(
      [
        "doctor", "--config", root.path + "/etc/warmgate/warmgate.yaml", "--root", root.path,
        "--live",
      ], input: answer)
    #expect(outcome.exitCode == 2)
    #expect(outcome.output == "")
    #expect(outcome.errors.contains("UNPLUG THE PAD AND THE CHARGER NOW."))
    #expect(outcome.errors.hasSuffix("that is no yes; nothing was driven.\n"))
  }

  @Test("lines that cannot be tried are told; exit code 3")
  func untried() async throws {
    let root = try PreparedRoot.commissioned(lines: DoctorCommandTests.lines)
    let outcome = try await run(root, "--live", "--yes")
    #expect(outcome.exitCode == 3)
    #expect(outcome.output.contains("WG_NO_SUCH_B (heater of shed) was not tried: "))
    #expect(outcome.errors.hasSuffix("a line could not be tried; the findings say why.\n"))
  }

  @Test("--yes without --live, and a broken configuration, are usage errors; exit code 2")
  func usage() async throws {
    let root = try PreparedRoot.commissioned(lines: DoctorCommandTests.lines)
    let early = try await run(root, "--yes")
    #expect(early.exitCode == 2)
    #expect(early.errors.contains("--yes belongs to --live."))
    try root.write("/etc/warmgate/warmgate.yaml", "packs: []\n")
    let broken = try await run(root)
    #expect(broken.exitCode == 2)
    #expect(broken.output == "")
    #expect(broken.errors.contains("warmgate.yaml:1:"))
  }
}
