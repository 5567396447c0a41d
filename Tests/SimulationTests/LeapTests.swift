import BoardCatalog
import ControlCore
import Quantities
import TestSupport
import Testing

@testable import Simulation

@Suite("Leaping over what cannot change") struct LeapTests {
  @Test(
    "gives the same events, totals and trace as every cycle, for seeded packs and weathers",
    arguments: 1...10)
  func same(seed: Int) throws {
    try expectSame(RandomScene.input(seed: UInt64(seed)), "seed \(seed)")
  }

  @Test(
    "gives the same with a schedule, whose due times come, are missed, and cannot be planned",
    arguments: 101...108)
  func sameWithSchedule(seed: Int) throws {
    try expectSame(RandomScene.inputWithSchedule(seed: UInt64(seed)), "seed \(seed)")
  }

  private func expectSame(_ input: SimulationInput, _ name: Comment) {
    let (leapt, leaptTrace) = simulate(input, part: input.span / 24)
    var input = input
    input.everyCycle = true
    let (whole, wholeTrace) = simulate(input, part: input.span / 24)
    #expect(leapt.ignoringCyclesRun == whole.ignoringCyclesRun, name)
    #expect(leaptTrace == wholeTrace, name)
    #expect(whole.cyclesRun == whole.cycles)
    #expect(leapt.cyclesRun < whole.cyclesRun, name)
  }

  @Test("the schedules drawn are ready, late, unplannable, and change what happens")
  func scheduleDraws() throws {
    let inputs = try (101...140).map { try RandomScene.inputWithSchedule(seed: UInt64($0)) }
    let results = inputs.map { simulate($0).result }
    #expect(results.contains { $0.dueTimes > 0 && $0.dueTimesReady == $0.dueTimes })
    #expect(results.contains { $0.dueTimesReady < $0.dueTimes })
    #expect(results.contains { !$0.preheatDoubts.isEmpty })
    let without = inputs.compactMap(\.withoutPreheat).map { simulate($0).result }
    #expect(zip(results, without).contains { $0.heaterStarts != $1.heaterStarts })
  }

  @Test("runs few of the cycles of a day")
  func few() throws {
    let input = ReferenceRig.input(try ReferenceRig.settings(), ambient: -20, hours: 24)
    var coarse = input
    coarse.plant.probeResolution = Kelvins(0.1)
    let (result, _) = simulate(coarse)
    #expect(result.cycles == 86_400)
    #expect(result.cyclesRun < 4000)
    #expect(result.heaterStarts > 1)
  }

  @Test("the draws cross heating, cooling, blocked charging, faults and an empty pack")
  func draws() throws {
    let results = try (1...40).map { seed in
      simulate(try RandomScene.input(seed: UInt64(seed))).result
    }
    #expect(results.contains { $0.heaterStarts > 2 })
    #expect(results.contains { $0.chargeStarts > 2 })
    #expect(results.contains { $0.heaterStarts == 0 })
    #expect(results.contains { $0.missedCharge > .zero })
    #expect(results.contains { $0.alarms.contains(.heaterUnreachable) })
    #expect(results.contains { !$0.alarms.isEmpty && $0.firstLatched != nil })
  }
}

extension SimulationResult {
  /// The same result without how it was worked out.
  fileprivate var ignoringCyclesRun: SimulationResult {
    var other = self
    other.cyclesRun = 0
    return other
  }
}

/// A pack in a weather, drawn from a seed: some of them can never work.
private struct RandomScene {
  private var random: SeededGenerator

  static func input(seed: UInt64) throws -> SimulationInput {
    var scene = RandomScene(random: SeededGenerator(seed: seed))
    return try scene.input()
  }

  /// A pack with a schedule, through a day; with the charger's returns through three and a half.
  static func inputWithSchedule(seed: UInt64) throws -> SimulationInput {
    var scene = RandomScene(random: SeededGenerator(seed: seed))
    let readyBy = scene.readyBy()
    var input = try scene.input(hours: readyBy == .charger ? 84 : 26)
    // One that can be late: the pad may be too weak, and the pack too cold.
    var preheat = PreheatSettings(readyBy: readyBy)
    preheat.readyFor = .seconds(Int.random(in: 0...4, using: &scene.random) * 1800)
    preheat.margin = .seconds(Int.random(in: 0...30, using: &scene.random) * 60)
    preheat.stateOfChargeFloor = Percent([0, 30].randomElement(using: &scene.random) ?? 0)
    preheat.ambient = [nil, Celsius(-15), Celsius(-25)].randomElement(using: &scene.random) ?? nil
    input.pack.preheat = preheat
    input.pack.heatWithoutCharger = .never
    input.pack.chargerSource = .inputLine
    input.plant.padResistance = input.pack.heater?.resistance
    input.plant.stateOfCharge = Percent(80)
    input.charger = .daily(from: .seconds(32_400), to: .seconds(50_400))
    input.knowledge = Bool.random(using: &scene.random) ? .exact : .configured
    input.calendar.secondsAhead = 3600
    return input
  }

  private mutating func readyBy() -> PreheatSettings.ReadyBy {
    let place = PreheatSettings.Place(latitude: Degrees(46.5), longitude: Degrees(7))
    switch Int.random(in: 0..<4, using: &random) {
    case 0: return .charger
    case 1: return .sunrise(place, offset: .seconds(1800))
    default: return .clock(TimeOfDay(minute: Int.random(in: 0..<1440, using: &random)))
    }
  }

  private mutating func input(hours: Int = 10) throws -> SimulationInput {
    var ambient = Double.random(in: -30...5, using: &random)
    let temperatures = (0...hours).map { _ in
      ambient += Double.random(in: -2...2, using: &random)
      return Celsius(ambient)
    }
    var input = SimulationInput(
      pack: try pack(), ambient: .hourly(temperatures), span: .seconds(hours * 3600 + 24))
    input.dayTime = .seconds(Int.random(in: 0..<86_400, using: &random))
    input.charger =
      [
        .always, .never, .daily(from: .seconds(32_400), to: .seconds(54_000)),
        .daily(from: .seconds(72_000), to: .seconds(9123)),
        .hourly((0..<8).map { _ in Bool.random(using: &random) }),
      ].randomElement(using: &random) ?? .always
    plant(&input.plant)
    return input
  }

  private mutating func pack() throws -> PackSettings {
    let board = try #require(Board.named("BD6A17S6P"))
    var pack = PackSettings(name: "pack", board: board, chemistry: .lfp, stringCount: 16)
    let resistance = Double.random(in: 20...120, using: &random)
    pack.heater = HeaterSettings(
      resistance: Ohms(resistance), tolerance: .zero,
      stop: Bool.random(using: &random) ? Celsius(7) : nil)
    pack.minimumRecovery = [nil, Celsius(4)].randomElement(using: &random) ?? nil
    pack.chargerSource = [.inputLine, .board, .notSensed].randomElement(using: &random) ?? .board
    pack.heatWithoutCharger =
      [
        .never, .whileAbove(.withoutCharger),
        .whileAbove(HeatFloors(stateOfCharge: nil, cellVoltage: Volts(3.1))),
      ].randomElement(using: &random) ?? .never
    pack.thermal.heatCapacity = JoulesPerKelvin(Double.random(in: 8e3...90e3, using: &random))
    pack.thermal.loss = WattsPerKelvin(Double.random(in: 0.4...3, using: &random))
    if Bool.random(using: &random) {
      pack.thermal.film = FilmSettings(
        heatCapacity: JoulesPerKelvin(200), coupling: WattsPerKelvin(5))
      pack.thermal.probeLag = .seconds(Int.random(in: 0...600, using: &random))
    }
    return pack
  }

  private mutating func plant(_ plant: inout PlantParameters) {
    plant.temperature = Celsius(Double.random(in: -25...12, using: &random))
    plant.stateOfCharge = Percent(Double.random(in: 3...99, using: &random))
    plant.chargeCapacity = AmpereHours(Double.random(in: 20...280, using: &random))
    plant.load = Watts([0, 40, 150].randomElement(using: &random) ?? 0)
    plant.probeResolution = Kelvins([0.1, 0.02, 0.5].randomElement(using: &random) ?? 0.1)
    if Bool.random(using: &random) { plant.cellVoltage = .common(.lfp) }
    if Bool.random(using: &random) { plant.internalResistance = Ohms(0.05) }
    if Bool.random(using: &random) { plant.lossPerKelvin = Percent(0.4) }
    if Bool.random(using: &random) { plant.padPerKelvin = Percent(0.39) }
    // A pad that was cut gives no heat at all.
    if Int.random(in: 0..<8, using: &random) == 0 { plant.padResistance = Ohms(1e9) }
  }
}
