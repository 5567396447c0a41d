import Bench
import ControlCore
import ControllerService
import GPIOLines
import Locks
import Quantities
import Synchronization

/// The lines of every pack on a bench: those of a gpio-sim chip, or lines in memory.
final class BenchLines: Sendable {
  private enum Opened {
    case memory(MemoryLines)
    case simulated(PackLines)
  }

  /// The master relay is closed by the edges of `alive`, and opens so long after the last one:
  /// 11.5 s at most. Source: hw/bill-of-materials.md, charge pump.
  private static let pumpHolds = Duration.milliseconds(11_500)

  /// The chip in use, or `nil` for lines in memory.
  let chip: SimulatedChip?
  private let speed: Double
  private let opened = Locked<[String: Opened]>([:])
  private let pumps = Locked<[String: PumpedOutputs]>([:])

  /// Lines on the bench's chip where it may be used and has all that the packs need, and in memory
  /// otherwise.
  init(_ settings: Settings, speed: Double, usesSimulatedChip: Bool) {
    let lines = settings.packs.flatMap(\.lines.all)
    let chip = usesSimulatedChip ? SimulatedChip() : nil
    self.chip = chip.flatMap { chip in lines.allSatisfy(chip.has) ? chip : nil }
    self.speed = speed
  }

  /// What a reader of the output is told.
  var description: String {
    chip.map { "gpio-sim lines (\($0.name), \(SimulatedChip.label))" } ?? "in-memory lines"
  }

  /// Opens the lines of a pack, both outputs inactive.
  func open(
    _ pack: ConfiguredPack, _ rig: BenchRig, _ control: ControlSettings
  ) throws(OutputFailure) -> PackDrive {
    // Time on a bench waits for a loop that is late, so the guard need not look often.
    let interval = LeaseGuard.interval(forLease: control.lease, speed: min(speed, 50))
    let leaseGuard = LeaseGuard(interval: interval)
    let name = pack.pack.name
    let inputs: any InputReader
    let driven: any OutputDriver
    if let chip {
      let drivers = try PackDrivers(opening: pack.lines, clock: rig.clock, leaseGuard: leaseGuard)
      driven = drivers.outputs
      inputs = SimulatedInputs(name, pack.lines, drivers.inputs, chip, rig)
      opened.withLock { $0[name] = .simulated(pack.lines) }
    } else {
      let lines = MemoryLines(
        hasHeater: pack.lines.heater != nil, clock: rig.clock, leaseGuard: leaseGuard)
      driven = lines
      inputs = MemoryInputs(name, pack.lines, lines, rig)
      opened.withLock { $0[name] = .memory(lines) }
    }
    let outputs = PumpedOutputs(name, driven, rig)
    if pack.lines.alive != nil { pumps.withLock { $0[name] = outputs } }
    return PackDrive(outputs: outputs, inputs: inputs)
  }

  /// Whether the master relay of a pack is closed: always, where nothing drives one.
  func hasPower(_ pack: String, at now: Uptime) -> Bool {
    guard let pump = pumps.withLock({ $0[pack] }) else { return true }
    return pump.lastEdge.map { now - $0 < BenchLines.pumpHolds } ?? false
  }

  /// Both outputs of a pack as they are on the lines; off before they are opened.
  func outputs(of pack: String, _ rig: BenchRig) -> Outputs {
    var outputs: Outputs
    switch opened.withLock({ $0[pack] }) {
    case nil: outputs = .safe
    case .memory(let lines): outputs = lines.outputs
    case .simulated(let lines):
      outputs = Outputs(
        charge: chip?.isActive(lines.charge) ?? false,
        heater: lines.heater.flatMap { chip?.isActive($0) } ?? false)
    }
    if rig.isHeaterLineStuck(pack: pack) { outputs.heater = true }
    return outputs
  }
}

/// The outputs of a pack with the bench's charge pump on `alive`, and with a line that can stick.
private final class PumpedOutputs: OutputDriver {
  private let (pack, outputs, rig): (String, any OutputDriver, BenchRig)
  private let edge = Locked<Uptime?>(nil)

  init(_ pack: String, _ outputs: any OutputDriver, _ rig: BenchRig) {
    (self.pack, self.outputs, self.rig) = (pack, outputs, rig)
  }

  /// When `alive` changed last.
  var lastEdge: Uptime? { edge.withLock { $0 } }

  func apply(_ outputs: Outputs, until deadline: Uptime) throws(OutputFailure) {
    try self.outputs.apply(outputs, until: deadline)
    edge.withLock { $0 = rig.clock.now }
  }

  func readback() -> Measured<Outputs> {
    guard rig.isHeaterLineStuck(pack: pack), case .measured(var outputs) = outputs.readback() else {
      return self.outputs.readback()
    }
    outputs.heater = true
    return .measured(outputs)
  }

  func cutPower() throws(OutputFailure) { try outputs.cutPower() }
  func shutDown() { outputs.shutDown() }
}

/// Inputs that say at once what is so on the bench, where the configuration has them.
private final class MemoryInputs: InputReader {
  private let (pack, lines, outputs, rig): (String, PackLines, MemoryLines, BenchRig)

  init(_ pack: String, _ lines: PackLines, _ outputs: MemoryLines, _ rig: BenchRig) {
    (self.pack, self.lines, self.outputs, self.rig) = (pack, lines, outputs, rig)
  }

  func chargerPresent() -> Measured<Bool> {
    lines.chargerPresent == nil ? .unknown(.absent) : rig.chargerPresent(pack: pack)
  }

  func heaterFeedback() -> Measured<Bool> {
    guard lines.heaterFeedback != nil else { return .unknown(.absent) }
    let isOn = outputs.outputs.heater || rig.isHeaterLineStuck(pack: pack)
    return .measured(rig.isPadFed(pack: pack, line: isOn))
  }
}

/// Input lines of the simulated chip: pulled to what is so just before they are read.
private final class SimulatedInputs: InputReader {
  private let pack: String
  private let lines: PackLines
  private let inputs: any InputReader
  private let chip: SimulatedChip
  private let rig: BenchRig
  /// How each line was pulled last.
  private let pulled = Locked<[LineSettings: Bool]>([:])

  init(
    _ pack: String, _ lines: PackLines, _ inputs: any InputReader, _ chip: SimulatedChip,
    _ rig: BenchRig
  ) {
    (self.pack, self.lines, self.inputs, self.chip, self.rig) = (pack, lines, inputs, chip, rig)
  }

  func chargerPresent() -> Measured<Bool> {
    if let line = lines.chargerPresent, let isPresent = rig.chargerPresent(pack: pack).value {
      pull(line, active: isPresent)
    }
    return inputs.chargerPresent()
  }

  func heaterFeedback() -> Measured<Bool> {
    if let line = lines.heaterFeedback, let heater = lines.heater {
      let isOn = chip.isActive(heater) ?? false || rig.isHeaterLineStuck(pack: pack)
      pull(line, active: rig.isPadFed(pack: pack, line: isOn))
    }
    return inputs.heaterFeedback()
  }

  private func pull(_ line: LineSettings, active: Bool) {
    let isNew = pulled.withLock { $0.updateValue(active, forKey: line) != active }
    if isNew { chip.pull(line, active: active) }
  }
}

extension PackLines {
  /// Every line that is configured.
  fileprivate var all: [LineSettings] {
    [charge] + [heater, alive, chargerPresent, heaterFeedback].compactMap(\.self)
  }
}
