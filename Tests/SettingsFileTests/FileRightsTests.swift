import Foundation
import Testing

@testable import SettingsFile

@Suite("Who may change a configuration (S9)") struct FileRightsTests {
  private typealias Concern = ConfigurationRights.Concern

  private static let byAll = "writable by every user of this machine (mode 0666)"
  private static let byFolder = "in a folder in which every user may replace it (mode 0777)"
  private static let byGroup = "writable by the group 1000 (mode 0660)"
  private static let byUser = "owned by user 1000, who can change it at any time"

  @Test(
    "a file that every user may change is refused; a group or another owner is warned of",
    arguments: [  // file: mode, owner, group; folder: mode; program's user; refused, warned of
      (0o640, 0, 105, 0o755, 105, nil, []),
      (0o644, 0, 0, 0o755, 105, nil, []),
      (0o600, 105, 105, 0o700, 105, nil, []),
      (0o644, 1000, 1000, 0o1777, 1000, nil, []),  // the sticky bit of /tmp keeps it
      (0o664, 0, 0, 0o755, 105, nil, []),  // the group root
      (0o660, 0, 1000, 0o755, 105, nil, [byGroup]),
      (0o644, 1000, 1000, 0o755, 105, nil, [byUser]),
      (0o660, 1000, 1000, 0o755, 105, nil, [byGroup, byUser]),
      (0o666, 0, 0, 0o755, 105, byAll, []),
      (0o666, 0, 0, 0o777, 105, byAll, []),
      (0o644, 0, 0, 0o777, 105, byFolder, []),
    ] as [(UInt32, UInt32, UInt32, UInt32, UInt32, String?, [String])])
  func judged(
    mode: UInt32, owner: UInt32, group: UInt32, folder: UInt32, user: UInt32, refusal: String?,
    warnings: [String]
  ) {
    let rights = ConfigurationRights(
      path: "/etc/warmgate.yaml", file: FileRights(mode: mode, owner: owner, group: group),
      folder: FileRights(mode: folder, owner: 0, group: 0), user: user)
    #expect(rights.refusal?.found == refusal)
    #expect(rights.warnings.map(\.found) == warnings)
  }

  @Test(
    "to act on, a file is read with the rights that it is open with",
    arguments: [(0o640, true), (0o644, true), (0o646, false), (0o602, false)])
  func toActOn(mode: Int, isRead: Bool) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "warmgate-\(UUID())")
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "pack.yaml").path
    let example = try Folder.text(Folder.config + "/minimal.yaml")
    try example.write(toFile: file, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
    let expected = try SettingsFile.loadProgram(path: file)
    var warnings: [String] = []
    if isRead {
      #expect(try SettingsFile.loadProgram(toActOn: file) { warnings.append($0) } == expected)
    } else {
      let errors = #expect(throws: SettingsErrors.self) {
        try SettingsFile.loadProgram(toActOn: file) { warnings.append($0) }
      }
      #expect(
        errors?.description
          == "\(file): the file is writable by every user of this machine (mode 0"
          + "\(String(mode, radix: 8))); allowed: writable by its owner, and by a group that is "
          + "trusted. `chmod o-w \(file)`, after you have looked at what is in it.")
    }
    #expect(warnings == [])
  }

  @Test("through a folder in which everybody may replace it, it is not read either")
  func openFolder() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "warmgate-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder.path)
    let file = folder.appending(path: "pack.yaml").path
    try Folder.text(Folder.config + "/minimal.yaml").write(
      toFile: file, atomically: true, encoding: .utf8)
    let errors = #expect(throws: SettingsErrors.self) {
      try SettingsFile.loadProgram(toActOn: file) { _ in }
    }
    #expect(errors?.description.contains("in a folder in which every user may replace it") == true)
  }
}
