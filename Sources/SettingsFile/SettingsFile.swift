public import ControlCore
import Glibc

/// Reads a configuration: YAML with every unit written out, checked whole before anything starts.
///
/// Each error says where it is, what was found, what is allowed and what to do (S9); all errors of
/// a file come in one answer. Keys, ranges and defaults: <doc:Configuration>.
public enum SettingsFile {
  /// Reads the file at `path`.
  ///
  /// - Throws: every error of the file, or the one that says why it cannot be read.
  public static func load(path: String) throws(SettingsErrors) -> Settings {
    try loadProgram(path: path).settings
  }

  /// Reads the file at `path`, with what only the program needs that runs the controller.
  ///
  /// - Throws: every error of the file, or the one that says why it cannot be read.
  public static func loadProgram(path: String) throws(SettingsErrors) -> ProgramSettings {
    try parseProgram(text(path: path), file: path)
  }

  /// Reads the file at `path` for a controller that is to act on it.
  ///
  /// - Parameter warn: Told of what is not refused but not as it should be, in one sentence each.
  /// - Throws: every error of the file, the one that says why it cannot be read, or that every user
  ///   of the machine may change it.
  public static func loadProgram(
    toActOn path: String, warn: (String) -> Void
  ) throws(SettingsErrors) -> ProgramSettings {
    let text: String
    do throws(SettingsError) {
      text = try TextFile.read(path) { (descriptor) throws(SettingsError) in
        guard let file = FileRights(descriptor: descriptor) else { return }
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        let rights = ConfigurationRights(
          path: path, file: file, folder: FileRights(path: folder), user: geteuid())
        if let refusal = rights.refusal { throw refusal.error(path) }
        for concern in rights.warnings { warn("\(path) is \(concern.found). \(concern.remedy)") }
      }
    } catch {
      throw SettingsErrors([error])
    }
    return try parseProgram(text, file: path)
  }

  /// The text of the file at `path`, as it is.
  ///
  /// - Throws: why it cannot be read.
  public static func text(path: String) throws(SettingsErrors) -> String {
    do throws(SettingsError) {
      return try TextFile.read(path)
    } catch {
      throw SettingsErrors([error])
    }
  }

  /// Reads a configuration from its text; `file` is what errors call it.
  ///
  /// - Throws: every error of the text.
  public static func parse(_ text: String, file: String) throws(SettingsErrors) -> Settings {
    try parseProgram(text, file: file).settings
  }

  static func parseProgram(
    _ text: String, file: String
  ) throws(SettingsErrors) -> ProgramSettings {
    let errors = ErrorList(file: file)
    let settings = read(text, errors)
    try errors.check()
    guard let settings else { preconditionFailure("a text that gives no settings gives an error") }
    return settings
  }

  /// The JSON Schema (2020-12) of a configuration, for editors: `config/warmgate.schema.json`.
  public static var schema: String { Schema.text }

  /// The keys that may stand at the top of a configuration.
  public static var topLevelKeys: [String] { Keys.root.map(\.name) }

  private static func read(_ text: String, _ errors: ErrorList) -> ProgramSettings? {
    guard let document = Document(text, errors) else { return nil }
    let root = Section(document, errors: errors)
    let buses = BusesReader.read(root)
    let control = ControlReader.read(root.section(Keys.control))
    let packs = PacksReader(errors: errors, control: control).read(root)
    let stateFile = root.text(Keys.stateFile) ?? Settings.standardStateFile
    let socket = root.text(Keys.controlSocket) ?? Settings.standardControlSocket
    let watchdog = root.text(Keys.watchdog)
    guard let buses, let packs else { return nil }
    Together(buses: buses, packs: packs, errors: errors).check()
    guard errors.isEmpty else { return nil }
    let settings = Settings(
      buses: buses.compactMap(\.settings), packs: packs.map { configured($0, buses) },
      control: control, stateFile: stateFile, controlSocket: socket)
    return ProgramSettings(settings: settings, watchdog: watchdog)
  }

  /// What follows for a pack from its bus. Source: DD A5 frames carry no temperature settings.
  private static func configured(_ pack: ReadPack, _ buses: [ReadBus]) -> ConfiguredPack {
    var settings = pack.settings
    let bus = buses.first { $0.name == settings.bus }?.settings
    settings.pack.appSettingsCarried = bus?.protocolName != .ddA5
    return settings
  }
}

extension ConfigurationRights.Concern {
  fileprivate func error(_ path: String) -> SettingsError {
    SettingsError(
      file: path, line: nil, column: nil, key: "the file", found: found,
      allowed: "writable by its owner, and by a group that is trusted", remedy: remedy)
  }
}
