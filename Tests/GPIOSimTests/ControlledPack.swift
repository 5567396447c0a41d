import Bench
import BoardCatalog
import ControlCore
import ControllerService
import Foundation
import JKProtocol
import Quantities
import Testing

/// The built `warmgate run` between an emulated board on a pseudo-terminal and two simulated lines.
final class ControlledPack {
  let board: EmulatedBoard
  let bus: EmulatedBus
  private(set) var process = Process()
  let watch: LineWatch
  private let folder: URL
  private let state: URL
  let config: URL
  private let log: URL
  private let environment: [String: String]

  /// Starts the controller on a pack of 8 LFP cells whose probes read `temperature` °C.
  ///
  /// - Parameter record: The text of the record of latched faults, or `nil` for no record.
  /// - Parameter environment: What the program finds in its environment beside the test's own.
  /// - Parameter keys: More lines of the configuration.
  /// - Parameter state: Where it keeps what it remembers; unless given, beside its configuration.
  /// - Parameter errors: Where its log goes; unless something is given, a file that `said` reads.
  init(
    at temperature: Double, record: String? = LatchRecord(packs: ["shed": []]).text,
    environment: [String: String] = [:], keys: String = "", state: URL? = nil,
    errors: FileHandle? = nil
  ) throws {
    self.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    folder = FileManager.default.temporaryDirectory.appending(path: "warmgate-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    self.state = state ?? folder
    config = folder.appending(path: "pack.yaml")
    log = folder.appending(path: "log")
    board = EmulatedBoard(.standard(model: "B2A8S20P", chemistry: .lfp, stringCount: 8))
    bus = try EmulatedBus(
      .modbus, [board], on: .pseudoTerminal(link: folder.appending(path: "jk").path))
    watch = try LineWatch(requests: { [board] in board.requestCount })
    try "".write(to: log, atomically: true, encoding: .utf8)
    try write(config: ControlledPack.text(device: bus.path) + keys)
    // 1 A out of the pack: no open pad (0.8 A of 2.4 A), and no pad that is on (1.6 A).
    board.update { $0.status.current = .measured(Amperes(-1)) }
    try record?.write(to: latches, atomically: true, encoding: .utf8)
    set(temperature)
    try start(errors: errors)
  }

  /// Starts the program, anew after it has ended; the log goes on.
  func start(errors: FileHandle? = nil) throws {
    process = Process()
    process.executableURL = try ControlledPack.executable
    process.arguments = ["run", "--config", config.path]
    process.environment = environment
    let output = try FileHandle(forWritingTo: log)
    try output.seekToEnd()
    process.standardError = errors ?? output
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
        outputs: { charge: { line: CHARGE }, heater: { line: \(heater) }, alive: { line: ALIVE } }
    control:
      period: 100 ms
      reading_lifetime: 2 s
      interlock_delay: 500 ms
      min_on: 0 s
      min_off: 0 s
    """
  }

  /// The keys that say where the program under test keeps what it remembers.
  private var places: String {
    """

    state_file: \(state.path)/state.json
    control_socket: \(socket)
    """
  }

  /// Where the program can be asked.
  var socket: String { folder.path + "/control.sock" }
  /// The record of latched faults.
  var latches: URL { state.appending(path: "latches") }

  func write(config text: String) throws {
    try (text + places).write(to: config, atomically: true, encoding: .utf8)
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

  /// Moves both probes by tenths, no faster than a pack can; at each the lines must be `outputs`,
  /// and stay so in between.
  func walk(from first: Double, to last: Double, lines outputs: LineWatch.Levels) throws {
    let steps = Int((abs(last - first) * 10).rounded())
    let (switched, silences) = (watch.switches.count, silences)
    for step in 0...steps {
      set(first + (last - first) * Double(step) / Double(steps))
      Thread.sleep(forTimeInterval: 0.2)
      #expect(try becomes(outputs), "at step \(step) of \(first) to \(last) °C")
    }
    let switches = watch.switches.dropFirst(switched)
    // Where this machine leaves the board no time to answer, off and on again; nothing else ever.
    #expect(switches.count <= 2 * (self.silences - silences), "from \(first) to \(last) °C")
    #expect(Set(switches.map(\.line)).count <= 1, "from \(first) to \(last) °C")
  }

  /// How often the log says that the board was silent.
  private var silences: Int { said.components(separatedBy: "has been silent").count - 1 }

  /// Waits until both lines are at `levels`; how long is a matter of this machine.
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
