/// Why a weather file cannot be used: where, what was found, what is allowed, and what to do.
public struct WeatherError: Error, Hashable, CustomStringConvertible {
  /// The line, from 1; `nil` where it is the file as a whole.
  public var line: Int?
  /// What was found.
  public var found: String
  /// What is allowed.
  public var allowed: String
  /// What to do.
  public var remedy: String

  init(_ line: Int?, found: String, allowed: String, remedy: String) {
    (self.line, self.found, self.allowed, self.remedy) = (line, found, allowed, remedy)
  }

  /// The error as a sentence, the file's name not in it.
  public var description: String {
    let place = line.map { "line \($0): " } ?? ""
    return "\(place)found \(found); allowed: \(allowed). \(remedy)"
  }
}
