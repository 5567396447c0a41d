/// Looks at the service as it is installed.
struct UnitProbe {
  let machine: Machine
  let name: String

  /// Where systemd looks, the first first. Source: systemd.unit(5), unit load path.
  private static let folders = [
    "/etc/systemd/system", "/run/systemd/system", "/usr/local/lib/systemd/system",
    "/usr/lib/systemd/system", "/lib/systemd/system",
  ]

  func facts() -> UnitFacts {
    let paths = paths()
    let texts = paths.compactMap { machine.text($0).value }
    let said = machine.output(
      of: "/usr/bin/systemctl", "show", name,
      "--property=UnitFileState,NeedDaemonReload,ActiveState")
    let state = properties(said ?? "")
    return UnitFacts(
      name: name, paths: paths, text: texts.isEmpty ? nil : UnitText(texts),
      isEnabled: state["UnitFileState"].map { $0.hasPrefix("enabled") } ?? link(paths),
      needsReload: state["NeedDaemonReload"].map { $0 == "yes" }, state: state["ActiveState"])
  }

  /// The unit, then what is laid over it, in the order of the names of the files.
  private func paths() -> [String] {
    guard let folder = UnitProbe.folders.first(where: { machine.exists("\($0)/\(name)") }) else {
      return []
    }
    var overlays: [String: String] = [:]
    for folder in UnitProbe.folders.reversed() {
      for file in machine.names(in: "\(folder)/\(name).d") where file.hasSuffix(".conf") {
        overlays[file] = "\(folder)/\(name).d/\(file)"
      }
    }
    return ["\(folder)/\(name)"] + overlays.keys.sorted().compactMap { overlays[$0] }
  }

  /// Whether a link starts it with the machine, where systemd does not say.
  private func link(_ paths: [String]) -> Bool? {
    guard !paths.isEmpty else { return nil }
    return machine.link("/etc/systemd/system/multi-user.target.wants/\(name)") != nil
  }

  private func properties(_ text: String) -> [String: String] {
    var found: [String: String] = [:]
    for line in text.split(separator: "\n") {
      guard let equals = line.firstIndex(of: "=") else { continue }
      let value = line[line.index(after: equals)...].trimmed
      if !value.isEmpty { found[line[..<equals].trimmed] = value }
    }
    return found
  }
}

/// Looks at what resets the machine.
struct WatchdogProbe {
  let machine: Machine
  let processes: [ProcessFacts]

  func facts() -> WatchdogFacts {
    WatchdogFacts(
      devices: machine.names(in: "/sys/class/watchdog").map(device), runtime: runtime())
  }

  /// Source: Linux, Documentation/ABI/testing/sysfs-class-watchdog.
  private func device(_ name: String) -> WatchdogFacts.Device {
    let folder = "/sys/class/watchdog/\(name)"
    let paths = ["/dev/\(name)"] + (name == "watchdog0" ? ["/dev/watchdog"] : [])
    return WatchdogFacts.Device(
      name: name, identity: machine.word(folder + "/identity") ?? "without a name",
      timeout: machine.word(folder + "/timeout").flatMap(Int.init).map { .seconds($0) },
      isActive: machine.word(folder + "/state").map { $0 == "active" },
      holders: processes.filter { !$0.open.filter(paths.contains).isEmpty }.map(\.name))
  }

  /// `RuntimeWatchdogSec`: the last that is set. Source: systemd-system.conf(5).
  private func runtime() -> Duration {
    let folders = ["/usr/lib/systemd", "/usr/local/lib/systemd", "/run/systemd", "/etc/systemd"]
    var overlays: [String: String] = [:]
    for folder in folders {
      for file in machine.names(in: folder + "/system.conf.d") where file.hasSuffix(".conf") {
        overlays[file] = "\(folder)/system.conf.d/\(file)"
      }
    }
    let main = folders.map { $0 + "/system.conf" }.last(where: machine.exists)
    let paths = [main].compactMap(\.self) + overlays.keys.sorted().compactMap { overlays[$0] }
    let text = UnitText(paths.compactMap { machine.text($0).value })
    let value = text.values["Manager.RuntimeWatchdogSec"]?.last
    return value.flatMap(systemdSpan) ?? .zero
  }
}

/// Looks at what the running controller listens at.
struct NetworkProbe {
  let machine: Machine
  let processes: [ProcessFacts]

  func facts() -> NetworkFacts {
    let own = processes.filter { $0.name == "warmgate" && isController($0) }
    return NetworkFacts(processes: own.map(\.number), listeners: own.flatMap(listeners))
  }

  private func isController(_ process: ProcessFacts) -> Bool {
    let words = machine.text("/proc/\(process.number)/cmdline").value?.split(separator: "\0") ?? []
    return words.dropFirst().first == "run"
  }

  /// Source: proc_pid_net(5), tcp and udp: the second field is the local address and port in
  /// hexadecimal digits, the fourth the state (0A listens; an unconnected udp socket is 07), the
  /// tenth the inode. They are those of the process's own network.
  private func listeners(_ process: ProcessFacts) -> [NetworkFacts.Listener] {
    ["tcp", "tcp6", "udp", "udp6"].flatMap { kind -> [NetworkFacts.Listener] in
      let text = machine.text("/proc/\(process.number)/net/\(kind)").value ?? ""
      return text.split(separator: "\n").dropFirst().compactMap { line in
        let fields = line.split(separator: " ")
        guard fields.count >= 10, fields[3] == (kind.hasPrefix("tcp") ? "0A" : "07"),
          process.open.contains("socket:[\(fields[9])]")
        else { return nil }
        let parts = fields[1].split(separator: ":")
        guard parts.count == 2, let port = Int(parts[1], radix: 16) else { return nil }
        return NetworkFacts.Listener(kind: kind, address: String(parts[0]), port: port)
      }
    }
  }
}
