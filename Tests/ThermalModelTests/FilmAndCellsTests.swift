import Quantities
import Testing
import ThermalModel

/// A typical silicone pad, 200 J/K and 0.2 K/W, on R16 in a leaky box.
private let model = FilmAndCells(
  film: JoulesPerKelvin(200), contact: WattsPerKelvin(5),
  cells: ReferencePack.r16.node(leak: WattsPerKelvin(1.6)))
private let pad = Watts(131.072)
private let cold = FilmAndCells.Temperatures(film: Celsius(-20), cells: Celsius(-20))

@Suite("Film and cells") struct FilmAndCellsTests {
  @Test("after ten minutes the film runs 26 K above the cells at 131 W")
  func filmRunsHotter() {
    let warm = model.temperatures(
      from: cold, after: .seconds(600), power: pad, ambient: Celsius(-20))
    // P · Rfc = 26.21 K, less what the cells' own rise of 1.5 mK/s leaves behind over 40 s.
    #expect(abs((warm.film - warm.cells).rawValue - 26.21) < 0.1)
  }

  @Test("after one film time constant of 40 s the film has 63 % of its 26 K")
  func filmTimeConstant() {
    let early = model.temperatures(
      from: cold, after: .seconds(40), power: pad, ambient: Celsius(-20))
    let share: Double = (early.film - early.cells) / Kelvins(26.2144)
    #expect(abs(share - 0.632) < 0.002)
  }

  @Test("a film that hangs free rises by P / Cf, 0.66 K/s")
  func detachedFilm() {
    let detached = FilmAndCells(
      film: JoulesPerKelvin(200), contact: WattsPerKelvin(0.0001), cells: model.cells)
    let hot = detached.temperatures(
      from: cold, after: .seconds(30), power: pad, ambient: Celsius(-20))
    #expect(abs((hot.film - cold.film).rawValue - 19.66) < 0.01)
  }

  @Test("30 s of a stuck heater move the cells by less than 0.05 K")
  func cellsDriftSlowly() {
    let later = model.temperatures(
      from: cold, after: .seconds(30), power: pad, ambient: Celsius(-20))
    #expect(later.cells > cold.cells)
    #expect((later.cells - cold.cells).rawValue < 0.044)  // P · 30 s / C, all of it in the cells
  }

  @Test("the exact step agrees with small Euler steps, and steps compose")
  func againstEuler() {
    var (film, cells) = (-20.0, -20.0)
    let h = 0.01
    for _ in 0..<30_000 {
      let flow = (film - cells) / 0.2
      let df = (131.072 - flow) / 200
      let dc = (flow - 1.6 * (cells + 20)) / (16 * 5.42 * 1020)
      film += h * df
      cells += h * dc
    }
    let half = model.temperatures(
      from: cold, after: .seconds(150), power: pad, ambient: Celsius(-20))
    let whole = model.temperatures(
      from: half, after: .seconds(150), power: pad, ambient: Celsius(-20))
    #expect(abs(whole.film.rawValue - film) < 0.001)
    #expect(abs(whole.cells.rawValue - cells) < 0.0001)
  }

  @Test("at the end it settles: cells at Ta + P / UA, film P · Rfc above")
  func settles() {
    let end = model.temperatures(
      from: cold, after: .seconds(3_000_000), power: pad, ambient: Celsius(-20))
    #expect(abs(end.cells.rawValue - 61.92) < 1e-6)
    #expect(abs(end.film.rawValue - 88.1344) < 1e-6)
  }
}

@Suite("Probe lag") struct ProbeLagTests {
  @Test("after one time constant a probe has 63.2 % of a step")
  func step() {
    let probe = ProbeLag(timeConstant: .seconds(20))
    let shown = probe.temperature(
      showing: Celsius(0), after: .seconds(20), touching: Celsius(10), to: Celsius(10))
    #expect(abs(shown.rawValue - 6.3212) < 0.0001)
  }

  @Test("a steady ramp is followed one time constant late")
  func ramp() {
    let probe = ProbeLag(timeConstant: .seconds(10))
    var shown = Celsius(0)
    for second in 0..<200 {
      shown = probe.temperature(
        showing: shown, after: .seconds(1), touching: Celsius(0.5 * Double(second)),
        to: Celsius(0.5 * Double(second + 1)))
    }
    #expect(abs(shown.rawValue - (0.5 * 200 - 0.5 * 10)) < 1e-6)
  }

  @Test("a probe without delay shows what it touches")
  func noDelay() {
    let probe = ProbeLag(timeConstant: .zero)
    #expect(
      probe.temperature(
        showing: Celsius(0), after: .seconds(1), touching: Celsius(3), to: Celsius(4))
        == Celsius(4))
  }
}
