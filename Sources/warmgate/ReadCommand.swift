import ArgumentParser
import ControlCore
import Foundation
import GPIOLines
import JKLink
import Quantities
import SettingsFile

/// `warmgate read`: what the boards say, once or again and again.
struct ReadCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "read",
    abstract: "Reads JK boards and prints what they say, probe by probe.",
    discussion: """
      It only reads: nothing is ever written to a board. A value that is not known is shown with \
      its reason. Without a configuration, the protocol and the rate are found out.

      Example:
        warmgate read --config config/minimal.yaml --watch
        warmgate read --device /dev/ttyUSB0 --protocol jk-modbus --address 1 --json

      JSON: one object for one board, {"packs": [...]} for several; with --watch one line a round.

      Exit codes: 0 read, 2 usage or configuration error, 3 a board could not be read.
      """)

  @Option(help: "The configuration whose packs are read.")
  var config: String?

  @Option(help: "The device to read without a configuration, for example /dev/ttyUSB0.")
  var device: String?

  @Option(
    name: .customLong("protocol"),
    help: "With --device: auto, jk-modbus, jk-4e57 or jk-dda5. Default: auto.")
  var protocolName: String?

  @Option(help: "With --device: the board's address, 1 to 247. Default: 1.")
  var address: Int?

  @Option(help: "With --device: bits per second. Default: the protocol's own rate.")
  var baud: Int?

  @Flag(help: "Read again and again, once a control period.")
  var watch = false

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let plan = try plan()
    let clock = SystemClock()
    let round = ReadRound(plan.stations, clock: clock)
    guard watch else {
      let outcomes = round.read(showProgress)
      clearProgress()
      show(outcomes)
      if outcomes.contains(where: \.hasFailed) { throw ExitCode(Failure.Kind.hardware.rawValue) }
      return
    }
    var next = clock.now
    while true {
      show(round.read { _ in })
      next = max(next + plan.period, clock.now)
      clock.sleep(until: next)
    }
  }

  /// A line that is seen while a board is slow to answer, on a terminal only.
  private func showProgress(_ station: ReadStation) {
    clearProgress()
    guard isatty(STDERR_FILENO) != 0 else { return }
    let pack = station.name.map { " (\($0))" } ?? ""
    let text = "asking \(station.bus.device), board \(station.address)\(pack) …"
    FileHandle.standardError.write(Data(text.utf8))
  }

  private func clearProgress() {
    guard isatty(STDERR_FILENO) != 0 else { return }
    // To the line's start, and clear what is on it.
    FileHandle.standardError.write(Data("\r\u{1B}[K".utf8))
  }

  private func show(_ outcomes: [ReadOutcome]) {
    for outcome in outcomes {
      guard let message = outcome.message else { continue }
      FileHandle.standardError.write(Data("\(message)\n".utf8))
    }
    let text = json ? ReadOutcome.json(outcomes, pretty: !watch) : ReadOutcome.text(outcomes)
    guard !text.isEmpty else { return }
    // Not `print`, which holds lines back when the output is no terminal.
    let gap = watch && !json ? "\n" : ""
    FileHandle.standardOutput.write(Data("\(text)\n\(gap)".utf8))
  }

  func validate() throws {
    guard (config == nil) != (device == nil) else {
      throw ValidationError("Give either --config or --device.")
    }
    guard config == nil || (protocolName == nil && address == nil && baud == nil) else {
      throw ValidationError(
        "--protocol, --address and --baud go with --device; a configuration has its own.")
    }
    _ = try chosenProtocol()
    guard (1...247).contains(address ?? 1) else {
      throw ValidationError("--address is \(address ?? 1); allowed: 1 to 247.")
    }
    guard [nil, 9600, 115_200].contains(baud) else {
      throw ValidationError("--baud is \(baud ?? 0); allowed: 115200 and 9600, as JK boards have.")
    }
  }

  private func plan() throws -> (stations: [ReadStation], period: Duration) {
    if let config {
      do {
        let settings = try SettingsFile.load(path: config)
        return (ReadStation.all(settings), settings.control.period)
      } catch {
        throw Failure(.usage, error.description)
      }
    }
    let chosen = try chosenProtocol()
    let bus = BusSettings(
      name: "device", device: device ?? "", protocolName: chosen,
      baud: baud ?? chosen.standardBaud)
    let station = ReadStation(name: nil, bus: bus, address: address ?? 1)
    return ([station], ControlSettings.standard.period)
  }

  private func chosenProtocol() throws -> BusProtocol {
    let name = protocolName ?? BusProtocol.automatic.rawValue
    guard let chosen = BusProtocol(rawValue: name) else {
      let allowed = BusProtocol.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--protocol is \(name); allowed: \(allowed).")
    }
    return chosen
  }
}
