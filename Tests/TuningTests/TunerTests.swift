import BoardCatalog
import ControlCore
import Quantities
import SettingsFile
import Simulation
import Testing
import Tuning

@Suite("Tuning a configuration") struct TunerTests {
  static let text = """
    # the cabin
    buses:
      rs485: { device: /dev/ttyUSB0 } # the adapter
    packs:
      - name: cabin
        bus: rs485
        board: BD6A17S6P
        chemistry: lfp # as printed
        strings: 16
        heater: { resistance: 21 ohm, tolerance: 5% } # measured: 20.9
        thermal: { heat_capacity: 88.45 kJ/K, loss: 1.6 W/K }
        heat_when: { without_charger: { soc_above: 10% } }
        outputs: { charge: { line: CHARGE_EN }, heater: { line: HEATER } }

    """

  /// Six hours at −20 °C, the pack at 0 °C.
  private func tuner(_ sweeps: String...) throws -> Tuner {
    let settings = try SettingsFile.parse(Self.text, file: "cabin.yaml")
    var scene = SimulationInput(
      pack: settings.packs[0].pack, ambient: .constant(Celsius(-20)), span: .seconds(6 * 3600))
    scene.plant.temperature = Celsius(-1)
    return Tuner(
      text: Self.text, file: "cabin.yaml", pack: 0,
      combinations: try Combinations(sweeps.map { try Sweep($0) }), scene: scene)
  }

  @Test("combinations are every value with every other one, the last sweep varying fastest")
  func combinations() throws {
    let all = try Combinations([Sweep("a=1,2"), Sweep("b=x,y,z")])
    #expect(all.count == 6)
    #expect(
      (0..<6).map(all.values) == [
        ["1", "x"], ["1", "y"], ["1", "z"], ["2", "x"], ["2", "y"], ["2", "z"],
      ])
    #expect(try Combinations([]).values(0) == [])
    #expect(throws: SweepError.self) { try Combinations([Sweep("a=1"), Sweep("a=2")]) }
    #expect(throws: SweepError.self) {
      try Combinations([Sweep("a=1:1000:1"), Sweep("b=1:1000:1")])
    }
  }

  @Test("a combination is simulated as if it stood in the file")
  func asInTheFile() throws {
    let tuner = try tuner("heater.stop=4,6 °C", "thermal.loss=1,2 W/K")
    let outcomes = tuner.run(workers: 1)
    #expect(
      outcomes.map(\.values) == [
        ["4 °C", "1 W/K"], ["4 °C", "2 W/K"], ["6 °C", "1 W/K"], ["6 °C", "2 W/K"],
      ])
    let written = Self.text.replacing("tolerance: 5% }", with: "tolerance: 5%, stop: 6 °C }")
      .replacing("1.6 W/K", with: "2 W/K")
    var input = tuner.scene
    input.pack = try SettingsFile.parse(written, file: "written").packs[0].pack
    input.plant = PlantParameters(input.pack)
    input.plant.temperature = Celsius(-1)
    let direct = simulate(input).result
    #expect(outcomes[3].result == .success(direct))
    // 124.8 W less the loss of 1 or 2 W/K · 20 K and more: the leakier box takes more heat.
    let energies = try outcomes.map { try $0.result.get().padEnergy }
    #expect(energies[0] < energies[1] && energies[0] < energies[2])
  }

  @Test("the outcomes are the same, and in the same order, however many cores there are")
  func parallel() throws {
    let tuner = try tuner("heater.stop=3:8:1 °C", "heater.tolerance=0,5 %")
    #expect(tuner.run(workers: 1) == tuner.run(workers: 4))
  }

  @Test("what the reader of configurations refuses is refused in its words, and nothing stops")
  func refused() throws {
    let outcomes = try tuner("heater.resistance=15,21 ohm").run(workers: 2)
    guard case .failure(let refusal) = outcomes[0].result else {
      Issue.record("15 Ω is 58.4 V / 14.25 Ω = 4.1 A")
      return
    }
    #expect(refusal.description.hasPrefix("packs[cabin].heater.resistance is 15"))
    #expect(throws: Never.self) { try outcomes[1].result.get() }
    let unknown = try tuner("heater.stopp=5,6 °C").run(workers: 1)[0].result
    #expect("\(unknown)".contains("Did you mean `stop`?"))
    let section = try tuner("heater=1,2").run(workers: 1)[0].result
    #expect("\(section)".contains("heater cannot be set: packs[1].heater is a section"))
  }

  @Test("a written configuration has the chosen settings, and all else as it was")
  func written() throws {
    let tuner = try tuner(
      "heater.stop=6,7 °C", "charge_protection.recovery=5 °C", "control.min_on=90,120 s")
    let values = tuner.combinations.values(3)
    let changed = try tuner.changedText(with: values)
    #expect(
      changed
        == Self.text.replacing("{ resistance", with: "{ stop: 7 °C, resistance")
        .replacing(
          "strings: 16\n", with: "strings: 16\n    charge_protection: { recovery: 5 °C }\n"
        )
        // No key at the top has a plain value: the new one goes above the first.
        .replacing("buses:", with: "control: { min_on: 120 s }\nbuses:"))
    let settings = try tuner.settings(with: values)
    #expect(try SettingsFile.parse(changed, file: "cabin.yaml") == settings)
    #expect(settings.packs[0].pack.heater?.stop == Celsius(7))
    #expect(settings.packs[0].pack.minimumRecovery == Celsius(5))
    #expect(settings.packs[0].pack.control.minimumOn == .seconds(120))
  }

  @Test("the balanced outcome is the one nearest to the best of all three figures")
  func balanced() {
    func figures(_ energy: Double, _ hours: Int, _ starts: Int) -> TradeOff.Figures {
      TradeOff.Figures(energy: Joules(energy), blocked: .seconds(hours * 3600), starts: starts)
    }
    // Scaled to the set: (1, 0, 0), (0.1, 0.2, 0.5), (0, 1, 1); the last one is dominated.
    let tradeOff = TradeOff([
      figures(200, 0, 2), nil, figures(110, 20, 6), figures(100, 100, 10), figures(210, 0, 2),
    ])
    #expect(tradeOff.front == [3, 2, 0])
    #expect(tradeOff.balanced == 2)
    #expect(TradeOff([nil, nil]).balanced == nil)
  }
}
