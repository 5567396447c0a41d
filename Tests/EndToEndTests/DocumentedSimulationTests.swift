import Foundation
import Testing

@Suite("What the documents say that simulate prints") struct DocumentedSimulationTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  private static let command = "warmgate simulate --config config/preheat.yaml"

  /// The arguments of the command in a document, and the lines below it that it is said to print.
  private func documented(_ path: String) throws -> (arguments: [String], lines: [String]) {
    let text = try String(contentsOf: Self.root.appending(path: path), encoding: .utf8)
    let parts = text.components(separatedBy: "```")
    // Every other part is code, the first line of which may name its language.
    let blocks = stride(from: 1, to: parts.count, by: 2).map { index in
      parts[index].split(separator: "\n", omittingEmptySubsequences: false).dropFirst()
        .map(String.init).filter { !$0.isEmpty && $0 != "…" }
    }
    let index = try #require(blocks.firstIndex { $0.first?.hasPrefix(Self.command) == true })
    let words = blocks[index].joined(separator: " ").split(separator: " ").filter { $0 != "\\" }
    let arguments = words.dropFirst().map { word in
      word.hasPrefix("config/") ? Self.root.appending(path: String(word)).path : String(word)
    }
    return (Array(arguments), try #require(blocks.dropFirst(index + 1).first))
  }

  @Test(
    "is what it prints, line by line",
    arguments: [
      "config/README.md", "Sources/Simulation/Documentation.docc/Simulating.md",
    ])
  func printed(document: String) async throws {
    let (arguments, lines) = try documented(document)
    #expect(lines.count >= 2)
    let outcome = try await Executable.run(arguments)
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    let printed = outcome.output.split(separator: "\n").map(String.init)
    for line in lines {
      #expect(printed.contains(line), "\(document) says\n\(line)\nand it prints\n\(outcome.output)")
    }
  }
}
