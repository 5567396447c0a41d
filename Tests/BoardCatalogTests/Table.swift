import Foundation
import Testing

/// A CSV file without quotes: each row by the names of its columns.
struct Table {
  let rows: [[String: String]]

  init(_ url: URL) throws {
    let lines = try String(contentsOf: url, encoding: .utf8)
      .split(whereSeparator: \.isNewline)
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    let header = try #require(lines.first)
    rows = try lines.dropFirst().map { cells in
      try #require(cells.count == header.count, "\(cells)")
      return Dictionary(uniqueKeysWithValues: zip(header, cells))
    }
  }

  /// A table of this target's folder `Tables`.
  static func of(_ name: String) throws -> Table {
    try Table(
      #require(Bundle.module.url(forResource: name, withExtension: "csv", subdirectory: "Tables")))
  }

  /// `hw/boards.csv` of the package.
  static func boards() throws -> Table {
    let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try Table(package.appending(path: "hw/boards.csv"))
  }
}

/// Whether `value` rounds to what is printed: within half a unit of the last printed digit.
func agrees(_ value: Double, _ printed: String?) throws -> Bool {
  let printed = try #require(printed)
  let number = try #require(Double(printed))
  let places = printed.split(separator: ".").dropFirst().first?.count ?? 0
  var half = 0.5
  for _ in 0..<places { half /= 10 }
  return abs(value - number) <= half * (1 + 1e-9)
}
