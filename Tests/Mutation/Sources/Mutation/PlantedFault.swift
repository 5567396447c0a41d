/// A mistake that was thought of by a person: some text of one file replaced by other text.
struct PlantedFault: Sendable {
  /// The fault in words.
  var words: String
  /// The file below `Sources`.
  var file: String
  /// What is there now; it must occur exactly once.
  var text: String
  /// What a mistaken hand would have written.
  var fault: String

  init(_ words: String, in file: String, _ text: String, becomes fault: String) {
    self.words = words
    self.file = file
    self.text = text
    self.fault = fault
  }
}
