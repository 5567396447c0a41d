/// A number with its unit, as a file writes it: `10.5 ohm`, `−5 °C`, `5%`.
enum WrittenNumber: Equatable {
  /// The number in base units.
  case number(Double)
  case withoutUnit(String)
  case wrongUnit
  case notDecimal

  /// Reads decimal digits with an optional sign and fraction, then a unit of `dimension`.
  init(_ text: String, _ dimension: Dimension) {
    // Printed tables use the minus sign U+2212; what they print can be copied into a file.
    let text = text.replacing("\u{2212}", with: "-")
    // A leading zero is an octal number to some readers of YAML.
    guard
      let match = text.wholeMatch(
        of: #/(-?(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,12})?) ?([^0-9. ].*)?/#),
      let number = Double(match.1), number.isFinite
    else {
      self = .notDecimal
      return
    }
    guard let unit = match.2 else {
      self = .withoutUnit(String(match.1))
      return
    }
    // `1e3`, `1,5`, `1_000` and `12:30` look like a number with a unit and are none.
    guard let first = unit.first, first.isLetter || "°%".contains(first),
      unit.wholeMatch(of: #/[eE][-+]?[0-9].*/#) == nil
    else {
      self = .notDecimal
      return
    }
    guard let factor = dimension.units.first(where: { $0.spelling == unit })?.factor else {
      self = .wrongUnit
      return
    }
    self = .number(number * factor)
  }
}
