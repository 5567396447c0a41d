import ControlCore
import GPIOLines
import Quantities
import Testing

@Suite("Driving a pack's output lines") struct LeasedOutputsTests {
  private let clock = HandClock()
  private let board = RecordedLines()
  private let outputs: LeasedOutputs

  init() {
    outputs = LeasedOutputs(
      charge: board.line(.charge), heater: board.line(.heater), alive: board.line(.alive),
      clock: clock, leaseGuard: nil)
  }

  @Test("what goes off goes off before anything goes on, and every level is driven anew")
  func order() throws {
    try outputs.apply(Outputs(charge: true, heater: false), until: at(3))
    #expect(board.takeCalls() == [.off(.heater), .on(.charge), .on(.alive)])
    try outputs.apply(Outputs(charge: false, heater: true), until: at(3))
    #expect(board.takeCalls() == [.off(.charge), .on(.heater), .off(.alive)])
    try outputs.apply(Outputs(charge: false, heater: true), until: at(3))
    #expect(board.takeCalls() == [.off(.charge), .on(.heater), .on(.alive)])
    try outputs.apply(.safe, until: at(3))
    #expect(board.takeCalls() == [.off(.charge), .off(.heater), .off(.alive)])
  }

  @Test("the alive line changes once in each cycle that is applied, also with both outputs off")
  func alive() throws {
    let lines = MemoryLines(clock: clock)
    for _ in 0..<7 { try lines.apply(.safe, until: at(3)) }
    #expect(lines.aliveChanges == 7)
    #expect(lines.edges == [])
  }

  @Test(
    "when one line fails, every line that still can be is inactive",
    arguments: [  // lines on before, what is asked for, broken line, lines on after
      (
        Outputs(charge: true, heater: false), Outputs(charge: false, heater: true),
        LineRole.heater, Set<LineRole>()
      ),
      (
        Outputs(charge: true, heater: false), Outputs(charge: false, heater: true), .charge,
        [.charge]
      ),
      (
        Outputs(charge: false, heater: true), Outputs(charge: true, heater: false), .heater,
        [.heater]
      ),
      (
        Outputs(charge: true, heater: false), Outputs(charge: true, heater: false), .alive,
        [.alive]
      ),
    ] as [(Outputs, Outputs, LineRole, Set<LineRole>)])
  func failure(before: Outputs, asked: Outputs, broken: LineRole, after: Set<LineRole>) throws {
    try outputs.apply(before, until: at(3))
    board.setBroken([broken])
    #expect(throws: RecordedLines.failure(broken)) { try outputs.apply(asked, until: at(3)) }
    #expect(board.active == after)
  }

  @Test("a line that did not go off is driven off again at each look of the guard")
  func stubbornLine() throws {
    try outputs.apply(Outputs(charge: true, heater: false), until: at(3))
    board.setBroken([.charge])
    #expect(throws: OutputFailure.self) { try outputs.apply(.safe, until: at(3)) }
    #expect(board.active == [.charge])
    outputs.expire()
    #expect(board.active == [.charge])
    board.setBroken([])
    outputs.expire()
    #expect(board.active == [])
    #expect(outputs.expirations == 0)
  }

  @Test("both outputs at once are refused, and nothing stays on (S1)")
  func both() throws {
    try outputs.apply(Outputs(charge: true, heater: false), until: at(3))
    let failure = #expect(throws: OutputFailure.self) {
      try outputs.apply(Outputs(charge: true, heater: true), until: at(3))
    }
    #expect(failure?.found == "both outputs were asked for at once")
    #expect(board.active == [])
  }

  @Test("a heater is refused where the pack has no heater line, and nothing stays on")
  func withoutHeater() throws {
    let lines = MemoryLines(hasHeater: false, clock: clock)
    try lines.apply(Outputs(charge: true, heater: false), until: at(3))
    #expect(throws: OutputFailure.self) {
      try lines.apply(Outputs(charge: false, heater: true), until: at(3))
    }
    #expect(lines.outputs == .safe)
  }

  @Test("after shutting down both are off for good, and the lines are still held")
  func shutDown() throws {
    try outputs.apply(Outputs(charge: false, heater: true), until: at(3))
    outputs.shutDown()
    #expect(board.active == [])
    #expect(board.released == [])
    let failure = #expect(throws: OutputFailure.self) {
      try outputs.apply(Outputs(charge: true, heater: false), until: at(3))
    }
    #expect(failure?.found == "the outputs are shut down")
    #expect(board.active == [])
  }

  @Test("closing turns every line off and gives it back")
  func close() throws {
    try outputs.apply(Outputs(charge: false, heater: true), until: at(3))
    outputs.close()
    #expect(board.active == [])
    #expect(Set(board.released) == [.charge, .heater, .alive])
  }
}

@Suite("Lines in memory") struct MemoryLinesTests {
  private let clock = HandClock()

  @Test("edges of charge and heater are kept with their times")
  func edges() throws {
    let lines = MemoryLines(clock: clock)
    try lines.apply(Outputs(charge: true, heater: false), until: at(3))
    clock.advance(by: .seconds(1))
    try lines.apply(.safe, until: at(4))
    clock.advance(by: .seconds(2))
    try lines.apply(Outputs(charge: false, heater: true), until: at(6))
    #expect(
      lines.edges == [
        .init(.charge, isActive: true, time: at(0)), .init(.charge, isActive: false, time: at(1)),
        .init(.heater, isActive: true, time: at(3)),
      ])
    lines.shutDown()
    #expect(lines.edges.last == .init(.heater, isActive: false, time: at(3)))
  }

  @Test("only the newest edges are kept")
  func edgesAreBounded() throws {
    let lines = MemoryLines(clock: clock)
    for _ in 0..<MemoryLines.edgesKept {  // two edges each
      try lines.apply(Outputs(charge: true, heater: false), until: at(3))
      try lines.apply(.safe, until: at(3))
    }
    try lines.apply(Outputs(charge: false, heater: true), until: at(3))
    #expect(lines.edges.count == MemoryLines.edgesKept)
    #expect(lines.edges.last == .init(.heater, isActive: true, time: at(0)))
  }

  @Test("inputs are absent until they are set, and then read as set")
  func inputs() {
    let lines = MemoryLines(clock: clock)
    #expect(lines.chargerPresent() == .unknown(.absent))
    #expect(lines.heaterFeedback() == .unknown(.absent))
    lines.setChargerPresent(.measured(true))
    lines.setHeaterFeedback(.unknown(.notRead))
    #expect(lines.chargerPresent() == .measured(true))
    #expect(lines.heaterFeedback() == .unknown(.notRead))
  }

  @Test("a line that is set to be broken throws and keeps its state until it obeys again")
  func broken() throws {
    let lines = MemoryLines(clock: clock)
    try lines.apply(Outputs(charge: true, heater: false), until: at(3))
    lines.setBroken(.charge, true)
    #expect(throws: OutputFailure.self) { try lines.apply(.safe, until: at(3)) }
    #expect(lines.outputs == Outputs(charge: true, heater: false))
    lines.setBroken(.charge, false)
    #expect(lines.outputs == .safe)
  }
}
