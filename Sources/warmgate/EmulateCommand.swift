import ArgumentParser
import Bench
import BoardCatalog
import ControlCore
import Foundation
import JKProtocol
import Quantities

/// Puts a JK board on a pseudo-terminal or a serial port, for other people's masters too.
struct EmulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "emulate",
    abstract: "Emulates a JK board on a pseudo-terminal or a serial port.",
    discussion: """
      Prints the device to open, and answers there until Ctrl-C. Lines typed meanwhile change what \
      the board says and how it answers; type help for the list.

      Example:
        warmgate emulate --board B2A8S20P --strings 8 --protocol jk-modbus --t1 -6.3 --link /tmp/jk
        mbpoll -m rtu -b 115200 -P none -a 1 -0 -r 0x129C -c 2 -1 /tmp/jk

      Exit codes: 0 ended by SIGINT or SIGTERM, 2 usage error, 3 the line could not be opened.
      """)

  @Option(help: "The board's model, for example B2A8S20P.")
  var board: String

  @Option(help: "Cells in series.")
  var strings: Int

  @Option(name: .customLong("protocol"), help: "jk-modbus, jk-4e57 or jk-dda5.")
  var protocolName: String

  @Option(help: "lfp, li-ion or lto.")
  var chemistry: String = Chemistry.lfp.rawValue

  @Option(help: "The Modbus address, 1 to 247.")
  var address: Int = 1

  @Option(help: "A serial port to answer on, for example /dev/ttyUSB0. Default: a new one.")
  var device: String?

  @Option(help: "115200 or 9600, for a serial port. Default: the protocol's own rate.")
  var baud: Int?

  @Option(help: "Where to put a symbolic link to the new pseudo-terminal.")
  var link: String?

  @Option(parsing: .unconditional, help: "What T1 reads, in °C.")
  var t1: Double = 20

  @Option(parsing: .unconditional, help: "What T2 reads, in °C.")
  var t2: Double = 20

  @Flag(help: "Print the device, and what show prints, as JSON.")
  var json = false

  func run() throws {
    // Blocked before any thread starts, so that only the wait below takes them.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    let emulated = EmulatedBoard(try report(), address: address)
    let spoken = try spoken()
    let bus: EmulatedBus
    do throws(BenchFailure) {
      bus = try EmulatedBus(spoken, [emulated], on: line())
    } catch {
      complain("\(error)")
      throw ExitCode(3)
    }
    say(greeting(bus))
    let console = EmulatorConsole(emulated)
    Thread.detachNewThread { listen(console, to: emulated) }
    var signal: Int32 = 0
    sigwait(&signals, &signal)
    bus.stop()
  }

  func validate() throws {
    _ = try spoken()
    _ = try report()
    guard (1...247).contains(address) else {
      throw ValidationError("--address is \(address); allowed: 1 to 247.")
    }
    guard t1.isFinite, t2.isFinite else {
      throw ValidationError("--t1 and --t2 are temperatures in °C, for example -6.3.")
    }
    if let baud, ![9600, 115_200].contains(baud) {
      throw ValidationError("--baud is \(baud); allowed: 9600, 115200.")
    }
    guard link == nil || device == nil else {
      throw ValidationError("--link is for a new pseudo-terminal; leave it out with --device.")
    }
  }

  private func spoken() throws -> BusProtocol {
    guard let spoken = BusProtocol(rawValue: protocolName), spoken != .automatic else {
      throw ValidationError(
        "--protocol is \(protocolName); allowed: jk-modbus, jk-4e57, jk-dda5.")
    }
    return spoken
  }

  private func report() throws -> BoardReport {
    let model = try Board.option(board, named: "--board")
    let cells = try Chemistry.option(chemistry, named: "--chemistry")
    try model.check(strings: strings, of: cells)
    var report = BoardReport.standard(
      model: model.name, chemistry: cells, stringCount: strings)
    report.status.probes.t1 = .measured(ProbeTemperature(exactly: Celsius(t1)))
    report.status.probes.t2 = .measured(ProbeTemperature(exactly: Celsius(t2)))
    return report
  }

  private func line() -> EmulatedBus.Line {
    guard let device else { return .pseudoTerminal(link: link) }
    let own = BusProtocol(rawValue: protocolName)?.standardBaud ?? 115_200
    return .device(device, baud: baud ?? own)
  }

  private func greeting(_ bus: EmulatedBus) -> String {
    json
      ? jsonText(["device": bus.path, "protocol": protocolName, "address": address])
      : bus.path
  }

  /// Takes lines until there are no more; the board goes on answering.
  private func listen(_ console: EmulatorConsole, to emulated: EmulatedBoard) {
    while let line = readLine() {
      switch console.run(line) {
      case .done: break
      case .show:
        let text = BoardReportText(report: emulated.report)
        say(json ? text.json() : text.text)
      case .text(let text): say(text)
      case .refused(let why): complain(why)
      }
    }
  }

  /// Written at once, so that a program that reads the output has the device before the end.
  private func say(_ text: String) {
    FileHandle.standardOutput.write(Data((text + "\n").utf8))
  }

  private func complain(_ text: String) {
    FileHandle.standardError.write(Data("warmgate emulate: \(text)\n".utf8))
  }
}
