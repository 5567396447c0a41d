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
  report.status.cellVoltages = (0..<8).map { Volts(3.301 + 0.002 * Double($0)) }
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
  report.settings.chargeOvertemperature = .measured(Celsius(58))
  report.settings.chargeOvertemperatureRecovery = .measured(Celsius(54))
  report.settings.heatingSwitchOn = .measured(true)
  report.settings.heatStart = .measured(Celsius(-3))
  report.settings.heatStop = .measured(Celsius(4))
  report.status.emergency = .measured(true)
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

/// A read with mbpoll and what it must print.
private struct Expected: CustomTestStringConvertible {
  var testDescription: String
  /// The address on the wire.
  var reference: Int
  /// Whether the values have 32 bits.
  var isWide: Bool
  /// As unsigned 16-bit or signed 32-bit numbers.
  var values: [Int]

  init(_ field: String, _ reference: Int, wide: Bool = false, _ values: [Int]) {
    (testDescription, self.reference, isWide, self.values) = (field, reference, wide, values)
  }

  /// The wire addresses that it covers; they count bytes.
  var addresses: Range<Int> { reference..<(reference + values.count * (isWide ? 4 : 2)) }

  /// Every value of `busyReport` at its address in the maker's document.
  static let all = [
    Expected("cell voltages, mV", 0x1200, [3301, 3303, 3305, 3307, 3309, 3311, 3313, 3315]),
    Expected("cells that are not there", 0x1210, [Int](repeating: 0, count: 24)),
    Expected("cells present", 0x1240, wide: true, [0xFF]),
    Expected("average cell voltage and difference, mV", 0x1244, [3308, 14]),
    Expected("MOSFET temperature, 0.1 °C", 0x128A, [0x10000 - 1]),
    Expected(
      "pack voltage, mV; power, mW; current, mA", 0x1290, wide: true, [26_437, 66_568, -2518]),
    Expected("T1 and T2, 0.1 °C", 0x129C, [0x10000 - 63, 0x10000 - 200]),
    Expected("alarms", 0x12A0, wide: true, [0x200]),
    Expected("balance state and state of charge", 0x12A6, [57]),
    Expected("charge and discharge MOSFET", 0x12C0, [0x0001]),
    Expected("sensors present and heating", 0x12D0, [0xFF01]),
    Expected("emergency, s", 0x12D4, [60]),
    Expected("pack voltage, 10 mV; heater current, mA", 0x12E4, [2644, 2512]),
    Expected("charger plugged", 0x12EE, [1]),
    Expected("T3, T4 and T5, 0.1 °C: the MOSFET's, and phantoms", 0x12F8, [0x10000 - 1, 0, 0]),
    Expected("charge over-temperature and recovery, 0.1 °C", 0x104C, wide: true, [580, 540]),
    Expected("protection and recovery, 0.1 °C", 0x105C, wide: true, [-50, 35]),
    Expected("strings, charge and discharge switch", 0x106C, wide: true, [8, 1, 1]),
    Expected("device address", 0x1108, wide: true, [1]),
    // A signed byte each: −3 and 4 °C.
    Expected("heating switch, heating start and stop", 0x1114, [1, 0xFD04]),
    Expected("model: JK_B2A8S20P", 0x1400, [0x4A4B, 0x5F42, 0x3241, 0x3853, 0x3230, 0x5000, 0, 0]),
    Expected(
      "hardware 11.XW and firmware 11.51", 0x1410,
      [0x3131, 0x2E58, 0x5700, 0, 0x3131, 0x2E35, 0x3100, 0]),
  ]
}

@Suite("mbpoll reads the emulated board", .serialized) struct MbpollTests {
  @Test(
    "every value is what the emulator says, at the address of the maker's document",
    arguments: Expected.all)
  fileprivate func value(expected: Expected) throws {
    let board = EmulatedBoard(busyReport())
    let bus = try EmulatedBus(.modbus, [board], on: .pseudoTerminal(link: nil))
    let (reference, count) = (expected.reference, expected.values.count)
    let printed = try mbpoll(bus.path, reference, count: count, wide: expected.isWide)
    #expect(printed == expected.values)
    #expect(board.writes.isEmpty)
    bus.stop()
  }

  @Test("no field that is decoded is left out above", arguments: RegisterField.allCases)
  func complete(field: RegisterField) {
    let row = field.row
    let start = row.block.base + row.offset
    let bytes = start..<(start + row.coding.byteCount * row.count)
    #expect(bytes.allSatisfy { byte in Expected.all.contains { $0.addresses.contains(byte) } })
  }
}
