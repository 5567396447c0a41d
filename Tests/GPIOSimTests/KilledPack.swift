import Bench
import BoardCatalog
import ControlCore
import ControllerService
import Foundation
import Glibc
import JKProtocol
import Quantities
import TestSupport

/// One of the packs whose controllers are killed again and again: its board, its lines, its files.
///
/// Belongs to one thread, but for the board.
final class KilledPack: @unchecked Sendable {
  let number: Int
  let board: EmulatedBoard
  private let bus: EmulatedBus
  private let folder: URL
  private let levels: [Int32]
  private let executable: String
  /// What its lives have shown.
  private(set) var lives: [KilledLife.Record] = []
  private(set) var failures: [String] = []

  /// - Parameter number: 1 to 16: which of the pairs of lines it has.
  init(_ number: Int) throws {
    self.number = number
    folder = FileManager.default.temporaryDirectory.appending(path: "killed-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    board = EmulatedBoard(.standard(model: "B2A8S20P", chemistry: .lfp, stringCount: 8))
    bus = try EmulatedBus(
      .modbus, [board], on: .pseudoTerminal(link: folder.appending(path: "jk").path))
    levels = try ["CHARGE\(number)", "HEATER\(number)"].map { try GPIOSim($0).openValue() }
    executable = try ControlledPack.executable.path
    try configuration.write(to: config, atomically: true, encoding: .utf8)
    try setRecord([])
  }

  deinit {
    for file in levels { close(file) }
    bus.stop()
    try? FileManager.default.removeItem(at: folder)
  }

  /// Whether it is the pack whose pad is known to be open at each start. In half of its lives a
  /// person acknowledges that, about when it is killed.
  var isLatched: Bool { number == 1 }

  private var config: URL { folder.appending(path: "pack.yaml") }
  private var record: URL { folder.appending(path: "latches") }
  private var state: URL { folder.appending(path: "state.json") }
  private var socket: String { folder.path + "/control.sock" }
  private var log: String { folder.path + "/log" }

  /// The shortest times that a configuration may have, but for the period.
  private var configuration: String {
    """
    buses: { rs485: { device: \(bus.path), protocol: jk-modbus } }
    packs:
      - name: shed
        bus: rs485
        address: 1
        board: B2A8S20P
        chemistry: lfp
        strings: 8
        heater: { resistance: 10.5 ohm, tolerance: 5% }
        heat_when: { without_charger: { soc_above: 30% } }
        outputs: { charge: { line: CHARGE\(number) }, heater: { line: HEATER\(number) } }
    control:
      period: \(KilledLife.period / 1000) ms
      reading_lifetime: 2 s
      interlock_delay: \(KilledLife.delay / 1000) ms
      min_on: 0 s
      min_off: 0 s
    state_file: \(state.path)
    control_socket: \(socket)
    """
  }

  private func setRecord(_ faults: FaultSet) throws {
    try LatchRecord(packs: ["shed": faults]).text
      .write(to: record, atomically: true, encoding: .utf8)
  }

  private func isHigh(_ line: Int) -> Bool {
    var byte: UInt8 = 0
    return pread(levels[line], &byte, 1, 0) == 1 && byte == UInt8(ascii: "1")
  }
  private var isCharging: Bool { isHigh(0) }
  private var isHeating: Bool { isHigh(1) }

  private func set(_ temperature: Double) {
    let reading = Measured.measured(ProbeTemperature(exactly: Celsius(temperature)))
    board.update { report in
      report.status.current = .measured(Amperes(-1))
      report.status.probes.t1 = reading
      report.status.probes.t2 = reading
    }
  }

  /// Starts the program, kills it as `life` says, and looks at what it leaves behind.
  func live(_ life: KilledLife) throws {
    set(life.weather.temperatures.first)
    var seen = KilledLife.Record(life: life, started: nanoseconds(), asked: board.requestCount)
    if isLatched { try setRecord(FaultSet(.heaterOpen)) }
    let program = try SpawnedProgram(executable, ["run", "--config", config.path], log: log)
    // With an open pad latched only charging can go on.
    if life.isAfterOn, !isLatched || life.weather == .warm {
      let isOn = eventually { isCharging || isHeating }
      if !isOn { fail(life, "nothing went on within a minute") }
      set(life.weather.temperatures.last)
    }
    let caller = isLatched && life.isAcknowledged ? acknowledge() : nil
    usleep(life.microseconds)
    if let pause = life.stoppedFor {
      kill(program.id, SIGSTOP)
      usleep(pause)
    }
    (seen.wasCharging, seen.wasHeating) = (isCharging, isHeating)
    let signal = program.kill()
    // At once: the kernel takes the lines back before the end can be waited for.
    if isCharging || isHeating { fail(life, "a line is on after the end") }
    seen.ended = nanoseconds()
    if signal != SIGKILL { fail(life, "it had ended by itself") }
    judgeFiles(life, &seen, wasToldCleared: caller?.wait())
    lives.append(seen)
  }

  /// Has a person acknowledge the open pad, from a thread of its own, beginning now.
  private func acknowledge() -> Acknowledgement {
    let caller = Acknowledgement()
    Thread { [socket] in
      var reply: String?
      // Until it listens.
      for _ in 0..<50 where reply == nil && !caller.isOver {
        reply = try? ControlSocket.ask("acknowledge shed heater-open", at: socket)
        if reply == nil { usleep(5000) }
      }
      caller.finish(reply?.contains(#""ok":true"#) ?? false)
    }.start()
    return caller
  }

  private func judgeFiles(
    _ life: KilledLife, _ seen: inout KilledLife.Record, wasToldCleared: Bool?
  ) {
    let text = try? String(contentsOf: record, encoding: .utf8)
    let faults = text.flatMap(LatchRecord.init(text:))?.packs["shed"]
    if isLatched, faults == FaultSet(.heaterOpen) {
      if wasToldCleared == true { fail(life, "told that it was cleared, and it is not") }
    } else if faults == [], !isLatched || wasToldCleared != nil {
      seen.wasCleared = isLatched
    } else {
      fail(life, "the record of latched faults is \(text ?? "not there")")
    }
    if let data = try? Data(contentsOf: state),
      (try? JSONDecoder().decode([String: String].self, from: data)) == nil
    {
      fail(life, "the state file is torn")
    }
  }

  private func fail(_ life: KilledLife, _ what: String) {
    let said = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
    failures.append("pack \(number), life \(lives.count), \(life): \(what). Its log: \(said)")
  }
}

/// The answer to a request that may never come.
private final class Acknowledgement: @unchecked Sendable {
  private let lock = NSLock()
  private var isCleared = false
  private var hasEnded = false
  private let ended = DispatchSemaphore(value: 0)

  var isOver: Bool { lock.withLock { hasEnded } }

  func finish(_ isCleared: Bool) {
    lock.withLock { self.isCleared = isCleared }
    ended.signal()
  }

  /// Whether it was told that the fault is cleared.
  func wait() -> Bool {
    lock.withLock { hasEnded = true }
    ended.wait()
    return lock.withLock { isCleared }
  }
}
