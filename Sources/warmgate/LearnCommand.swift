import ArgumentParser
import ControlCore
import ControllerService
import Foundation
import Learning
import Quantities
import Tuning

/// `warmgate learn`: heat capacity, loss, probe lag and film of a pack, from what was measured.
struct LearnCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "learn",
    abstract: "Finds a pack's heat capacity and loss, from a log or from the running controller.",
    discussion: """
      A log is a table of comma-separated values with a heading: t_s (seconds, rising), cells_C \
      (the probe), and power_W (the heat from this line to the next), or heater and voltage_V with \
      the pad in the configuration. ambient_C and film_C are used where they are there. --column \
      names a column that is called otherwise.

      Each value comes with an interval of 95 %. What the log does not tell is not guessed: the \
      reason is printed instead. --write copies the configuration with the values in the pack's \
      `thermal`, keeping its comments.

      Example:
        warmgate learn --config config/bd6a17s6p-16s-lfp.yaml --csv night.csv
        warmgate learn --csv log.csv --column cells=T1 --column time=seconds
        warmgate learn --config config/bd6a17s6p-16s-lfp.yaml --running

      Exit codes: 0 the heat capacity is known, 1 it is not, 2 usage or configuration error, \
      3 the controller cannot be reached.
      """)

  @Option(help: ArgumentHelp("The configuration.", valueName: "file"))
  var config: String?

  @Option(help: "The pack in it, where there are several.")
  var pack: String?

  @Option(help: ArgumentHelp("The log.", valueName: "file"))
  var csv: String?

  @Option(help: ArgumentHelp("A column's heading in the log.", valueName: "column=heading"))
  var column: [String] = []

  @Flag(help: "Ask the running controller what it has learned.")
  var running = false

  @Option(help: ArgumentHelp("The controller's socket, for --running.", valueName: "path"))
  var socket: String?

  @Option(help: ArgumentHelp("Write the configuration with the values here.", valueName: "file"))
  var write: String?

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    guard (csv != nil) != running else {
      throw ValidationError(
        "Give a log (--csv FILE), or --running for the controller's own values.")
    }
    if write != nil, config == nil {
      throw ValidationError("--write needs --config: it is a copy of that file.")
    }
    _ = try names()
  }

  func run() throws {
    let pack = try configured()
    let text = try running ? asked(pack?.settings) : fitted(pack?.settings)
    print(json ? jsonText(text.jsonObject) : text.text)
    if let write, let config, let pack {
      try store(text, from: config, to: write, place: pack.place)
    }
    guard text.capacity.interval != nil else { throw ExitCode(Failure.Kind.answerIsNo.rawValue) }
  }

  /// The pack that is meant, with its place in the file.
  private func configured() throws -> (settings: PackSettings, place: Int)? {
    guard let config else { return nil }
    let packs = try loadSettings(config).packs.map(\.pack)
    let names = packs.map(\.name).joined(separator: ", ")
    if let pack {
      guard let place = packs.firstIndex(where: { $0.name == pack }) else {
        throw Failure(.usage, "--pack is \(pack); \(config) has: \(names).")
      }
      return (packs[place], place)
    }
    guard packs.count == 1 else {
      throw Failure(.usage, "\(config) has several packs; give one with --pack: \(names).")
    }
    return (packs[0], 0)
  }

  private func names() throws -> [ThermalLog.Column: String] {
    var names: [ThermalLog.Column: String] = [:]
    for word in column {
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, let column = ThermalLog.Column(rawValue: parts[0]) else {
        let all = ThermalLog.Column.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError(
          "--column is \(word); write COLUMN=HEADING, with one of the columns \(all).")
      }
      names[column] = parts[1]
    }
    return names
  }

  private func fitted(_ pack: PackSettings?) throws -> LearnedText {
    guard let csv else { throw Failure(.usage, "Give a log: --csv FILE.") }
    guard let data = FileManager.default.contents(atPath: csv) else {
      throw Failure(.usage, "\(csv) cannot be read; check the path and its permissions.")
    }
    do throws(ThermalLogFailure) {
      let log = try ThermalLog(
        csv: String(decoding: data, as: UTF8.self), names: (try? names()) ?? [:],
        resistance: pack?.heater?.resistance)
      return LearnedText(ThermalFit(log), of: log, file: csv)
    } catch {
      throw Failure(.usage, "\(csv): \(error).")
    }
  }

  private func asked(_ pack: PackSettings?) throws -> LearnedText {
    var options = ControllerOptions()
    (options.config, options.socket) = (config, socket)
    let packs = try options.ask(.status)["packs"] as? [[String: Any]] ?? []
    let wanted = self.pack ?? pack?.name
    let names = packs.compactMap { $0["pack"] as? String }
    let found = packs.first { wanted == nil ? packs.count == 1 : $0["pack"] as? String == wanted }
    guard let found else {
      throw Failure(
        .usage,
        "Give the pack with --pack; the controller has: "
          + names.joined(separator: ", ") + ".")
    }
    return LearnedText(status: found)
  }

  private func store(
    _ learned: LearnedText, from: String, to path: String, place: Int
  ) throws {
    guard let data = FileManager.default.contents(atPath: from) else {
      throw Failure(.usage, "\(from) cannot be read.")
    }
    var text = String(decoding: data, as: UTF8.self)
    let settings = learned.settings
    guard !settings.isEmpty else {
      throw Failure(.answerIsNo, "\(path) is not written: nothing was learned for it.")
    }
    do throws(YAMLEditError) {
      for (key, value, _) in settings {
        let edit = YAMLEdit([.key("packs"), .item(place), .key("thermal"), .key(key)], to: value)
        text = try edit.applied(to: text)
      }
    } catch {
      throw Failure(.usage, "\(from): \(error).")
    }
    do { try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic) } catch {
      throw Failure(.usage, "\(path) cannot be written: \(error.localizedDescription)")
    }
    FileHandle.standardError.write(Data("written: \(path)\n".utf8))
  }
}
