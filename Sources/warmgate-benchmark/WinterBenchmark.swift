import BoardCatalog
import ControlCore
import Foundation
import Quantities
import Simulation

/// A winter of 182 days in cycles of 1 s, with the full controller and interlock.
enum WinterBenchmark {
  /// Where the weather is, seen from the project's folder.
  static let weather = "config/weather/chicago-ohare.csv"

  static func rows() throws -> [Row] {
    guard let data = FileManager.default.contents(atPath: weather),
      let series = try? WeatherFile.parse([UInt8](data)),
      let begin = CalendarHour(month: 10, day: 1),
      let ambient = series.ambient(from: begin, hours: 182 * 24),
      case .hourly(let hours) = ambient
    else {
      complain("no winter: run it in the project's folder, where \(weather) is")
      return []
    }
    var input = SimulationInput(pack: pack(), ambient: ambient, span: .seconds(182 * 86_400))
    input.charger = .daily(from: .seconds(9 * 3600), to: .seconds(15 * 3600))
    input.plant.load = Watts(40)
    let (leapt, leaps) = (simulate(input).result, seconds { _ = simulate(input) })
    let memory = growth { _ = simulate(input) }
    input.everyCycle = true
    var every: SimulationResult?
    let cycles = seconds(runs: 1) { every = simulate(input).result }
    guard let whole = every else { return [] }
    precondition(
      leapt.heaterOn == whole.heaterOn && leapt.padEnergy == whole.padEnergy
        && leapt.heaterStarts == whole.heaterStarts, "leaps must give the same winter")
    let python = PythonPeer.winter(hours).map { ($0, "Python's plain loop of one node") }
    return [
      Row(
        what: "a winter, leaping over \(leapt.cycles - leapt.cyclesRun) of its cycles",
        value: leaps, unit: .seconds, goal: .atMost(1),
        reference: python.map { ($0.1, $0.0) }),
      Row(
        what: "a winter, each of its \(whole.cycles) cycles", value: cycles, unit: .seconds,
        goal: .none, reference: python.map { ($0.1, $0.0) }),
      Row(
        what: "memory that a winter asks for and keeps", value: memory, unit: .mebibytes,
        goal: .none),
    ]
  }

  /// 16 LFP cells in a leaky box, with the smallest pad on the list of its board.
  private static func pack() -> PackSettings {
    var pack = Rig.settings()
    pack.minimumRecovery = Celsius(5)
    pack.heatWithoutCharger = .whileAbove(HeatFloors(stateOfCharge: Percent(40), cellVoltage: nil))
    pack.thermal = ThermalSettings(
      heatCapacity: JoulesPerKelvin(88_454), loss: WattsPerKelvin(1.6))
    return pack
  }

  /// The median of some runs.
  private static func seconds(runs: Int = 5, _ work: () -> Void) -> Double {
    let spans = (0..<runs).map { _ in
      let start = ContinuousClock.now
      work()
      return (ContinuousClock.now - start).seconds
    }
    return spans.sorted()[runs / 2]
  }

  /// By how much the process has grown after a run.
  private static func growth(_ work: () -> Void) -> Double {
    let before = resident()
    work()
    return max(0, resident() - before)
  }

  private static func resident() -> Double {
    let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
    let pages = text.split(separator: " ").dropFirst().first.flatMap { Double($0) } ?? 0
    return pages * Double(sysconf(Int32(_SC_PAGESIZE))) / 1_048_576
  }

  private static func complain(_ what: String) {
    FileHandle.standardError.write(Data("\(what)\n".utf8))
  }
}
