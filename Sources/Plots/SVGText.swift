/// The text of an SVG document while it is written.
struct SVGText {
  private(set) var text = ""

  /// Adds a line as it is.
  mutating func add(_ line: String) {
    text += line
    text += "\n"
  }

  /// Adds a text at a place; `attributes` are written as they are.
  mutating func add(_ words: String, x: Double, y: Double, _ attributes: String) {
    let space = attributes.isEmpty ? "" : " "
    add(
      "<text x=\"\(number(x))\" y=\"\(number(y))\"\(space)\(attributes)>\(escaped(words))</text>")
  }

  /// Adds a straight line.
  mutating func add(from a: (Double, Double), to b: (Double, Double), _ attributes: String) {
    add(
      "<path d=\"M\(number(a.0)) \(number(a.1)) L\(number(b.0)) \(number(b.1))\" \(attributes)/>")
  }
}

/// A coordinate with at most two decimal places and a plain minus, the same on every machine.
func number(_ value: Double) -> String {
  precondition(value.magnitude < 1e9, "a coordinate lies on the picture")
  let hundredths = Int((value * 100).rounded())
  let sign = hundredths < 0 ? "-" : ""
  let (whole, part) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
  if part == 0 { return "\(sign)\(whole)" }
  if part % 10 == 0 { return "\(sign)\(whole).\(part / 10)" }
  return "\(sign)\(whole).\(part < 10 ? "0" : "")\(part)"
}

/// `text` as it stands in XML: markup characters named, control characters left out.
func escaped(_ text: String) -> String {
  var out = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": out += "&amp;"
    case "<": out += "&lt;"
    case ">": out += "&gt;"
    case "\"": out += "&quot;"
    case "'": out += "&#39;"
    default:
      // Source: XML 1.0, production 2, the characters that a document may hold.
      let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
      if isControl || scalar.value == 0xFFFE || scalar.value == 0xFFFF { continue }
      out.unicodeScalars.append(scalar)
    }
  }
  return out
}

/// About how wide `text` is at `size` pixels, never much less than it will be.
///
/// Source: advance widths of DejaVu Sans, which is wider than the other fonts in the list.
func estimatedWidth(_ text: String, size: Double) -> Double {
  text.unicodeScalars.reduce(0) { sum, scalar in
    switch scalar {
    case "i", "j", "l", "I", ".", ",", ":", ";", "'", "|", " ": sum + 0.33
    case "f", "t", "r", "(", ")", "[", "]", "/", "-": sum + 0.42
    case "m", "w", "M", "W", "%": sum + 0.98
    case "A"..."Z": sum + 0.72
    default: sum + 0.63
    }
  } * size
}
