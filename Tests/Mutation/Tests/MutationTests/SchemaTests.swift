import Testing

@testable import Mutation

@Suite("A file with all its mutants in it") struct SchemaTests {
  private func schema(_ text: String) -> Schema {
    let file = MutatedFile(file: "F.swift", text: text, known: [])
    let numbered = file.mutants.enumerated().map {
      Schema.Numbered(number: $0 + 1, mutant: $1)
    }
    return Schema(file.source, file.regions, numbered)
  }

  @Test("a value that is returned without the word is returned with it")
  func value() {
    #expect(
      schema("func f() -> Bool { a == b }\n").text == """
        func f() -> Bool { 
        switch PresentMutant.number {
        case 1:
        return a != b
        default:
        return a == b
        }
         }

        """)
  }

  @Test("statements stay statements, and the lines of each mutant are known")
  func statements() {
    let made = schema("func f() {\n  if a {\n    return\n  }\n}\n")
    #expect(
      made.text == """
        func f() {
          
        switch PresentMutant.number {
        case 1:
        if false {
            return
          }
        case 2:
        if true {
            return
          }
        default:
        if a {
            return
          }
        }

        }

        """)
    #expect(made.places.map(\.number) == [1, 2])
    #expect(made.places.map(\.lines) == [5...8, 9...12])
    #expect(made.regions.map(\.numbers) == [[1, 2]])
  }

  @Test("a value that a constant begins with is chosen when it is first asked for")
  func beginning() {
    #expect(
      schema("let x = true\n").text == """
        let x = { () in

        switch PresentMutant.number {
        case 1:
        return false
        default:
        return true
        }
        }()

        """)
  }
}
