import ControlCore
import ControllerService
import Foundation
import GPIOLines
import JKLink
import Quantities

/// The controller in a process of its own, at one cycle a second: its memory and its time.
///
/// The lines are in memory, so that it can be measured without a GPIO chip.
enum ControllerProcess {
  static let span = 20.0

  /// Runs the controller until it is killed.
  static func run(device: String) {
    let clock = SystemClock()
    let bus = BusSettings(
      name: "rs485", device: device, protocolName: .modbus, baud: 115_200)
    let pack = ConfiguredPack(
      pack: Rig.settings(), bus: "rs485", address: 1,
      lines: PackLines(
        charge: LineSettings(.name("CHARGE")), heater: LineSettings(.name("HEATER"))))
    let settings = Settings(buses: [bus], packs: [pack], control: .standard)
    let controller = Controller(
      parts: ControllerParts(
        clock: clock,
        openLines: { _ in
          let lines = MemoryLines(clock: clock)
          lines.setChargerPresent(.measured(true))
          return PackDrive(outputs: lines, inputs: lines)
        },
        openBus: { bus, _ in JKBus(bus, clock: clock) },
        events: EventQueue { event in print(event.sentence) },
        memory: BlockMemory(path: nil), latches: LatchMemory(path: nil, packs: ["pack"])))
    try? controller.run(settings)
  }

  static func rows() throws -> [Row] {
    let board = BenchmarkBoard(baud: 115_200)
    let process = Process()
    process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = ["--controller", board.path]
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    defer { process.terminate() }
    Thread.sleep(forTimeInterval: 3)
    let before = processorSeconds(process.processIdentifier)
    Thread.sleep(forTimeInterval: span)
    let after = processorSeconds(process.processIdentifier)
    let share = (after - before) / span * 100
    return [
      Row(
        what: "the loop at 1 Hz, processor", value: share, unit: .percent, goal: .atMost(0.5)),
      Row(
        what: "the loop at 1 Hz, resident memory",
        value: residentMebibytes(process.processIdentifier), unit: .mebibytes,
        goal: .atMost(25)),
    ]
  }

  /// The time that the threads of a process have been on a processor.
  private static func processorSeconds(_ process: Int32) -> Double {
    let folder = "/proc/\(process)/task"
    let tasks = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return tasks.reduce(0) { sum, task in
      let text = try? String(contentsOfFile: "\(folder)/\(task)/schedstat", encoding: .utf8)
      return sum + (text?.split(separator: " ").first.flatMap { Double($0) } ?? .nan) / 1e9
    }
  }

  private static func residentMebibytes(_ process: Int32) -> Double {
    let text = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    let kibibytes = line?.split(separator: " ").dropFirst().first.flatMap { Double($0) }
    return (kibibytes ?? .nan) / 1024
  }
}
