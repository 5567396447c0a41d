import Foundation
import Testing

/// The project's files, found from this source file, and the broken ones beside it.
enum Folder {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path
  static let config = root + "/config"

  static var broken: String {
    get throws {
      try #require(Bundle.module.url(forResource: "Broken", withExtension: nil)).path
    }
  }

  /// The files of `folder` that end in `.yaml`, sorted.
  static func yaml(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".yaml") }.sorted()
  }

  static func text(_ path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
  }
}
