import Foundation

/// The project's files as text, read once.
struct SourceTree {
  struct File: Sendable {
    /// The path below the project, for example `Sources/Quantities/Volts.swift`.
    var path: String
    var lines: [String]
    var text: String { lines.joined(separator: "\n") }
    /// The name of the target that the file belongs to.
    var target: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }
  }

  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// All files below `folder` whose name ends so.
  static func files(in folder: String, ending: String) throws -> [File] {
    let base = root.appendingPathComponent(folder)
    return try FileManager.default.subpathsOfDirectory(atPath: base.path).sorted()
      .filter { $0.hasSuffix(ending) }
      .map { File(path: "\(folder)/\($0)", lines: try lines(of: base.appendingPathComponent($0))) }
  }

  static func lines(of url: URL) throws -> [String] {
    try String(contentsOf: url, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false
    ).map(String.init)
  }

  /// The folders directly below `folder`.
  static func folders(in folder: String) throws -> [String] {
    let base = root.appendingPathComponent(folder)
    return try FileManager.default.contentsOfDirectory(
      at: base, includingPropertiesForKeys: [.isDirectoryKey]
    ).filter(\.hasDirectoryPath).map(\.lastPathComponent).sorted()
  }
}
