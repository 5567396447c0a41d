import BoardCatalog
import ControlCore
import JKProtocol
import Quantities
import ThermalModel

/// A pack on the bench: its plant, the board that reports it, and what is wrong with the probes.
struct BenchPack: Sendable {
  let settings: PackSettings
  let board: EmulatedBoard
  private(set) var plant: PackPlant
  private(set) var isHeaterLineStuck = false
  private var faults = PerProbe<ProbeFault>(all: .none)
  private var lastOutputs = Outputs.safe
  /// Whether the board's own low-temperature protection has its charge MOSFETs off.
  private var boardIsBlocked = false

  private var extraAlarms: BoardAlarms = []

  private enum ProbeFault: Hashable {
    case none, unplugged, frozen
    case misreading(Celsius)
    /// Off the cells, and what it shows.
    case detached(Celsius)
  }

  /// How fast a probe with its cable and tape takes the temperature of the air. Chosen: a bare one
  /// takes less than 10 s, by NTC data sheets.
  private static let lag = ProbeLag(timeConstant: .seconds(30))
  /// What the MOSFETs have, where that is not two kelvins above the cells.
  private var mosfet: Celsius?

  init(_ configured: ConfiguredPack, _ scenario: BenchScenario) {
    settings = configured.pack
    let pack = configured.pack
    board = EmulatedBoard(
      .standard(
        model: pack.board.name, chemistry: pack.chemistry, stringCount: pack.stringCount),
      address: configured.address)
    plant = PackPlant(
      chemistry: pack.chemistry, stringCount: pack.stringCount, temperature: scenario.start,
      ambient: scenario.ambient, padResistance: pack.heater?.resistance,
      padSupply: pack.heater?.supply ?? .pack)
    report()
  }

  /// Lets `span` pass with constant outputs; the board then says what has become of the pack.
  mutating func step(_ span: Duration, _ outputs: Outputs) {
    plant.step(span, outputs, boardCharges: !boardIsBlocked)
    for probe in [Probe.t1, .t2] {
      guard case .detached(let shown) = faults[probe] else { continue }
      let air = plant.ambient
      faults[probe] = .detached(
        BenchPack.lag.temperature(showing: shown, after: span, touching: air, to: air))
    }
    lastOutputs = outputs
    report()
  }

  /// Whether the master relay is closed: without it neither pad nor charger has power.
  mutating func setPower(_ isOn: Bool) { plant.hasPower = isOn }

  mutating func apply(_ change: BenchChange) {
    switch change {
    case .unplug(let probe): faults[probe] = .unplugged
    case .freeze(let probe): faults[probe] = .frozen
    case .misread(let probe, let celsius): faults[probe] = .misreading(celsius)
    case .detach(let probe): faults[probe] = .detached(plant.cells)
    case .restore(let probe): faults[probe] = .none
    case .ignoreProbes(let isIgnored):
      board.update { $0.settings.probesDisabled = .measured(isIgnored) }
    case .mosfet(let celsius): mosfet = celsius
    case .silence(let isSilent): board.faults.isSilent = isSilent
    case .app(let protection, let recovery):
      board.update { report in
        report.settings.chargeProtection = .measured(protection)
        report.settings.chargeRecovery = .measured(recovery)
      }
    case .padResistance(let factor):
      plant.padResistance = settings.heater.map { $0.resistance * factor }
    case .heaterStuck: plant.isHeaterStuck = true
    case .heaterLineStuck: isHeaterLineStuck = true
    case .gateStuck: plant.isGateStuck = true
    case .padDetached: plant.isPadDetached = true
    case .boardHeats(let isOn): board.update { $0.status.heatingOn = .measured(isOn) }
    case .model(let model): board.update { $0.identity.model = .measured(model) }
    case .cellOvervoltage(let isOn): extraAlarms = isOn ? .cellOvervoltage : []
    case .damage(let isOn): board.faults.hasBadChecksum = isOn
    case .voltageOverPadLimit:
      guard let limit = padVoltageLimit else { return }
      plant.cellVoltage = limit * (1.02 / Double(plant.stringCount))
    case .charger(let isPresent): plant.isChargerPresent = isPresent
    case .stateOfCharge(let charge): plant.stateOfCharge = charge
    case .ambient(let ambient): plant.ambient = ambient
    case .loopHangs: break  // that is no part of a pack
    }
    report()
  }

  /// The highest voltage at which the configured pad keeps both limits at its lowest resistance.
  private var padVoltageLimit: Volts? {
    guard let heater = settings.heater, let rating = settings.heaterRating else { return nil }
    let byCurrent = heater.lowestResistance * rating.currentLimit
    // U² = P · R, and of a square only the number is left to take a root of.
    let square = rating.powerLimit.rawValue * heater.lowestResistance.rawValue
    return min(byCurrent, Volts(square.squareRoot()))
  }

  /// Has the board say what is so.
  private mutating func report() {
    let (plant, faults, outputs, extra) = (plant, faults, lastOutputs, extraAlarms)
    let mosfet = mosfet ?? plant.cells + Kelvins(2)
    var isBlocked = boardIsBlocked
    board.update { report in
      for probe in [Probe.t1, .t2] {
        switch faults[probe] {
        case .none:
          report.status.probes[probe] = .measured(ProbeTemperature(exactly: plant.cells))
        case .unplugged: report.status.probes[probe] = .unknown(.absent)
        case .frozen: break
        case .misreading(let shown), .detached(let shown):
          report.status.probes[probe] = .measured(ProbeTemperature(exactly: shown))
        }
      }
      isBlocked = BenchPack.blocks(report, before: isBlocked)
      let cells = [Volts](repeating: plant.cellVoltage, count: plant.stringCount)
      report.status.packVoltage = .measured(plant.packVoltage)
      report.status.cellVoltages = cells
      report.status.current = .measured(plant.current(outputs, boardCharges: !isBlocked))
      report.status.stateOfCharge = .measured(plant.stateOfCharge)
      report.status.mosfet = .measured(mosfet)
      report.status.chargeMosfetOn = .measured(!isBlocked)
      // An open charge gate hides the charger from the board.
      report.status.chargerPlugged = .measured(plant.isChargerPresent && outputs.charge)
      report.status.alarms = .measured(
        isBlocked ? extra.union(.chargeUndertemperature) : extra)
    }
    boardIsBlocked = isBlocked
  }

  /// The board's own protection: off when any probe is below the app's protection, on again when
  /// all are above its recovery. Source: JK parameter setting description V2.2, section 23.
  private static func blocks(_ report: BoardReport, before: Bool) -> Bool {
    guard let protection = report.settings.chargeProtection.value,
      let recovery = report.settings.chargeRecovery.value
    else { return before }
    let probes = [report.status.probes.t1, report.status.probes.t2].compactMap(\.value?.reported)
    if probes.contains(where: { $0 < protection }) { return true }
    return before && !probes.allSatisfy { $0 > recovery }
  }
}
