import Bench
import ControlCore
import Foundation
import JKProtocol
import Quantities
import Testing

@testable import JKLink

/// A cold 8S board: 26.4 V, −12.5 A, T1 −6.3 °C, T2 0.0 °C, 57 %, the app at −20/−10 °C.
func coldReport(model: String = "JK_B2A8S20P") -> BoardReport {
  var report = BoardReport()
  report.status.packVoltage = .measured(Volts(26.4))
  report.status.current = .measured(Amperes(-12.5))
  report.status.probes = PerProbe(all: .unknown(.absent))
  report.status.probes.t1 = .measured(ProbeTemperature(exactly: Celsius(-6.3)))
  report.status.probes.t2 = .measured(ProbeTemperature(exactly: Celsius(0)))
  report.status.mosfet = .measured(Celsius(4.5))
  report.status.stateOfCharge = .measured(Percent(57))
  report.status.chargeMosfetOn = .measured(true)
  report.status.dischargeMosfetOn = .measured(true)
  report.status.heatingOn = .measured(false)
  report.status.heaterCurrent = .measured(Amperes(0))
  report.status.chargerPlugged = .measured(false)
  report.status.emergency = .measured(false)
  report.status.alarms = .measured([])
  report.status.cellVoltages = [3.31, 3.29, 3.3, 3.3, 3.3, 3.3, 3.3, 3.3].map { Volts($0) }
  report.settings.chargeProtection = .measured(Celsius(-20))
  report.settings.chargeRecovery = .measured(Celsius(-10))
  report.settings.chargeOvertemperature = .measured(Celsius(60))
  report.settings.chargeOvertemperatureRecovery = .measured(Celsius(55))
  report.settings.stringCount = .measured(8)
  report.settings.chargeSwitchOn = .measured(true)
  report.settings.heatingSwitchOn = .measured(false)
  report.settings.probesDisabled = .measured(false)
  report.identity.model = .measured(model)
  report.identity.hardware = .measured("11.XW")
  report.identity.firmware = .measured("11.48")
  return report
}

/// What the controller needs of `coldReport` over Modbus.
func coldReading(takenAt: Uptime) -> BatteryReading {
  var reading = BatteryReading(takenAt: takenAt)
  reading.packVoltage = .measured(Volts(26.4))
  reading.current = .measured(Amperes(-12.5))
  reading.probes = PerProbe(all: .unknown(.absent))
  reading.probes.t1 = .measured(ProbeTemperature(exactly: Celsius(-6.3)))
  reading.probes.t2 = .measured(ProbeTemperature(exactly: Celsius(0)))
  reading.stateOfCharge = .measured(Percent(57))
  reading.lowestCell = .measured(Volts(3.29))
  reading.highestCell = .measured(Volts(3.31))
  reading.cellCount = .measured(8)
  reading.model = .measured("JK_B2A8S20P")
  reading.boardHeats = .measured(false)
  reading.chargerPlugged = .measured(false)
  return reading
}

/// The same over another protocol.
func coldReading(_ protocolName: BusProtocol, takenAt: Uptime) -> BatteryReading {
  var reading = coldReading(takenAt: takenAt)
  switch protocolName {
  case .automatic, .modbus: break
  case .jk4E57:
    // Whole degrees, the fraction cut off: −6.3 °C is sent as −6, which may be as cold as −7.
    reading.probes.t1 = .measured(
      ProbeTemperature(reported: Celsius(-6), lowest: Celsius(-7)))
    reading.probeResolution = Kelvins(1)
    reading.chargerPlugged = .unknown(.notCarried)
    reading.boardHeats = .unknown(.notCarried)
  case .ddA5:
    reading.chargerPlugged = .unknown(.notCarried)
    reading.boardHeats = .unknown(.notCarried)
    reading.model = .unknown(.notCarried)
  }
  return reading
}

/// The three protocols, without `auto`.
let protocols: [BusProtocol] = [.modbus, .jk4E57, .ddA5]

/// Times for pseudo-terminals: a lost answer costs little, and a slow machine still makes it.
let quick = LinkTiming(
  responseTimeout: .milliseconds(300), byteTimeout: .milliseconds(150), tries: 3,
  quietGap: .milliseconds(1), quietGapAfterFailure: .milliseconds(1))

/// A bus on `device`.
func bus(
  _ device: String, _ protocolName: BusProtocol, clock: HandClock = HandClock(),
  timing: LinkTiming = quick, baud: Int? = nil
) -> JKBus {
  let settings = BusSettings(
    name: "bench", device: device, protocolName: protocolName,
    baud: baud ?? protocolName.standardBaud)
  return JKBus(settings, timing: timing, clock: clock)
}

/// An emulated board on a line of its own, behind a link that outlives the device node.
struct OneBoard {
  let board: EmulatedBoard
  let line: EmulatedBus
  let clock = HandClock()

  /// Runs `body` on a new line; whatever it did, nothing must have been written to the board.
  static func run(
    _ protocolName: BusProtocol, _ report: BoardReport = coldReport(),
    _ body: (OneBoard) throws -> Void
  ) throws {
    let board = EmulatedBoard(report)
    let line = try EmulatedBus(protocolName, [board], on: .pseudoTerminal(link: freshLink()))
    defer { line.stop() }
    try body(OneBoard(board: board, line: line))
    #expect(board.writes.isEmpty)
  }

  /// A bus that reads it.
  func bus(_ protocolName: BusProtocol, timing: LinkTiming = quick) -> JKBus {
    JKLinkTests.bus(line.path, protocolName, clock: clock, timing: timing)
  }

  private init(board: EmulatedBoard, line: EmulatedBus) {
    (self.board, self.line) = (board, line)
  }
}

/// A path for a link that no other test uses.
func freshLink() -> String {
  FileManager.default.temporaryDirectory.appending(path: "warmgate-\(UUID().uuidString)").path
}

/// The failure that `body` throws; its absence is the test's failure.
func failure<Value>(
  _ body: () throws(LinkFailure) -> Value, at location: SourceLocation = #_sourceLocation
) -> LinkFailure? {
  do throws(LinkFailure) {
    let value = try body()
    Issue.record("read \(value)", sourceLocation: location)
    return nil
  } catch {
    return error
  }
}
