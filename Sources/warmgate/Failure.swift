import ControlCore
import SettingsFile

/// A way in which a command ends, with its exit code.
struct Failure: Error, CustomStringConvertible {
  /// What the exit code says.
  enum Kind: Int32 {
    /// The answer is no.
    case answerIsNo = 1
    /// A usage or configuration error.
    case usage = 2
    /// A hardware or link failure.
    case hardware = 3
  }

  var kind: Kind
  var description: String

  init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}

/// The settings of a file, or a usage failure that names everything wrong with it.
func loadSettings(_ path: String) throws -> Settings {
  do throws(SettingsErrors) {
    return try SettingsFile.load(path: path)
  } catch {
    throw Failure(.usage, error.description)
  }
}
