import CBenchmark
import ControlCore
import GPIOLines
import JKLink
import Quantities
import Synchronization

/// From the last byte of the board's reply to the GPIO call, against the least that C can do.
enum LinkBenchmark {
  static let rounds = 20
  static let turns = 200

  static func rows() throws -> [Row] {
    let (ours, reference) = (try Controller(), CController())
    var (spans, plain): ([Double], [Double]) = ([], [])
    // In turn, so that what else the machine does meets both.
    for _ in 0..<rounds {
      spans += try (0..<turns).map { _ in try ours.turn() }
      plain += (0..<turns).compactMap { _ in reference?.turn() }
    }
    var rows = [
      Row(
        what: "reply to pin, median", value: median(spans) / 1000, unit: .microseconds,
        goal: .ratio(1.2), reference: ("plain C loop", median(plain) / 1000)),
      Row(
        what: "reply to pin, 95 of 100", value: upper(spans) / 1000, unit: .microseconds,
        goal: .none, reference: ("plain C loop", upper(plain) / 1000)),
    ]
    let read = readAlone()
    if let peer = PythonPeer.read() {
      rows.append(
        Row(
          what: "read 48 registers over a line that takes no time", value: read / 1000,
          unit: .microseconds, goal: .none, reference: ("pymodbus", peer / 1000)))
    }
    return rows
  }

  /// The product's own path: libmodbus, decoding, deciding, the interlock, the leased lines.
  private final class Controller {
    private let board = BenchmarkBoard()
    private let clock = SystemClock()
    private let bus: JKBus
    private let pins = [StampedLine(), StampedLine()]
    private let outputs: LeasedOutputs
    private let settings = Rig.settings()
    private let app: AppSettings?
    private var (state, interlock) = (ControllerState(), Interlock())

    init() throws {
      bus = JKBus(board.bus, clock: clock)
      outputs = LeasedOutputs(charge: pins[0], heater: pins[1], clock: clock, leaseGuard: nil)
      app = try bus.readAppSettings(address: 1)
    }

    deinit { outputs.close() }

    /// Nanoseconds from the reply to the last line.
    func turn() throws -> Double {
      let reading = try bus.readStatus(address: 1)
      let snapshot = Snapshot(
        now: clock.now, battery: .measured(reading),
        app: app.map { .measured($0) } ?? .unknown(.notRead), chargerPresent: .measured(true))
      let decision = decide(&state, snapshot, settings)
      let verdict = interlock.permit(decision.outputs, snapshot, settings)
      try outputs.apply(verdict.outputs, until: clock.now + .seconds(3))
      return Double(max(pins[0].drivenAt, pins[1].drivenAt) - board.repliedAt)
    }
  }

  /// The least that C can do over the same libraries.
  private final class CController {
    private let board = BenchmarkBoard()
    private let master: OpaquePointer
    private let reads = BenchmarkBoard.statusReads

    init?() {
      guard let master = cbench_master_open(board.path) else { return nil }
      self.master = master
    }

    deinit { cbench_master_close(master) }

    /// Nanoseconds from the reply to the last line.
    func turn() -> Double? {
      let code = cbench_master_turn(master, 1, reads, Int32(reads.count), 21) { _, _ in
        StampedLine.lastByC.store(cbench_now(), ordering: .relaxed)
      }
      guard code == 0 else { return nil }
      return Double(StampedLine.lastByC.load(ordering: .relaxed) - board.repliedAt)
    }
  }

  /// One read through libmodbus alone, in nanoseconds.
  private static func readAlone() -> Double {
    let board = BenchmarkBoard()
    guard let master = cbench_master_open(board.path) else { return .nan }
    defer { cbench_master_close(master) }
    return timed(batches: 11, calls: 100) {
      use(cbench_master_read(master, 1, 0x128A, 48) == 0)
    }.nanoseconds
  }

  private static func upper(_ values: [Double]) -> Double {
    values.isEmpty ? .nan : values.sorted()[values.count * 95 / 100]
  }
}

/// A line that notes when it is driven, in place of the GPIO call.
final class StampedLine: LineDriving {
  /// When the plain C loop last drove a line.
  static let lastByC = Atomic<Int64>(0)
  private let stamp = Atomic<Int64>(0)
  private let isDriven = Atomic(false)
  var drivenAt: Int64 { stamp.load(ordering: .relaxed) }

  func drive(_ isActive: Bool) throws(OutputFailure) {
    stamp.store(cbench_now(), ordering: .relaxed)
    isDriven.store(isActive, ordering: .relaxed)
  }
  func isActive() -> Bool { isDriven.load(ordering: .relaxed) }
  func release() {}
}
