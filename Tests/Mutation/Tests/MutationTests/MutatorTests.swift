import Testing

@testable import Mutation

@Suite("Which mistakes are made of a text") struct MutatorTests {
  /// The texts of all mutants of the body of a function, with what they replace.
  private func mutants(_ body: String, known: Set<String> = []) -> Set<String> {
    let text = "func f(a: Int, b: Int, c: Bool) -> Bool {\n  \(body)\n}\n"
    let file = MutatedFile(file: "F.swift", text: text, known: known)
    return Set(file.mutants.map { "\(file.source.string($0.range)) → \($0.replacement)" })
  }

  @Test(
    "each kind of expression and statement has its mistakes",
    arguments: [
      ("a < b", ["< → <=", "< → >="]),
      ("a <= b", ["<= → <", "<= → >"]),
      ("a == b", ["== → !="]),
      ("c && a > b", ["&& → ||", "c && a > b → c", "c && a > b → a > b", "> → >=", "> → <="]),
      ("!c", ["!c → c"]),
      ("true", ["true → false"]),
      ("a ?? b", ["a ?? b → b"]),
      ("c ? a : b", ["c ? a : b → a", "c ? a : b → b"]),
      ("return max(a, b)", ["max → min", "max(a, b) → a", "max(a, b) → b"]),
      ("a + 3", ["+ → -", "3 → 0", "3 → 2", "3 → 4", "3 → 6"]),
      ("a * 0.5", ["* → /", "0.5 → 0.0", "0.5 → 1.0", "0.5 → 0.25"]),
      ("guard c else { return a }", ["c → true", "c → false"]),
      ("if let x = g, c { h() }", ["let x = g → false, let x = g", "c → true", "h() → ()"]),
      ("for x in g where c { }", ["c → true", "c → false"]),
      ("x = g; defer { h() }", ["x = g → ()", "defer { h() } → ()", "h() → ()"]),
      ("\"a\" + b", []),
    ] as [(String, [String])])
  func kinds(body: String, expected: [String]) {
    #expect(mutants(body) == Set(expected))
  }

  @Test("a name is taken for another one that exists, and for no other")
  func swaps() {
    let known: Set = ["currentLimit", "powerLimit", "lastCharge", "lastHeater", "minimumOff"]
    #expect(
      mutants("a.currentLimit", known: known) == ["currentLimit → powerLimit"])
    #expect(mutants("lastHeater", known: known) == ["lastHeater → lastCharge"])
    #expect(mutants("minimumOn", known: known) == ["minimumOn → minimumOff"])
    #expect(mutants("coldest", known: known) == [])
  }

  @Test("what gives a property or a constant its only value is not dropped: it does not compile")
  func onlyValue() {
    let text = """
      struct S { var x: Bool; init(c: Bool) { self.x = c; var y = c; if c { x = c; y = c } } }
      func f() { let z: Bool; if g { z = h } else { z = i } }
      """
    let file = MutatedFile(file: "S.swift", text: text, known: [])
    let changes = file.mutants.map { "\(file.source.string($0.range)) → \($0.replacement)" }
    #expect(
      Set(changes) == ["c → true", "c → false", "y = c → ()", "g → true", "g → false"])
  }

  @Test("the values that properties and parameters begin with are mistaken too, raw values not")
  func beginnings() {
    let text = """
      enum E: Int { case a = 1 }
      struct S { static let x = 2 < 3; var y: Int = 0 }
      func f(z: Bool = false) {}
      """
    let file = MutatedFile(file: "S.swift", text: text, known: [])
    let changes = file.mutants.map { "\(file.source.string($0.range)) → \($0.replacement)" }
    #expect(
      Set(changes) == [
        "2 → 3", "2 → 1", "2 → 0", "2 → 4", "< → <=", "< → >=", "3 → 4", "3 → 2", "3 → 0",
        "3 → 6", "0 → 1", "false → true",
      ])
  }

  @Test("a mutant shows its line as it is and as it becomes")
  func lines() throws {
    let text = "func f() {\n  // why\n  if  a < b { g() }\n}\n"
    let file = MutatedFile(file: "Core/F.swift", text: text, known: [])
    let mutant = try #require(file.mutants.first { $0.replacement == "<=" })
    #expect(mutant.before == "if a < b { g() }")
    #expect(mutant.after == "if a <= b { g() }")
    #expect(
      mutant.description
        == "Core/F.swift:3: comparison: `if a < b { g() }` becomes `if a <= b { g() }`")
  }
}
