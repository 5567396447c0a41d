/// One key of the configuration: the readers, the schema and the key reference use the same.
struct SettingKey: Sendable {
  let name: String
  let value: ValueKind
  let need: Need
  /// What the key sets; one sentence without its full stop.
  let meaning: String
  /// What a bad value does, or what to do about it; a sentence, and the remedy in messages.
  let ifWrong: String

  init(_ name: String, _ value: ValueKind, _ need: Need, _ meaning: String, ifWrong: String) {
    (self.name, self.value, self.need) = (name, value, need)
    (self.meaning, self.ifWrong) = (meaning, ifWrong)
  }

  /// Whether the key must be written.
  enum Need: Sendable {
    /// How it may be written.
    case required(like: String)
    /// The text that stands for an absent key; it is read like a written one.
    case defaults(to: String)
    /// What holds without the key, in words.
    case otherwise(String)
  }

  /// What the key's value looks like.
  indirect enum ValueKind: Sendable {
    case quantity(Dimension, Span)
    case whole(ClosedRange<Int>)
    case wholeOneOf([Int])
    case word([String])
    case words([String])
    case text(TextRule)
    case section([SettingKey])
    /// `never` or a section.
    case policy([SettingKey])
    /// A map from names of the file's choice to sections.
    case named([SettingKey])
    case list([SettingKey])
  }

  /// The keys below this one.
  var children: [SettingKey] {
    switch value {
    case .section(let keys), .policy(let keys), .named(let keys), .list(let keys): keys
    case .quantity, .whole, .wholeOneOf, .word, .words, .text: []
    }
  }
}

/// The values that a number with a unit may take, in the dimension's base unit.
struct Span: Sendable {
  let lowest: Double
  let highest: Double

  init(_ lowest: Double, _ highest: Double) { (self.lowest, self.highest) = (lowest, highest) }

  func contains(_ value: Double) -> Bool { value >= lowest && value <= highest }

  func text(_ dimension: Dimension) -> String {
    "\(dimension.text(lowest)) to \(dimension.text(highest))"
  }
}
