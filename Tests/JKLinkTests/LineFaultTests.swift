import Bench
import ControlCore
import JKProtocol
import Quantities
import Synchronization
import Testing

@testable import JKLink

@Suite("Faults on the line") struct LineFaultTests {
  @Test("a silent board is a time-out after three tries, then one try a read", arguments: protocols)
  func silent(protocolName: BusProtocol) throws {
    try OneBoard.run(protocolName) { one throws in
      one.board.faults.isSilent = true
      let bus = one.bus(protocolName)
      let first = read(bus)
      #expect(first?.kind == .timeOut)
      #expect(first?.found == "no answer within 300 ms")
      #expect(first?.place.contains(one.line.path) == true)
      #expect(one.board.requestCount == 3)
      #expect(read(bus)?.kind == .timeOut)
      #expect(one.board.requestCount == 4)
      one.board.faults.isSilent = false
      #expect(
        try bus.readStatus(address: 1) == coldReading(protocolName, takenAt: one.clock.now))
    }
  }

  @Test("a board that stays silent is asked once every four seconds", arguments: protocols)
  func silentForLong(protocolName: BusProtocol) throws {
    try OneBoard.run(protocolName) { one throws in
      one.board.faults.isSilent = true
      let bus = one.bus(protocolName)
      for _ in 0..<3 { #expect(read(bus)?.kind == .timeOut) }
      #expect(one.board.requestCount == 5)
      // Polled ten times a second for eight seconds: asked after four and after eight of them.
      for _ in 0..<80 {
        one.clock.advance(by: .milliseconds(100))
        #expect(read(bus)?.kind == .timeOut)
      }
      #expect(one.board.requestCount == 7)
      one.board.faults.isSilent = false
      one.clock.advance(by: .seconds(4))
      #expect(
        try bus.readStatus(address: 1) == coldReading(protocolName, takenAt: one.clock.now))
    }
  }

  @Test("a request that gets lost is asked again", arguments: protocols)
  func retry(protocolName: BusProtocol) throws {
    let answers = Answers(coldReport(), protocolName)
    let arrivals = Atomic(0)
    let peer = try SerialPeer { arrived, _ in
      arrivals.wrappingAdd(1, ordering: .relaxed).newValue == 1 ? [] : answers.answer(arrived)
    }
    let clock = HandClock()
    let bus = bus(peer.path, protocolName, clock: clock)
    #expect(try bus.readStatus(address: 1) == coldReading(protocolName, takenAt: clock.now))
    #expect(peer.arrived.count >= 2)
    #expect(peer.arrived[0] == peer.arrived[1])
    peer.unplug()
  }

  @Test("noise before an answer does not spoil a frame", arguments: [BusProtocol.jk4E57, .ddA5])
  func garbage(protocolName: BusProtocol) throws {
    // Also noise that looks like the start of a frame.
    for noise in [[0xFF, 0xFF, 0x00], [0x4E], [0x4E, 0x57, 0xDD], [0xDD, 0x03]] as [[UInt8]] {
      try expectRightReading(protocolName) { $0.garbage = noise }
    }
  }

  @Test("noise before a Modbus answer costs one try")
  func garbageModbus() throws {
    let answers = Answers(coldReport(), .modbus)
    let arrivals = Atomic(0)
    let peer = try SerialPeer { arrived, _ in
      let isFirst = arrivals.wrappingAdd(1, ordering: .relaxed).newValue == 1
      return answers.answer(arrived).map { (isFirst ? [0xFF, 0xFF] : []) + $0 }
    }
    let clock = HandClock()
    let bus = bus(peer.path, .modbus, clock: clock)
    #expect(try bus.readStatus(address: 1) == coldReading(takenAt: clock.now))
    #expect(peer.arrived.count >= 2)
    #expect(peer.arrived[0] == peer.arrived[1])
    peer.unplug()
  }

  @Test("a reply that comes in two parts is put together", arguments: protocols)
  func split(protocolName: BusProtocol) throws {
    try expectRightReading(protocolName) { $0.splitAfter = 5 }
  }

  @Test(
    "the second of two frames in one read is no answer to the next request",
    arguments: protocols)
  func doubled(protocolName: BusProtocol) throws {
    try OneBoard.run(protocolName) { one throws in
      one.board.faults.isDoubled = true
      let bus = one.bus(protocolName)
      #expect(
        try bus.readStatus(address: 1) == coldReading(protocolName, takenAt: one.clock.now))
      one.board.update { $0.status.packVoltage = .measured(Volts(25.1)) }
      #expect(try bus.readStatus(address: 1).packVoltage == .measured(Volts(25.1)))
    }
  }

  @Test("bytes behind an answer do not spoil it, nor the next one", arguments: protocols)
  func overlong(protocolName: BusProtocol) throws {
    try OneBoard.run(protocolName) { one throws in
      one.board.faults.extraLength = 3
      let bus = one.bus(protocolName)
      for _ in 0..<3 {
        #expect(
          try bus.readStatus(address: 1) == coldReading(protocolName, takenAt: one.clock.now))
      }
    }
  }

  @Test("a wrong checksum is a bad reply, and no field of it is used", arguments: protocols)
  func badChecksum(protocolName: BusProtocol) throws {
    let found = try expectFailure(protocolName, .badReply) { $0.hasBadChecksum = true }
    #expect(
      found?.found.lowercased().contains(protocolName == .modbus ? "crc" : "checksum") == true)
  }

  @Test(
    "each try is counted, a damaged reply as such, and silence is no damage", arguments: protocols)
  func exchanges(protocolName: BusProtocol) throws {
    try OneBoard.run(protocolName) { one throws in
      let bus = one.bus(protocolName)
      #expect(bus.exchanges == ExchangeCount())
      _ = try bus.readStatus(address: 1)
      let good = one.board.requestCount
      #expect(good > 0)
      #expect(bus.exchanges == ExchangeCount(all: good, damaged: 0))
      one.board.faults.isSilent = true
      #expect(read(bus)?.kind == .timeOut)
      let silent = one.board.requestCount
      #expect(bus.exchanges == ExchangeCount(all: silent, damaged: 0))
      (one.board.faults.isSilent, one.board.faults.hasBadChecksum) = (false, true)
      one.clock.advance(by: .seconds(4))
      #expect(read(bus)?.kind == .badReply)
      // An echoing adapter is looked for with one request more, which is no exchange.
      let damaged = bus.exchanges.damaged
      #expect(damaged > 0)
      #expect(bus.exchanges.all == silent + damaged)
    }
  }

  @Test("an answer that breaks off is a time-out", arguments: protocols)
  func truncated(protocolName: BusProtocol) throws {
    _ = try expectFailure(protocolName, .timeOut) { $0.extraLength = -4 }
  }

  @Test("an adapter that echoes is reported over Modbus")
  func echoModbus() throws {
    let found = try expectFailure(.modbus, .echo) { $0.echoesRequest = true }
    #expect(found?.found == "the adapter sends our own bytes back")
    #expect(found?.remedy.contains("local echo") == true)
  }

  @Test("an echo before a frame is told from the answer", arguments: [BusProtocol.jk4E57, .ddA5])
  func echoAndAnswer(protocolName: BusProtocol) throws {
    try expectRightReading(protocolName) { $0.echoesRequest = true }
  }

  @Test("an echo without an answer is reported as one", arguments: protocols)
  func echoOnly(protocolName: BusProtocol) throws {
    let peer = try SerialPeer { arrived, _ in [arrived] }
    let found = read(bus(peer.path, protocolName))
    #expect(found?.kind == .echo)
    peer.unplug()
  }

  @Test("a line that never falls silent is a bad reply", arguments: [BusProtocol.jk4E57, .ddA5])
  func babble(protocolName: BusProtocol) throws {
    let noise = [UInt8](repeating: 0x55, count: 5000)
    let peer = try SerialPeer { _, _ in [noise] }
    let found = read(bus(peer.path, protocolName))
    #expect(found?.kind == .badReply)
    // Not listened to any more after 4096 bytes and the rest of a read of at most 512.
    let parts = found?.found.split(separator: " ", maxSplits: 1).map(String.init) ?? []
    #expect((4096..<4096 + 512).contains(parts.first.flatMap { Int($0) } ?? 0))
    #expect(parts.last == "bytes hold no whole answer")
    peer.unplug()
  }

  @Test("a whole frame that a board cannot send is a bad reply that says why")
  func impossibleFrame() throws {
    // A reply to "read all" with item 0x01, which the protocol does not have.
    let body: [UInt8] = [
      0x4E, 0x57, 0x00, 0x13, 0, 0, 0, 0, 0x06, 0x00, 0x01, 0x01, 0, 0, 0, 0, 0x68,
    ]
    let sum = body.reduce(0) { $0 + Int($1) }
    let frame = body + [0, 0, UInt8(sum >> 8), UInt8(sum & 0xFF)]
    let peer = try SerialPeer { _, _ in [frame] }
    let found = read(bus(peer.path, .jk4E57))
    #expect(found?.kind == .badReply)
    #expect(found?.found == "byte 11 is item 0x01, which the protocol does not have")
    peer.unplug()
  }

  @Test("a late answer to another question is passed over")
  func lateAnswer() throws {
    let answers = Answers(coldReport(), .ddA5)
    let late = FrameDDA5.reply(.version, coldReport())
    let peer = try SerialPeer { arrived, _ in [late] + answers.answer(arrived) }
    let clock = HandClock()
    let bus = bus(peer.path, .ddA5, clock: clock)
    #expect(try bus.readStatus(address: 1) == coldReading(.ddA5, takenAt: clock.now))
    peer.unplug()
  }

  @Test("a Modbus refusal names its exception")
  func exception() throws {
    let peer = try SerialPeer { arrived, _ in
      [ModbusFrame.exception(unit: arrived[0], function: 3, code: 2)]
    }
    let found = read(bus(peer.path, .modbus))
    #expect(found?.kind == .exception(code: 2))
    #expect(found?.place == "\(peer.path), board 1")
    #expect(peer.arrived.count == 1)
    peer.unplug()
  }

  /// A board with a fault that the link copes with.
  private func expectRightReading(
    _ protocolName: BusProtocol, _ plant: (inout ReplyFaults) -> Void
  ) throws {
    try OneBoard.run(protocolName) { one throws in
      plant(&one.board.faults)
      let bus = one.bus(protocolName)
      #expect(
        try bus.readStatus(address: 1) == coldReading(protocolName, takenAt: one.clock.now))
    }
  }

  /// A board with a fault that makes reading fail; without it, the next read is right.
  private func expectFailure(
    _ protocolName: BusProtocol, _ kind: LinkFailure.Kind, _ plant: (inout ReplyFaults) -> Void
  ) throws -> LinkFailure? {
    var found: LinkFailure?
    try OneBoard.run(protocolName) { one throws in
      plant(&one.board.faults)
      let bus = one.bus(protocolName)
      found = read(bus)
      #expect(found?.kind == kind)
      #expect(one.board.requestCount >= 3)
      one.board.faults = ReplyFaults()
      #expect(
        try bus.readStatus(address: 1) == coldReading(protocolName, takenAt: one.clock.now))
    }
    return found
  }
}

/// The failure of reading board 1.
private func read(_ bus: JKBus) -> LinkFailure? {
  failure { () throws(LinkFailure) in try bus.readStatus(address: 1) }
}
