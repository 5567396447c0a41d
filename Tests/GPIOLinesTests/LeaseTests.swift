import ControlCore
import GPIOLines
import Quantities
import Testing

@Suite("Output leases (S5)") struct LeaseTests {
  private let clock = HandClock()

  @Test(
    "an output is on until its deadline and off from then on",
    arguments: [  // instant of the look in ms, lease 3 s
      (0, true), (1, true), (2_999, true), (3_000, false), (3_001, false), (60_000, false),
    ])
  func deadline(look: Int, isOn: Bool) throws {
    let lines = MemoryLines(clock: clock)
    try lines.apply(Outputs(charge: true, heater: false), until: at(3))
    clock.advance(by: .milliseconds(look))
    #expect(lines.outputs == Outputs(charge: isOn, heater: false))
    #expect(lines.expirations == (isOn ? 0 : 1))
  }

  @Test("renewed once a second, an output stays on; it ends three seconds after the last renewal")
  func renewal() throws {
    let lines = MemoryLines(clock: clock)
    for second in 0..<100 {
      try lines.apply(Outputs(charge: false, heater: true), until: at(second + 3))
      clock.advance(by: .seconds(1))
    }
    // The last renewal was at 99 s, so that the lease ends at 102 s; it is 100 s now.
    #expect(lines.outputs == Outputs(charge: false, heater: true))
    clock.advance(by: .seconds(2))
    #expect(lines.outputs == .safe)
    #expect(
      lines.edges == [
        .init(.heater, isActive: true, time: at(0)), .init(.heater, isActive: false, time: at(102)),
      ])
    #expect(lines.expirations == 1)
  }

  @Test("an expired lease counts once, and the next cycle may turn the output on again")
  func renewalAfterExpiry() throws {
    let lines = MemoryLines(clock: clock)
    try lines.apply(Outputs(charge: true, heater: false), until: at(3))
    clock.advance(by: .seconds(10))
    #expect(lines.outputs == .safe)
    #expect(lines.outputs == .safe)
    #expect(lines.expirations == 1)
    try lines.apply(Outputs(charge: true, heater: false), until: at(13))
    #expect(lines.outputs == Outputs(charge: true, heater: false))
    clock.advance(by: .seconds(3))
    #expect(lines.outputs == .safe)
    #expect(lines.expirations == 2)
  }

  @Test("a cycle that comes after its own deadline turns nothing on, not even for an instant")
  func lateCycle() throws {
    let lines = MemoryLines(clock: clock)
    clock.advance(by: .seconds(5))
    try lines.apply(Outputs(charge: true, heater: false), until: at(5))
    #expect(lines.outputs == .safe)
    #expect(lines.edges == [])
    #expect(lines.expirations == 1)
  }

  @Test("the guard's thread drops an expired output while the control thread does nothing")
  func guardThread() throws {
    let leaseGuard = LeaseGuard(interval: .milliseconds(1))
    let board = RecordedLines()
    let outputs = LeasedOutputs(
      charge: board.line(.charge), heater: board.line(.heater), clock: clock,
      leaseGuard: leaseGuard)
    try outputs.apply(Outputs(charge: true, heater: false), until: at(3))
    #expect(board.active == [.charge])
    clock.advance(by: .seconds(3))
    // Nothing but the guard looks at these outputs. It needs about a millisecond; a slow machine
    // gets a minute before this counts as never.
    let wall = SystemClock()
    let end = wall.now + .seconds(60)
    while !board.active.isEmpty && wall.now < end { wall.sleep(until: wall.now + .milliseconds(1)) }
    #expect(board.active == [])
    #expect(outputs.expirations == 1)
  }

  @Test("the guard forgets outputs that were closed, and does not keep them alive")
  func guardLetsGo() throws {
    let leaseGuard = LeaseGuard(interval: .seconds(3600))
    let board = RecordedLines()
    var outputs: LeasedOutputs? = LeasedOutputs(
      charge: board.line(.charge), clock: clock, leaseGuard: leaseGuard)
    weak let seen = outputs
    try outputs?.apply(Outputs(charge: true, heater: false), until: at(3))
    outputs = nil
    #expect(seen == nil)
    #expect(board.active == [])
    #expect(board.released == [.charge])
  }

  @Test(
    "the guard looks six times in a lease, within 1 ms and 500 ms of wall time",
    arguments: [  // lease in s, speed, interval in ms
      (3, 1.0, 500), (30, 1.0, 500), (1, 1.0, 166), (3, 60.0, 8), (3, 600.0, 1), (3, 0.0, 500),
    ])
  func interval(lease: Int, speed: Double, milliseconds: Int) {
    let interval = LeaseGuard.interval(forLease: .seconds(lease), speed: speed)
    #expect(Int(interval.seconds * 1000) == milliseconds)
  }
}
