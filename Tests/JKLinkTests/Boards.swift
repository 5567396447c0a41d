import ControlCore
import JKProtocol
import Quantities

@testable import JKLink

/// A cold 8S board: 26.4 V, −12.5 A, T1 −6.3 °C, T2 0.0 °C, 57 %, the app at −20/−10 °C.
func coldReport(model: String = "JK_B2A8S20P") -> BoardReport {
  var report = BoardReport()
  report.status.packVoltage = .measured(Volts(26.4))
  report.status.current = .measured(Amperes(-12.5))
  report.status.probes = PerProbe(all: .unknown(.absent))
  report.status.probes.t1 = .measured(ProbeTemperature(exactly: Celsius(-6.3)))
  report.status.probes.t2 = .measured(ProbeTemperature(exactly: Celsius(0)))
  report.status.mosfet = .measured(Celsius(4.5))
  report.status.stateOfCharge = .measured(Percent(57))
  report.status.chargeMosfetOn = .measured(true)
  report.status.dischargeMosfetOn = .measured(true)
  report.status.heatingOn = .measured(false)
  report.status.heaterCurrent = .measured(Amperes(0))
  report.status.chargerPlugged = .measured(false)
  report.status.emergency = .measured(false)
  report.status.alarms = .measured([])
  report.status.cellVoltages = [3.31, 3.29, 3.3, 3.3, 3.3, 3.3, 3.3, 3.3].map { Volts($0) }
  report.settings.chargeProtection = .measured(Celsius(-20))
  report.settings.chargeRecovery = .measured(Celsius(-10))
  report.settings.chargeOvertemperature = .measured(Celsius(60))
  report.settings.chargeOvertemperatureRecovery = .measured(Celsius(55))
  report.settings.stringCount = .measured(8)
  report.settings.chargeSwitchOn = .measured(true)
  report.settings.heatingSwitchOn = .measured(false)
  report.settings.probesDisabled = .measured(false)
  report.identity.model = .measured(model)
  report.identity.hardware = .measured("11.XW")
  report.identity.firmware = .measured("11.48")
  return report
}

/// Answers Modbus reads for the boards in `maps` as they do; others stay silent.
func modbusAnswer(_ arrived: [UInt8], _ maps: [Int: RegisterMap]) -> [UInt8]? {
  guard let request = try? ModbusFrame.decodeRequest(arrived.span),
    let map = maps[Int(request.unit)]
  else { return nil }
  guard let words = map.words(for: request.read) else {
    return ModbusFrame.exception(unit: request.unit, function: 3, code: 2)
  }
  return ModbusFrame.reply(unit: request.unit, words)
}

/// Short times for pseudo-terminals: no try hangs a test for long.
let quick = LinkTiming(
  responseTimeout: .milliseconds(100), byteTimeout: .milliseconds(60), tries: 3,
  quietGapAfterFailure: .milliseconds(1))

/// A bus on `device`.
func bus(_ device: String, _ protocolName: BusProtocol, clock: HandClock = HandClock()) -> JKBus {
  let settings = BusSettings(
    name: "bench", device: device, protocolName: protocolName,
    baud: protocolName.standardBaud)
  return JKBus(settings, timing: quick, clock: clock)
}
