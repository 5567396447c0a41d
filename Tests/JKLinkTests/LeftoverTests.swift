import Bench
import ControlCore
import Foundation
import JKProtocol
import Quantities
import Synchronization
import Testing

@testable import JKLink

@Suite("What is left over on a line, or of a board") struct LeftoverTests {
  @Test(
    "an answer that comes after its turn is never taken for the next one",
    arguments: [BusProtocol.jk4E57, .ddA5])
  func lateAnswer(protocolName: BusProtocol) throws {
    var old = coldReport()
    old.status.packVoltage = .measured(Volts(29.9))
    let answers = Answers(coldReport(), protocolName)
    let late = Answers(old, protocolName)
    // Each answer is followed by one that is right for the same request, and old.
    let peer = try SerialPeer { arrived, _ in answers.answer(arrived) + late.answer(arrived) }
    let clock = HandClock()
    let bus = bus(peer.path, protocolName, clock: clock)
    for _ in 0..<3 {
      #expect(try bus.readStatus(address: 1) == coldReading(protocolName, takenAt: clock.now))
      peer.waitUntilAnswered(peer.arrived.count)
    }
    peer.unplug()
  }

  @Test("a 4E 57 board that says it has woken up is waited for")
  func wokenUp() throws {
    let answers = Answers(coldReport(), .jk4E57)
    let peer = try SerialPeer { arrived, _ in
      [Frame4E57.activateReply] + answers.answer(arrived)
    }
    let clock = HandClock()
    let bus = bus(peer.path, .jk4E57, clock: clock)
    #expect(try bus.readStatus(address: 1) == coldReading(.jk4E57, takenAt: clock.now))
    #expect(peer.arrived.count == 1)
    peer.unplug()
  }

  @Test("another board that answers after a silence is asked which one it is")
  func otherBoard() throws {
    try OneBoard.run(.modbus) { one throws in
      let bus = one.bus(.modbus)
      _ = try bus.readStatus(address: 1)
      one.board.faults.isSilent = true
      #expect(
        failure { () throws(LinkFailure) in
          try bus.readStatus(address: 1)
        }?.kind == .timeOut)
      one.board.faults.isSilent = false
      var large = coldReport(model: "JK_PB2A16S20P")
      large.status.probes.t4 = .measured(ProbeTemperature(exactly: Celsius(-8.5)))
      large.status.probes.t5 = .measured(ProbeTemperature(exactly: Celsius(-0.1)))
      one.board.report = large
      #expect(try bus.readStatus(address: 1).probes == large.status.probes)
    }
  }

  @Test(
    "a path that leads elsewhere is followed, though the old device is still there",
    arguments: protocols)
  func movedPath(protocolName: BusProtocol) throws {
    let answers = Answers(coldReport(), protocolName)
    let isMoved = Atomic(false)
    let before = try SerialPeer { arrived, _ in
      isMoved.load(ordering: .relaxed) ? [] : answers.answer(arrived)
    }
    let after = try SerialPeer { arrived, _ in answers.answer(arrived) }
    let link = freshLink()
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: before.path)
    defer { try? FileManager.default.removeItem(atPath: link) }
    let clock = HandClock()
    let bus = bus(link, protocolName, clock: clock)
    _ = try bus.readStatus(address: 1)
    isMoved.store(true, ordering: .relaxed)
    try FileManager.default.removeItem(atPath: link)
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: after.path)
    #expect(
      failure { () throws(LinkFailure) in try bus.readStatus(address: 1) }?.kind == .unplugged)
    clock.advance(by: .milliseconds(200))
    #expect(try bus.readStatus(address: 1) == coldReading(protocolName, takenAt: clock.now))
    #expect(!after.arrived.isEmpty)
    before.unplug()
    after.unplug()
  }

  @Test("a device is open for one program alone, and given back", arguments: protocols)
  func exclusive(protocolName: BusProtocol) throws {
    let answers = Answers(coldReport(), protocolName)
    let peer = try SerialPeer { arrived, _ in answers.answer(arrived) }
    #expect(!peer.isExclusive)
    var bus: JKBus? = bus(peer.path, protocolName)
    _ = try bus?.readStatus(address: 1)
    #expect(peer.isExclusive)
    bus = nil
    #expect(!peer.isExclusive)
    peer.unplug()
  }
}
