import ControlCore
import Foundation
import Quantities
import SettingsFile
import Simulation
import Tuning

/// How `warmgate tune` scales with cores: the same sweep on one core and on all of them.
enum TuneBenchmark {
  private static let text = """
    buses:
      rs485: { device: /dev/ttyUSB0 }
    packs:
      - name: cabin
        bus: rs485
        board: BD6A17S6P
        chemistry: lfp
        strings: 16
        heater: { resistance: 21 ohm, tolerance: 5% }
        thermal: { heat_capacity: 88 kJ/K, loss: 1.6 W/K }
        heat_when: { without_charger: { soc_above: 10% } }
        outputs: { charge: { line: CHARGE_EN }, heater: { line: HEATER } }
    """

  static func rows() throws -> [Row] {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let tuner = try tuner()
    let count = tuner.combinations.count
    var (one, all): ([Double], [Double]) = ([], [])
    var outcomes: [[Tuner.Outcome]] = []
    // In turn, so that the machine's other work falls on both; the quickest run of each counts,
    // because other work can only make it longer.
    for _ in 0..<5 {
      for workers in [1, cores] {
        let begin = ContinuousClock.now
        outcomes.append(tuner.run(workers: workers))
        let span = (ContinuousClock.now - begin) / .milliseconds(1)
        if workers == 1 { one.append(span) } else { all.append(span) }
      }
    }
    precondition(outcomes.allSatisfy { $0 == outcomes[0] }, "cores must not change the answer")
    guard cores > 1, let alone = one.min(), let together = all.min() else {
      return [
        Row(
          what: "tune, \(count) combinations of a month, one core", value: one.min() ?? .nan,
          unit: .milliseconds, goal: .none)
      ]
    }
    return [
      Row(
        what: "tune, \(count) combinations of a month, \(cores) cores", value: together,
        unit: .milliseconds,
        // 90 % of what so many cores could do.
        goal: .ratio(1 / (0.9 * Double(cores))), reference: ("one core", alone))
    ]
  }

  /// A month that swings between −20 and 0 °C, each combination with heat and with rest in it.
  private static func tuner() throws -> Tuner {
    let settings = try SettingsFile.parse(text, file: "benchmark.yaml")
    let hours = (0...(30 * 24)).map { hour in
      Celsius(-10 + 7 * sin(Double(hour) / 24 * 2 * .pi) + 3 * sin(Double(hour) / 171))
    }
    let scene = SimulationInput(
      pack: settings.packs[0].pack, ambient: .hourly(hours), span: .seconds(30 * 86_400),
      charger: .daily(from: .seconds(9 * 3600), to: .seconds(15 * 3600)))
    let sweeps = try [
      Sweep("heater.stop=5:12:1 °C"), Sweep("heater.resistance=21,24,27,30,33,36 ohm"),
    ]
    return Tuner(
      text: text, file: "benchmark.yaml", pack: 0, combinations: try Combinations(sweeps),
      scene: scene)
  }
}
