import BoardCatalog
import ControlCore
import Quantities
import Testing
import ThermalModel

@testable import Simulation

@Suite("Steps of 1, 10 and 60 s") struct StepSizeTests {
  private static let steps = [1.0, 10, 60]
  private static let r16 = ReferencePack.r16.node(leak: WattsPerKelvin(1.6))
  private static let pad = Volts(51.2).squared / Ohms(20)

  /// Whether the pad is on after so many hours: off and on for one, three, two, one and one.
  private static func isOn(_ hour: Double) -> Bool {
    (1..<4).contains(hour) || (6..<7).contains(hour)
  }

  /// What is seen at full hours of eight, under outputs that do not ask for the temperature, by one
  /// who looks every `step` seconds.
  private func look(_ input: SimulationInput, every step: Double) -> [Sight] {
    var plant = Plant(input)
    var sights: [Sight] = []
    for cycle in 0...Int(8 * 3600 / step) {
      let time = Seconds(Double(cycle) * step)
      while plant.end <= time { plant.cross() }
      let hour = time / .hour
      plant.set(Outputs(charge: false, heater: StepSizeTests.isOn(hour)), at: time)
      let state = plant.state(at: time)
      guard hour == hour.rounded(), hour > 0 else { continue }
      sights.append(Sight(cells: state.cells, film: state.film, probe: plant.probe(at: time)))
      sights[sights.count - 1].energy = plant.totals.padEnergy
    }
    return sights
  }

  private struct Sight {
    var cells: Celsius
    var film: Celsius
    var probe: Celsius
    var energy = Joules.zero
  }

  @Test(
    "temperatures and energy under the same outputs are those of the closed form",
    arguments: steps)
  func closedForm(step: Double) throws {
    let input = ReferenceRig.input(try ReferenceRig.settings(), ambient: -20, start: 7, hours: 9)
    let sights = look(input, every: step)
    #expect(sights.count == 8)
    var exact = Celsius(7)
    for (index, sight) in sights.enumerated() {
      let power = StepSizeTests.isOn(Double(index)) ? StepSizeTests.pad : .zero
      exact = StepSizeTests.r16.temperature(
        from: exact, after: .seconds(3600), power: power, ambient: Celsius(-20))
      #expect(abs((sight.cells - exact).rawValue) < 1e-6, "\(index + 1) h: \(sight.cells)")
    }
    // Three hours and one of 131.072 W.
    #expect(abs(sights[3].energy.wattHours / (3 * 131.072) - 1) < 1e-9)
    #expect(abs(sights[7].energy.wattHours / (4 * 131.072) - 1) < 1e-9)
  }

  @Test("nor do they hang on the step where film, probe, loss, pad and voltage follow each other")
  func everything() throws {
    var pack = try ReferenceRig.settings()
    pack.thermal.film = FilmSettings(
      heatCapacity: JoulesPerKelvin(200), coupling: WattsPerKelvin(5))
    pack.thermal.probeLag = .seconds(120)
    pack.thermal.internalResistance = Ohms(0.05)
    var input = ReferenceRig.input(pack, ambient: -20, start: 7, hours: 9)
    input.ambient = .hourly([-20, -24, -23, -11, -15, -30, -26, -8, -9, -12].map { Celsius($0) })
    input.plant.cellVoltage = .common(.lfp)
    input.plant.lossPerKelvin = Percent(0.4)
    input.plant.padPerKelvin = Percent(0.39)
    input.plant.load = Watts(40)
    let sights = StepSizeTests.steps.map { look(input, every: $0) }
    for other in sights.dropFirst() {
      for (one, two) in zip(sights[0], other) {
        #expect(abs((one.cells - two.cells).rawValue) < 0.01)
        #expect(abs((one.film - two.film).rawValue) < 0.01)
        #expect(abs((one.probe - two.probe).rawValue) < 0.01)
        #expect(abs(one.energy.wattHours - two.energy.wattHours) <= one.energy.wattHours * 1e-3)
      }
    }
    #expect(sights[0][7].energy.wattHours > 400, "the pad was on")
  }

  @Test(
    "the controller switches in the first cycle that can see why, and never later",
    arguments: steps)
  func switching(step: Double) throws {
    var pack = try ReferenceRig.settings()
    pack.control.period = .seconds(step)
    pack.control.readingLifetime = .seconds(120)
    let (result, trace) = simulate(
      ReferenceRig.input(pack, ambient: -20, hours: 18), part: .seconds(18 * 3600))
    let changes = try #require(trace).transitions
    // On after 0 h, 9.02 h and 13.74 h, for 5.59 h and twice 1.29 h, with charging after each.
    #expect(changes.count == 11 && result.heaterStarts == 3)
    var (last, begin, outputs) = (Celsius(-20), Duration.zero, Outputs.safe)
    for change in changes {
      let power = outputs.heater ? StepSizeTests.pad : .zero
      let (start, from) = (last, begin)
      func exact(_ time: Duration) -> Celsius {
        StepSizeTests.r16.temperature(
          from: start, after: time - from, power: power, ambient: Celsius(-20))
      }
      let (now, before) = (exact(change.time), exact(change.time - .seconds(step)))
      if outputs.heater {
        // 4.995 °C is reported as 5.00 °C, where heating stops.
        #expect(before < Celsius(4.995) && now > Celsius(4.995 - 1e-9), "\(change.time)")
      } else if outputs.charge {
        // 0.005 °C is the warmest that is reported as 0.00 °C.
        #expect(before > Celsius(0.005) && now < Celsius(0.005 + 1e-9), "\(change.time)")
      } else if begin == .zero {
        // Three good readings (S6).
        #expect(change.time == .seconds(2 * step))
      } else {
        // The first cycle after two seconds of pause (S1).
        #expect(change.time - begin == .seconds((2 / step).rounded(.up) * step))
      }
      (last, begin, outputs) = (now, change.time, change.outputs)
    }
    #expect(abs(result.padEnergy.wattHours / (131.072 * result.heaterOn.seconds / 3600) - 1) < 1e-9)
  }
}
