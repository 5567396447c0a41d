import Yams

/// A text as its lines, so that what a parser's marks point at can be changed.
struct TextLines {
  /// Each line with the characters that end it.
  private var lines: [[Unicode.Scalar]] = []

  init(_ text: String) {
    var line: [Unicode.Scalar] = []
    let scalars = Array(text.unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
      line.append(scalar)
      let isPair = scalar == "\r" && index + 1 < scalars.count && scalars[index + 1] == "\n"
      if scalar == "\n" || (scalar == "\r" && !isPair) {
        lines.append(line)
        line = []
      }
    }
    lines.append(line)
  }

  /// The text.
  var text: String {
    var view = String.UnicodeScalarView()
    for line in lines { view.append(contentsOf: line) }
    return String(view)
  }

  /// Puts `value` in the place of a scalar.
  mutating func replace(_ scalar: Node.Scalar, by value: String) throws(YAMLEditError) {
    let (line, begin) = try place(scalar.mark)
    let end: Int
    switch scalar.style {
    case .singleQuoted, .doubleQuoted: end = try endOfQuotes(line, begin)
    case .plain, .any, .literal, .folded: end = begin + scalar.string.unicodeScalars.count
    }
    let old = end <= lines[line].count ? lines[line][begin..<end] : []
    let isWhole = scalar.style != .plain || old.elementsEqual(scalar.string.unicodeScalars)
    guard !old.isEmpty || scalar.string.isEmpty, isWhole else {
      throw YAMLEditError("the value in line \(line + 1) does not stand in one line")
    }
    // An empty value leaves the colon without its space.
    let space = old.isEmpty ? " " : ""
    lines[line].replaceSubrange(begin..<end, with: (space + value).unicodeScalars)
  }

  /// Adds `entry`, which is `key: value`, to a mapping.
  mutating func insert(_ entry: String, into mapping: Node.Mapping) throws(YAMLEditError) {
    let (line, begin) = try place(mapping.mark)
    // The parser does not tell whether the section is written in braces.
    if begin < lines[line].count, lines[line][begin] == "{" {
      let words = mapping.isEmpty ? " \(entry) " : " \(entry),"
      lines[line].insert(contentsOf: words.unicodeScalars, at: begin + 1)
      return
    }
    guard let first = mapping.first?.key, let mark = first.mark else {
      throw YAMLEditError("the section in line \(line + 1) is empty")
    }
    let (firstLine, column) = try place(mark)
    let indent = [Unicode.Scalar](repeating: " ", count: column)
    let words = Array(entry.unicodeScalars)
    // Below the last value that ends in its own line; where there is none, above the first key.
    let lasts = mapping.compactMap { _, value -> Mark? in value.scalar?.mark }
    if let last = lasts.last {
      let after = try place(last).line
      if !endsLine(after) { lines[after] += lineEnd }
      lines.insert(indent + words + lineEnd, at: after + 1)
    } else {
      lines[firstLine].insert(contentsOf: words + lineEnd + indent, at: column)
    }
  }

  /// What ends the lines of this text.
  private var lineEnd: [Unicode.Scalar] {
    lines.first.map { $0.suffix(2) == ["\r", "\n"] ? ["\r", "\n"] : ["\n"] } ?? ["\n"]
  }

  private func endsLine(_ line: Int) -> Bool {
    lines[line].last == "\n" || lines[line].last == "\r"
  }

  private func place(_ mark: Mark?) throws(YAMLEditError) -> (line: Int, column: Int) {
    guard let mark, lines.indices.contains(mark.line - 1) else {
      throw YAMLEditError("the parser names no place for the value")
    }
    let (line, column) = (mark.line - 1, mark.column - 1)
    guard column <= lines[line].count else {
      throw YAMLEditError("the parser names a place beyond line \(mark.line)")
    }
    return (line, column)
  }

  private func endOfQuotes(_ line: Int, _ begin: Int) throws(YAMLEditError) -> Int {
    let scalars = lines[line]
    let quote = scalars[begin]
    var index = begin + 1
    while index < scalars.count {
      let isPair = index + 1 < scalars.count && scalars[index + 1] == quote
      if quote == "\"", scalars[index] == "\\" {
        index += 2
      } else if scalars[index] == quote, quote == "'", isPair {
        index += 2
      } else if scalars[index] == quote {
        return index + 1
      } else {
        index += 1
      }
    }
    throw YAMLEditError("the quotes in line \(line + 1) do not end there")
  }
}
