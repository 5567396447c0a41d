/// A fault planted in a copy of the core: some text of one file replaced by other text.
struct PlantedFault: Sendable, CustomStringConvertible {
  /// The fault in words.
  var description: String
  /// The file below `Sources`.
  var file: String
  /// What is there now; it must occur exactly once.
  var text: String
  /// What a mistaken hand would have written.
  var fault: String

  init(_ description: String, in file: String, _ text: String, becomes fault: String) {
    self.description = description
    self.file = file
    self.text = text
    self.fault = fault
  }
}
