import Yams

/// A change of one value in the text of a configuration; every other character stays as it is.
///
/// The parser says where the value is, so comments, order and layout are kept. A key that is not
/// there is added beside those that are.
public struct YAMLEdit: Hashable, Sendable {
  /// The path of the key: names of mappings, and the places of list items.
  public enum Step: Hashable, Sendable {
    case key(String)
    case item(Int)
  }

  /// Where the value is or will be.
  public let path: [Step]
  /// The value, as it is written.
  public let value: String

  /// A change.
  ///
  /// - Parameter value: A plain word or number, see `isPlain`.
  public init(_ path: [Step], to value: String) {
    precondition(YAMLEdit.isPlain(value), "a value is written as it is")
    precondition(!path.isEmpty, "a value is at a place")
    (self.path, self.value) = (path, value)
  }

  /// Whether `text` can be written as a value without quotes, in any place.
  public static func isPlain(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, text.unicodeScalars.last != " " else {
      return false
    }
    let isLetter = { (scalar: Unicode.Scalar) in
      scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
    }
    // A sign begins a number only, and a percent sign ends one.
    guard isLetter(first) || first == "/" || (first == "-" && text.count > 1) else { return false }
    return text.unicodeScalars.allSatisfy { isLetter($0) || "-_./%°+ ".unicodeScalars.contains($0) }
  }

  /// `text` with the change.
  ///
  /// - Throws: why the value cannot be put there.
  public func applied(to text: String) throws(YAMLEditError) -> String {
    let root: Node
    do {
      guard let node = try Yams.compose(yaml: text) else {
        throw YAMLEditError("the text is empty")
      }
      root = node
    } catch let error as YAMLEditError {
      throw error
    } catch {
      throw YAMLEditError("the text is not YAML")
    }
    var lines = TextLines(text)
    var node = root
    for (index, step) in path.enumerated() {
      let rest = Array(path[index...])
      switch (step, node) {
      case (.key(let name), .mapping(let mapping)):
        guard let next = mapping.first(where: { $0.key.scalar?.string == name })?.value else {
          try lines.insert(try wording(rest), into: mapping)
          return lines.text
        }
        node = next
      case (.item(let place), .sequence(let list)):
        guard list.indices.contains(place) else {
          throw YAMLEditError("there is no item \(place + 1) in the list")
        }
        node = list[place]
      case (.key, .scalar(let scalar)):
        // `never` gives way to a section, for example of `without_charger`.
        try lines.replace(scalar, by: "{ \(try wording(rest)) }")
        return lines.text
      case (.key, .sequence), (.item, .mapping), (.item, .scalar), (_, .alias):
        throw YAMLEditError("the file has something else at \(YAMLEdit.name(path))")
      }
    }
    guard case .scalar(let scalar) = node else {
      throw YAMLEditError(
        "\(YAMLEdit.name(path)) is a section; give one of its keys, for example "
          + "\(YAMLEdit.name(path)).KEY")
    }
    try lines.replace(scalar, by: value)
    return lines.text
  }

  /// The path as messages name it, for example `packs[1].heater.stop`.
  static func name(_ path: [Step]) -> String {
    path.reduce("") { name, step in
      switch step {
      case .key(let key): name.isEmpty ? key : "\(name).\(key)"
      case .item(let place): "\(name)[\(place + 1)]"
      }
    }
  }

  /// The value with the keys that are still missing: `a: { b: value }`.
  private func wording(_ rest: [Step]) throws(YAMLEditError) -> String {
    guard case .key(let name) = rest.first else {
      throw YAMLEditError("an item cannot be added to a list")
    }
    if rest.count == 1 { return "\(name): \(value)" }
    return "\(name): { \(try wording(Array(rest.dropFirst()))) }"
  }
}

/// Why a value cannot be put into a text.
public struct YAMLEditError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The reason, as a sentence without its full stop.
  public let description: String

  init(_ description: String) { self.description = description }
}
