import Quantities
import TestSupport
import Testing
import ThermalModel

@Suite("The latest start of a heat-up") struct LatestStartTests {
  private let r16 = ReferencePack.r16.node(leak: WattsPerKelvin(1.6))
  private let pad = Volts(51.2).squared / Ohms(20)

  private func start(
    from cells: Double, to target: Double = 5, hours: Double = 10, power: Watts? = nil,
    ambient: Double = -20
  ) -> Double? {
    r16.latestStart(
      from: Celsius(cells), to: Celsius(target), within: .seconds(hours * 3600),
      power: power ?? pad, ambient: Celsius(ambient)
    ).map { $0.seconds / 3600 }
  }

  @Test("scenario 15: 7.4606 h, at −5.235 °C, 2.5394 h of heat and 332.8 Wh")
  func scenario15() throws {
    let hours = try #require(start(from: 4))
    #expect(abs(hours - 7.4606) < 1e-4)
    let cold = r16.temperature(
      from: Celsius(4), after: .seconds(hours * 3600), power: .zero, ambient: Celsius(-20))
    #expect((cold - Celsius(-5.235)).magnitude < Kelvins(1e-3))
    #expect(abs((pad * .seconds((10 - hours) * 3600)).wattHours - 332.8) < 0.1)
    // 134.7 W by brute force: 7.534782 h.
    #expect(abs(try #require(start(from: 4, power: Watts(134.7))) - 7.534782) < 2e-4)
  }

  @Test("cooling until then and heating from then on meets the target, whatever the pack")
  func roundTrip() throws {
    var random = SeededGenerator(seed: 11)
    var met = 0
    for _ in 0..<2000 {
      func number(_ range: ClosedRange<Double>) -> Double {
        Double.random(in: range, using: &random)
      }
      let node = ThermalNode(
        capacity: JoulesPerKelvin(number(1e4...2e5)), leak: WattsPerKelvin(number(0.2...4)))
      let (cells, target, ambient) = (
        Celsius(number(-20...15)), Celsius(number(0...10)), Celsius(number(-35...5))
      )
      let (span, power) = (Duration.seconds(number(600...90_000)), Watts(number(20...200)))
      let start = try #require(
        node.latestStart(from: cells, to: target, within: span, power: power, ambient: ambient))
      guard start > .zero, start < span else { continue }
      let cold = node.temperature(from: cells, after: start, power: .zero, ambient: ambient)
      let end = node.temperature(from: cold, after: span - start, power: power, ambient: ambient)
      #expect((end - target).magnitude < Kelvins(1e-6), "seed 11")
      met += 1
    }
    #expect(met > 200, "seed 11: \(met)")
  }

  @Test("a warm pack needs no heat, a cold one in a hurry starts at once, no pad never starts")
  func extremes() throws {
    #expect(try #require(start(from: 40)) >= 10)
    #expect(start(from: -20, hours: 5) == 0)
    #expect(start(from: -20, to: 70) == 0, "beyond T∞ of 61.9 °C")
    #expect(start(from: 4, power: .zero) == nil)
    // So long that e^(H/τ) is beyond every number: heats for the last 2.5 h or so all the same.
    let hours = try #require(start(from: 4, hours: 1e5))
    // From −20 °C it takes 20 129 s (scenario 1).
    #expect(abs((1e5 - hours) * 3600 - 20_129) < 1)
  }
}
