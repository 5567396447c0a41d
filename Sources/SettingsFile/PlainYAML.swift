import Yams

/// The part of YAML that a configuration may use: sections, lists, texts and comments.
///
/// What reads well and means something else, or makes a value that is not where it is read, is
/// refused before the text is parsed: tabs, anchors, aliases, tags, block texts, quoted texts of
/// several lines, directives and a second document.
enum PlainYAML {
  /// Whether `text` keeps to it; what does not goes to `errors`.
  static func check(_ text: String, _ errors: ErrorList) -> Bool {
    var scan = Scan(text, errors)
    scan.run()
    return errors.isEmpty
  }
}

/// One pass over the characters, with what YAML's own scanner would know of quotes and comments.
private struct Scan {
  /// A file with this many faults of the same kind is no configuration.
  private static let enough = 20

  private let scalars: [Unicode.Scalar]
  private let errors: ErrorList
  private var index = 0
  private var line = 1
  private var column = 1
  private var quote: Unicode.Scalar?
  private var isComment = false
  /// The last character on this line that is no space; `nil` at its beginning.
  private var last: Unicode.Scalar?
  private var hasContent = false
  private var isAfterSpace = true

  init(_ text: String, _ errors: ErrorList) {
    scalars = Array(text.unicodeScalars)
    self.errors = errors
  }

  mutating func run() {
    while index < scalars.count, errors.count < Scan.enough {
      let scalar = scalars[index]
      if scalar == "\n" || (scalar == "\r" && peek() != "\n") {
        endLine()
      } else {
        read(scalar)
      }
      index += 1
      column += 1
    }
  }

  private mutating func endLine() {
    if quote != nil {
      // Also what the parser takes for plain text may look quoted from here on, and hide aliases.
      refuse(
        "the value", "a quoted text without its end", allowed: "values on one line",
        remedy: "Close the quotes in the same line.")
      quote = nil
    }
    (line, column, last, isComment, isAfterSpace) = (line + 1, 0, nil, false, true)
  }

  private mutating func read(_ scalar: Unicode.Scalar) {
    if !isAllowed(scalar) {
      refuse(
        "the character", "an invisible character, \(codePoint(scalar))", allowed: "text and spaces",
        remedy: "Delete the character.")
    } else if !isComment, looksLikeASpace(scalar) {
      refuse(
        "the character", "\(codePoint(scalar)), which only looks like a space or like nothing",
        allowed: "text and spaces", remedy: "Replace it by a space, or delete it.")
    } else if let quote {
      readQuoted(scalar, quote)
    } else if !isComment {
      readPlain(scalar)
    }
    isAfterSpace = scalar == " "
  }

  private mutating func readQuoted(_ scalar: Unicode.Scalar, _ quote: Unicode.Scalar) {
    if quote == "\"", scalar == "\\", peek() != "\n", peek() != "\r" {
      skip()
    } else if quote == "'", scalar == "'", peek() == "'" {
      skip()
    } else if scalar == quote {
      self.quote = nil
      last = scalar
    }
  }

  private mutating func readPlain(_ scalar: Unicode.Scalar) {
    if scalar == "#", isAfterSpace {
      isComment = true
      return
    }
    if scalar == "\t" {
      refuse("the character", "a tab", allowed: "spaces", remedy: "Indent by two spaces.")
      return
    }
    guard scalar != " ", scalar != "\r" else { return }
    if column == 1, startsDocument() { return }
    defer {
      last = scalar
      hasContent = true
    }
    guard isNodeStart else { return }
    switch scalar {
    case "\"", "'": quote = scalar
    case "&":
      refuse("the value", "an anchor", allowed: "values where they are used", remedy: repeatIt)
    case "*":
      refuse("the value", "an alias", allowed: "values where they are used", remedy: repeatIt)
    case "!":
      refuse("the value", "a tag", allowed: "plain values", remedy: "Remove the word after `!`.")
    case "|", ">":
      refuse("the value", "a block text", allowed: "values on one line", remedy: "Use one line.")
    default: break
    }
  }

  private var repeatIt: String { "Write the value itself in each place." }

  /// Whether a value can begin here: at the line's beginning, or after an indicator.
  private var isNodeStart: Bool {
    guard let last else { return true }
    return ":-?,[{".unicodeScalars.contains(last)
  }

  private mutating func startsDocument() -> Bool {
    if scalars[index] == "%" {
      isComment = true
      refuse("the line", "a directive", allowed: "none", remedy: "Remove it.")
      return true
    }
    let three = scalars[index...].prefix(3)
    let isMarker =
      three.elementsEqual("---".unicodeScalars)
      || three.elementsEqual("...".unicodeScalars)
    guard isMarker else { return false }
    if hasContent {
      refuse(
        "the line", "the beginning of a second document", allowed: "one document in a file",
        remedy: "Give each controller a file of its own.")
    }
    (index, column) = (index + 2, column + 2)
    return true
  }

  private func peek() -> Unicode.Scalar? {
    index + 1 < scalars.count ? scalars[index + 1] : nil
  }

  private mutating func skip() { (index, column) = (index + 1, column + 1) }

  private func refuse(_ key: String, _ found: String, allowed: String, remedy: String) {
    errors.add(
      line: line, column: column, key, found: found, allowed: allowed, remedy: remedy)
  }
}

/// The usual name of a character that cannot be shown, for example `U+00A0`.
private func codePoint(_ scalar: Unicode.Scalar) -> String {
  let digits = String(scalar.value, radix: 16, uppercase: true)
  return "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
}

/// Whether `scalar` is a space that is none in YAML, or has no width at all: no-break space, the
/// fixed-width spaces, zero-width and direction marks.
private func looksLikeASpace(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0xA0, 0x00AD, 0x1680, 0x2000...0x200F, 0x202A...0x202F, 0x205F...0x206F, 0x3000: true
  default: false
  }
}

/// The characters of YAML 1.1, without the next-line and separator characters that look like
/// spaces. Source: YAML 1.1, section 5.1.
private func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0xA0...0x2027, 0x202A...0xD7FF, 0xE000...0xFEFE,
    0xFF00...0xFFFD, 0x1_0000...0x10_FFFF:
    true
  default: false
  }
}
