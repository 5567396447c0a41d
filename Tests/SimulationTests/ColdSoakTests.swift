import BoardCatalog
import ControlCore
import Quantities
import Testing
import ThermalModel

@testable import Simulation

/// The reference pack of the scenarios: 16 LFP cells of 280 Ah in a leaky box, with a 20 Ω pad.
enum ReferenceRig {
  static func settings() throws -> PackSettings {
    let board = try #require(Board.named("BD6A17S6P"))
    var pack = PackSettings(name: "pack", board: board, chemistry: .lfp, stringCount: 16)
    pack.heater = HeaterSettings(resistance: Ohms(20), tolerance: .zero)
    pack.minimumRecovery = Celsius(5)
    pack.chargerSource = .inputLine
    pack.thermal = ThermalSettings(
      heatCapacity: ReferencePack.r16.capacity, loss: WattsPerKelvin(1.6))
    return pack
  }

  /// At 51.2 V whatever its charge, in a constant ambient, with probes of a hundredth of a kelvin.
  static func input(
    _ pack: PackSettings, ambient: Double, start: Double? = nil, hours: Double
  ) -> SimulationInput {
    var input = SimulationInput(
      pack: pack, ambient: .constant(Celsius(ambient)), span: .seconds(hours * 3600))
    input.plant.cellVoltage = .flat(Volts(3.2))
    input.plant.probeResolution = Kelvins(0.01)
    input.plant.temperature = start.map { Celsius($0) }
    return input
  }
}

@Suite("A cold soak against the closed form") struct ColdSoakTests {
  @Test("from −20 °C to 5 °C takes 20 129 s and 732.9 Wh, then charging begins")
  func scenario1() throws {
    let pack = try ReferenceRig.settings()
    let (result, _) = simulate(ReferenceRig.input(pack, ambient: -20, hours: 6))
    // Two seconds of readings before the pad goes on, and two seconds of pause after it.
    let heated = try #require(result.firstChargeAllowed) - .seconds(4)
    #expect(abs(heated / .seconds(20_129) - 1) < 1e-3)
    #expect(abs(result.padEnergy.wattHours / 732.9 - 1) < 1e-3)
    #expect(result.coldest == Celsius(-20))
    #expect(result.alarms == [])
  }
}
