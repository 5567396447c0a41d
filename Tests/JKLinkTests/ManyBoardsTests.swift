import Bench
import ControlCore
import JKProtocol
import Quantities
import Testing

@testable import JKLink

@Suite("Many boards on one line") struct ManyBoardsTests {
  @Test("sixteen boards are read for twenty seconds while one of them is silent")
  func sixteen() throws {
    let boards = (1...16).map { address in
      var report = coldReport()
      // T1 tells the boards apart: −0.1 °C to −1.6 °C.
      let here = ProbeTemperature(exactly: Celsius(Double(-address) / 10))
      report.status.probes.t1 = .measured(here)
      return EmulatedBoard(report, address: address)
    }
    let line = try EmulatedBus(.modbus, boards, on: .pseudoTerminal(link: nil))
    defer { line.stop() }
    boards[4].faults.isSilent = true
    let clock = HandClock()
    let bus = bus(line.path, .modbus, clock: clock)
    for _ in 0..<20 {
      for board in boards where board.address != 5 {
        var expected = coldReading(takenAt: clock.now)
        expected.probes.t1 = board.report.status.probes.t1
        #expect(try bus.readStatus(address: board.address) == expected)
      }
      let silent = failure { () throws(LinkFailure) in try bus.readStatus(address: 5) }
      #expect(silent?.kind == .timeOut)
      #expect(silent?.place == "\(line.path), board 5")
      clock.advance(by: .seconds(1))
    }
    // Three tries in second 0, one in 1 and 2, then one in every fourth: 6, 10, 14 and 18.
    #expect(boards[4].requestCount == 9)
    #expect(boards.allSatisfy { $0.writes.isEmpty })
  }

  @Test("two silent boards take turns, and both are heard when they come back")
  func twoSilent() throws {
    let boards = (1...3).map { EmulatedBoard(coldReport(), address: $0) }
    let line = try EmulatedBus(.modbus, boards, on: .pseudoTerminal(link: nil))
    defer { line.stop() }
    boards[0].faults.isSilent = true
    boards[1].faults.isSilent = true
    let clock = HandClock()
    let bus = bus(line.path, .modbus, clock: clock)
    for _ in 0..<30 {
      let before = boards.prefix(2).map(\.requestCount)
      for address in 1...2 {
        #expect(
          failure { () throws(LinkFailure) in try bus.readStatus(address: address) }?.kind
            == .timeOut)
      }
      #expect(try bus.readStatus(address: 3) == coldReading(takenAt: clock.now))
      // Once both count as silent, at most one of them costs time in a round.
      let asked = zip(boards, before).count { $0.requestCount > $1 }
      #expect(asked <= (before[0] >= 5 ? 1 : 2))
      clock.advance(by: .seconds(1))
    }
    for board in boards { board.faults.isSilent = false }
    clock.advance(by: .seconds(8))
    var heard: Set<Int> = []
    for _ in 0..<8 {
      for address in 1...2 where (try? bus.readStatus(address: address)) != nil {
        heard.insert(address)
      }
      clock.advance(by: .seconds(1))
    }
    #expect(heard == [1, 2])
    #expect(boards.allSatisfy { $0.writes.isEmpty })
  }

  @Test("a JK_PB board's four probes are read, a B board's phantom ones are not")
  func fourProbes() throws {
    var large = coldReport(model: "JK_PB2A16S20P")
    large.identity.firmware = .measured("15.41")
    large.status.probes.t4 = .measured(ProbeTemperature(exactly: Celsius(-8.5)))
    large.status.probes.t5 = .measured(ProbeTemperature(exactly: Celsius(-0.1)))
    let boards = [EmulatedBoard(large, address: 1), EmulatedBoard(coldReport(), address: 2)]
    let line = try EmulatedBus(.modbus, boards, on: .pseudoTerminal(link: nil))
    defer { line.stop() }
    let clock = HandClock()
    let bus = bus(line.path, .modbus, clock: clock)
    #expect(try bus.readStatus(address: 1).probes == large.status.probes)
    #expect(try bus.readStatus(address: 2) == coldReading(takenAt: clock.now))
    #expect(boards.allSatisfy { $0.writes.isEmpty })
  }
}
