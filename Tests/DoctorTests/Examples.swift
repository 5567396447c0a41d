import BoardCatalog
import ControlCore
import GPIOLines
import Quantities
import SettingsFile

@testable import Doctor

/// A Raspberry Pi 4 as commissioning leaves it; each test changes what it is about.
extension MachineFacts {
  static var commissioned: MachineFacts {
    MachineFacts(
      lines: [.free(.charge, "CHARGE_EN", 17), .free(.heater, "HEATER", 27)],
      kernel: KernelFacts(
        release: "6.6.31+rpt-rpi-v8", keepsOnBCM: .found(false), keepsOnRP1: .missing,
        commandLine: "pinctrl_bcm2835.persist_gpio_outputs=n root=/dev/mmcblk0p2",
        boot: .found(
          BootConfig(path: "/boot/firmware/config.txt", text: "dtparam=strict_gpiod\n")),
        overlayPulls: .found([17: .down, 27: .down])),
      ports: [
        PortFacts(
          device: "/dev/warmgate-rs485", node: "/dev/ttyUSB0",
          rights: FileRights(mode: 0o660, owner: 0, group: 20), driver: "ftdi_sio",
          latencyMilliseconds: .found(1), holders: [])
      ],
      clock: ClockFacts(isSynchronised: .found(true), chip: .missing, goes: true),
      disk: DiskFacts(
        folder: "/var/lib/warmgate", isThere: true,
        mount: DiskFacts.Mount(
          source: "/dev/mmcblk0p2", point: "/", type: "ext4", options: ["rw", "noatime"]),
        freeBytes: 8 << 30),
      watchdog: WatchdogFacts(
        devices: [
          WatchdogFacts.Device(
            name: "watchdog0", identity: "Broadcom BCM2835 Watchdog timer", timeout: .seconds(14),
            isActive: true, holders: ["systemd"])
        ], runtime: .seconds(14)),
      unit: UnitFacts(
        name: "warmgate.service", paths: ["/etc/systemd/system/warmgate.service"],
        text: ShippedUnit.unit, isEnabled: true, needsReload: false, state: "inactive"),
      files: FileFacts(
        config: "/etc/warmgate/warmgate.yaml",
        rights: [
          "/etc/warmgate": FileRights(mode: 0o750, owner: 0, group: 105),
          "/etc/warmgate/warmgate.yaml": FileRights(mode: 0o640, owner: 0, group: 105),
          "/var/lib/warmgate": FileRights(mode: 0o700, owner: 105, group: 105),
          "/var/lib/warmgate/state.json": FileRights(mode: 0o600, owner: 105, group: 105),
          "/var/lib/warmgate/latches": FileRights(mode: 0o600, owner: 105, group: 105),
          "/run/warmgate/control.sock": FileRights(mode: 0o600, owner: 105, group: 105),
        ]),
      network: NetworkFacts(processes: [], listeners: []),
      accounts: Accounts(
        passwd: "root:x:0:0::/root:/bin/sh\nwarmgate:x:105:105::/nonexistent:/bin/false\n",
        group: "root:x:0:\ndialout:x:20:\ngpio:x:997:\nwarmgate:x:105:\n"),
      seesAll: true)
  }

  /// These facts after a change.
  func with(_ change: (inout MachineFacts) -> Void) -> MachineFacts {
    var facts = self
    change(&facts)
    return facts
  }

  /// The findings of one topic.
  func findings(
    _ topic: Finding.Topic, _ settings: ProgramSettings = .shed, trials: [LiveTrial] = []
  ) -> [Finding] {
    Judgement.findings(self, settings, trials: trials).filter { $0.topic == topic }
  }
}

extension SeenLine {
  /// A line of the Pi's chip that is free and rests low.
  static func free(_ use: Use, _ name: String, _ offset: UInt32) -> SeenLine {
    SeenLine(
      pack: "shed", use: use, settings: LineSettings(.name(name)),
      sight: .seen(
        LineFacts(
          chip: "/dev/gpiochip0", label: "pinctrl-bcm2711", offset: offset,
          isActive: .measured(false))),
      chipRights: FileRights(mode: 0o660, owner: 0, group: 997))
  }

  /// The line after a change of what the kernel says.
  func with(_ change: (inout LineFacts) -> Void) -> SeenLine {
    guard var facts else { return self }
    change(&facts)
    var line = self
    line.sight = .seen(facts)
    return line
  }
}

extension ProgramSettings {
  /// One pack, with the standard places and times.
  static var shed: ProgramSettings {
    let board = Board.all.first { $0.name == "B2A8S20P" } ?? Board.all[0]
    let pack = ConfiguredPack(
      pack: PackSettings(name: "shed", board: board, chemistry: .lfp, stringCount: 8), bus: "rs485",
      address: 1,
      lines: PackLines(
        charge: LineSettings(.name("CHARGE_EN")), heater: LineSettings(.name("HEATER"))))
    return ProgramSettings(
      settings: Settings(
        buses: [
          BusSettings(
            name: "rs485", device: "/dev/warmgate-rs485", protocolName: .modbus, baud: 115_200)
        ], packs: [pack], control: .standard, stateFile: Settings.standardStateFile,
        controlSocket: Settings.standardControlSocket), watchdog: nil)
  }

  func with(_ change: (inout ProgramSettings) -> Void) -> ProgramSettings {
    var settings = self
    change(&settings)
    return settings
  }
}
