import Quantities
import Yams

extension Section {
  /// A text of the form that the key asks for.
  func text(_ key: SettingKey) -> String? {
    guard case .text(let rule) = key.value, let node = needed(key) else { return nil }
    if let text = node.scalar?.string, rule.accepts(text) { return text }
    report(node, key, found: found(node))
    return nil
  }

  /// One of the words that the key allows, or its default.
  func word(_ key: SettingKey) -> String? {
    guard case .word(let words) = key.value else { return nil }
    guard let node = needed(key) else { return defaultText(key) }
    let text = node.scalar?.string
    if let text, words.contains(text) { return text }
    report(node, key, found: found(node), hint: text.flatMap { didYouMean($0, among: words) })
    return nil
  }

  /// A whole number without a unit, or the key's default; `nil` where the key has none.
  func whole(_ key: SettingKey) -> Int? {
    let node = needed(key)
    guard let text = node?.scalar?.string ?? (node == nil ? defaultText(key) : "") else {
      return nil
    }
    let digits = text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    // `010` is eight to some readers of YAML and ten to others.
    let isPlain = digits && (text.utf8.count == 1 || !text.hasPrefix("0"))
    if isPlain, let number = Int(text), allows(key, number) { return number }
    if let node { report(node, key, found: found(node)) }
    return nil
  }

  /// A quantity with its unit, or the key's default; `nil` where the key has none.
  func quantity<Value: Quantity>(_ key: SettingKey) -> Value? {
    number(key).map { Value($0) }
  }

  /// A time, or the key's default.
  func duration(_ key: SettingKey) -> Duration? {
    number(key).map { .nanoseconds(Int64(($0 * 1e9).rounded())) }
  }

  private func number(_ key: SettingKey) -> Double? {
    guard case .quantity(let dimension, let span) = key.value else { return nil }
    let node = needed(key)
    guard let text = node == nil ? defaultText(key) : node?.scalar?.string ?? "" else {
      return nil
    }
    let written = WrittenNumber(text, dimension)
    if case .number(let value) = written, span.contains(value) { return value }
    guard let node else { return nil }
    switch written {
    case .number(let value): report(node, key, found: dimension.text(value))
    case .withoutUnit(let number):
      report(
        node, key, found: "\(number) without a unit",
        remedy: "Write `\(number)\(dimension.usualUnit)`, if that is meant.")
    case .wrongUnit:
      let units = dimension.units.map(\.spelling).joined(separator: ", ")
      report(node, key, found: found(node), remedy: "The unit is one of \(units).")
    case .notDecimal:
      report(
        node, key, found: found(node),
        remedy: "Write \(dimension.noun) as digits and a unit, for example "
          + "`\(dimension.example)`.")
    }
    return nil
  }

  private func defaultText(_ key: SettingKey) -> String? {
    if case .defaults(let text) = key.need { return text }
    return nil
  }

  private func allows(_ key: SettingKey, _ number: Int) -> Bool {
    switch key.value {
    case .whole(let range): range.contains(number)
    case .wholeOneOf(let numbers): numbers.contains(number)
    case .quantity, .word, .words, .text, .section, .policy, .named, .list: false
    }
  }

  /// Reports the value of a key; the remedy is the key's own unless something better is known.
  func report(
    _ node: Node, _ key: SettingKey, found: String, hint: String? = nil, remedy: String? = nil
  ) {
    errors.add(
      node.mark, path(key.name), found: found, allowed: allowed(key),
      remedy: hint.map { "Did you mean `\($0)`?" } ?? remedy ?? key.ifWrong)
  }
}

/// What a key allows, in words.
func allowed(_ key: SettingKey) -> String {
  switch key.value {
  case .quantity(let dimension, let span): span.text(dimension)
  case .whole(let range): "a whole number, \(range.lowerBound) to \(range.upperBound)"
  case .wholeOneOf(let numbers): numbers.map(String.init).joined(separator: ", ")
  case .word(let words): words.map { "`\($0)`" }.joined(separator: ", ")
  case .words(let words): "a list of \(words.joined(separator: ", "))"
  case .text(let rule): rule.allowed
  case .section: "a section of keys"
  case .policy: "`never` or a section of keys"
  case .named: "a section of names, each with its keys"
  case .list: "a list with at least one entry"
  }
}
