import Quantities
import Yams

/// A mapping of the file with the keys that may stand in it; any other key is an error.
final class Section {
  let path: String
  let place: Mark?
  let errors: ErrorList
  /// Whether every key in it is known and stands once.
  private(set) var isWhole = true
  private let isMapping: Bool
  /// The known keys that an unknown one seems to mean: they are misspelled, not missing.
  private var meant: Set<String> = []
  private let document: Document
  private var entries: [(name: String, key: Node, value: Node)] = []
  /// Where in `entries` a name is.
  private var indices: [String: Int] = [:]

  /// The whole document.
  convenience init(_ document: Document, errors: ErrorList) {
    self.init(document.root, document, path: "", keys: Keys.root, errors: errors)
  }

  /// A mapping at `path`; without `keys` its keys are names of the file's choice.
  private init(
    _ node: Node, _ document: Document, path: String, keys: [SettingKey]?, errors: ErrorList
  ) {
    (self.path, self.document, self.errors) = (path, document, errors)
    place = node.mark
    isMapping = node.mapping != nil
    guard let mapping = node.mapping else {
      isWhole = false
      errors.add(
        node.mark, path.isEmpty ? "the file" : path, found: found(node),
        allowed: "a section of keys", remedy: "Write `key: value` lines below it.")
      return
    }
    let errorsBefore = errors.count
    for (key, value) in mapping { add(key, value, keys) }
    isWhole = errors.count == errorsBefore
  }

  /// Takes in one entry, or reports why it cannot be one.
  private func add(_ key: Node, _ value: Node, _ keys: [SettingKey]?) {
    let original = key.mark.flatMap { document.renamed[Document.Place($0)] }
    guard let name = original ?? key.scalar?.string else {
      errors.add(
        key.mark, path.isEmpty ? "the file" : path, found: "a section whose key is \(found(key))",
        allowed: "a word as a key", remedy: "Write `key: value`.")
      return
    }
    if let index = indices[name] {
      let first = entries[index].key.mark?.line ?? 0
      errors.add(
        key.mark, path(name), found: "written twice, first in line \(first)",
        allowed: "once", remedy: "Remove one of the two.")
      return
    }
    indices[name] = entries.count
    entries.append((name, key, value))
    guard let keys, !keys.contains(where: { $0.name == name }) else { return }
    if path.isEmpty, Keys.later.contains(name) {
      errors.add(
        key.mark, name, found: "a section of later versions", allowed: "not in this version",
        remedy: "Remove it.")
    } else if name == "<<" {
      errors.add(
        key.mark, path(name), found: "a merge key", allowed: "values where they are used",
        remedy: "Write the keys themselves in each place.")
    } else if let remedy = Keys.moved[
      path(name).split(separator: ".").suffix(2).joined(separator: ".")]
    {
      errors.add(
        key.mark, path(name), found: "a key of another section",
        allowed: keys.map { "`\($0.name)`" }.joined(separator: ", "), remedy: remedy)
    } else {
      let meant = didYouMean(name, among: keys.map(\.name))
      if let meant { self.meant.insert(meant) }
      errors.add(
        key.mark, path(name), found: "an unknown key",
        allowed: keys.map { "`\($0.name)`" }.joined(separator: ", "),
        remedy: meant.map { "Did you mean `\($0)`?" } ?? "Remove it.")
    }
  }

  /// The full name of a key here, for messages.
  func path(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  /// The value of a key, as written.
  func node(_ key: SettingKey) -> Node? { indices[key.name].map { entries[$0].value } }

  /// The value of a key; an error where one that is required is missing.
  func needed(_ key: SettingKey) -> Node? {
    if let node = node(key) { return node }
    if isMapping, !meant.contains(key.name), case .required(let example) = key.need {
      errors.add(
        place, path(key.name), found: "missing", allowed: allowed(key),
        remedy: "Add `\(key.name): \(example)`.")
    }
    return nil
  }

  /// The section below a key.
  func section(_ key: SettingKey) -> Section? {
    needed(key).map { section($0, path: path(key.name), keys: key.children) }
  }

  /// The sections below a key whose entries have names of the file's choice.
  func named(_ key: SettingKey) -> [(name: String, section: Section)]? {
    guard let node = needed(key) else { return nil }
    let parent = Section(node, document, path: path(key.name), keys: nil, errors: errors)
    return parent.entries.compactMap { entry in
      let path = parent.path(entry.name)
      guard TextRule.name.accepts(entry.name) else {
        errors.add(
          entry.key.mark, path, found: "not a name", allowed: TextRule.name.allowed,
          remedy: "Choose another name.")
        return nil
      }
      return (entry.name, section(entry.value, path: path, keys: key.children))
    }
  }

  /// The nodes of a list; a value that is none is an error.
  func list(_ key: SettingKey) -> [Node]? {
    guard let node = needed(key) else { return nil }
    if let list = node.sequence { return Array(list) }
    report(node, key, found: found(node))
    return nil
  }

  /// A section at `node`, for lists and for keys that take a word or a section.
  func section(_ node: Node, path: String, keys: [SettingKey]) -> Section {
    Section(node, document, path: path, keys: keys, errors: errors)
  }
}

/// A value as messages show it.
func found(_ node: Node) -> String {
  switch node {
  case .scalar(let scalar):
    scalar.string.isEmpty
      ? "empty" : "`\(scalar.string.prefix(60))\(scalar.string.count > 60 ? "…" : "")`"
  case .mapping: "a section of keys"
  case .sequence: "a list"
  case .alias: "an alias"
  }
}
