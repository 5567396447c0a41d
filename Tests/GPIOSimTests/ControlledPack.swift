import Bench
import BoardCatalog
import ControlCore
import Foundation
import JKProtocol
import Quantities
import Synchronization
import Testing

/// The built `warmgate run` between an emulated board on a pseudo-terminal and two simulated lines.
final class ControlledPack {
  let board: EmulatedBoard
  let bus: EmulatedBus
  let process = Process()
  let watch: LineWatch
  private let folder: URL
  private let config: URL
  private let log: URL

  /// Starts the controller on a pack of 8 LFP cells whose probes read `temperature` °C.
  init(at temperature: Double) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "warmgate-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    config = folder.appending(path: "pack.yaml")
    log = folder.appending(path: "log")
    board = EmulatedBoard(.standard(model: "B2A8S20P", chemistry: .lfp, stringCount: 8))
    bus = try EmulatedBus(
      .modbus, [board], on: .pseudoTerminal(link: folder.appending(path: "jk").path))
    watch = try LineWatch()
    try "".write(to: log, atomically: true, encoding: .utf8)
    try write(config: ControlledPack.text(device: bus.path))
    set(temperature)
    process.executableURL = try ControlledPack.executable
    process.arguments = ["run", "--config", config.path]
    process.standardError = try FileHandle(forWritingTo: log)
    try process.run()
  }

  deinit {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    bus.stop()
    try? FileManager.default.removeItem(at: folder)
  }

  /// The program beside this test's own.
  static var executable: URL {
    get throws {
      URL(filePath: try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        .deletingLastPathComponent().appending(path: "warmgate")
    }
  }

  /// A configuration with short times. The app says 0 and 5 °C.
  static func text(device: String, floor: String = "0 °C", heater: String = "HEATER") -> String {
    """
    buses:
      rs485: { device: \(device), protocol: jk-modbus }
    packs:
      - name: shed
        bus: rs485
        address: 1
        board: B2A8S20P
        chemistry: lfp
        strings: 8
        heater: { resistance: 10.5 ohm, tolerance: 5% }
        charge_protection: { floor: \(floor) }
        heat_when: { without_charger: { soc_above: 30% } }
        outputs: { charge: { line: CHARGE }, heater: { line: \(heater) } }
    control:
      period: 100 ms
      reading_lifetime: 2 s
      interlock_delay: 500 ms
      min_on: 0 s
      min_off: 0 s
    """
  }

  func write(config text: String) throws {
    try text.write(to: config, atomically: true, encoding: .utf8)
  }

  /// What the controller has logged.
  var said: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }

  /// Both probes read `temperature` °C.
  func set(_ temperature: Double) {
    let reading = Measured.measured(ProbeTemperature(exactly: Celsius(temperature)))
    board.update { report in
      report.status.probes.t1 = reading
      report.status.probes.t2 = reading
    }
  }

  /// Moves both probes by tenths, no faster than a pack can; at each the lines must be `outputs`.
  func walk(from first: Double, to last: Double, lines outputs: LineWatch.Levels) throws {
    let steps = Int((abs(last - first) * 10).rounded())
    for step in 0...steps {
      set(first + (last - first) * Double(step) / Double(steps))
      Thread.sleep(forTimeInterval: 0.2)
      #expect(try watch.levels() == outputs, "at step \(step) of \(first) to \(last) °C")
    }
  }

  /// Waits until both lines are at `levels`.
  func becomes(_ levels: LineWatch.Levels) throws -> Bool {
    try eventually { try watch.levels() == levels }
  }

  /// Sends a signal and returns the seconds until the program has ended: 20 at most, when it is
  /// killed.
  func end(by signal: Int32) -> Double {
    let start = ContinuousClock.now
    kill(process.processIdentifier, signal)
    while process.isRunning, start.duration(to: .now) < .seconds(20) { usleep(2000) }
    let seconds = start.duration(to: .now).seconds
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    return seconds
  }
}

/// Samples both lines all the time, on a thread of its own.
final class LineWatch: Sendable {
  /// What is on.
  struct Levels: Equatable {
    var charge: Bool
    var heater: Bool
    static let off = Levels(charge: false, heater: false)
    static let charging = Levels(charge: true, heater: false)
    static let heating = Levels(charge: false, heater: true)
  }

  private let charge: GPIOSim
  private let heater: GPIOSim
  private let seen = Seen()

  /// What the sampling thread shares with the test.
  private final class Seen: Sendable {
    let state = Mutex((samples: 0, bothOn: 0, isStopped: false))
  }

  init() throws {
    charge = try GPIOSim("CHARGE")
    heater = try GPIOSim("HEATER")
    let thread = Thread { [seen, charge, heater] in
      while !seen.state.withLock(\.isStopped) {
        // The heater before and after: only then were both on at one instant.
        let before = try? heater.level()
        let charging = try? charge.level()
        let after = try? heater.level()
        seen.state.withLock { state in
          if before != nil, charging != nil { state.samples += 1 }
          if before == 1, charging == 1, after == 1 { state.bothOn += 1 }
        }
        Thread.sleep(forTimeInterval: 0.005)
      }
    }
    thread.start()
  }

  deinit { seen.state.withLock { $0.isStopped = true } }

  func levels() throws -> Levels {
    Levels(charge: try charge.level() == 1, heater: try heater.level() == 1)
  }

  /// How often the lines were looked at, and how often both were on.
  var counts: (samples: Int, bothOn: Int) { seen.state.withLock { ($0.samples, $0.bothOn) } }
}
