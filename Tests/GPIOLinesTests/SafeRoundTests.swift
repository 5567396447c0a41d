import ControlCore
import Quantities
import Synchronization
import Testing

@testable import GPIOLines

@Suite("Every output inactive after a dead controller (S6)") struct SafeRoundTests {
  /// Packs with the given names, each with all three outputs.
  private func packs(_ names: String...) -> [(name: String, lines: PackLines)] {
    names.map { name in
      (
        name,
        PackLines(
          charge: LineSettings(.name("CHARGE_\(name)")),
          heater: LineSettings(.name("HEATER_\(name)"), activeLow: true),
          alive: LineSettings(.name("ALIVE_\(name)")))
      )
    }
  }

  private func failure(_ kind: OutputFailure.Kind, _ line: String) -> OutputFailure {
    OutputFailure(kind, line: line, found: "so", remedy: "Do.")
  }

  @Test("each output of each pack is driven inactive and given back, in the file's order")
  func all() {
    let board = RecordedLines()
    let round = SafeRound(clock: WalkingClock()) { (_, role) throws(OutputFailure) in
      board.line(role)
    }
    let outcomes = round.run(packs("shed", "camper"))
    #expect(
      outcomes.map { "\($0.pack) \($0.line)" } == [
        "shed CHARGE_shed", "shed HEATER_shed", "shed ALIVE_shed", "camper CHARGE_camper",
        "camper HEATER_camper", "camper ALIVE_camper",
      ])
    #expect(outcomes.allSatisfy { $0.failure == nil })
    let roles: [LineRole] = [.charge, .heater, .alive]
    #expect(board.takeCalls() == (roles + roles).map(RecordedLines.Call.off))
    #expect(board.released == roles + roles)
  }

  @Test(
    "one line that cannot be had keeps no other on",
    arguments: [LineRole.charge, .heater, .alive],
    [OutputFailure.Kind.lineUnknown, .chipMissing, .notPermitted, .lineBusy])
  func independent(broken: LineRole, kind: OutputFailure.Kind) {
    let board = RecordedLines()
    let failure = failure(kind, broken.rawValue)
    let round = SafeRound(clock: WalkingClock()) { (_, role) throws(OutputFailure) in
      if role == broken { throw failure }
      return board.line(role)
    }
    let outcomes = round.run(packs("shed"))
    for outcome in outcomes {
      #expect(outcome.failure == (outcome.role == broken ? failure : nil), "\(outcome.role)")
    }
    let others = LineRole.allCases.filter { $0 != broken }
    #expect(Set(board.takeCalls()) == Set(others.map(RecordedLines.Call.off)))
  }

  @Test(
    "a held line is tried for two seconds, and is driven as soon as it is free",
    arguments: [(0, true), (500, true), (1900, true), (3000, false)])  // free after ms, goes off
  func held(milliseconds: Int, goesOff: Bool) {
    let board = RecordedLines()
    let clock = WalkingClock()
    let busy = failure(.lineBusy, "HEATER_shed")
    let round = SafeRound(clock: clock) { (_, role) throws(OutputFailure) in
      if role == .heater, clock.now < Uptime(.milliseconds(milliseconds)) { throw busy }
      return board.line(role)
    }
    let outcomes = round.run(packs("shed"))
    #expect(outcomes[1].failure == (goesOff ? nil : busy))
    #expect(outcomes[0].failure == nil && outcomes[2].failure == nil)
    // One drive of each that went off: what is done is not done again.
    #expect(board.takeCalls().count == (goesOff ? 3 : 2))
    #expect(clock.now <= Uptime(.milliseconds(2050)))
  }

  @Test("a line that reads as active after it was driven inactive is told")
  func staysActive() {
    let round = SafeRound(clock: WalkingClock()) { (_, _) throws(OutputFailure) in ShortedLine() }
    let outcomes = round.run(packs("shed"))
    #expect(
      outcomes.map { $0.failure?.found }
        == [String?](repeating: "driven inactive, but it reads as active", count: 3))
  }
}

/// A clock that a sleep moves on.
private final class WalkingClock: ControlClock {
  private let nanoseconds = Atomic<Int64>(0)
  var now: Uptime { Uptime(nanoseconds: nanoseconds.load(ordering: .sequentiallyConsistent)) }
  func sleep(until deadline: Uptime) {
    nanoseconds.store(deadline.nanoseconds, ordering: .sequentiallyConsistent)
  }
  func wake() {}
}

private final class ShortedLine: LineDriving {
  func drive(_ isActive: Bool) throws(OutputFailure) {}
  func isActive() throws(OutputFailure) -> Bool { true }
  func release() {}
}
