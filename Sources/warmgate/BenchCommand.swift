import ArgumentParser
import Bench
import BenchSession
import BoardCatalog
import ControlCore
import ControllerService
import Foundation
import Quantities
import SettingsFile
import Synchronization

/// `warmgate bench`: everything at once on a machine without hardware.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Shows the whole controller on emulated boards and a simulated cold pack.",
    discussion: """
      The boards answer real bytes on pseudo-terminals; the product's own reader and control loop \
      read them, decide, and drive the lines: those of a gpio-sim chip with the label \
      warmgate-bench where this machine has one, lines in memory otherwise.

      The configuration is --config, or config/bench.yaml in the working folder, or a built-in one \
      with the same pack. With --board, --strings or --chemistry it is a built-in one for these, \
      with the smallest pad that the board allows.

      In a terminal the state is drawn live; else each change is one line. The run ends with the \
      story, after --for, or with Ctrl-C; then comes what was seen, and each thing that had to be.

      Scenarios:
      \(BenchScenario.all.map { "  \($0.name): \($0.expectation)" }.joined(separator: "\n"))

      Example: warmgate bench --scenario cold-soak --speed 600 --for 2min

      Exit codes: 0 everything as the scenario expects, 1 not so, 2 usage or configuration error, \
      3 a pseudo-terminal or a line could not be opened.
      """)

  @Option(help: ArgumentHelp("The configuration.", valueName: "file"))
  var config: String?

  @Option(help: "How many times as fast as real time, at most; inf is as fast as it can.")
  var speed: Double = 60

  @Option(help: "The story to play; list prints them all.")
  var scenario: String = BenchScenario.all[0].name

  @Option(
    name: .customLong("for"),
    help: ArgumentHelp(
      "The longest time to run, in real time: 90s, 2min or 1h.", valueName: "span"))
  var limit: String?

  @Option(name: .customLong("protocol"), help: "jk-modbus, jk-4e57 or jk-dda5, on every bus.")
  var protocolName: String?

  @Option(help: "The board's model, for example B2A8S20P.")
  var board: String?

  @Option(help: "Cells in series.")
  var strings: Int?

  @Option(help: "lfp, li-ion or lto.")
  var chemistry: String?

  @Flag(help: "One JSON object a line: each event, then the summary.")
  var json = false

  @Flag(help: "Lines instead of a live display, also in a terminal.")
  var plain = false

  func validate() throws {
    guard speed > 0, !speed.isNaN else {
      throw ValidationError("--speed is \(speed); allowed: above 0, or inf.")
    }
    guard scenario == "list" || BenchScenario.named(scenario) != nil else {
      let names = BenchScenario.all.map(\.name).joined(separator: ", ")
      throw ValidationError("--scenario is \(scenario); allowed: \(names), list.")
    }
    guard config == nil || (board == nil && strings == nil && chemistry == nil) else {
      throw ValidationError(
        "--config has its own packs; leave out --board, --strings and --chemistry.")
    }
    _ = try span()
    _ = try spoken()
    _ = try cells()
  }

  func run() throws {
    guard let scenario = BenchScenario.named(scenario) else { return list() }
    unblockSignals()
    let settings = try settings()
    let view = BenchView(json: json, plain: plain)
    let bench: BenchRun
    do throws(BenchFailure) {
      bench = try BenchRun(settings, scenario, speed: speed) { view.take($0) }
    } catch {
      throw Failure(.hardware, "\(error)")
    }
    guard let signals = SignalRelay() else {
      throw Failure(.hardware, "the system refused a signal handler; nothing was started.")
    }
    // The summary may take a moment; the outputs are off before it begins.
    signals.start(limit: .seconds(5), reload: {}, stop: { bench.interrupt() })
    view.begin(bench, speed: speed)
    let summary: BenchSummary
    do throws(OutputFailure) {
      summary = try bench.run(limit: try? span()) { view.show($0) }
    } catch {
      throw Failure(.hardware, "\(error)")
    }
    view.end(summary)
    if !summary.isMet { throw ExitCode(Failure.Kind.answerIsNo.rawValue) }
  }

  /// Whoever started this program may have left Ctrl-C blocked; the mask is inherited.
  private func unblockSignals() {
    var signals = sigset_t()
    sigemptyset(&signals)
    for signal in [SIGINT, SIGTERM, SIGQUIT] { sigaddset(&signals, signal) }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  private func list() {
    let all = BenchScenario.all
    print(
      json
        ? jsonText(["scenarios": all.map { ["name": $0.name, "expectation": $0.expectation] }])
        : all.map { "\($0.name)\n  \($0.expectation)" }.joined(separator: "\n"))
  }

  private func settings() throws -> Settings {
    let cells = try cells()
    var settings: Settings
    do throws(SettingsErrors) {
      settings = try chosenSettings(cells)
    } catch let errors {
      throw Failure(.usage, "\(errors)")
    }
    if let spoken = try spoken() {
      for index in settings.buses.indices {
        settings.buses[index].protocolName = spoken
        settings.buses[index].baud = spoken.standardBaud
      }
      for index in settings.packs.indices {
        settings.packs[index].pack.appSettingsCarried = spoken != .ddA5
      }
    }
    return settings
  }

  private func cells() throws -> Chemistry {
    try chemistry.map { try Chemistry.option($0, named: "--chemistry") } ?? .lfp
  }

  private func chosenSettings(_ cells: Chemistry) throws(SettingsErrors) -> Settings {
    if let config { return try SettingsFile.load(path: config) }
    let isChosen = board != nil || strings != nil || chemistry != nil
    let standard = "config/bench.yaml"
    if !isChosen, FileManager.default.fileExists(atPath: standard) {
      return try SettingsFile.load(path: standard)
    }
    let text = BenchConfiguration.text(
      board: board ?? "B2A8S20P", chemistry: cells.rawValue,
      strings: strings ?? 8, protocolName: protocolName ?? BusProtocol.modbus.rawValue)
    return try SettingsFile.parse(text, file: "built-in configuration")
  }

  private func spoken() throws -> BusProtocol? {
    guard let protocolName else { return nil }
    guard let spoken = BusProtocol(rawValue: protocolName), spoken != .automatic else {
      throw ValidationError(
        "--protocol is \(protocolName); allowed: jk-modbus, jk-4e57, jk-dda5.")
    }
    return spoken
  }

  /// `--for` as a span of real time.
  private func span() throws -> Duration? {
    guard let limit else { return nil }
    let units: [(name: String, seconds: Double)] = [("min", 60), ("s", 1), ("h", 3600)]
    for unit in units where limit.hasSuffix(unit.name) {
      let number = limit.dropLast(unit.name.count).trimmingCharacters(in: .whitespaces)
      guard let value = Double(number), value > 0, value.isFinite else { break }
      return .seconds(value * unit.seconds)
    }
    throw ValidationError("--for is \(limit); allowed: a span of real time, for example 2min.")
  }
}
