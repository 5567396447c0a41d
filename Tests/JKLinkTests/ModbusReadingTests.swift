import ControlCore
import JKProtocol
import Quantities
import Testing

@testable import JKLink

@Suite("Reading a board over Modbus") struct ModbusReadingTests {
  @Test("a sample says what the board says, with the time of the reply")
  func sample() throws {
    let maps = [3: RegisterMap(coldReport(), deviceAddress: 3)]
    let peer = try SerialPeer { modbusAnswer($0, maps).map { [$0] } ?? [] }
    let clock = HandClock()
    let reading = try bus(peer.path, .modbus, clock: clock).readStatus(address: 3)
    var expected = BatteryReading(takenAt: clock.now)
    expected.packVoltage = .measured(Volts(26.4))
    expected.current = .measured(Amperes(-12.5))
    expected.probes = PerProbe(all: .unknown(.absent))
    expected.probes.t1 = .measured(ProbeTemperature(exactly: Celsius(-6.3)))
    expected.probes.t2 = .measured(ProbeTemperature(exactly: Celsius(0)))
    expected.stateOfCharge = .measured(Percent(57))
    expected.lowestCell = .measured(Volts(3.29))
    expected.chargerPlugged = .measured(false)
    #expect(reading == expected)
    peer.unplug()
  }

  @Test("the app's settings and the whole report come over too")
  func settingsAndReport() throws {
    let maps = [1: RegisterMap(coldReport())]
    let peer = try SerialPeer { modbusAnswer($0, maps).map { [$0] } ?? [] }
    let clock = HandClock()
    let bus = bus(peer.path, .modbus, clock: clock)
    #expect(
      try bus.readAppSettings(address: 1)
        == AppSettings(
          takenAt: clock.now, protection: Celsius(-20), recovery: Celsius(-10),
          chargeOvertemperature: .measured(Celsius(60)),
          chargeOvertemperatureRecovery: .measured(Celsius(55))))
    var expected = coldReport()
    // Firmware below 15.41 has no heating set points of its own.
    expected.settings.heatStart = .unknown(.notCarried)
    #expect(try bus.readReport(address: 1) == expected)
    peer.unplug()
  }
}
