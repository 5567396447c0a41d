import Quantities
import TestSupport
import Testing

@testable import ThermalModel

@Suite("The whole pack, with an ambient that changes evenly") struct ThermalTwinTests {
  private static let node = ReferencePack.r16.node(leak: WattsPerKelvin(1.6))
  private static let film = FilmAndCells(
    film: JoulesPerKelvin(200), contact: WattsPerKelvin(5), cells: node)
  private static let none = ProbeLag(timeConstant: .zero)

  @Test("in a constant ambient it is the one-node and the two-node model")
  func constant() {
    let start = ThermalTwin.State(film: Celsius(3), cells: Celsius(-20), probe: Celsius(-20))
    for hours in [0.0, 0.01, 1, 50] {
      let span = Duration.seconds(hours * 3600)
      let one = ThermalTwin(cells: Self.node, probe: Self.none).course(
        from: start, power: Watts(131), ambient: Celsius(-20), to: Celsius(-20), over: .seconds(1))
      let expected = Self.node.temperature(
        from: Celsius(-20), after: span, power: Watts(131), ambient: Celsius(-20))
      #expect(abs((one.state(after: span).cells - expected).rawValue) < 1e-9)
      let two = ThermalTwin(film: Self.film, probe: Self.none).course(
        from: start, power: Watts(131), ambient: Celsius(-20), to: Celsius(-20), over: .seconds(1))
      let both = Self.film.temperatures(
        from: FilmAndCells.Temperatures(film: Celsius(3), cells: Celsius(-20)), after: span,
        power: Watts(131), ambient: Celsius(-20))
      #expect(abs((two.state(after: span).cells - both.cells).rawValue) < 1e-9)
      #expect(abs((two.state(after: span).film - both.film).rawValue) < 1e-9)
    }
  }

  @Test("long after the start, cells follow an even ambient τ late, and a probe its lag more")
  func ramp() {
    // 1 K/h; τ = 55 284 s; the pad holds P / UA above. 40 τ are long after.
    let twin = ThermalTwin(cells: Self.node, probe: ProbeLag(timeConstant: .seconds(600)))
    let course = twin.course(
      from: ThermalTwin.State(all: Celsius(0)), power: Watts(16), ambient: Celsius(0),
      to: Celsius(1), over: .seconds(3600))
    let late = 40 * 55_284.0
    let state = course.state(after: .seconds(late))
    #expect(abs(state.cells.rawValue - (late / 3600 + 10 - 55_283.75 / 3600)) < 1e-3)
    #expect(abs((state.cells - state.probe).rawValue - 600.0 / 3600) < 1e-9)
  }

  @Test("every part obeys its differential equation", arguments: 1...20)
  func equations(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let capacity = Double.random(in: 5e3...2e5, using: &random)
    let leak = Double.random(in: 0.2...5, using: &random)
    let filmCapacity = Double.random(in: 50...2000, using: &random)
    let contact = Double.random(in: 0.5...20, using: &random)
    let lag = Double.random(in: 1...1200, using: &random)
    let slope = Double.random(in: -3...3, using: &random) / 3600
    let power = Double.random(in: 0...200, using: &random)
    let twin = ThermalTwin(
      film: FilmAndCells(
        film: JoulesPerKelvin(filmCapacity), contact: WattsPerKelvin(contact),
        cells: ThermalNode(capacity: JoulesPerKelvin(capacity), leak: WattsPerKelvin(leak))),
      probe: ProbeLag(timeConstant: .seconds(lag)))
    let course = twin.course(
      from: ThermalTwin.State(film: Celsius(9), cells: Celsius(-7), probe: Celsius(-3)),
      power: Watts(power), ambient: Celsius(-15), slope: slope)
    #expect(abs((course.state(seconds: 0).film - Celsius(9)).rawValue) < 1e-9)
    #expect(abs((course.state(seconds: 0).cells - Celsius(-7)).rawValue) < 1e-9)
    #expect(abs((course.state(seconds: 0).probe - Celsius(-3)).rawValue) < 1e-9)
    for time in [10.0, 300, 7200] {
      func derivative(_ curve: ThermalCurve) -> Double {
        (curve.value(at: time + 0.05) - curve.value(at: time - 0.05)) / 0.1
      }
      let (f, c) = (course.film.value(at: time), course.cells.value(at: time))
      let ambient = -15 + slope * time
      #expect(
        abs(filmCapacity * derivative(course.film) - (power - contact * (f - c))) < 1e-3,
        "seed \(seed), \(time) s")
      #expect(
        abs(capacity * derivative(course.cells) - (contact * (f - c) - leak * (c - ambient)))
          < 1e-2, "seed \(seed), \(time) s")
      #expect(
        abs(lag * derivative(course.probe) - (c - course.probe.value(at: time))) < 1e-4,
        "seed \(seed), \(time) s")
    }
  }

  @Test("a probe as slow as its cells has no gap in its answer")
  func resonance() {
    let node = ThermalNode(capacity: JoulesPerKelvin(1000), leak: WattsPerKelvin(1))
    func probe(_ lag: Double) -> Double {
      ThermalTwin(cells: node, probe: ProbeLag(timeConstant: .seconds(lag))).course(
        from: ThermalTwin.State(all: Celsius(10)), power: .zero, ambient: Celsius(0), slope: 0
      ).probe.value(at: 1000)
    }
    // Both time constants are 1000 s: T_s = 10 · (1 + t/τ) · e^(−t/τ), after τ 20 / e.
    #expect(abs(probe(1000) - 20 / 2.718281828459045) < 1e-4)
    #expect(abs(probe(1000.001) - probe(999.999)) < 1e-4)
  }

  @Test("a curve never leaves its bounds before it is said to", arguments: 1...40)
  func bound(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let twin = ThermalTwin(
      film: Self.film,
      probe: ProbeLag(timeConstant: .seconds(Double.random(in: 5...900, using: &random))))
    let start = ThermalTwin.State(
      film: Celsius(Double.random(in: -20...20, using: &random)),
      cells: Celsius(Double.random(in: -20...20, using: &random)),
      probe: Celsius(Double.random(in: -20...20, using: &random)))
    let course = twin.course(
      from: start, power: Watts(Double.random(in: 0...150, using: &random)),
      ambient: Celsius(-10), slope: Double.random(in: -1...1, using: &random) / 1000)
    var time = 0.0
    for _ in 0..<200 where time < 3600 {
      let here = course.probe.value(at: time)
      let span = course.probe.stays(above: here - 0.05, below: here + 0.05, from: time, until: 3600)
      #expect(span > 0 && time + span <= 3600)
      for part in 0...8 {
        let value = course.probe.value(at: time + span * Double(part) / 8)
        #expect(abs(value - here) <= 0.05, "seed \(seed), \(time) s")
      }
      time += span
    }
  }
}
