/// JSON whose members keep the order in which a person wants to read them.
indirect enum JSONText {
  case object([(String, JSONText)])
  case array([JSONText])
  case string(String)
  case whole(Int)
  case bool(Bool)

  /// An object with the members of `other` after its own; anything else stays as it is.
  func adding(_ other: JSONText) -> JSONText {
    guard case .object(let members) = self, case .object(let more) = other else { return self }
    return .object(members + more)
  }

  /// The text, indented by two spaces; short lists stay on one line.
  var text: String { text(indent: "") }

  private func text(indent: String) -> String {
    let deeper = indent + "  "
    switch self {
    case .object(let members):
      let lines = members.map { name, value in
        deeper + JSONText.quoted(name) + ": " + value.text(indent: deeper)
      }
      return lines.isEmpty ? "{}" : "{\n\(lines.joined(separator: ",\n"))\n\(indent)}"
    case .array(let values):
      let isFlat = values.allSatisfy(\.isScalar)
      let items = values.map { $0.text(indent: deeper) }
      return isFlat
        ? "[" + items.joined(separator: ", ") + "]"
        : "[\n" + items.map { deeper + $0 }.joined(separator: ",\n") + "\n\(indent)]"
    case .string(let text): return JSONText.quoted(text)
    case .whole(let number): return String(number)
    case .bool(let flag): return String(flag)
    }
  }

  private var isScalar: Bool {
    switch self {
    case .object, .array: false
    case .string, .whole, .bool: true
    }
  }

  /// The texts here are the program's own: they have no control characters.
  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
