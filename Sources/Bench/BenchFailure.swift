/// A bench that cannot be set up: where, what was found, and what to do about it.
public struct BenchFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// What could not be used, for example `/dev/ttyUSB0` or `address`.
  public var place: String
  /// What was found.
  public var found: String
  /// What to do.
  public var remedy: String

  /// A failure with its place and its remedy.
  public init(_ place: String, found: String, remedy: String) {
    (self.place, self.found, self.remedy) = (place, found, remedy)
  }

  /// One sentence with place, finding and remedy.
  public var description: String { "\(place): \(found). \(remedy)" }
}
