import Yams

/// The one document of a file: its tree, and the keys that stand in it twice.
struct Document {
  let root: Node
  /// The names of the keys that were renamed to be read at all, by place.
  let renamed: [Place: String]

  /// A place in the text.
  struct Place: Hashable {
    var line: Int
    var column: Int

    init(_ mark: Mark) { (line, column) = (mark.line, mark.column) }
  }

  /// Reads `text`; what is wrong goes to `errors`, and then there may be no document.
  init?(_ text: String, _ errors: ErrorList) {
    // Some editors begin a file with a byte order mark, which is no part of the text.
    var text =
      text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
    guard PlainYAML.check(text, errors) else { return nil }
    var renamed: [Place: String] = [:]
    while true {
      do {
        guard let root = try Yams.compose(yaml: text) else {
          errors.add(
            line: nil, column: nil, "the file", found: "empty", allowed: "`buses` and `packs`",
            remedy: "Begin with config/minimal.yaml.")
          return nil
        }
        (self.root, self.renamed) = (root, renamed)
        return
      } catch YamlError.duplicatedKeysInMapping(let names, let context) {
        // The parser stops at the first key that stands twice. One of the two gets another name,
        // so that the rest of the file is read too; its section reports it.
        let place = Place(context.mark)
        guard let name = names.first, renamed[place] == nil,
          let changed = rename(text, at: place, number: renamed.count)
        else {
          errors.add(
            context.mark, names.first ?? "a key", found: "written twice", allowed: "once",
            remedy: "Remove one of the two.")
          return nil
        }
        renamed[place] = name
        text = changed
      } catch {
        Document.report(error, errors)
        return nil
      }
    }
  }

  private static func report(_ error: any Error, _ errors: ErrorList) {
    let remedy =
      "Compare with config/minimal.yaml: two spaces for each level, a colon and a space after "
      + "each key, quotes and brackets closed."
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      errors.add(
        mark, "the text", found: "not YAML here: \(problem)", allowed: "YAML", remedy: remedy)
    case .reader, .memory, .no, .writer, .emitter, .representer, .dataCouldNotBeDecoded,
      .duplicatedKeysInMapping, nil:
      errors.add(
        line: nil, column: nil, "the text", found: "not YAML", allowed: "YAML", remedy: remedy)
    }
  }
}

/// A file with more keys that stand twice is read no further: each costs one more pass.
private let largestCount = 20

/// The text with another key at `place`, as long as the one there; columns stay as they are.
private func rename(_ text: String, at place: Document.Place, number: Int) -> String? {
  guard number < largestCount, let name = Unicode.Scalar(UInt32(0xE000 + number)) else {
    return nil
  }
  var scalars = Array(text.unicodeScalars)
  var line = 1
  var index = 0
  while index < scalars.count, line < place.line {
    let isPair = scalars[index] == "\r" && index + 1 < scalars.count && scalars[index + 1] == "\n"
    if isPair { index += 1 }
    if "\n\r\u{85}\u{2028}\u{2029}".unicodeScalars.contains(scalars[index]) { line += 1 }
    index += 1
  }
  index += place.column - 1
  guard index + 1 < scalars.count else { return nil }
  if scalars[index] == "\"" || scalars[index] == "'" { index += 1 }
  scalars[index] = name
  var view = String.UnicodeScalarView()
  view.append(contentsOf: scalars)
  return String(view)
}
