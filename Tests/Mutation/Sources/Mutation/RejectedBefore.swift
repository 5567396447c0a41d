import Foundation

/// What the compiler rejected in earlier runs, for files that are as they were: it need not be
/// asked again.
struct RejectedBefore: Codable {
  private struct OfFile: Codable {
    var text: String
    var changes: Set<String>
  }

  private var files: [String: OfFile] = [:]
  private static let place = "rejected.json"

  /// What is known in the folder of a copy; nothing in a new one.
  init(in root: URL) {
    let data = FileManager.default.contents(atPath: root.appending(path: Self.place).path)
    if let data, let known = try? JSONDecoder().decode(Self.self, from: data) { self = known }
  }

  /// Keeps it for the next run.
  func write(in root: URL) throws {
    try JSONEncoder().encode(self).write(to: root.appending(path: Self.place))
  }

  func contains(_ mutant: Mutant, of text: String) -> Bool {
    guard let known = files[mutant.file], known.text == text else { return false }
    return known.changes.contains(Self.change(mutant))
  }

  mutating func insert(_ mutant: Mutant, of text: String) {
    if files[mutant.file]?.text != text { files[mutant.file] = OfFile(text: text, changes: []) }
    files[mutant.file]?.changes.insert(Self.change(mutant))
  }

  private static func change(_ mutant: Mutant) -> String {
    "\(mutant.range.lowerBound)-\(mutant.range.upperBound) \(mutant.replacement)"
  }
}
