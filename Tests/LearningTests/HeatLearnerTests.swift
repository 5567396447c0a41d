import ControlCore
import Learning
import Quantities
import TestSupport
import Testing
import ThermalModel

/// R16 on 131.072 W under a day's swing of the ambient, held between 3 and 7 °C.
@Suite("The running controller learns its pack") struct HeatLearnerTests {
  private struct Run {
    var learner = HeatLearner()
    var cells = Celsius(-5)
    var now = Uptime.start
    var isHeated = false
    var node = ReferencePack.r16.node(leak: WattsPerKelvin(1.6))
    var mean = -15.0
    var swing = 4.0
    /// The hour at which the day is warmest.
    var warmest = 15.0
    var step = 0.1
    let power = Watts(131.072)

    var ambient: Celsius {
      let phase = (now.sinceStart.seconds / 3600 - warmest) / 24
      // A day as a triangle.
      let turn = phase - phase.rounded(.down)
      return Celsius(mean + swing * (4 * (turn - 0.5).magnitude - 1))
    }

    /// So many hours in steps of ten seconds; `contact` is the share of the heat that arrives.
    mutating func live(hours: Double, contact: Double = 1) {
      for _ in 0..<Int(hours * 360) {
        if cells <= Celsius(3) { isHeated = true }
        if cells >= Celsius(7) { isHeated = false }
        let given = isHeated ? power : .zero
        let shown = Celsius((cells.rawValue / step).rounded() * step)
        learner.observe(at: now, shown, resolution: Kelvins(step), power: given)
        cells = node.temperature(
          from: cells, after: .seconds(10), power: given * contact, ambient: ambient)
        now = now + .seconds(10)
      }
    }
  }

  @Test("two days of cycles tell heat capacity, loss and ambient; half a day does not tell all")
  func learns() throws {
    var run = Run()
    run.live(hours: 1)
    #expect(run.learner.estimate == .unknown)
    run.live(hours: 47)
    let capacity = try #require(run.learner.estimate.capacity)
    let loss = try #require(run.learner.estimate.loss)
    let ambient = try #require(run.learner.estimate.ambient)
    #expect(capacity.contains(JoulesPerKelvin(88_454.4)), "\(capacity)")
    #expect(loss.contains(WattsPerKelvin(1.6)), "\(loss)")
    #expect(ambient.contains(run.ambient), "\(ambient) holds \(run.ambient)")
    #expect(capacity.upper / capacity.lower < 1.3, "\(capacity)")
    // The ambient is nowhere measured, so that the loss stays within a factor of two and a half.
    #expect(loss.upper / loss.lower < 2.5, "\(loss)")
  }

  @Test("over packs and weathers of 24 seeds the intervals of 95 % hold the truth")
  func coverage() throws {
    var (known, held) = (0, 0)
    for seed in UInt64(1)...24 {
      var random = SeededGenerator(seed: seed)
      var run = Run()
      run.node = ThermalNode(
        capacity: JoulesPerKelvin(.random(in: 50_000...120_000, using: &random)),
        leak: WattsPerKelvin(.random(in: 0.8...2.5, using: &random)))
      run.mean = .random(in: -25 ... -8, using: &random)
      run.swing = .random(in: 0...7, using: &random)
      run.warmest = .random(in: 0...24, using: &random)
      run.live(hours: 48)
      guard let capacity = run.learner.estimate.capacity, let loss = run.learner.estimate.loss
      else { continue }
      known += 1
      if capacity.contains(run.node.capacity), loss.contains(run.node.leak) { held += 1 }
    }
    #expect(known >= 16, "seeds 1 to 24: \(known)")
    // Both at once: at least 90 % of them by Bonferroni, less three standard deviations.
    #expect(Double(held) >= 0.79 * Double(known), "seeds 1 to 24: \(held) of \(known)")
  }

  @Test("the time to warm has an interval that holds the closed form")
  func timeToWarm() throws {
    var run = Run()
    run.swing = 0
    run.live(hours: 48)
    let time = try #require(
      run.learner.timeToWarm(from: Celsius(-5), to: Celsius(5), power: run.power))
    // T∞ = −15 + 131.072 / 1.6 = 66.92 °C; 55 284 s · ln(71.92 / 61.92) = 8275 s.
    #expect(time.shortest < .seconds(8275) && time.likely > time.shortest)
    let longest = try #require(time.longest)
    #expect(longest > .seconds(8275))
    #expect((time.likely.seconds / 8275 - 1).magnitude < 0.05, "\(time.likely)")
    // A pad of 10 W never gets there: 6.25 K above the ambient.
    #expect(run.learner.timeToWarm(from: Celsius(-5), to: Celsius(5), power: Watts(10)) == nil)
    #expect(HeatLearner().timeToWarm(from: Celsius(-5), to: Celsius(5), power: Watts(99)) == nil)
  }

  @Test("a pad that loses contact is not learned: its windows are refused, then all is forgotten")
  func refuses() throws {
    var run = Run()
    run.live(hours: 48)
    let before = try #require(run.learner.estimate.capacity)
    // Heat without effect: the cells fall below 3 °C and the pad stays on.
    run.cells = Celsius(2.5)
    run.live(hours: 2.2, contact: 0)
    #expect(run.learner.estimate.capacity == before)
    run.live(hours: 3, contact: 0)
    #expect(run.learner.estimate == .unknown)
  }

  @Test("a record comes back after a restart, with the weather forgotten; a damaged one does not")
  func record() throws {
    var run = Run()
    run.live(hours: 48)
    let learned = run.learner.estimate
    let restored = try #require(HeatLearner(record: run.learner.record))
    let capacity = try #require(restored.estimate.capacity)
    #expect((capacity.likely / (try #require(learned.capacity)).likely - 1).magnitude < 0.01)
    #expect(restored.windowCount == run.learner.windowCount)
    let width = { (interval: Interval<Celsius>?) in
      interval.map { $0.upper - $0.lower } ?? Kelvins(.infinity)
    }
    #expect(width(restored.estimate.ambient) > width(learned.ambient))
    for damage in [Double.nan, -1, .infinity] {
      var record = run.learner.record
      record[0] = damage
      #expect(HeatLearner(record: record) == nil)
    }
    #expect(HeatLearner(record: []) == nil)
    #expect(HeatLearner(record: Array(run.learner.record.dropLast())) == nil)
  }

  @Test("a gap, and a pause, break a window off")
  func gaps() {
    var learner = HeatLearner()
    for second in stride(from: 0, to: 8000, by: 100) {
      learner.observe(
        at: Uptime(.seconds(second)), Celsius(0), resolution: Kelvins(0.1), power: Watts(1))
    }
    #expect(learner.windowCount == 0, "readings 100 s apart")
    var paused = HeatLearner()
    for second in stride(from: 0, to: 40_000, by: 10) {
      if second % 3000 == 0 { paused.pause() }
      paused.observe(
        at: Uptime(.seconds(second)), Celsius(0), resolution: Kelvins(0.1), power: Watts(1))
    }
    #expect(paused.windowCount == 0)
  }
}
