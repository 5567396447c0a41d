import Foundation

/// The project's files, found from this source file.
enum Folder {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path
  static let config = root + "/config"
  static let broken = root + "/Tests/SettingsFileTests/Broken"

  /// The files of `folder` that end in `.yaml`, sorted.
  static func yaml(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".yaml") }.sorted()
  }

  static func text(_ path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
  }
}
