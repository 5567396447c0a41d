import Quantities
import Testing
import ThermalModel

/// 16 LFP cells of 280 Ah in a leaky box, and its 20 Ω pad at 51.2 V.
private let r16 = ReferencePack.r16.node(leak: WattsPerKelvin(1.6))
private let pad = Volts(51.2).squared / Ohms(20)

@Suite("One-node model") struct ThermalNodeTests {
  @Test(
    "the reference packs have the capacity and time constant of their table",
    arguments: [  // pack, kJ/K, τ in hours with 25 and with 50 mm of XPS
      (ReferencePack.r4, 22.11, 10.1, 15.4),
      (.r8, 44.23, 13.1, 20.5),
      (.r24, 132.68, 20.8, 33.8),
    ])
  func packs(pack: ReferencePack, kilojoules: Double, thin: Double, thick: Double) {
    #expect(abs(pack.capacity.rawValue / 1000 - kilojoules) < 0.006)
    #expect(abs(pack.node(leak: pack.leak25mm).timeConstant.seconds / 3600 - thin) < 0.05)
    #expect(abs(pack.node(leak: pack.leak50mm).timeConstant.seconds / 3600 - thick) < 0.05)
  }

  @Test("R16: 88 454 J/K; 15.4 h in the leaky box, 30.7 h in the good one")
  func r16TimeConstants() {
    #expect(abs(ReferencePack.r16.capacity.rawValue - 88_454) < 0.5)
    #expect(abs(r16.timeConstant.seconds - 55_284) < 0.5)
    let good = ReferencePack.r16.node(leak: WattsPerKelvin(0.8))
    #expect(abs(good.timeConstant.seconds / 3600 - 30.7) < 0.05)
  }

  @Test("cold soak: −20 to 5 °C with 131.07 W takes 20 129 s and 732.9 Wh, bound for 61.9 °C")
  func coldSoak() throws {
    let span = try #require(
      r16.time(from: Celsius(-20), to: Celsius(5), power: pad, ambient: Celsius(-20)))
    #expect(abs(span.seconds - 20_129) < 1)
    #expect(abs((pad * span).wattHours - 732.9) < 0.05)
    #expect(abs(r16.settled(power: pad, ambient: Celsius(-20)).rawValue - 61.92) < 0.001)
    let afterOneMinute = r16.temperature(
      from: Celsius(-20), after: .seconds(60), power: pad, ambient: Celsius(-20))
    #expect(abs((afterOneMinute - Celsius(-20)).rawValue * 60 - 5.334) < 0.005)  // K/h
  }

  @Test(
    "voltage sag makes the same heat-up longer",
    arguments: [(48.0, 23_580.0), (41.6, 34_299.0)])  // V, s
  func sag(voltage: Double, expected: Double) throws {
    let power = Volts(voltage).squared / Ohms(20)
    let span = try #require(
      r16.time(from: Celsius(-20), to: Celsius(5), power: power, ambient: Celsius(-20)))
    #expect(abs(span.seconds - expected) < 1)
  }

  @Test("a pad of 33.7 W settles at −8.94 °C in −30 °C, and 0 °C is never reached")
  func tooWeak() {
    let settled = r16.settled(power: Watts(33.7), ambient: Celsius(-30))
    #expect(abs(settled.rawValue - -8.94) < 0.005)
    #expect(
      r16.time(from: Celsius(-30), to: Celsius(0), power: Watts(33.7), ambient: Celsius(-30))
        == nil)
  }

  @Test("time is zero where the body is already, and nil towards the other side")
  func direction() {
    let here = Celsius(-3)
    #expect(r16.time(from: here, to: here, power: pad, ambient: Celsius(-20)) == .zero)
    #expect(r16.time(from: here, to: Celsius(-4), power: pad, ambient: Celsius(-20)) == nil)
    #expect(r16.time(from: here, to: Celsius(-2), power: .zero, ambient: Celsius(-20)) == nil)
    #expect(r16.time(from: here, to: Celsius(-20), power: .zero, ambient: Celsius(-20)) == nil)
  }

  @Test("one long step equals many short ones: there is no integration error")
  func stepsCompose() {
    var stepped = Celsius(-20)
    for _ in 0..<3600 {
      stepped = r16.temperature(
        from: stepped, after: .seconds(1), power: pad, ambient: Celsius(-20))
    }
    let once = r16.temperature(
      from: Celsius(-20), after: .seconds(3600), power: pad, ambient: Celsius(-20))
    #expect(abs((stepped - once).rawValue) < 1e-9)
  }

  @Test("the time to a temperature and the temperature after that time agree")
  func inverse() throws {
    let span = try #require(
      r16.time(from: Celsius(7), to: Celsius(3), power: .zero, ambient: Celsius(-20)))
    let end = r16.temperature(from: Celsius(7), after: span, power: .zero, ambient: Celsius(-20))
    #expect(abs((end - Celsius(3)).rawValue) < 1e-9)
  }

  @Test(
    "on/off cycles have the times and the duty of the table",
    arguments: [  // lower, upper, ambient °C; on, off, period min; duty
      (3.0, 7.0, -10.0, 55.09, 247.18, 302.27, 0.1823),
      (3.0, 7.0, -20.0, 64.78, 147.74, 212.52, 0.3048),
      (3.0, 7.0, -30.0, 78.60, 105.42, 184.02, 0.4271),
      (0.0, 5.0, -20.0, 77.58, 205.60, 283.18, 0.2740),
      (0.0, 5.0, -30.0, 93.30, 142.03, 235.34, 0.3965),
    ])
  func cycles(
    lower: Double, upper: Double, ambient: Double, on: Double, off: Double, period: Double,
    duty: Double
  ) throws {
    let cycle = try #require(
      OnOffCycle(
        of: r16, lower: Celsius(lower), upper: Celsius(upper), power: pad,
        ambient: Celsius(ambient)))
    #expect(abs(cycle.on.seconds / 60 - on) < 0.006)
    #expect(abs(cycle.off.seconds / 60 - off) < 0.006)
    #expect(abs(cycle.period.seconds / 60 - period) < 0.011)
    #expect(abs(cycle.duty - duty) < 0.00006)
  }

  @Test("with a dead time of 300 s a cycle overshoots at both ends by what the closed form says")
  func deadTime() throws {
    let cycle = try #require(
      OnOffCycle(
        of: r16, lower: Celsius(3), upper: Celsius(7), power: pad, ambient: Celsius(-20),
        deadTime: .seconds(300)))
    // 1 − e^(−300/55 284) = 0.0054118; 7 + 54.92 · that, and 3 − 23 · that.
    #expect(abs(cycle.hottest.rawValue - 7.29722) < 1e-4)
    #expect(abs(cycle.coldest.rawValue - 2.87553) < 1e-4)
    // 55 284 s · ln((61.92 − 2.8755) / (61.92 − 7.2972)) and ln(27.2972 / 22.8755).
    #expect(abs(cycle.on.seconds - 4303.3) < 1)
    #expect(abs(cycle.off.seconds - 9769.6) < 1)
  }

  @Test("there is no cycle above what the pad reaches, nor below the ambient")
  func noCycle() {
    #expect(
      OnOffCycle(
        of: r16, lower: Celsius(0), upper: Celsius(5), power: Watts(33.7), ambient: Celsius(-30))
        == nil)
    #expect(
      OnOffCycle(of: r16, lower: Celsius(3), upper: Celsius(7), power: pad, ambient: Celsius(5))
        == nil)
  }
}
