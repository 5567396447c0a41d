import ControlCore
import Quantities

/// What the simulated board says: the same until one of its digits changes.
struct PackReport: Hashable {
  /// The probes in steps of the board's resolution.
  var probe: Int
  /// The pack voltage in millivolts, as JK boards give it.
  var millivolts: Int
  /// In whole percent, as JK boards give it.
  var stateOfCharge: Int
  /// In milliamperes, as JK boards give it; into the pack is positive.
  var milliamperes: Int
  var isChargerPresent: Bool
}

/// Makes reports of a plant, and snapshots of reports.
struct SimulatedBoard {
  private let pack: PackSettings
  private let app: AppPreset
  /// How many steps of a probe make a kelvin.
  let stepsPerKelvin: Double

  init(_ input: SimulationInput) {
    (pack, app) = (input.pack, input.app)
    stepsPerKelvin = max(1, (1 / input.plant.probeResolution.rawValue).rounded())
  }

  func report(_ plant: Plant, at time: Seconds) -> PackReport {
    PackReport(
      probe: step(plant.probe(at: time)),
      millivolts: Int((plant.packVoltage.rawValue * 1000).rounded()),
      stateOfCharge: plant.shownStateOfCharge,
      milliamperes: Int((plant.current.rawValue * 1000).rounded()),
      isChargerPresent: plant.isChargerPresent)
  }

  /// The step in which a temperature is reported.
  func step(_ temperature: Celsius) -> Int {
    Int((temperature.rawValue * stepsPerKelvin).rounded())
  }

  /// A step as a temperature.
  func temperature(_ step: Int) -> Celsius { Celsius(Double(step) / stepsPerKelvin) }

  /// The temperatures that are reported as one step.
  func edges(_ step: Int) -> (low: Celsius, high: Celsius) {
    (
      Celsius((Double(step) - 0.5) / stepsPerKelvin),
      Celsius((Double(step) + 0.5) / stepsPerKelvin)
    )
  }

  /// What the controller sees at `now`, with a fresh reading.
  func snapshot(_ report: PackReport, at now: Uptime, latched: FaultSet) -> Snapshot {
    var reading = BatteryReading(takenAt: now)
    let volts = Volts(Double(report.millivolts) / 1000)
    let cell = volts / Double(pack.stringCount)
    let probe = Measured.measured(ProbeTemperature(exactly: temperature(report.probe)))
    reading.packVoltage = .measured(volts)
    reading.current = .measured(Amperes(Double(report.milliamperes) / 1000))
    reading.probes = PerProbe(all: probe)
    reading.probeResolution = Kelvins(1 / stepsPerKelvin)
    reading.stateOfCharge = .measured(Percent(Double(report.stateOfCharge)))
    reading.lowestCell = .measured(cell)
    reading.highestCell = .measured(cell)
    reading.cellCount = .measured(pack.stringCount)
    reading.boardHeats = .measured(false)
    reading.chargerPlugged = .measured(report.isChargerPresent)
    return Snapshot(
      now: now, battery: .measured(reading),
      app: .measured(
        AppSettings(takenAt: now, protection: app.protection, recovery: app.recovery)),
      chargerPresent: .measured(report.isChargerPresent), latched: latched)
  }
}
