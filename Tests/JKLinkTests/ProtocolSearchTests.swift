import Bench
import ControlCore
import JKProtocol
import Quantities
import Synchronization
import Testing

@testable import JKLink

@Suite("Finding out what a line speaks") struct ProtocolSearchTests {
  @Test("each protocol is found, remembered, and asked alone from then on", arguments: protocols)
  func found(protocolName: BusProtocol) throws {
    try OneBoard.run(protocolName) { one throws in
      let bus = one.bus(.automatic)
      #expect(bus.spoken == nil)
      let expected = coldReading(protocolName, takenAt: one.clock.now)
      #expect(try bus.readStatus(address: 1) == expected)
      #expect(
        bus.spoken
          == SpokenProtocol(protocolName: protocolName, baud: protocolName.standardBaud))
      let before = one.board.requestCount
      #expect(try bus.readStatus(address: 1) == expected)
      // A 4E 57 sample is one request, DD A5 has a second one for the cells, Modbus reads
      // 0x1200 … 0x1243, 0x128A … 0x12D5 and 0x12E6 … 0x12EF.
      let requests: [BusProtocol: Int] = [.modbus: 3, .jk4E57: 1, .ddA5: 2]
      #expect(one.board.requestCount - before == requests[protocolName])
    }
  }

  @Test("the rate is found too", arguments: [BusProtocol.modbus, .jk4E57])
  func rate(protocolName: BusProtocol) throws {
    let answers = Answers(coldReport(), protocolName)
    let peer = try SerialPeer { arrived, baud in baud == 9600 ? answers.answer(arrived) : [] }
    let clock = HandClock()
    let bus = bus(peer.path, .automatic, clock: clock)
    #expect(try bus.readStatus(address: 1) == coldReading(protocolName, takenAt: clock.now))
    #expect(bus.spoken == SpokenProtocol(protocolName: protocolName, baud: 9600))
    peer.unplug()
  }

  @Test("the order is Modbus, 4E 57, DD A5, and a configured rate comes first")
  func order() {
    func candidates(_ protocolName: BusProtocol, _ baud: Int) -> [String] {
      let bus = BusSettings(
        name: "b", device: "/dev/ttyUSB0", protocolName: protocolName, baud: baud)
      return ProtocolSearch.candidates(for: bus).map { "\($0.protocolName.rawValue) \($0.baud)" }
    }
    #expect(
      candidates(.automatic, 115_200) == [
        "jk-modbus 115200", "jk-4e57 115200", "jk-dda5 9600", "jk-modbus 9600", "jk-4e57 9600",
      ])
    #expect(
      candidates(.automatic, 9600) == [
        "jk-modbus 9600", "jk-4e57 9600", "jk-dda5 9600", "jk-modbus 115200", "jk-4e57 115200",
      ])
    #expect(candidates(.jk4E57, 9600) == ["jk-4e57 9600"])
  }

  @Test("a line on which nothing answers says what was tried, and nothing was written")
  func nothing() throws {
    let peer = try SerialPeer { _, _ in [] }
    let found = failure { () throws(LinkFailure) in
      try bus(peer.path, .automatic).readStatus(address: 7)
    }
    #expect(found?.kind == .timeOut)
    #expect(found?.place == "\(peer.path), board 7")
    #expect(
      found?.found
        == "no answer to jk-modbus at 115200 baud, jk-4e57 at 115200 baud, "
        + "jk-dda5 at 9600 baud, jk-modbus at 9600 baud, jk-4e57 at 9600 baud")
    // Each request is one of three that only read: 16 registers of the identity from 0x1400,
    // "read all", and the basic information.
    let identity = ModbusFrame.request(unit: 7, ModbusRead(address: 0x1400, registerCount: 16))
    let basic: [UInt8] = [0xDD, 0xA5, 0x03, 0x00, 0xFF, 0xFD, 0x77]
    #expect(
      peer.arrived == [
        identity, Frame4E57.readAllRequest, basic, identity, Frame4E57.readAllRequest,
      ])
    peer.unplug()
  }

  @Test("an echoing adapter is named even where the protocol is not known")
  func echo() throws {
    let peer = try SerialPeer { arrived, _ in [arrived] }
    let found = failure { () throws(LinkFailure) in
      try bus(peer.path, .automatic).readStatus(address: 1)
    }
    #expect(found?.kind == .echo)
    peer.unplug()
  }

  @Test("a board that refuses is a Modbus board all the same")
  func refusal() throws {
    let peer = try SerialPeer { arrived, _ in
      arrived.count == 8
        ? [ModbusFrame.exception(unit: arrived[0], function: 3, code: 2)] : []
    }
    let bus = bus(peer.path, .automatic)
    let found = failure { () throws(LinkFailure) in try bus.readStatus(address: 1) }
    #expect(found?.kind == .exception(code: 2))
    #expect(bus.spoken == SpokenProtocol(protocolName: .modbus, baud: 115_200))
    peer.unplug()
  }

  @Test("what was found is forgotten after three failures in a row, and found anew")
  func forgottenInSilence() throws {
    let first = Answers(coldReport(), .jk4E57)
    let second = Answers(coldReport(), .modbus)
    let hasChanged = Atomic(false)
    let peer = try SerialPeer { arrived, _ in
      (hasChanged.load(ordering: .relaxed) ? second : first).answer(arrived)
    }
    let clock = HandClock()
    let bus = bus(peer.path, .automatic, clock: clock)
    _ = try bus.readStatus(address: 1)
    #expect(bus.spoken?.protocolName == .jk4E57)
    hasChanged.store(true, ordering: .relaxed)
    for turn in 1...3 {
      #expect(
        failure { () throws(LinkFailure) in try bus.readStatus(address: 1) }?.kind == .timeOut)
      #expect(bus.spoken?.protocolName == (turn < 3 ? .jk4E57 : nil))
    }
    clock.advance(by: .seconds(4))
    #expect(try bus.readStatus(address: 1) == coldReading(takenAt: clock.now))
    #expect(bus.spoken?.protocolName == .modbus)
    peer.unplug()
  }

  @Test("what was found is forgotten when the device was unplugged")
  func forgottenUnplugged() throws {
    let link = freshLink()
    let clock = HandClock()
    let bus = bus(link, .automatic, clock: clock)
    for protocolName in [BusProtocol.ddA5, .modbus] {
      let board = EmulatedBoard(coldReport())
      let line = try EmulatedBus(protocolName, [board], on: .pseudoTerminal(link: link))
      #expect(
        try bus.readStatus(address: 1) == coldReading(protocolName, takenAt: clock.now))
      #expect(bus.spoken?.protocolName == protocolName)
      line.stop()
      #expect(
        failure { () throws(LinkFailure) in try bus.readStatus(address: 1) }?.kind == .unplugged)
      #expect(bus.spoken == nil)
      #expect(board.writes.isEmpty)
      clock.advance(by: .seconds(5))
    }
  }

  @Test("one silent board does not make the others be searched for")
  func silentNeighbour() throws {
    let boards = (1...2).map { EmulatedBoard(coldReport(), address: $0) }
    let line = try EmulatedBus(.modbus, boards, on: .pseudoTerminal(link: nil))
    defer { line.stop() }
    boards[0].faults.isSilent = true
    let clock = HandClock()
    let bus = bus(line.path, .automatic, clock: clock)
    for _ in 0..<6 {
      _ = failure { () throws(LinkFailure) in try bus.readStatus(address: 1) }
      #expect(try bus.readStatus(address: 2) == coldReading(takenAt: clock.now))
      #expect(bus.spoken?.protocolName == .modbus)
      clock.advance(by: .seconds(1))
    }
    // Board 2: identity and two reads of the settings at the first contact, three for each sample.
    #expect(boards[1].requestCount == 1 + settingsReads + 6 * 3)
    #expect(boards.allSatisfy { $0.writes.isEmpty })
  }
}

/// 0x104C … 0x1073 and 0x1114 … 0x1117: at most 40 registers a read, so that one does not reach.
private let settingsReads = 2
