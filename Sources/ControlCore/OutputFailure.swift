/// A GPIO line that cannot be used: which, what was found, and what to do about it.
public struct OutputFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// The closed set of kinds that generic code can act on.
  public enum Kind: Hashable, Sendable, CaseIterable {
    case chipMissing, lineUnknown, lineAmbiguous, lineBusy, notPermitted, readFailed, writeFailed
  }

  /// What kind of failure it is.
  public var kind: Kind
  /// The line as the configuration names it, for example `CHARGE_EN` or `gpiochip0:17`.
  public var line: String
  /// What was found, for example `two chips have a line of this name: gpiochip0, gpiochip1`.
  public var found: String
  /// What to do.
  public var remedy: String

  /// A failure with its place and its remedy.
  public init(_ kind: Kind, line: String, found: String, remedy: String) {
    self.kind = kind
    self.line = line
    self.found = found
    self.remedy = remedy
  }

  /// One sentence with place, finding and remedy.
  public var description: String { "line \(line): \(found). \(remedy)" }
}
