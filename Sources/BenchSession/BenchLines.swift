import Bench
import ControlCore
import ControllerService
import GPIOLines
import Quantities
import Synchronization

/// The lines of every pack on a bench: those of a gpio-sim chip, or lines in memory.
final class BenchLines: Sendable {
  private enum Opened {
    case memory(MemoryLines)
    case simulated(PackLines)
  }

  /// The chip in use, or `nil` for lines in memory.
  let chip: SimulatedChip?
  private let speed: Double
  private let opened = Mutex<[String: Opened]>([:])

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
    let outputs: any OutputDriver
    if let chip {
      let drivers = try PackDrivers(opening: pack.lines, clock: rig.clock, leaseGuard: leaseGuard)
      outputs = drivers.outputs
      inputs = SimulatedInputs(name, pack.lines, drivers.inputs, chip, rig)
      opened.withLock { $0[name] = .simulated(pack.lines) }
    } else {
      let lines = MemoryLines(
        hasHeater: pack.lines.heater != nil, clock: rig.clock, leaseGuard: leaseGuard)
      outputs = lines
      inputs = MemoryInputs(name, pack.lines, lines, rig)
      opened.withLock { $0[name] = .memory(lines) }
    }
    return PackDrive(outputs: outputs, inputs: inputs)
  }

  /// Both outputs of a pack as they are on the lines; off before they are opened.
  func outputs(of pack: String) -> Outputs {
    switch opened.withLock({ $0[pack] }) {
    case nil: .safe
    case .memory(let lines): lines.outputs
    case .simulated(let lines):
      Outputs(
        charge: chip?.isActive(lines.charge) ?? false,
        heater: lines.heater.flatMap { chip?.isActive($0) } ?? false)
    }
  }
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
    lines.heaterFeedback == nil ? .unknown(.absent) : .measured(outputs.outputs.heater)
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
  private let pulled = Mutex<[LineSettings: Bool]>([:])

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
      pull(line, active: chip.isActive(heater) ?? false)
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
