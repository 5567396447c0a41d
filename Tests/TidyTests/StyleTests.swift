import Foundation
import Testing

@Suite("House rules that no other tool checks") struct StyleTests {
  static let limit = 400

  @Test("files have at most 400 lines of at most 100 columns")
  func size() throws {
    let files =
      try SourceTree.files(in: "Sources", ending: ".swift")
      + SourceTree.files(in: "Tests", ending: ".swift")
    #expect(files.count > 100)
    for file in files {
      #expect(file.lines.count <= StyleTests.limit, "\(file.path)")
      for (number, line) in file.lines.enumerated() where line.count > 100 {
        Issue.record("\(file.path):\(number + 1) has \(line.count) columns")
      }
    }
  }

  @Test("functions have at most 70 lines")
  func functions() throws {
    for file in try SourceTree.files(in: "Sources", ending: ".swift") {
      var open: (line: Int, indent: Int, name: String)?
      for (number, line) in file.lines.enumerated() {
        let indent = line.prefix { $0 == " " }.count
        let words = line.dropFirst(indent)
        if open == nil, words.contains("func ") || words.hasPrefix("init"), !words.hasPrefix("/") {
          open = (number, indent, String(words))
        } else if let start = open, indent == start.indent, words.hasPrefix("}") {
          let length = number - start.line + 1
          #expect(length <= 70, "\(file.path):\(start.line + 1) \(start.name)")
          open = nil
        } else if let start = open, indent <= start.indent, !words.isEmpty,
          !words.hasPrefix(")"), !words.hasPrefix("{"), number > start.line
        {
          open = nil  // a one-line function, or a requirement of a protocol
        }
      }
    }
  }

  @Test(
    "what must not be in a program that people trust",
    arguments: [
      "try!", "as!", "fatalError(", "unsafeBitCast", "SystemRandomNumberGenerator", "TODO",
      "FIXME", "XXX",
    ])
  func forbidden(text: String) throws {
    for file in try SourceTree.files(in: "Sources", ending: ".swift") {
      #expect(!file.text.contains(text), "\(file.path) contains \(text)")
    }
  }

  @Test("no test is switched off")
  func noneOff() throws {
    let traits = [".disabled" + "(", "withKnown" + "Issue", ".enabled" + "(if:"]
    for file in try SourceTree.files(in: "Tests", ending: ".swift") {
      for trait in traits { #expect(!file.text.contains(trait), "\(file.path): \(trait)") }
    }
  }

  @Test("every target has tests, and every test target has some")
  func everyTarget() throws {
    // What tests use: SimulationTests is where the worlds are tested, beside the simulation, and
    // LineSamplerTests where the look at lines is.
    let helping: Set = ["LineLook", "TestSupport", "Worlds", "WorldsCommand"]
    // The C shims are tested through their Swift wrappers, the executables from outside; the
    // benchmark checks what it measures while it measures.
    let tested = Set(try SourceTree.folders(in: "Tests")).subtracting(helping)
    let elsewhere = [
      "CGPIO": "GPIOLinesTests", "CModbus": "JKLinkTests",
      "CWatchdog": "ControllerServiceTests", "warmgate": "EndToEndTests",
      "warmgate-benchmark": "EndToEndTests", "CBenchmark": "EndToEndTests",
    ]
    for target in try SourceTree.folders(in: "Sources") {
      let name = elsewhere[target] ?? target + "Tests"
      #expect(tested.contains(name), "\(target) has no \(name)")
    }
    for name in tested {
      let files = try SourceTree.files(in: "Tests/\(name)", ending: ".swift")
      #expect(files.contains { $0.text.contains("@Test") }, "\(name) has no test")
    }
  }

  @Test("only what the design names lies at the top")
  func topLevel() throws {
    let allowed: Set = [
      ".ci", ".git", ".gitignore", ".swift-format", "CHANGELOG.md", "LICENSE", "Package.swift",
      "README.md", "Sources", "Tests", "config", "hw",
    ]
    // What a build leaves, which git ignores.
    let built: Set = ["Package.resolved"]
    for name in try FileManager.default.contentsOfDirectory(atPath: SourceTree.root.path)
    where !name.hasPrefix(".build") && !name.hasPrefix(".swiftpm") {
      #expect(allowed.contains(name) || built.contains(name), "\(name)")
    }
  }
}
