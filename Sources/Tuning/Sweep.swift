import Quantities

/// One key of a configuration, and the values that it is tried with.
///
/// `heater.stop=5:12:1 °C` is 5, 6, … 12 °C; `heater.resistance=20,21,24 ohm` is a list; words are
/// listed the same way. The unit stands once, at the end; values are written into the configuration
/// as they are here, and its own reader says whether they are allowed.
public struct Sweep: Hashable, Sendable {
  /// The key's path in the file: below the pack, or from the top where its first word is there.
  public let key: [String]
  /// The values, as they are written into the file.
  public let values: [String]

  /// A sweep from its text.
  ///
  /// - Throws: what is wrong with it.
  public init(_ text: String) throws(SweepError) {
    guard let equals = text.firstIndex(of: "=") else {
      throw SweepError(text, "has no `=`", allowed: "KEY=FROM:TO:STEP UNIT, or KEY=A,B,C UNIT")
    }
    let path = String(text[..<equals]).split(separator: ".", omittingEmptySubsequences: false)
    guard path.allSatisfy({ !$0.isEmpty && $0.allSatisfy(Sweep.isKeyLetter) }) else {
      throw SweepError(
        text, "has the key `\(text[..<equals])`",
        allowed: "words of the file, joined by dots, for example heater.stop")
    }
    key = path.map(String.init)
    values = try Sweep.values(String(text[text.index(after: equals)...]), of: text)
    guard Set(values).count == values.count else {
      throw SweepError(text, "has a value twice", allowed: "each value once")
    }
  }

  /// The most values of one sweep, and the most combinations of several.
  public static let limit = 100_000

  private static func isKeyLetter(_ letter: Character) -> Bool {
    letter.isASCII && (letter.isLetter || letter.isNumber || letter == "_" || letter == "-")
  }

  private static func values(_ text: String, of sweep: String) throws(SweepError) -> [String] {
    let text = text.replacing("\u{2212}", with: "-")
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    if parts.count == 3 { return try range(parts, of: sweep) }
    guard parts.count == 1 else {
      throw SweepError(sweep, "has \(parts.count - 1) colons", allowed: "FROM:TO:STEP with two")
    }
    var items = text.split(separator: ",", omittingEmptySubsequences: false).map(trimmed)
    guard items.allSatisfy(YAMLEdit.isPlain), let last = items.last else {
      throw SweepError(
        sweep, "has an empty or quoted value", allowed: "numbers with a unit, or words")
    }
    // The unit after the last number holds for those that have none.
    let number = StepNumber(leading: last)
    for (index, item) in items.enumerated() where number?.rest.isEmpty == false {
      if let own = StepNumber(leading: item), own.rest.isEmpty {
        items[index] = item + (number?.rest ?? "")
      }
    }
    return items
  }

  private static func range(_ parts: [String], of sweep: String) throws(SweepError) -> [String] {
    guard let from = StepNumber(leading: trimmed(parts[0])),
      let to = StepNumber(leading: trimmed(parts[1])),
      let step = StepNumber(leading: trimmed(parts[2])),
      [from, to].allSatisfy({ $0.rest.isEmpty || $0.rest == step.rest }),
      YAMLEdit.isPlain("1" + step.rest)
    else {
      throw SweepError(
        sweep, "is no range of numbers", allowed: "FROM:TO:STEP UNIT, for example 5:12:0.5 °C")
    }
    guard step.millionths > 0, from.millionths <= to.millionths else {
      throw SweepError(
        sweep, "goes from \(parts[0]) to \(parts[1]) in steps of \(parts[2])",
        allowed: "from the lesser to the greater, in steps above 0")
    }
    let count = (to.millionths - from.millionths) / step.millionths + 1
    guard count <= limit else {
      throw SweepError(sweep, "has \(count) values", allowed: "at most \(limit)")
    }
    let places = max(from.places, step.places)
    return (0..<count).map { index in
      StepNumber.text(from.millionths + index * step.millionths, places: places) + step.rest
    }
  }
}

/// What is wrong with a sweep.
public struct SweepError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The sweep, as it was written.
  public let sweep: String
  /// What was found, as the end of "… ".
  public let found: String
  /// What is allowed.
  public let allowed: String

  init(_ sweep: String, _ found: String, allowed: String) {
    (self.sweep, self.found, self.allowed) = (sweep, found, allowed)
  }

  /// The whole sentence.
  public var description: String { "--sweep \(sweep) \(found); allowed: \(allowed)." }
}

/// A number in whole millionths, so that a tenth ten times is one, and the text after it.
private struct StepNumber {
  var millionths: Int
  var places: Int
  var rest: String

  /// The number at the beginning of `text`; `nil` where there is none.
  init?(leading text: String) {
    guard let match = text.prefixMatch(of: #/(-?)([0-9]{1,9})(?:\.([0-9]{1,6}))?/#),
      let whole = Int(match.2)
    else { return nil }
    let fraction = match.3.map(String.init) ?? ""
    let padded = fraction + String(repeating: "0", count: 6 - fraction.utf8.count)
    guard let part = Int(padded) else { return nil }
    let magnitude = whole * 1_000_000 + part
    millionths = match.1.isEmpty ? magnitude : -magnitude
    places = fraction.utf8.count
    rest = String(text[match.range.upperBound...])
    // `1.2345678` and `1e3` are no numbers of ours.
    guard let next = rest.first else { return }
    guard !next.isNumber, next != ".", rest.wholeMatch(of: #/[eE][-+]?[0-9].*/#) == nil else {
      return nil
    }
  }

  static func text(_ millionths: Int, places: Int) -> String {
    let sign = millionths < 0 ? "-" : ""
    let (whole, part) = millionths.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
    guard places > 0 else { return "\(sign)\(whole)" }
    let digits = String(part)
    let padded = String(repeating: "0", count: 6 - digits.utf8.count) + digits
    return "\(sign)\(whole).\(padded.prefix(places))"
  }
}

/// `text` without spaces at its ends.
private func trimmed(_ text: some StringProtocol) -> String {
  var text = Substring(text)
  while text.first == " " { text.removeFirst() }
  while text.last == " " { text.removeLast() }
  return String(text)
}
