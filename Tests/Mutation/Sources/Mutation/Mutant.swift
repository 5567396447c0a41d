/// One mistake that somebody could have made: some bytes of a source file replaced by others.
public struct Mutant: Hashable, Sendable, CustomStringConvertible {
  /// What was changed.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case comparison
    case connective
    case condition
    case negation
    case bool = "truth value"
    case literal = "number"
    case arithmetic
    case extreme = "minimum or maximum"
    case choice
    case fallback
    case statement = "statement dropped"
    case swap
    /// One of the table that was written by hand.
    case planted
  }

  /// The file below `Sources`, for example `ControlCore/Decide.swift`.
  public var file: String
  /// What was changed in it.
  public var kind: Kind
  /// The bytes that are replaced.
  var range: Range<Int>
  var replacement: String
  /// The line of the first of them, from 1.
  public var line: Int
  /// The lines as they are, without the space around them.
  public var before: String
  /// The same lines with the mistake.
  public var after: String
  /// The mistake in words, where a person has found some.
  public var words: String?

  /// Place and change, for a person.
  public var description: String {
    let change = words ?? "\(kind.rawValue): `\(before)` becomes `\(after)`"
    return "\(file):\(line): \(change)"
  }
}

/// A source file as bytes, with its lines.
struct SourceText {
  let file: String
  let text: String
  let bytes: [UInt8]
  private let lineStarts: [Int]

  init(file: String, text: String) {
    (self.file, self.text) = (file, text)
    let bytes = Array(text.utf8)
    self.bytes = bytes
    lineStarts = [0] + bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
  }

  func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// The mutant that has `replacement` in place of the bytes of `range`.
  func mutant(
    _ kind: Mutant.Kind, _ range: Range<Int>, _ replacement: String, words: String? = nil
  ) -> Mutant {
    let number = lineStarts.lastIndex { $0 <= range.lowerBound } ?? 0
    let start = lineStarts[number]
    let end = bytes[range.upperBound...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    let after = string(start..<range.lowerBound) + replacement + string(range.upperBound..<end)
    return Mutant(
      file: file, kind: kind, range: range, replacement: replacement, line: number + 1,
      before: flat(string(start..<end)), after: flat(after), words: words)
  }

  /// A text in one line.
  private func flat(_ text: String) -> String {
    text.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
  }
}
