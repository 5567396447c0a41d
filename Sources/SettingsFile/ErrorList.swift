import Yams

/// Collects what is wrong while a file is read, so that one run names all of it.
final class ErrorList {
  private let file: String
  private var errors: [SettingsError] = []

  init(file: String) { self.file = file }

  var count: Int { errors.count }
  var isEmpty: Bool { errors.isEmpty }

  func add(_ place: Mark?, _ key: String, found: String, allowed: String, remedy: String) {
    add(
      line: place?.line, column: place?.column, key, found: found, allowed: allowed,
      remedy: remedy)
  }

  func add(
    line: Int?, column: Int?, _ key: String, found: String, allowed: String, remedy: String
  ) {
    errors.append(
      SettingsError(
        file: file, line: line, column: column, key: key, found: found, allowed: allowed,
        remedy: remedy))
  }

  /// Throws when anything was wrong.
  func check() throws(SettingsErrors) {
    guard !errors.isEmpty else { return }
    throw SettingsErrors(errors)
  }
}
