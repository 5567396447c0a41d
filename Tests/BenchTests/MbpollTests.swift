import Bench
import BoardCatalog
import ControlCore
import Foundation
import JKProtocol
import Quantities
import Testing

/// 8 LFP cells in the cold, heated by the board, with a charger: every field has a value that no
/// other field has.
private func busyReport() -> BoardReport {
  var report = BoardReport.standard(model: "B2A8S20P", chemistry: .lfp, stringCount: 8)
  report.status.packVoltage = .measured(Volts(26.437))
  report.status.cellVoltages = (0..<8).map { Volts(3.301 + 0.001 * Double($0)) }
  report.status.current = .measured(Amperes(-2.518))
  report.status.probes.t1 = .measured(ProbeTemperature(exactly: Celsius(-6.3)))
  report.status.probes.t2 = .measured(ProbeTemperature(exactly: Celsius(-20)))
  report.status.mosfet = .measured(Celsius(-0.1))
  report.status.stateOfCharge = .measured(Percent(57))
  report.status.chargeMosfetOn = .measured(false)
  report.status.heatingOn = .measured(true)
  report.status.heaterCurrent = .measured(Amperes(2.512))
  report.status.chargerPlugged = .measured(true)
  report.status.alarms = .measured(.chargeUndertemperature)
  report.settings.chargeProtection = .measured(Celsius(-5))
  report.settings.chargeRecovery = .measured(Celsius(3.5))
  report.settings.heatingSwitchOn = .measured(true)
  return report
}

/// The values that mbpoll reads, as it prints them: unsigned.
///
/// `-0` makes its references the addresses on the wire; `-B` reads the high word first.
private func mbpoll(_ device: String, _ reference: Int, count: Int, wide: Bool) throws -> [Int] {
  let process = Process()
  process.executableURL = URL(filePath: "/usr/bin/env")
  process.arguments = [
    "mbpoll", "-m", "rtu", "-b", "115200", "-P", "none", "-a", "1", "-0", "-1", "-o", "5", "-r",
    "\(reference)", "-c", "\(count)", "-t", wide ? "4:int" : "4", "-B", device,
  ]
  let output = Pipe()
  process.standardOutput = output
  process.standardError = output
  try process.run()
  let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  process.waitUntilExit()
  try #require(process.terminationStatus == 0, "apt install mbpoll? It said: \(text)")
  // Lines of the form "[4764]: <tab>65473 (-63)".
  return text.split(separator: "\n").filter { $0.hasPrefix("[") }.compactMap { line in
    line.split(separator: "\t").last?.split(separator: " ").first.flatMap { Int($0) }
  }
}

@Suite("mbpoll reads the emulated board", .serialized) struct MbpollTests {
  @Test(
    "every value is what the emulator says, at the address of the maker's document",
    arguments: [  // field, wire address, 32 bits wide, values as unsigned numbers
      ("cell voltages, mV", 0x1200, false, [3301, 3302, 3303, 3304, 3305, 3306, 3307, 3308, 0]),
      ("cells present", 0x1240, true, [0xFF]),
      ("MOSFET temperature, 0.1 °C", 0x128A, false, [0x10000 - 1]),
      ("pack voltage, mV", 0x1290, true, [26_437]),
      ("current, mA", 0x1298, true, [-2518]),
      ("T1 and T2, 0.1 °C", 0x129C, false, [0x10000 - 63, 0x10000 - 200]),
      ("alarms", 0x12A0, true, [0x200]),
      ("balance state and state of charge", 0x12A6, false, [57]),
      ("charge and discharge MOSFET", 0x12C0, false, [0x0001]),
      ("sensors present and heating", 0x12D0, false, [0xFF01]),
      ("heater current, mA", 0x12E6, false, [2512]),
      ("charger plugged", 0x12EE, false, [1]),
      ("protection and recovery, 0.1 °C", 0x105C, true, [-50, 35]),
      ("strings and charge switch", 0x106C, true, [8, 1]),
      ("heating switch", 0x1114, false, [1]),
      ("model", 0x1400, false, [0x4A4B, 0x5F42, 0x3241, 0x3853, 0x3230, 0x5000]),  // JK_B2A8S20P
    ])
  func value(field: String, reference: Int, wide: Bool, expected: [Int]) throws {
    let board = EmulatedBoard(busyReport())
    let bus = try EmulatedBus(.modbus, [board], on: .pseudoTerminal(link: nil))
    let count = expected.count
    #expect(try mbpoll(bus.path, reference, count: count, wide: wide) == expected, "\(field)")
    #expect(board.writes.isEmpty)
    bus.stop()
  }
}
