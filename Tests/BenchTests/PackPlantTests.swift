import Bench
import BoardCatalog
import ControlCore
import Quantities
import Testing
import ThermalModel

private let heating = Outputs(charge: false, heater: true)
private let charging = Outputs(charge: true, heater: false)

/// 16 LFP cells at 51.2 V with 20 Ω, at −20 °C in −20 °C.
private func r16() -> PackPlant {
  PackPlant(
    chemistry: .lfp, stringCount: 16, temperature: Celsius(-20), ambient: Celsius(-20),
    padResistance: Ohms(20))
}

@Suite("Pack plant") struct PackPlantTests {
  @Test("the default pack of 16 cells is R16: 88 454 J/K, 1.6 W/K, 51.2 V, 131.07 W, 14.34 kWh")
  func reference() {
    let plant = r16()
    #expect(abs(plant.node.capacity.rawValue - 88_454) < 0.5)
    #expect(abs(plant.node.leak.rawValue - 1.6) < 1e-12)
    #expect(abs(plant.packVoltage.rawValue - 51.2) < 1e-9)
    #expect(abs(plant.padPower.rawValue - 131.072) < 1e-9)
    #expect(abs(plant.capacity.wattHours - 14_336) < 1e-6)
  }

  @Test("steps of any length end at the closed form: 20 129 s and 732.9 Wh to 5 °C")
  func closedForm() throws {
    var plant = r16()
    let span = try #require(plant.heatUpTime(to: Celsius(5)))
    #expect(abs(span.seconds - 20_129) < 1)
    for _ in 0..<7 { plant.step(span / 7, heating, boardCharges: false) }
    #expect(abs((plant.cells - Celsius(5)).rawValue) < 1e-6)
    #expect(abs(plant.heat.wattHours - 732.9) < 0.05)
    // All of it came out of the pack: 5.1 % of 14.34 kWh.
    #expect(abs(plant.stateOfCharge.rawValue - (50 - 5.112)) < 0.001)
  }

  @Test("the current is the pad's out of the pack, the charger's into it, and nothing at rest")
  func currents() {
    var plant = r16()
    #expect(plant.current(.safe, boardCharges: true) == .zero)
    #expect(abs(plant.current(heating, boardCharges: true).rawValue - -2.56) < 1e-12)
    #expect(plant.current(charging, boardCharges: true) == .zero)
    plant.isChargerPresent = true
    #expect(plant.current(charging, boardCharges: true) == Amperes(20))
    #expect(plant.current(charging, boardCharges: false) == .zero)
    #expect(abs(plant.current(heating, boardCharges: true).rawValue - -2.56) < 1e-12)
  }

  @Test("charging at 20 A fills a half-empty pack of 280 Ah in seven hours and goes no further")
  func filling() {
    var plant = r16()
    plant.isChargerPresent = true
    plant.step(.seconds(6 * 3600), charging, boardCharges: true)
    #expect(abs(plant.stateOfCharge.rawValue - (50 + 100 * 120.0 / 280)) < 1e-9)
    plant.step(.seconds(2 * 3600), charging, boardCharges: true)
    #expect(plant.stateOfCharge == Percent(100))
    #expect(plant.current(charging, boardCharges: true) == .zero)
  }

  @Test("an empty pack heats nothing")
  func empty() {
    var plant = PackPlant(
      chemistry: .lfp, stringCount: 16, temperature: Celsius(-20), ambient: Celsius(-20),
      padResistance: Ohms(20), stateOfCharge: Percent(0))
    plant.step(.seconds(3600), heating, boardCharges: false)
    #expect(plant.cells == Celsius(-20))
    #expect(plant.current(heating, boardCharges: false) == .zero)
  }

  @Test("a pad on the charger's output takes nothing from the pack, and nothing without a charger")
  func chargerSupply() {
    var plant = PackPlant(
      chemistry: .lfp, stringCount: 16, temperature: Celsius(-20), ambient: Celsius(-20),
      padResistance: Ohms(20), padSupply: .charger(maximum: Volts(56)))
    #expect(plant.padPower == .zero)
    plant.isChargerPresent = true
    #expect(abs(plant.padPower.rawValue - 156.8) < 1e-9)
    #expect(plant.current(heating, boardCharges: true) == .zero)
  }

  @Test("without a pad a heater output does nothing")
  func noPad() {
    var plant = r16()
    plant.padResistance = nil
    plant.step(.seconds(3600), heating, boardCharges: false)
    #expect(plant.cells == Celsius(-20))
    #expect(plant.heat == .zero)
  }
}
