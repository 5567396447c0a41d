public import BoardCatalog
public import JKProtocol
import Quantities

extension BoardReport {
  /// What a healthy board says of a half-full pack at rest, 20 °C warm.
  ///
  /// The app's settings are not JK's presets of −20 and −10 °C but 0 and 5 °C, as in captures from
  /// boards whose owner has opened the app. Charging ends at 60 °C and returns at 55 °C, as preset.
  /// Source: JK manual V1.5, appendix; syssi/esphome-jk-bms, frames of a JK-BD6A17S6P.
  ///
  /// - Parameter model: As in the maker's table, without `JK_`.
  public static func standard(model: String, chemistry: Chemistry, stringCount: Int) -> BoardReport
  {
    var report = BoardReport()
    let cell = chemistry.nominalCellVoltage
    report.status.packVoltage = .measured(cell * Double(stringCount))
    report.status.cellVoltages = [Volts](repeating: cell, count: stringCount)
    report.status.current = .measured(Amperes(0))
    let room = ProbeTemperature(exactly: Celsius(20))
    report.status.probes.t1 = .measured(room)
    report.status.probes.t2 = .measured(room)
    report.status.mosfet = .measured(Celsius(22))
    report.status.stateOfCharge = .measured(Percent(50))
    report.status.chargeMosfetOn = .measured(true)
    report.status.dischargeMosfetOn = .measured(true)
    report.status.heatingOn = .measured(false)
    report.status.heaterCurrent = .measured(Amperes(0))
    report.status.chargerPlugged = .measured(false)
    report.status.emergency = .measured(false)
    report.status.alarms = .measured([])
    report.settings.chargeProtection = .measured(Celsius(0))
    report.settings.chargeRecovery = .measured(Celsius(5))
    report.settings.chargeOvertemperature = .measured(Celsius(60))
    report.settings.chargeOvertemperatureRecovery = .measured(Celsius(55))
    report.settings.stringCount = .measured(stringCount)
    report.settings.chargeSwitchOn = .measured(true)
    report.settings.heatingSwitchOn = .measured(false)
    report.settings.probesDisabled = .measured(false)
    report.identity.model = .measured("JK_\(model)")
    report.identity.hardware = .measured("11.XW")
    report.identity.firmware = .measured("11.51")
    return report
  }
}
