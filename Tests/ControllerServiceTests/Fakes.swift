import BoardCatalog
import ControlCore
import ControllerService
import Foundation
import JKLink
import Locks
import Quantities
import Synchronization
import Testing

/// The machine's monotonic time; `wake` ends sleeps.
final class TestClock: ControlClock {
  private let condition = NSCondition()
  private let origin = ContinuousClock.now

  var now: Uptime { Uptime(origin.duration(to: .now)) }

  func sleep(until deadline: Uptime) {
    let span = (deadline - now).seconds
    guard span > 0 else { return }
    condition.withLock { _ = condition.wait(until: Date(timeIntervalSinceNow: span)) }
  }

  func wake() { condition.withLock { condition.broadcast() } }
}

/// A board that says what the test says, blocks when told to, and counts how often it is asked.
final class ScriptedBoard: BoardReader, Sendable {
  struct Script: Sendable {
    var celsius = 10.0
    var silent = false
    var protection = 0.0
    var recovery = 5.0
    var carriesApp = true
    var reads: [Int] = []
  }

  /// How many users the device has at once.
  struct Users: Sendable {
    var now = 0
    var most = 0
  }

  let script = Locked(Script())
  let users = Locked(Users())
  /// While somebody holds this lock every read blocks.
  let gate = NSLock()
  let exchanges = ExchangeCount()
  private let clock: TestClock

  init(clock: TestClock) { self.clock = clock }

  func readStatus(address: Int) throws(LinkFailure) -> BatteryReading {
    gate.withLock {}
    let now = script.withLock {
      $0.reads.append(address)
      return $0
    }
    if now.silent { throw .silentForTest }
    var reading = BatteryReading(takenAt: clock.now)
    // Each address has its own temperature, so that a mixed-up inbox would show.
    let celsius = Celsius(now.celsius + Double(address - 1) / 10)
    reading.probes = PerProbe(all: .measured(ProbeTemperature(exactly: celsius)))
    reading.packVoltage = .measured(Volts(51.2))
    reading.stateOfCharge = .measured(Percent(60))
    reading.lowestCell = .measured(Volts(3.2))
    // A test moves the temperature faster than a pack: the sensor is as coarse as that.
    reading.probeResolution = Kelvins(30)
    return reading
  }

  func readAppSettings(address: Int) throws(LinkFailure) -> AppSettings? {
    let now = script.withLock { $0 }
    guard now.carriesApp else { return nil }
    return AppSettings(
      takenAt: clock.now, protection: Celsius(now.protection), recovery: Celsius(now.recovery))
  }
}

/// The board as one user has it open.
final class OpenedBoard: BoardReader {
  private let board: ScriptedBoard

  init(_ board: ScriptedBoard) {
    self.board = board
    board.users.withLock { users in
      users.now += 1
      users.most = max(users.most, users.now)
    }
  }

  deinit { board.users.withLock { $0.now -= 1 } }

  func readStatus(address: Int) throws(LinkFailure) -> BatteryReading {
    try board.readStatus(address: address)
  }
  var exchanges: ExchangeCount { ExchangeCount() }
  func readAppSettings(address: Int) throws(LinkFailure) -> AppSettings? {
    try board.readAppSettings(address: address)
  }
}

/// Lines in memory: what they are, and all that they were.
final class RecordingLines: OutputDriver, InputReader, Sendable {
  struct Record: Sendable {
    var history: [Outputs] = []
    var isShutDown = false
    var failing = false
    /// Whether lines that fail stay as they are, as on an expander that has lost its bus.
    var keepsState = false
    var isUnreadable = false
  }

  let record = Locked(Record())
  var now: Outputs { record.withLock { $0.history.last ?? .safe } }
  var history: [Outputs] { record.withLock { $0.history } }
  var isShutDown: Bool { record.withLock { $0.isShutDown } }

  func apply(_ outputs: Outputs, until deadline: Uptime) throws(OutputFailure) {
    let failing = record.withLock {
      let next = $0.failing ? $0.keepsState ? $0.history.last ?? .safe : Outputs.safe : outputs
      if $0.history.last != next { $0.history.append(next) }
      return $0.failing
    }
    if failing {
      throw OutputFailure(.writeFailed, line: "HEATER", found: "errno 5", remedy: "Check it.")
    }
  }

  func cutPower() throws(OutputFailure) { try apply(.safe, until: .start) }
  func readback() -> Measured<Outputs> {
    record.withLock { $0.isUnreadable } ? .unknown(.notRead) : .measured(now)
  }

  func shutDown() {
    record.withLock {
      $0.history.append(.safe)
      $0.isShutDown = true
    }
  }

  func chargerPresent() -> Measured<Bool> { .measured(true) }
  func heaterFeedback() -> Measured<Bool> { .unknown(.notRead) }
}

/// A controller with fakes on every side, running on a thread of its own.
final class Running: Sendable {
  let clock = TestClock()
  let board: ScriptedBoard
  let lines: [String: RecordingLines]
  let events = Locked<[ControllerEvent]>([])
  /// While somebody holds this lock no event is taken: the log hangs.
  let logGate = NSLock()
  let controller: Controller
  private let ended = DispatchSemaphore(value: 0)

  init(
    _ settings: Settings, failingToOpen: String? = nil, memory: BlockMemory? = nil,
    latches: LatchMemory? = nil, watchdogs: Watchdogs = Watchdogs(),
    board script: @Sendable (inout ScriptedBoard.Script) -> Void = { _ in },
    drive: @escaping @Sendable (TestClock) -> PackDrive? = { _ in nil }
  ) throws {
    let board = ScriptedBoard(clock: clock)
    board.script.withLock { script(&$0) }
    self.board = board
    let lines = Dictionary(
      uniqueKeysWithValues: (settings.packs.map(\.pack.name) + ["new"]).map {
        ($0, RecordingLines())
      })
    self.lines = lines
    let sink = Sink()
    controller = Controller(
      parts: ControllerParts(
        clock: clock,
        openLines: { [clock] (pack) throws(OutputFailure) in
          if let drive = drive(clock) { return drive }
          guard let driver = lines[pack.pack.name], pack.pack.name != failingToOpen else {
            throw OutputFailure(
              .lineUnknown, line: "NOWHERE", found: "no chip has a line of this name",
              remedy: "List the lines with gpioinfo.")
          }
          return PackDrive(outputs: driver, inputs: driver)
        },
        openBus: { _, _ in OpenedBoard(board) },
        events: EventQueue { sink.take($0) },
        memory: memory ?? BlockMemory(path: nil),
        latches: latches
          ?? LatchMemory(path: nil, packs: settings.packs.map(\.pack.name) + ["new"]),
        watchdogs: watchdogs))
    sink.owner = self
    let thread = Thread { [controller, ended] in
      do { try controller.run(settings) } catch { Issue.record("did not start: \(error)") }
      ended.signal()
    }
    thread.start()
  }

  /// Stops the controller; true when it ended within ten seconds.
  func stop() -> Bool {
    controller.stop()
    return ended.wait(timeout: .now() + 10) == .success
  }

  /// Waits for a condition, ten seconds at most.
  func eventually(_ condition: () -> Bool) -> Bool {
    for _ in 0..<2000 {
      if condition() { return true }
      Thread.sleep(forTimeInterval: 0.005)
    }
    return false
  }

  func said(_ words: String) -> Bool {
    eventually { events.withLock { $0.contains { $0.sentence.contains(words) } } }
  }

  /// Breaks the cycle between the queue and its reader at start.
  private final class Sink: @unchecked Sendable {
    weak var owner: Running?
    func take(_ event: ControllerEvent) {
      owner?.logGate.withLock {}
      owner?.events.withLock { $0.append(event) }
    }
  }
}

extension LinkFailure {
  static let silentForTest = LinkFailure(
    .timeOut, place: "bus rs485", found: "no answer within 0.8 s", remedy: "Check the wiring.")
}

extension Settings {
  /// `count` packs on one bus, with times short enough for a test.
  static func fast(packs count: Int = 1, names: [String]? = nil) throws -> Settings {
    let board = try #require(Board.named("BD6A17S6P"))
    let control = ControlSettings(
      period: .milliseconds(20), readingLifetime: .milliseconds(400),
      interlockDelay: .milliseconds(60), minimumOn: .zero, minimumOff: .zero)
    let packs = (1...count).map { address in
      var pack = PackSettings(
        name: names?[address - 1] ?? "pack\(address)", board: board, chemistry: .lfp,
        stringCount: 16)
      pack.heater = HeaterSettings(resistance: Ohms(20), tolerance: Percent(0))
      pack.chargerSource = .inputLine
      pack.control = control
      return ConfiguredPack(
        pack: pack, bus: "rs485", address: address,
        lines: PackLines(
          charge: LineSettings(.name("CHARGE\(address)")),
          heater: LineSettings(.name("HEATER\(address)"))))
    }
    let bus = BusSettings(
      name: "rs485", device: "/dev/null", protocolName: .modbus, baud: 115_200)
    return Settings(buses: [bus], packs: packs, control: control)
  }
}
