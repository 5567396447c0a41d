import Foundation
import SettingsFile
import Testing

/// Each file in `Broken` begins with the messages that it must give, one for each line
/// `# expect: LINE:COLUMN: KEY is FOUND; allowed: …. REMEDY`.
@Suite("Broken configurations") struct BrokenFileTests {
  @Test("each of them is refused with exactly the messages at its head")
  func messages() throws {
    let files = try Folder.yaml(Folder.broken)
    #expect(files.count >= 100)
    for file in files {
      let text = try Folder.text(Folder.broken + "/" + file)
      let expected = text.split(separator: "\n").prefix { $0.hasPrefix("# expect: ") }
        .map { $0.dropFirst("# expect: ".count) }
      #expect(!expected.isEmpty, "\(file) says what it expects")
      #expect(messages(text, file) == expected.map { message(String($0), file) }, "\(file)")
    }
  }

  /// The place stands right behind the file's name, so that editors can jump to it.
  private func message(_ expected: String, _ file: String) -> String {
    expected.first?.isNumber == true ? "\(file):\(expected)" : "\(file): \(expected)"
  }

  private func messages(_ text: String, _ file: String) -> [String] {
    do throws(SettingsErrors) {
      _ = try SettingsFile.parse(text, file: file)
      return []
    } catch {
      return error.errors.map(\.description)
    }
  }
}

@Suite("Files that cannot be read as text") struct UnreadableFileTests {
  @Test("a file that is missing, a directory, too large or no text says so, and what to do")
  func unreadable() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "settings-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func path(_ name: String, _ content: [UInt8]? = nil) throws -> String {
      let file = folder.appending(path: name)
      if let content { try Data(content).write(to: file) }
      return file.path
    }
    let comment = [UInt8]("# a comment of forty characters, all in a line\n".utf8)
    let large = [UInt8](repeatElement(comment, count: 256 * 1024 / comment.count + 1).joined())
    let cases: [(path: String, place: String, sentence: String)] = [
      (
        try path("absent.yaml"), "",
        "the file is missing; allowed: a readable text file. "
          + "Check the path; config/ has examples."
      ),
      (
        try path("."), "",
        "the file is a directory; allowed: a readable text file. "
          + "Give the configuration in it."
      ),
      (
        try path("large.yaml", large), "",
        "the file is larger than 256 kB; allowed: up to 256 kB. "
          + "Give a Warmgate configuration; one of sixteen packs is 20 kB."
      ),
      (
        // ISO 8859-1: the degree sign is the single byte B0, in the third line.
        try path("latin.yaml", Array("buses:\n\nstop: 7 ".utf8) + [0xB0, 0x43, 0x0A]), ":3",
        "the file is not UTF-8 text in this line; allowed: UTF-8. Save the file as UTF-8."
      ),
      (
        // UTF-16 begins with the bytes FF FE.
        try path("utf16.yaml", [0xFF, 0xFE, 0x61, 0x00]), ":1",
        "the file is not UTF-8 text in this line; allowed: UTF-8. Save the file as UTF-8."
      ),
      (
        try path("nothing.yaml", []), "",
        "the file is empty; allowed: `buses` and `packs`. Begin with config/minimal.yaml."
      ),
      (
        try path("zero.yaml", [0x61, 0x00]), ":1:2",
        "the character is an invisible character, U+0000; allowed: text and spaces. "
          + "Delete the character."
      ),
    ]
    for (path, place, sentence) in cases {
      let error = #expect(throws: SettingsErrors.self) { try SettingsFile.load(path: path) }
      #expect(error?.description == "\(path)\(place): \(sentence)")
    }
  }

  @Test("a byte order mark, Windows line ends and one document marker are read past")
  func harmless() throws {
    let text = try Folder.text(Folder.config + "/minimal.yaml")
    let plain = try SettingsFile.parse(text, file: "a.yaml")
    #expect(try SettingsFile.parse("\u{FEFF}" + text, file: "a.yaml") == plain)
    #expect(try SettingsFile.parse("---\n" + text, file: "a.yaml") == plain)
    let windows = text.replacing("\n", with: "\r\n")
    #expect(try SettingsFile.parse(windows, file: "a.yaml") == plain)
  }

  @Test("places are right behind a byte order mark and after Windows line ends")
  func places() {
    let error = #expect(throws: SettingsErrors.self) {
      try SettingsFile.parse(
        "\u{FEFF}x: 0\r\ny: 0\r\nz: 0\r\né: 1\r\né: 2\r\nbuses:\r\n  ü: {}\r\n  x: {}\r\n",
        file: "a.yaml")
    }
    #expect(
      error?.errors.map { "\($0.line ?? 0):\($0.column ?? 0) \($0.key)" } == [
        "1:1 x", "1:1 packs", "2:1 y", "3:1 z", "4:1 é", "5:1 é", "7:3 buses.ü",
        "8:6 buses.x.device",
      ])
  }
}
