import Testing

@testable import Mutation

@Suite("The tables of mutants that people wrote") struct TableTests {
  private static let text = "func f() {\n  guard a else { return }\n  try g(a, b)\n}\n"
  private let file = MutatedFile(file: "F.swift", text: text, known: [])

  @Test("a planted fault replaces only what differs in its two texts")
  func planted() throws {
    let mutant = try file.planted(
      PlantedFault("b is taken for a", in: "F.swift", "try g(a, b)", becomes: "try g(a, a)"))
    #expect(file.source.string(mutant.range) == "b")
    #expect(mutant.replacement == "a")
    #expect(mutant.description == "F.swift:3: b is taken for a")
    let dropped = try file.planted(
      PlantedFault("g is not called", in: "F.swift", "try g(a, b)", becomes: ""))
    #expect(file.source.string(dropped.range) == "try g(a, b)")
  }

  @Test("a text that is not there, or twice, or outside of any function, is an error")
  func wrong() {
    for (text, words) in [("try h", "0 times"), ("a", "times"), ("func f", "not in a function")] {
      do {
        _ = try file.planted(PlantedFault("x", in: "F.swift", text, becomes: "y"))
        Issue.record("\(text) was planted")
      } catch {
        #expect(error.description.contains(words))
      }
    }
  }

  @Test("there are at least the faults that the core must never have, and each has its words")
  func count() {
    #expect(PlantedFault.all.count >= 12)
    #expect(Set(PlantedFault.all.map(\.words)).count == PlantedFault.all.count)
    #expect(Equivalent.all.allSatisfy { $0.reason.count > 20 })
    #expect(Set(Equivalent.all).count == Equivalent.all.count)
  }

  @Test("a run is good when nothing survives and each row of the table is true")
  func report() throws {
    let mutant = try #require(file.mutants.first)
    let row = Equivalent(mutant.file, mutant.before, mutant.after, "It is the same.")
    func isGood(_ fate: MutationRun.Fate, _ rows: [Equivalent]) -> Bool {
      MutationReport([(mutant, fate)], rejected: 0, isWhole: true, rows: rows).isGood
    }
    #expect(isGood(.killed(by: "a test"), []))
    #expect(!isGood(.survived, []))
    #expect(isGood(.equivalent("It is the same."), [row]))
    // The row's mutant is killed, or gone.
    #expect(!isGood(.killed(by: "a test"), [row]))
    #expect(!isGood(.killed(by: "a test"), [Equivalent("F.swift", "x", "y", "Gone.")]))
    let report = MutationReport([(mutant, .survived)], rejected: 2, isWhole: true, rows: [])
    #expect(report.description.contains("SURVIVED: F.swift:2: "))
    #expect(
      report.description.contains("mutants: 1, killed: 0, equivalent: 0, survived: 1"))
  }

  @Test("the same seed draws the same sample, and what was planted is always in it")
  func sample() throws {
    let planted = try file.planted(
      PlantedFault("g is not called", in: "F.swift", "try g(a, b)", becomes: ""))
    let all = file.mutants + [planted]
    let drawn = Sample(seed: 7).drawn(1, of: all)
    #expect(drawn.count == 2 && drawn.last == planted)
    #expect(Sample(seed: 7).drawn(1, of: all) == drawn)
  }
}
