/// A mutant that no test can see, because the program does the same with it; why, in a sentence.
///
/// The row names the lines as they are and as the mutant has them. A row whose mutant is no longer
/// there, or is killed, is an error: the table must stay true.
struct Equivalent: Hashable, Sendable {
  var file: String
  var before: String
  var after: String
  var reason: String

  init(_ file: String, _ before: String, _ after: String, _ reason: String) {
    (self.file, self.before, self.after, self.reason) = (file, before, after, reason)
  }

  func names(_ mutant: Mutant) -> Bool {
    file == mutant.file && before == mutant.before && after == mutant.after
  }
}
