import BoardCatalog
import ControlCore
import JKProtocol
import Quantities
import TestSupport
import ThermalModel

/// The pack as it really is, second by second: cells, pad, charger, weather.
struct Truth {
  let settings: PackSettings
  private let node: ThermalNode
  /// 1 − e^(−1 s / τ): the part of the way to the settled temperature that a second makes.
  private let share: Double
  var cells: Celsius
  private let mean: Double
  private let swing: Double
  private var ambient: Celsius
  private let offsets: (Double, Double)
  let voltage: Volts
  var stateOfCharge: Double
  var load = Amperes(0)
  var isChargerThere = false
  var faults = WorldFaults()

  init(_ settings: PackSettings, _ random: inout SeededGenerator) {
    self.settings = settings
    let strings = Double(settings.stringCount)
    node = ThermalNode(
      capacity: JoulesPerKelvin(strings * random.number(2_000...11_000)),
      leak: WattsPerKelvin(strings * random.number(0.04...0.25)))
    share = 1 - exponential(-(.seconds(1) / node.timeConstant))
    mean = random.number(-32...18)
    swing = random.number(0...12)
    cells = Celsius(mean + random.number(-5...15))
    ambient = Celsius(mean)
    offsets = (random.number(-0.6...0.6), random.number(-0.6...0.6))
    let range = settings.chemistry
    voltage = Volts(
      strings
        * random.number(
          (range.minimumCellVoltage.rawValue + 0.1)...range.maximumCellVoltage.rawValue))
    stateOfCharge = random.number(10...100)
  }

  /// A second with these outputs.
  mutating func step(_ second: Int, _ outputs: Outputs) {
    if second % 60 == 0 {
      // A day as a triangle: as warm and as cold as a sine, and cheaper.
      let phase = Double(second % 86_400) / 86_400
      ambient = Celsius(mean + swing * (1 - 4 * (phase - 0.5).magnitude))
    }
    let power = isPadFed(outputs) && !faults.isPadDetached ? padPower : .zero
    let settled = ambient + power / node.leak
    cells = cells + (settled - cells) * share
  }

  func isPadFed(_ outputs: Outputs) -> Bool { outputs.heater || faults.isHeaterStuck }

  var padResistance: Ohms? { settings.heater.map { $0.resistance * faults.padFactor } }

  private var padPower: Watts {
    guard let heater = settings.heater, let padResistance else { return .zero }
    switch heater.supply {
    case .pack: return voltage.squared / padResistance
    case .charger(let maximum): return isChargerThere ? maximum.squared / padResistance : .zero
    }
  }

  /// Into the pack is positive.
  func current(_ outputs: Outputs) -> Amperes {
    var current = -load
    if outputs.charge || faults.isGateStuck, isChargerThere { current += Amperes(20) }
    if isPadFed(outputs), let heater = settings.heater, case .pack = heater.supply,
      let padResistance
    {
      current = current - voltage / padResistance
    }
    return current
  }

  /// What the sensor of a probe touches.
  func touched(_ probe: Probe) -> Celsius {
    cells + Kelvins(probe == .t1 ? offsets.0 : offsets.1)
  }

  /// What a report of this moment hangs on.
  func key(_ outputs: Outputs, version: Int) -> ReportKey {
    func tenths(_ value: Double) -> Int { Int((value * 10).rounded()) }
    return ReportKey(
      version: version, t1: tenths(touched(.t1).rawValue), t2: tenths(touched(.t2).rawValue),
      current: tenths(current(outputs).rawValue))
  }

  /// What the board says now, each number as coarse as a board sends it.
  func report(_ outputs: Outputs, app: AppSettings, model: String) -> BoardReport {
    var report = BoardReport()
    for probe in [Probe.t1, .t2] {
      report.status.probes[probe] = faults.probe(probe, touching: touched(probe))
    }
    let strings = settings.stringCount
    let cell = Volts((voltage.rawValue / Double(strings) * 1000).rounded() / 1000)
    report.status.packVoltage = .measured(
      faults.voltage ?? Volts((voltage.rawValue * 100).rounded() / 100))
    report.status.cellVoltages = [Volts](repeating: cell, count: faults.cellCount ?? strings)
    if let odd = faults.cellVoltage { report.status.cellVoltages[0] = odd }
    report.status.current = .measured(
      Amperes((current(outputs).rawValue * 10).rounded() / 10))
    report.status.stateOfCharge = .measured(Percent(stateOfCharge.rounded()))
    report.status.mosfet = .measured(Celsius(30))
    report.status.heatingOn = .measured(faults.doesBoardHeat)
    report.status.heaterCurrent = .measured(Amperes(0))
    report.status.chargerPlugged = .measured(isChargerThere)
    report.status.emergency = .measured(faults.isEmergency)
    report.status.alarms = .measured(faults.alarms)
    report.settings.chargeProtection = .measured(app.protection)
    report.settings.chargeRecovery = .measured(app.recovery)
    report.settings.chargeOvertemperature = .measured(Celsius(60))
    report.settings.chargeOvertemperatureRecovery = .measured(Celsius(55))
    report.settings.stringCount = .measured(strings)
    report.settings.probesDisabled = .measured(faults.areProbesDisabled)
    report.identity.model = .measured(faults.model ?? model)
    report.identity.firmware = .measured("11.51")
    return report
  }
}
