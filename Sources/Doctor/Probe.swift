import ControlCore
import Foundation
import GPIOLines
import Glibc
import Quantities
public import SettingsFile

/// Looks at a machine, and judges nothing.
public struct Probe {
  private let machine: Machine
  private let settings: ProgramSettings
  private let config: String
  private let unitName: String

  /// A look at `machine` for the configuration that was read from `config`.
  public init(
    _ machine: Machine, _ settings: ProgramSettings, config: String,
    unit: String = "warmgate.service"
  ) {
    (self.machine, self.settings) = (machine, settings)
    (self.config, unitName) = (config, unit)
  }

  /// Everything that is judged. The lines are the running kernel's, wherever the root is.
  public func facts() -> MachineFacts {
    let processes = machine.processes()
    return MachineFacts(
      lines: lines(), kernel: KernelProbe(machine: machine).facts(),
      ports: settings.settings.buses.map { port($0.device, processes) }, clock: clock(),
      disk: disk(), watchdog: WatchdogProbe(machine: machine, processes: processes).facts(),
      unit: UnitProbe(machine: machine, name: unitName).facts(), files: files(),
      network: NetworkProbe(machine: machine, processes: processes).facts(),
      accounts: Accounts(
        passwd: machine.text("/etc/passwd").value ?? "",
        group: machine.text("/etc/group").value ?? ""),
      seesAll: geteuid() == 0 || !machine.isOwn)
  }

  private func lines() -> [SeenLine] {
    settings.settings.packs.flatMap { pack in
      pack.lines.uses.map { use, line in
        do throws(OutputFailure) {
          let facts = try LineFacts(of: line, consumer: LiveTest.consumer)
          return SeenLine(
            pack: pack.pack.name, use: use, settings: line, sight: .seen(facts),
            chipRights: machine.rights(facts.chip))
        } catch {
          return SeenLine(
            pack: pack.pack.name, use: use, settings: line, sight: .failed(error), chipRights: nil)
        }
      }
    }
  }

  private func port(_ device: String, _ processes: [ProcessFacts]) -> PortFacts {
    guard let node = machine.node(device) else {
      return PortFacts(
        device: device, node: nil, rights: nil, driver: nil, latencyMilliseconds: .missing,
        holders: [])
    }
    let name = node.split(separator: "/").last.map(String.init) ?? ""
    let folder = "/sys/bus/usb-serial/devices/\(name)"
    let driver = machine.link(folder + "/driver")?.split(separator: "/").last.map(String.init)
    let others = processes.filter { $0.open.contains(node) && $0.name != "warmgate" }.map(\.name)
    return PortFacts(
      device: device, node: node, rights: machine.rights(node), driver: driver,
      latencyMilliseconds: machine.text(folder + "/latency_timer").flatMap { Int($0.trimmed) },
      holders: others)
  }

  private func clock() -> ClockFacts {
    let said = machine.output(of: "/usr/bin/timedatectl", "show", "--property=NTPSynchronized")
    let isSynchronised: Looked<Bool> =
      switch said?.trimmed {
      case "NTPSynchronized=yes": .found(true)
      case "NTPSynchronized=no": .found(false)
      default: .missing
      }
    let clock = SystemClock()
    let first = clock.now
    usleep(20_000)
    let passed = clock.now - first
    return ClockFacts(
      isSynchronised: isSynchronised,
      chip: machine.word("/sys/class/rtc/rtc0/name").map { .found($0) } ?? .missing,
      goes: passed >= .milliseconds(20) && passed < .seconds(10))
  }

  private func disk() -> DiskFacts {
    let folder = Judgement.folderOf(settings.settings.stateFile ?? Settings.standardStateFile)
    let mounts = machine.text("/proc/mounts").value ?? ""
    return DiskFacts(
      folder: folder, isThere: machine.exists(folder),
      mount: DiskFacts.Mount(of: machine.node(folder) ?? folder, among: mounts),
      freeBytes: machine.freeBytes(folder))
  }

  /// The configuration is found where it was named, all else below the root.
  private func files() -> FileFacts {
    var rights: [String: FileRights] = [:]
    let name = machine.inside(config)
    rights[name] = FileRights(path: config)
    rights[Judgement.folderOf(name)] = FileRights(path: Judgement.folderOf(config))
    let settings = settings.settings
    let own = [settings.stateFile, settings.latchFile, settings.lineFile, settings.controlSocket]
    for path in own.compactMap(\.self) { rights[path] = machine.rights(path) }
    if let state = settings.stateFile {
      let folder = Judgement.folderOf(state)
      rights[folder] = machine.rights(folder)
    }
    return FileFacts(config: name, rights: rights)
  }
}

extension PackLines {
  /// Every line that is configured, with what it is for.
  var uses: [(SeenLine.Use, LineSettings)] {
    let all: [(SeenLine.Use, LineSettings?)] = [
      (.charge, charge), (.heater, heater), (.alive, alive), (.chargerPresent, chargerPresent),
      (.heaterFeedback, heaterFeedback),
    ]
    return all.compactMap { use, line in line.map { (use, $0) } }
  }
}

extension DiskFacts.Mount {
  /// The one that a path lies on: the last of those with the longest beginning in common.
  ///
  /// Source: proc(5), /proc/mounts: device, point, type, options, separated by spaces; a space
  /// within is `\040`.
  init?(of path: String, among text: String) {
    var best: DiskFacts.Mount?
    for line in text.split(separator: "\n") {
      let fields = line.split(separator: " ").map { String($0).replacing("\\040", with: " ") }
      guard fields.count >= 4 else { continue }
      let point = fields[1]
      let isAbove = point == "/" || path == point || path.hasPrefix(point + "/")
      guard isAbove, point.count >= best?.point.count ?? 0 else { continue }
      best = DiskFacts.Mount(
        source: fields[0], point: point, type: fields[2],
        options: fields[3].split(separator: ",").map(String.init))
    }
    guard let best else { return nil }
    self = best
  }
}

extension Looked {
  /// What `transform` makes of what was found; what it cannot read is unreadable.
  func flatMap<Other>(_ transform: (Value) -> Other?) -> Looked<Other> {
    switch self {
    case .found(let value): transform(value).map { .found($0) } ?? .unreadable("it makes no sense")
    case .missing: .missing
    case .unreadable(let why): .unreadable(why)
    }
  }
}
