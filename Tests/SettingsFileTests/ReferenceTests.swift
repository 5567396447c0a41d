import SettingsFile
import Testing

@Suite("The reference of the keys") struct ReferenceTests {
  private static var text: String {
    get throws {
      try Folder.text(Folder.root + "/Sources/SettingsFile/Documentation.docc/Configuration.md")
    }
  }

  @Test("Configuration.md has every key as it is read: value, default, meaning, remedy")
  func tables() throws {
    let text = try Self.text
    for (heading, table) in KeyReference.sections {
      #expect(text.contains("### \(heading)\n\n\(table)\n"), "\(heading):\n\(table)")
    }
  }

  @Test("its example is the one that users copy")
  func example() throws {
    let example = try Folder.text(Folder.config + "/b2a8s20p-8s-lfp.yaml")
    #expect(try Self.text.contains("```yaml\n\(example)```\n"))
  }
}
