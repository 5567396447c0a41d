import Foundation
import Testing

@testable import SettingsFile

@Suite("The JSON schema") struct SchemaTests {
  @Test("config/warmgate.schema.json is what `warmgate check --schema` prints")
  func fileAndCode() throws {
    #expect(try Folder.text(Folder.config + "/warmgate.schema.json") == SettingsFile.schema)
  }

  @Test("it is JSON, and names every key of the table")
  func isJSON() throws {
    let schema = try #require(
      JSONSerialization.jsonObject(with: Data(SettingsFile.schema.utf8)) as? [String: Any])
    #expect(schema["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
    #expect(Self.properties(schema) == Self.names(Keys.root))
  }

  @Test("its patterns accept what the reader accepts, and no bare number")
  func patterns() throws {
    for dimension in Dimension.allCases {
      let pattern = try Regex(Schema.pattern(dimension))
      for text in ["−5", "0.25", "12"].flatMap({ number in
        dimension.units.flatMap { ["\(number) \($0.spelling)", "\(number)\($0.spelling)"] }
      }) {
        #expect(text.wholeMatch(of: pattern) != nil, "\(text)")
        #expect(WrittenNumber(text, dimension).isNumber, "\(text)")
      }
      for text in ["5", "5 x", "1e3 s", "010 s", "", "5  V"] {
        #expect(text.wholeMatch(of: pattern) == nil, "\(text)")
        #expect(!WrittenNumber(text, dimension).isNumber, "\(text)")
      }
    }
  }

  private static func properties(_ object: Any) -> Set<String> {
    if let list = object as? [Any] { return list.reduce(into: []) { $0.formUnion(properties($1)) } }
    guard let members = object as? [String: Any] else { return [] }
    let own = (members["properties"] as? [String: Any])?.keys
    return members.values.reduce(into: Set(own.map(Array.init) ?? [])) {
      $0.formUnion(properties($1))
    }
  }

  private static func names(_ keys: [SettingKey]) -> Set<String> {
    Set(keys.map(\.name)).union(keys.flatMap { names($0.children) })
  }
}

extension WrittenNumber {
  fileprivate var isNumber: Bool {
    if case .number = self { true } else { false }
  }
}
