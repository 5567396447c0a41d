/// A setting that cannot be used: where, what was found, what is allowed, and what to do (S9).
public struct SettingsError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file, as it was named to the reader.
  public var file: String
  /// The line, counted from 1, or `nil` where the fault is in no line.
  public var line: Int?
  /// The column, counted from 1 in characters.
  public var column: Int?
  /// The key, for example `packs[shed].heater.resistance`.
  public var key: String
  /// What was found, as the end of "… is …".
  public var found: String
  /// What is allowed, in words.
  public var allowed: String
  /// What to do about it: one or more sentences.
  public var remedy: String

  /// An error at one place of one file.
  public init(
    file: String, line: Int?, column: Int?, key: String, found: String, allowed: String,
    remedy: String
  ) {
    self.file = file
    self.line = line
    self.column = column
    self.key = key
    self.found = found
    self.allowed = allowed
    self.remedy = remedy
  }

  /// The place in the form that editors jump to, then the sentence.
  public var description: String {
    let place = [file, line.map(String.init), column.map(String.init)].compactMap(\.self)
    return "\(place.joined(separator: ":")): \(sentence)"
  }

  /// The error without its place.
  public var sentence: String { "\(key) is \(found); allowed: \(allowed). \(remedy)" }
}

/// Every error of one file, in the order of its lines; never empty.
public struct SettingsErrors: Error, Hashable, Sendable, CustomStringConvertible {
  /// The errors.
  public let errors: [SettingsError]

  /// Makes a list in the order of the lines.
  ///
  /// - Parameter errors: At least one.
  public init(_ errors: [SettingsError]) {
    precondition(!errors.isEmpty, "a failed load has an error")
    self.errors = errors.enumerated().sorted { a, b in
      (a.element.line ?? 0, a.element.column ?? 0, a.offset)
        < (b.element.line ?? 0, b.element.column ?? 0, b.offset)
    }.map(\.element)
  }

  /// One line for each error.
  public var description: String { errors.map(\.description).joined(separator: "\n") }
}
