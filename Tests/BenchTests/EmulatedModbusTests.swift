import Bench
import BoardCatalog
import ControlCore
import Foundation
import JKProtocol
import Quantities
import Testing

/// 8 LFP cells, T1 −6.3 °C and T2 −6.4 °C.
private func coldBoard(address: Int = 1) -> EmulatedBoard {
  var report = BoardReport.standard(model: "B2A8S20P", chemistry: .lfp, stringCount: 8)
  report.status.probes.t1 = .measured(ProbeTemperature(exactly: Celsius(-6.3)))
  report.status.probes.t2 = .measured(ProbeTemperature(exactly: Celsius(-6.4)))
  return EmulatedBoard(report, address: address)
}

/// 0x1290, 10 registers: pack voltage, power, current, T1, T2, alarms.
private let statusRead = ModbusRead(address: 0x1290, registerCount: 10)
/// Its reply for the board above: 25 600 mV, 0 mW, 0 mA, −63, −64, no alarms.
private let statusWords: [UInt16] = [0, 25_600, 0, 0, 0, 0, 0xFFC1, 0xFFC0, 0, 0]

private func bus(_ boards: EmulatedBoard...) throws -> (EmulatedBus, TestMaster) {
  let bus = try EmulatedBus(.modbus, boards, on: .pseudoTerminal(link: nil))
  return (bus, try #require(TestMaster(bus.path)))
}

@Suite("Emulated Modbus boards") struct EmulatedModbusTests {
  @Test("a read by byte address is answered with the board's words")
  func read() throws {
    let board = coldBoard()
    let (bus, master) = try bus(board)
    let request = ModbusFrame.request(unit: 1, statusRead)
    #expect(request == [0x01, 0x03, 0x12, 0x90, 0x00, 0x0A, 0xC0, 0x98])  // JK's published bytes
    #expect(master.ask(request, count: 25) == ModbusFrame.reply(unit: 1, statusWords))
    #expect(board.requestCount == 1)
    #expect(board.writes.isEmpty)
    bus.stop()
  }

  @Test("the low-temperature protection and recovery read as 0.0 and 5.0 °C")
  func settings() throws {
    let (bus, master) = try bus(coldBoard())
    let request: [UInt8] = [0x01, 0x03, 0x10, 0x5C, 0x00, 0x04, 0x80, 0xDB]  // JK's bytes
    #expect(master.ask(request, count: 13) == ModbusFrame.reply(unit: 1, [0, 0, 0, 50]))
    bus.stop()
  }

  @Test(
    "what a board does not have is refused with the code that boards give",
    arguments: [  // frame without its checksum, exception code
      ([0x01, 0x03, 0x12, 0x78, 0x00, 0x78], 2),  // crosses the end of the block
      ([0x01, 0x03, 0x12, 0xF0, 0x00, 0x20], 2),  // ends outside the block
      ([0x01, 0x03, 0x20, 0x00, 0x00, 0x01], 2),  // no block at all
      ([0x01, 0x03, 0x12, 0x90, 0x00, 0x00], 3),  // no register
      ([0x01, 0x03, 0x12, 0x00, 0x00, 0x80], 3),  // 128 registers
      ([0x01, 0x04, 0x12, 0x90, 0x00, 0x0A], 1),  // function 04
      ([0x01, 0x06, 0x10, 0x70, 0x00, 0x00], 1),  // function 06
      ([0x01, 0x11], 1),  // "report server id", whose length only silence ends
    ] as [([UInt8], UInt8)])
  func refusals(body: [UInt8], code: UInt8) throws {
    let board = coldBoard()
    let (bus, master) = try bus(board)
    let expected = ModbusFrame.exception(unit: 1, function: body[1], code: code)
    #expect(master.ask(sealed(body), count: 5) == expected)
    #expect(board.writes.isEmpty)
    bus.stop()
  }

  @Test("a wrong address and a wrong checksum are met with silence, and the next read is answered")
  func silence() throws {
    let board = coldBoard()
    let (bus, master) = try bus(board)
    master.write(ModbusFrame.request(unit: 9, statusRead))
    #expect(master.readSilence() == [])
    var broken = ModbusFrame.request(unit: 1, statusRead)
    broken[7] ^= 0x10
    master.write(broken)
    #expect(master.readSilence() == [])
    #expect(board.requestCount == 0)
    let request = ModbusFrame.request(unit: 1, statusRead)
    #expect(master.ask(request, count: 25) == ModbusFrame.reply(unit: 1, statusWords))
    bus.stop()
  }

  @Test("requests that come in pieces, or two at once, are answered")
  func pieces() throws {
    let (bus, master) = try bus(coldBoard())
    let request = ModbusFrame.request(unit: 1, statusRead)
    let reply = ModbusFrame.reply(unit: 1, statusWords)
    #expect(master.ask(request + request, count: 50) == reply + reply)
    bus.stop()
  }

  @Test("sixteen boards share one line, each answering for itself")
  func sixteen() throws {
    let boards = (1...16).map { coldBoard(address: $0) }
    for board in boards {
      board.update { report in
        let here = ProbeTemperature(exactly: Celsius(-Double(board.address)))
        report.status.probes.t1 = .measured(here)
      }
    }
    let bus = try EmulatedBus(.modbus, boards, on: .pseudoTerminal(link: nil))
    let master = try #require(TestMaster(bus.path))
    let read = ModbusRead(address: 0x129C, registerCount: 1)
    for turn in 0..<64 {
      let unit = UInt8(turn % 16 + 1)
      let word = UInt16(bitPattern: Int16(-10 * Int16(unit)))
      #expect(
        master.ask(ModbusFrame.request(unit: unit, read), count: 7)
          == ModbusFrame.reply(unit: unit, [word]))
    }
    #expect(boards.map(\.requestCount) == [Int](repeating: 4, count: 16))
    bus.stop()
  }

  @Test("a write is answered, remembered, and read back")
  func write() throws {
    let board = coldBoard()
    let (bus, master) = try bus(board)
    // Charge switch off; JK's bytes with the checksum from the protocol sheet.
    let request: [UInt8] = [
      0x01, 0x10, 0x10, 0x70, 0x00, 0x02, 0x04, 0, 0, 0, 0, 0x39, 0x4B,
    ]
    #expect(master.ask(request, count: 8) == sealed([0x01, 0x10, 0x10, 0x70, 0x00, 0x02]))
    #expect(board.writes == [EmulatedBoard.RequestedWrite(address: 0x1070, words: [0, 0])])
    let back = ModbusFrame.request(unit: 1, ModbusRead(address: 0x1070, registerCount: 2))
    #expect(master.ask(back, count: 9) == ModbusFrame.reply(unit: 1, [0, 0]))
    bus.stop()
  }

  @Test("a write outside the settings block is refused, and remembered all the same")
  func writeElsewhere() throws {
    let board = coldBoard()
    let (bus, master) = try bus(board)
    let request = sealed([0x01, 0x10, 0x12, 0x90, 0x00, 0x01, 0x02, 0, 0])
    #expect(
      master.ask(request, count: 5) == ModbusFrame.exception(unit: 1, function: 0x10, code: 2))
    #expect(board.writes == [EmulatedBoard.RequestedWrite(address: 0x1290, words: [0])])
    bus.stop()
  }

  @Test("a bus that cannot be right is refused with its reason")
  func refusedBuses() {
    #expect(throws: BenchFailure.self) {
      try EmulatedBus(
        .modbus, [coldBoard(address: 3), coldBoard(address: 3)], on: .pseudoTerminal(link: nil))
    }
    #expect(throws: BenchFailure.self) {
      try EmulatedBus(
        .jk4E57, [coldBoard(), coldBoard(address: 2)], on: .pseudoTerminal(link: nil))
    }
    #expect(throws: BenchFailure.self) {
      try EmulatedBus(.automatic, [coldBoard()], on: .pseudoTerminal(link: nil))
    }
    #expect(throws: BenchFailure.self) {
      try EmulatedBus(.modbus, [coldBoard()], on: .device("/dev/null/none", baud: 115_200))
    }
    #expect(throws: BenchFailure.self) {
      try EmulatedBus(.modbus, [coldBoard()], on: .device("/dev/null", baud: 4800))
    }
  }
}

/// A Modbus frame with its checksum.
private func sealed(_ body: [UInt8]) -> [UInt8] {
  let crc = ModbusFrame.checksum(body.span)
  return body + [UInt8(crc & 0xFF), UInt8(crc >> 8)]
}
