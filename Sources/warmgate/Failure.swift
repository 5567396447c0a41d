import ControlCore
import ControllerService
import Planning
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
  try loadProgramSettings(path).settings
}

/// The same with what only the program needs that runs the controller.
func loadProgramSettings(_ path: String) throws -> ProgramSettings {
  do throws(SettingsErrors) {
    return try SettingsFile.loadProgram(path: path)
  } catch {
    throw Failure(.usage, error.description)
  }
}

/// Why a schedule of these settings cannot be followed on this machine, or `nil`: a time zone that
/// it does not know.
func unknownTimeZone(_ settings: Settings) -> String? {
  for pack in settings.packs.map(\.pack) {
    if let zone = pack.preheat?.timeZone, ZoneTable(named: zone) == nil {
      return "packs[\(pack.name)].preheat.time_zone is `\(zone)`; allowed: a zone that this "
        + "machine knows. `timedatectl list-timezones` has them all."
    }
  }
  return nil
}
