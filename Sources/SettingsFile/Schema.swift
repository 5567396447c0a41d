import BoardCatalog

/// The JSON Schema (2020-12) of a configuration, for editors; made from the keys that are read.
///
/// It knows each key for itself. The rules across keys are `warmgate check`'s.
enum Schema {
  static var text: String {
    let root = JSONText.object([
      ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
      ("title", .string("Warmgate configuration")),
      ("description", .string("Rules across keys are checked by: warmgate check FILE")),
    ])
    return root.adding(section(Keys.root)).text + "\n"
  }

  private static func section(_ keys: [SettingKey]) -> JSONText {
    let required = keys.compactMap { key in
      if case .required = key.need { JSONText.string(key.name) } else { nil }
    }
    var members: [(String, JSONText)] = [
      ("type", .string("object")), ("additionalProperties", .bool(false)),
    ]
    if !required.isEmpty { members.append(("required", .array(required))) }
    if keys.contains(where: { $0.name == Keys.lineName.name }) {
      let either = [[Keys.lineName], [Keys.chip, Keys.offset]].map { keys in
        JSONText.object([("required", .array(keys.map { .string($0.name) }))])
      }
      members.append(("oneOf", .array(either)))
    }
    members.append(("properties", .object(keys.map { ($0.name, property($0)) })))
    return .object(members)
  }

  private static func property(_ key: SettingKey) -> JSONText {
    var notes: [(String, JSONText)] = [("description", .string(description(key)))]
    if case .defaults(let text) = key.need { notes.append(("default", value(text, key))) }
    return JSONText.object(notes).adding(type(key))
  }

  private static func description(_ key: SettingKey) -> String {
    switch key.need {
    case .required, .defaults: "\(key.meaning). \(key.ifWrong)"
    case .otherwise(let words): "\(key.meaning). Without it: \(words). \(key.ifWrong)"
    }
  }

  private static func type(_ key: SettingKey) -> JSONText {
    switch key.value {
    case .quantity(let dimension, _):
      .object([
        ("type", .string("string")), ("pattern", .string(pattern(dimension))),
        ("examples", .array([.string(dimension.example)])),
      ])
    case .whole(let range):
      .object([
        ("type", .string("integer")), ("minimum", .whole(range.lowerBound)),
        ("maximum", .whole(range.upperBound)),
      ])
    case .wholeOneOf(let numbers): .object([("enum", .array(numbers.map { .whole($0) }))])
    case .word(let words): .object([("enum", .array(words.map { .string($0) }))])
    case .words(let words):
      .object([
        ("type", .string("array")), ("minItems", .whole(1)), ("uniqueItems", .bool(true)),
        ("items", .object([("enum", .array(words.map { .string($0) }))])),
      ])
    case .text(.board):
      .object([
        ("type", .string("string")), ("pattern", .string(TextRule.board.pattern)),
        ("examples", .array(Board.all.map { .string($0.name) })),
      ])
    case .text(let rule):
      .object([("type", .string("string")), ("pattern", .string(rule.pattern))])
    case .section(let keys): section(keys)
    case .policy(let keys):
      .object([
        (
          "anyOf",
          .array([
            .object([("const", .string("never"))]),
            section(keys).adding(.object([("minProperties", .whole(1))])),
          ])
        )
      ])
    case .named(let keys):
      .object([
        ("type", .string("object")), ("minProperties", .whole(1)),
        ("propertyNames", .object([("pattern", .string(TextRule.name.pattern))])),
        ("additionalProperties", section(keys)),
      ])
    case .list(let keys):
      .object([("type", .string("array")), ("minItems", .whole(1)), ("items", section(keys))])
    }
  }

  /// Digits and a unit; the range is not one that a pattern can say.
  static func pattern(_ dimension: Dimension) -> String {
    let units = dimension.units.map(\.spelling).joined(separator: "|")
    return "^[-−]?(0|[1-9][0-9]{0,11})(\\.[0-9]{1,12})? ?(\(units))$"
  }

  private static func value(_ text: String, _ key: SettingKey) -> JSONText {
    switch key.value {
    case .whole, .wholeOneOf: Int(text).map { .whole($0) } ?? .string(text)
    case .words(let words): .array(words.filter(text.contains).map { .string($0) })
    case .quantity, .word, .text, .section, .policy, .named, .list: .string(text)
    }
  }
}
