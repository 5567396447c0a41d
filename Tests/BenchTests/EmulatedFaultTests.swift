import Bench
import BoardCatalog
import ControlCore
import Foundation
import JKProtocol
import Quantities
import Testing

private let request = ModbusFrame.request(
  unit: 1, ModbusRead(address: 0x1290, registerCount: 2))
/// 25 600 mV.
private let reply = ModbusFrame.reply(unit: 1, [0, 25_600])

private func standardBoard() -> EmulatedBoard {
  EmulatedBoard(.standard(model: "B2A8S20P", chemistry: .lfp, stringCount: 8))
}

@Suite("Faults of emulated boards") struct EmulatedFaultTests {
  @Test("a silent board says nothing, and answers again once it is not")
  func silent() throws {
    let board = standardBoard()
    let bus = try EmulatedBus(.modbus, [board], on: .pseudoTerminal(link: nil))
    let master = try #require(TestMaster(bus.path))
    board.faults.isSilent = true
    master.write(request)
    #expect(master.readSilence() == [])
    board.faults.isSilent = false
    #expect(master.ask(request, count: reply.count) == reply)
    #expect(board.requestCount == 2)
    bus.stop()
  }

  @Test("garbage, echo, a doubled reply, a bad checksum and a wrong length look as they should")
  func shapes() throws {
    let board = standardBoard()
    let bus = try EmulatedBus(.modbus, [board], on: .pseudoTerminal(link: nil))
    let master = try #require(TestMaster(bus.path))
    var spoilt = reply
    spoilt[spoilt.count - 1] ^= 1
    let cases: [((inout ReplyFaults) -> Void, [UInt8])] = [
      ({ $0.garbage = [0xFF, 0xFF] }, [0xFF, 0xFF] + reply),
      ({ $0.echoesRequest = true }, request + reply),
      ({ $0.isDoubled = true }, reply + reply),
      ({ $0.hasBadChecksum = true }, spoilt),
      ({ $0.extraLength = 3 }, reply + [0, 0, 0]),
      ({ $0.extraLength = -3 }, Array(reply.dropLast(3))),
      ({ $0.splitAfter = 4 }, reply),
      ({ $0.delay = .milliseconds(20) }, reply),
    ]
    for (plant, expected) in cases {
      var faults = ReplyFaults()
      plant(&faults)
      board.faults = faults
      #expect(master.ask(request, count: expected.count) == expected)
      #expect(master.readSilence() == [])
    }
    bus.stop()
  }

  @Test("an unplugged line loses its device and its link, and both come back")
  func unplugged() throws {
    let link = FileManager.default.temporaryDirectory.appending(
      path: "warmgate-link-\(ProcessInfo.processInfo.processIdentifier)"
    ).path
    let board = standardBoard()
    let bus = try EmulatedBus(.modbus, [board], on: .pseudoTerminal(link: link))
    #expect(bus.path == link)
    let before = try #require(TestMaster(link))
    #expect(before.ask(request, count: reply.count) == reply)
    bus.unplug()
    #expect(TestMaster(link) == nil)
    #expect(before.ask(request, count: reply.count) == nil)
    try bus.replug()
    let after = try #require(TestMaster(link))
    #expect(after.ask(request, count: reply.count) == reply)
    bus.stop()
    #expect(TestMaster(link) == nil)
  }

  @Test("a link never replaces a file")
  func linkOverFile() throws {
    let path = FileManager.default.temporaryDirectory.appending(
      path: "warmgate-file-\(ProcessInfo.processInfo.processIdentifier)")
    try Data("kept".utf8).write(to: path)
    defer { try? FileManager.default.removeItem(at: path) }
    #expect(throws: BenchFailure.self) {
      try EmulatedBus(.modbus, [standardBoard()], on: .pseudoTerminal(link: path.path))
    }
    #expect(try Data(contentsOf: path) == Data("kept".utf8))
  }
}

@Suite("Emulated 4E 57 and DD A5 boards") struct EmulatedFrameTests {
  @Test("4E 57: read all and activate are answered, noise and broken frames are not")
  func protocol4E57() throws {
    let board = standardBoard()
    let bus = try EmulatedBus(.jk4E57, [board], on: .pseudoTerminal(link: nil))
    let master = try #require(TestMaster(bus.path))
    let all = Frame4E57.reply(board.report)
    #expect(master.ask([0xFF, 0x00, 0x4E] + Frame4E57.readAllRequest, count: all.count) == all)
    let awake = Frame4E57.activateReply
    #expect(master.ask(Frame4E57.activateRequest, count: awake.count) == awake)
    var broken = Frame4E57.readAllRequest
    broken[broken.count - 1] ^= 1
    master.write(broken)
    #expect(master.readSilence() == [])
    #expect(board.requestCount == 2)
    #expect(board.writes.isEmpty)
    bus.stop()
  }

  @Test("4E 57: a write is remembered and not answered")
  func write4E57() throws {
    let board = standardBoard()
    let bus = try EmulatedBus(.jk4E57, [board], on: .pseudoTerminal(link: nil))
    let master = try #require(TestMaster(bus.path))
    // Charge off, as sent to real boards: 4E57 0014 00000000 02 03 00 AB 00 00000000 68 000001D1.
    master.write([
      0x4E, 0x57, 0x00, 0x14, 0, 0, 0, 0, 0x02, 0x03, 0x00, 0xAB, 0x00, 0, 0, 0, 0, 0x68, 0, 0,
      0x01, 0xD1,
    ])
    #expect(master.readSilence() == [])
    #expect(board.writes == [EmulatedBoard.RequestedWrite(address: 0xAB, words: [0])])
    bus.stop()
  }

  @Test("DD A5: all three reads are answered, and a write is only remembered")
  func protocolDDA5() throws {
    let board = standardBoard()
    let bus = try EmulatedBus(.ddA5, [board], on: .pseudoTerminal(link: nil))
    let master = try #require(TestMaster(bus.path))
    for command in FrameDDA5.Command.allCases {
      let expected = FrameDDA5.reply(command, board.report)
      #expect(master.ask(FrameDDA5.request(command), count: expected.count) == expected)
    }
    master.write([0xDD, 0x5A, 0xE1, 0x02, 0x00, 0x01, 0xFF, 0x1C, 0x77])
    #expect(master.readSilence() == [])
    #expect(board.writes == [EmulatedBoard.RequestedWrite(address: 0xE1, words: [0, 1])])
    bus.stop()
  }
}
