import BoardCatalog
import ControlCore
import Quantities
import Testing
import ThermalModel

@testable import Simulation

@Suite("Scenarios with closed forms, through the production controller") struct ScenarioTests {
  @Test(
    "a keep-warm cycle has the times of the closed form",
    arguments: [  // protection, stop, ambient °C; on, off min
      (3.0, 7.0, -10.0, 55.09, 247.18), (3.0, 7.0, -20.0, 64.78, 147.74),
      (3.0, 7.0, -30.0, 78.60, 105.42), (0.0, 5.0, -20.0, 77.58, 205.60),
      (0.0, 5.0, -30.0, 93.30, 142.03),
    ])
  func cycle(lower: Double, upper: Double, ambient: Double, on: Double, off: Double) throws {
    var pack = try ReferenceRig.settings()
    pack.protectionFloor = Celsius(lower)
    pack.minimumRecovery = Celsius(upper)
    var input = ReferenceRig.input(
      pack, ambient: ambient, start: upper, hours: (on + off) / 30 + 0.2)
    // Half a step at each end of a swing of 4 K counts.
    input.plant.probeResolution = Kelvins(0.002)
    let trace = try #require(simulate(input, part: .seconds(86_400)).trace)
    let ons = trace.transitions.filter { $0.outputs.heater }.map(\.time)
    let offs = zip(trace.transitions, trace.transitions.dropFirst()).filter {
      $0.0.outputs.heater && !$0.1.outputs.heater
    }.map(\.1.time)
    #expect(ons.count == 2 && offs.count == 2)
    // The first cycle begins with three readings and not with a pad that has just gone off.
    let (firstOff, secondOn, secondOff) = (offs[0], ons[1], offs[1])
    #expect(abs((secondOn - firstOff).seconds / (off * 60) - 1) < 1e-3)
    #expect(abs((secondOff - secondOn).seconds / (on * 60) - 1) < 1e-3)
  }

  @Test(
    "voltage sag makes the heat-up longer, and below the cell floor there is none",
    arguments: [(48.0, 23_580.0), (41.6, 34_299.0)])  // V, s
  func sag(voltage: Double, seconds: Double) throws {
    var pack = try ReferenceRig.settings()
    var input = ReferenceRig.input(pack, ambient: -20, hours: seconds / 3600 + 0.5)
    input.plant.cellVoltage = .flat(Volts(voltage / 16))
    let (result, _) = simulate(input)
    #expect(abs(result.heaterOn.seconds / seconds - 1) < 1e-3)
    // Under-voltage protection of JK's preset: 2.6 V a cell are 41.6 V.
    pack.heatWithCharger = .whileAbove(HeatFloors(stateOfCharge: nil, cellVoltage: Volts(2.6)))
    input.pack = pack
    #expect((simulate(input).result.heaterStarts == 0) == (voltage == 41.6))
  }

  @Test("sag by inner resistance is that of the divider")
  func innerResistance() throws {
    var input = ReferenceRig.input(try ReferenceRig.settings(), ambient: -20, hours: 6)
    // 54.4 V at rest over 1.25 Ω and 20 Ω are 51.2 V at the pad: the cold soak of 20 129 s.
    input.plant.cellVoltage = .flat(Volts(3.4))
    input.plant.internalResistance = Ohms(1.25)
    input.charger = .daily(from: .zero, to: .seconds(86_400))
    let (result, _) = simulate(input)
    #expect(abs(result.heaterOn.seconds / 20_129 - 1) < 1e-3)
    #expect(abs(result.padEnergy.wattHours / 732.9 - 1) < 1e-3)
  }

  @Test("a pad of 33.7 W in −30 °C is given up as unreachable, and charging stays off")
  func weakPad() throws {
    var pack = try ReferenceRig.settings()
    pack.heater?.resistance = Volts(51.2).squared / Watts(33.7)
    let (result, trace) = simulate(
      ReferenceRig.input(pack, ambient: -30, hours: 16), part: .seconds(86_400))
    #expect(result.alarms == FaultSet(.heaterUnreachable))
    #expect(result.firstChargeAllowed == nil)
    #expect(result.hottest < Celsius(-8.94 + 0.01))
    // The heat for 6 K and twice for 3 K, 88 454.4 J/K · 12 K / 33.7 W = 31 497 s; then a pause of
    // 6 h, and another try.
    let switched = try #require(trace).transitions.map { $0.time }
    #expect(switched.count == 3 && result.heaterStarts == 2)
    #expect(abs((switched[1] - switched[0]).seconds / 31_497 - 1) < 1e-3)
    #expect(abs((switched[2] - switched[1]).seconds / 21_600 - 1) < 1e-3)
  }

  @Test("heating from the latest start is done in time and takes 332.8 Wh")
  func latestStart() throws {
    // From 4 °C in −20 °C, to have 5 °C after 10 h: start after 7.4606 h at −5.235 °C. The charger
    // comes then, and with it the heat.
    var input = ReferenceRig.input(
      try ReferenceRig.settings(), ambient: -20, start: 4, hours: 10.01)
    input.charger = .daily(from: .seconds(7.4606 * 3600), to: .seconds(86_400))
    let (result, trace) = simulate(input, part: .seconds(86_400))
    let start = try #require(trace?.transitions.first { $0.outputs.heater })
    #expect(abs(start.time.seconds / (7.4606 * 3600) - 1) < 1e-3)
    #expect(abs((start.coldest - Celsius(-5.235)).rawValue) < 0.01)
    #expect(abs(result.heaterOn.seconds / (2.5394 * 3600) - 1) < 1e-3)
    #expect(abs(result.padEnergy.wattHours / 332.8 - 1) < 1e-3)
    #expect(abs((start.time + result.heaterOn).seconds / 36_000 - 1) < 1e-3)
  }

  @Test("a preheat for 10 h later starts at 7.461 h, is warm at 10 h and takes 332.8 Wh, not 400")
  func preheat() throws {
    // The same by the production planner, with no charger to say when: from midnight to 10:00.
    var pack = try ReferenceRig.settings()
    var schedule = PreheatSettings(readyBy: .clock(TimeOfDay(minute: 600)))
    schedule.margin = .zero
    schedule.readyFor = .zero
    pack.preheat = schedule
    pack.heatWithoutCharger = .never
    var input = ReferenceRig.input(pack, ambient: -20, start: 4, hours: 10.01)
    input.charger = .never
    input.knowledge = .exact
    let (result, trace) = simulate(input, part: .seconds(86_400))
    let start = try #require(trace?.transitions.first { $0.outputs.heater })
    #expect(abs(start.time.seconds / (7.4606 * 3600) - 1) < 1e-3, "\(start.time)")
    #expect(abs((start.coldest - Celsius(-5.235)).rawValue) < 0.01)
    #expect(abs((start.time + result.heaterOn).seconds / 36_000 - 1) < 1e-3)
    #expect(abs(result.padEnergy.wattHours / 332.8 - 1) < 1e-3, "\(result.padEnergy.wattHours)")
    #expect(result.heaterStarts == 1)
    // Holding 5 °C takes 1.6 W/K · 25 K · 10 h = 400 Wh; a thermostat holds a little more.
    let hold = simulate(input.alwaysHolding).result
    #expect(hold.padEnergy.wattHours > 400, "\(hold.padEnergy.wattHours) Wh")
    #expect(hold.padEnergy.wattHours < 400 + 3 * 24.57 + 1.6 * 10, "5 to 7 °C, and from 4 °C up")
    // Without the schedule nothing heats: the pack is cold at 10:00.
    let without = try #require(input.withoutPreheat.map { simulate($0).result })
    #expect(without.padEnergy == .zero && without.cells < Celsius(-5))
  }

  @Test("a schedule without a weather to plan with is not followed, and says so")
  func unplanned() throws {
    var pack = try ReferenceRig.settings()
    pack.preheat = PreheatSettings(readyBy: .clock(TimeOfDay(minute: 600)))
    pack.heatWithoutCharger = .never
    var input = ReferenceRig.input(pack, ambient: -20, start: 4, hours: 9.9)
    input.charger = .never
    let result = simulate(input).result
    #expect(result.heaterStarts == 0)
    #expect(result.preheatDoubts == [.ambientUnknown])
  }

  @Test("the charger's return is learned in three days, and the pack is warm for it from then on")
  func chargerReturns() throws {
    var pack = try ReferenceRig.settings()
    pack.preheat = PreheatSettings(readyBy: .charger)
    pack.heatWithoutCharger = .never
    var input = ReferenceRig.input(pack, ambient: -10, hours: 24 * 6)
    input.charger = .daily(from: .seconds(32_400), to: .seconds(54_000))
    input.knowledge = .exact
    input.plant.stateOfCharge = Percent(90)
    let result = simulate(input).result
    #expect(result.preheatDoubts == [.tooFewReturns])
    // Returns at 9:00 on days 1, 2 and 3. With the third the pack is due at once, and still cold;
    // on days 4, 5 and 6 it is warm.
    #expect(result.dueTimes == 4 && result.dueTimesReady == 3)
    let without = try #require(input.withoutPreheat.map { simulate($0).result })
    #expect(result.chargeWanted < without.chargeWanted)
  }

  @Test("always holding and no heating bound the configured pack")
  func alternatives() throws {
    var pack = try ReferenceRig.settings()
    pack.heatWithoutCharger = .never
    var input = ReferenceRig.input(pack, ambient: -20, start: 8, hours: 48)
    input.charger = .daily(from: .seconds(32_400), to: .seconds(54_000))
    let configured = simulate(input).result
    let none = simulate(input.withoutHeating).result
    let hold = simulate(input.alwaysHolding).result
    #expect(none.padEnergy == .zero && none.heaterStarts == 0)
    #expect(hold.padEnergy > configured.padEnergy)
    #expect(none.coldest < configured.coldest)
    // Held at the recovery of 5 °C; two seconds of pause cost a hair.
    #expect(hold.coldest > Celsius(4.99))
    #expect(hold.below.map(\.temperature) == configured.below.map(\.temperature))
  }

  @Test("energy from pack and from charger add up, and so do charged and missed charge")
  func energy() throws {
    var pack = try ReferenceRig.settings()
    pack.heater?.supply = .charger(maximum: Volts(51.2))
    var input = ReferenceRig.input(pack, ambient: -20, hours: 6)
    input.plant.chargerCurrent = Amperes(20)
    let (result, _) = simulate(input)
    #expect(result.padEnergy == result.padEnergyFromCharger)
    // Six hours of 20 A, for which the half-full pack has room: some flowed, the rest was missed.
    #expect(abs((result.charged + result.missedCharge).rawValue - 120) < 1e-6)
    #expect(abs(result.missedCharge.rawValue - 20 * result.chargeBlocked.seconds / 3600) < 1e-6)
  }
}
