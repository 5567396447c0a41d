/// One claim about a run, and whether what was seen bears it out.
public struct BenchCheck: Hashable, Sendable {
  /// What must be so, as a sentence without its full stop.
  public var claim: String
  /// Whether it was seen to be so.
  public var isMet: Bool
  /// What was seen.
  public var found: String

  /// A claim with what was seen.
  public init(_ claim: String, isMet: Bool, found: String) {
    (self.claim, self.isMet, self.found) = (claim, isMet, found)
  }
}
