import ControlCore
import Foundation
import Testing

/// What `hw/SAFETY.md` says that there is, and what of it there is not.
struct SafetyCase {
  let text: String
  /// The sentences of every test.
  let tests: Set<String>
  /// The names of the bench's scenarios.
  let scenarios: Set<String>
  let faults = Set(Fault.allCases.map(\.rawValue))

  init(text: String) throws {
    self.text = text
    tests = try SafetyCase.sentences()
    let stories = try SourceTree.lines(
      of: SourceTree.root.appending(path: "Sources/Bench/BenchScenario.swift"))
    let names = stories.joined(separator: "\n").matches(of: /case \w+ = "([a-z-]+)"/)
    scenarios = Set(names.map { String($0.1) })
  }

  /// The sentence of each `@Test`, its parts put together.
  private static func sentences() throws -> Set<String> {
    var all: Set<String> = []
    let part = /"((?:[^"\\]|\\.)*)"/
    for file in try SourceTree.files(in: "Tests", ending: ".swift") {
      let head = /@Test\(\s*("(?:[^"\\]|\\.)*"(?:\s*\+\s*"(?:[^"\\]|\\.)*")*)/
      for match in file.text.matches(of: head) {
        all.insert(match.1.matches(of: part).map { String($0.1) }.joined())
      }
    }
    return all
  }

  /// What is cited and does not exist.
  var wrong: [String] {
    let citedTests = text.matches(of: /\*([^*\n]+)\*/).map { String($0.1) }
    var wrong = citedTests.filter { !tests.contains($0) }.map { "no test: \($0)" }
    // A test's sentence may have a word in backquotes.
    let rest = text.replacing(/\*[^*\n]+\*/, with: "")
    for match in rest.matches(of: /`([^`\n]+)`/) {
      let word = String(match.1)
      if word.contains("/"), !word.contains(" ") {
        let url = SourceTree.root.appending(path: word)
        if !FileManager.default.fileExists(atPath: url.path) { wrong.append("no file: \(word)") }
      } else if word.wholeMatch(of: /[a-z]+(-[a-z]+)+/) != nil {
        if !faults.contains(word), !scenarios.contains(word) { wrong.append("no name: \(word)") }
      }
    }
    return wrong
  }

  /// What exists and is not named, of what has to be.
  var missing: [String] {
    faults.union(scenarios).filter { !text.contains("`\($0)`") }.sorted()
      + (1...9).map { "### S\($0) " }.filter { !text.contains("\n\($0)") }
      + (1...25).map { "| \($0) | " }.filter { !text.contains("\n\($0)") }
  }

  /// The lines of rules, of faults and of what others failed at that name no test.
  var untested: [String] {
    let rules = text.components(separatedBy: "\n### S").dropFirst()
      .filter { !$0.contains("\n- *") }.map { "S" + $0.prefix(1) }
    let rows = text.split(separator: "\n").map(String.init).filter { line in
      line.wholeMatch(of: /\| (`[a-z-]+`|\d+) \|.*/) != nil && !line.contains("*")
    }
    // How a charger is gated is wiring, and nothing here can test it.
    return rules + rows.filter { !$0.hasPrefix("| 21 |") }
  }
}

@Suite("The safety case says only what there is") struct SafetyCaseTests {
  private func page() throws -> String {
    try String(
      contentsOf: SourceTree.root.appending(path: "hw/SAFETY.md"), encoding: .utf8)
  }

  @Test("every test, file, fault and scenario that hw/SAFETY.md names exists")
  func cited() throws {
    let safetyCase = try SafetyCase(text: page())
    #expect(safetyCase.tests.count > 500)
    #expect(safetyCase.scenarios.count > 20)
    #expect(safetyCase.wrong == [])
  }

  @Test("every fault, scenario, rule and lesson is in hw/SAFETY.md, with a test")
  func complete() throws {
    let safetyCase = try SafetyCase(text: page())
    #expect(safetyCase.missing == [])
    #expect(safetyCase.untested == [])
  }

  @Test(
    "what does not exist is found in it",
    arguments: [  // what is written instead of what; what is found
      ("*a pad over either limit is not heated*", "*a pad is nice*", "no test: a pad is nice"),
      (
        "`Sources/ControlCore/Interlock.swift`", "`Sources/ControlCore/Lock.swift`",
        "no file: Sources/ControlCore/Lock.swift"
      ),
      ("`stuck-gate`", "`gate-stuck`", "no name: gate-stuck"),
      ("`heater-open`", "`heater-opened`", "no name: heater-opened"),
    ])
  func planted(right: String, wrong: String, found: String) throws {
    let safetyCase = try SafetyCase(text: page().replacing(right, with: wrong))
    #expect(safetyCase.wrong.contains(found))
  }

  @Test("what is left out of it is found")
  func leftOut() throws {
    let page = try page()
    let without = try SafetyCase(text: page.replacing("`stuck-gate`", with: "–"))
    #expect(without.missing == ["stuck-gate"])
    let renumbered = try SafetyCase(text: page.replacing("### S5 ", with: "### "))
    #expect(renumbered.missing == ["### S5 "])
    let bare = try SafetyCase(
      text: page.replacing(/\*no reading for a minute[^*]*\*/, with: "–"))
    #expect(bare.untested.count == 1)
  }
}
