import ControlCore
import Quantities
import SettingsFile

extension Judgement {
  /// Whether time goes, and whether the records will have the right date.
  static func clock(_ clock: ClockFacts) -> [Finding] {
    var findings = [
      clock.goes
        ? Finding(
          .clock, "uptime", .right, "The uptime, by which everything is controlled, goes.")
        : Finding(
          .clock, "uptime", .wrong,
          "The uptime did not grow by what it should: no lease would end.",
          remedy: "Choose another clock source (/sys/devices/system/clocksource), or another board."
        )
    ]
    let chip = clock.chip.value
    let keeps = chip.map { " A clock chip (\($0)) keeps it without power." } ?? ""
    switch clock.isSynchronised {
    case .found(true):
      findings.append(
        Finding(.clock, "date", .right, "The date is set by the network.\(keeps)"))
    case .found(false) where chip != nil:
      findings.append(
        Finding(
          .clock, "date", .right, "The date is not set by the network.\(keeps)"))
    case .found(false):
      findings.append(
        Finding(
          .clock, "date", .warning,
          "The date is not set by the network, and there is no clock chip: control does not need "
            + "it, the records will be wrong.",
          remedy: "`timedatectl set-ntp true` where there is a network, else fit a clock chip."))
    case .missing, .unreadable:
      findings.append(
        Finding(
          .clock, "date", .warning,
          "Whether the date is set by the network is not known: timedatectl does not say.\(keeps)",
          remedy: "Compare `date` with a watch; control does not need it, the records do."))
    }
    return findings
  }

  /// Below this a state file may not fit; it and its successor are some kB.
  static let leastRoom: UInt64 = 1 << 20
  /// Below this a log is about to fill the rest.
  static let littleRoom: UInt64 = 64 << 20

  /// Whether what is latched survives a power loss.
  static func disk(_ disk: DiskFacts) -> [Finding] {
    guard disk.isThere else {
      return [
        Finding(
          .disk, disk.folder, .warning,
          "\(disk.folder) is not there yet; systemd makes it when the service starts.",
          remedy: "Start the service once (`StateDirectory=warmgate`), then run this again.")
      ]
    }
    return [mount(disk), room(disk)]
  }

  private static func mount(_ disk: DiskFacts) -> Finding {
    guard let mount = disk.mount else {
      return Finding(
        .disk, disk.folder, .unknown, "What \(disk.folder) lies on cannot be seen (/proc/mounts).",
        remedy: "Mount /proc, and run this again.")
    }
    let place = "\(disk.folder) lies on \(mount.source) (\(mount.type), at \(mount.point))"
    if mount.options.contains("ro") {
      return Finding(
        .disk, disk.folder, .wrong, "\(place), which is read-only: no fault can be latched.",
        remedy: "Give the state a place that is written (`state_file`), or mount it read-write. A "
          + "card that has turned read-only by itself is worn out: replace it.")
    }
    if ["tmpfs", "ramfs", "overlay", "overlayfs"].contains(mount.type) {
      return Finding(
        .disk, disk.folder, .wrong,
        "\(place), which is lost at a restart: nothing would be known to be latched or not, and "
          + "both outputs stay off until a person comes.",
        remedy:
          "Put `state_file` on a disk; with an overlay over the root, on a partition of its own.")
    }
    if mount.options.contains(where: { ["nobarrier", "barrier=0", "data=writeback"].contains($0) })
    {
      return Finding(
        .disk, disk.folder, .warning,
        "\(place) with \(String(listing: mount.options)): a power loss can tear what was written.",
        remedy: "Take the option out of /etc/fstab. A torn record means that both outputs stay off."
      )
    }
    let card = mount.source.contains("mmcblk") ? "; a card, which is written on changes only" : ""
    return Finding(.disk, disk.folder, .right, "\(place)\(card).")
  }

  private static func room(_ disk: DiskFacts) -> Finding {
    guard let free = disk.freeBytes else {
      return Finding(
        .disk, disk.folder, .unknown, "How much room \(disk.folder) has cannot be seen.",
        remedy: "Run this as root.")
    }
    let words = "\(disk.folder) has room for \(free >> 20) MiB"
    if free < leastRoom {
      return Finding(
        .disk, disk.folder, .wrong, "\(words): no fault can be latched.", remedy: "Make room.")
    }
    if free < littleRoom {
      return Finding(
        .disk, disk.folder, .warning, "\(words).",
        remedy: "Make room: `journalctl --vacuum-size=50M`.")
    }
    return Finding(.disk, disk.folder, .right, "\(words).")
  }

  /// Who resets the machine when its kernel has stopped, and that only one does.
  static func watchdog(_ facts: MachineFacts, _ settings: ProgramSettings) -> [Finding] {
    let devices = facts.watchdog.devices
    let byManager = facts.watchdog.runtime > .zero
    let lease = settings.settings.control.lease
    if let path = settings.watchdog {
      if byManager {
        return [
          Finding(
            .watchdog, path, .wrong,
            "Both the configuration (`watchdog`) and systemd (RuntimeWatchdogSec) want the device: "
              + "whoever is second does not get it.",
            remedy: "Leave one of them out: `watchdog:`, or RuntimeWatchdogSec in "
              + "/etc/systemd/system.conf.d.")
        ]
      }
      return [ownDevice(path, devices, lease)]
    }
    let hasPump = settings.settings.packs.allSatisfy { $0.lines.alive != nil }
    if byManager, let device = devices.first {
      let seconds = shortDecimal(facts.watchdog.runtime.seconds)
      if device.isActive == false {
        return [
          Finding(
            .watchdog, device.name, .warning,
            "systemd is to feed \(device.name) (\(device.identity)), but it does not count.",
            remedy: "`sudo systemctl daemon-reexec`, then `wdctl`.")
        ]
      }
      return [
        Finding(
          .watchdog, device.name, .right,
          "systemd feeds \(device.name) (\(device.identity)), which resets a machine that has "
            + "stopped after \(device.timeout.map { shortDecimal($0.seconds) } ?? seconds) s.")
      ]
    }
    if byManager {
      return [
        Finding(
          .watchdog, "systemd", .warning, "systemd is to feed a watchdog, but there is no device.",
          remedy: "Load its driver; on a Raspberry Pi it is there, see `wdctl`.")
      ]
    }
    if hasPump {
      return [
        Finding(
          .watchdog, "alive", .right,
          "No watchdog resets the machine, but every pack has an `alive` line: a charge pump takes "
            + "the power away when it stops.")
      ]
    }
    return [
      Finding(
        .watchdog, devices.first?.name ?? "none", .warning,
        "Nothing resets a machine whose kernel has stopped, and not every pack has an `alive` "
          + "line.",
        remedy: devices.isEmpty
          ? "Fit a charge pump on an `alive` line (wiring.md, section 6)."
          : "Set RuntimeWatchdogSec (commissioning.md, step 3), or fit a charge pump (wiring.md, "
            + "section 6).")
    ]
  }

  private static func ownDevice(
    _ path: String, _ devices: [WatchdogFacts.Device], _ lease: Duration
  ) -> Finding {
    // /dev/watchdog is the first device.
    let name = path == "/dev/watchdog" ? "watchdog0" : path.split(separator: "/").last ?? ""
    guard let device = devices.first(where: { $0.name == name }) else {
      return Finding(
        .watchdog, path, .wrong, "\(path), which the configuration names, is not there.",
        remedy: "`wdctl` lists the devices; load the driver, or leave the key out.")
    }
    let others = device.holders.filter { $0 != "warmgate" }
    if !others.isEmpty {
      return Finding(
        .watchdog, path, .wrong, "\(path) is open in \(String(listing: others)).",
        remedy: "Stop it, or leave `watchdog` out: one program feeds a device.")
    }
    return Finding(
      .watchdog, path, .right,
      "\(path) (\(device.identity)) is there for the controller; it asks for at least "
        + "\(shortDecimal(lease.seconds)) s when it starts.")
  }
}
