public import ControlCore

/// Reads a configuration: YAML with every unit written out, checked whole before anything starts.
///
/// Each error says where it is, what was found, what is allowed and what to do (S9); all errors of
/// a file come in one answer. Keys, ranges and defaults: <doc:Configuration>.
public enum SettingsFile {
  /// Reads the file at `path`.
  ///
  /// - Throws: every error of the file, or the one that says why it cannot be read.
  public static func load(path: String) throws(SettingsErrors) -> Settings {
    let text: String
    do throws(SettingsError) {
      text = try TextFile.read(path)
    } catch {
      throw SettingsErrors([error])
    }
    return try parse(text, file: path)
  }

  /// Reads a configuration from its text; `file` is what errors call it.
  ///
  /// - Throws: every error of the text.
  public static func parse(_ text: String, file: String) throws(SettingsErrors) -> Settings {
    let errors = ErrorList(file: file)
    let settings = read(text, errors)
    try errors.check()
    guard let settings else { preconditionFailure("a text that gives no settings gives an error") }
    return settings
  }

  /// The JSON Schema (2020-12) of a configuration, for editors: `config/warmgate.schema.json`.
  public static var schema: String { Schema.text }

  private static func read(_ text: String, _ errors: ErrorList) -> Settings? {
    guard let document = Document(text, errors) else { return nil }
    let root = Section(document, errors: errors)
    let buses = BusesReader.read(root)
    let control = ControlReader.read(root.section(Keys.control))
    let packs = PacksReader(errors: errors, control: control).read(root)
    let stateFile = root.text(Keys.stateFile)
    guard let buses, let packs else { return nil }
    Together(buses: buses, packs: packs, errors: errors).check()
    guard errors.isEmpty else { return nil }
    return Settings(
      buses: buses.compactMap(\.settings), packs: packs.map { configured($0, buses) },
      control: control, stateFile: stateFile)
  }

  /// What follows for a pack from its bus. Source: DD A5 frames carry no temperature settings.
  private static func configured(_ pack: ReadPack, _ buses: [ReadBus]) -> ConfiguredPack {
    var settings = pack.settings
    let bus = buses.first { $0.name == settings.bus }?.settings
    settings.pack.appSettingsCarried = bus?.protocolName != .ddA5
    return settings
  }
}
