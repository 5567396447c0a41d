import ControlCore
import SettingsFile
import Testing

@testable import Doctor

@Suite("Ports, clock, disk and watchdog") struct MachineTests {
  @Test(
    "a port has to be there, open to the service, in nobody else's hands, and quick",
    arguments: [  // node, mode, group, holders, latency; verdicts
      ("/dev/ttyUSB0", 0o660, 20, [], .found(1), [.right, .right]),
      ("/dev/ttyUSB0", 0o660, 20, [], .found(16), [.right, .warning]),
      ("/dev/ttyUSB0", 0o660, 20, [], .found(2), [.right, .right]),
      ("/dev/ttyUSB0", 0o660, 20, [], .found(3), [.right, .warning]),
      ("/dev/ttyUSB0", 0o660, 20, [], .unreadable("denied"), [.right, .warning]),
      ("/dev/ttyUSB0", 0o660, 20, [], .missing, [.right]),
      ("/dev/ttyUSB0", 0o660, 0, [], .found(1), [.wrong, .right]),
      ("/dev/ttyUSB0", 0o600, 20, [], .found(1), [.wrong, .right]),
      ("/dev/ttyUSB0", 0o660, 20, ["ModemManager"], .found(1), [.wrong, .right]),
      (nil, 0o660, 20, [], .missing, [.wrong]),
    ] as [(String?, UInt32, UInt32, [String], Looked<Int>, [Finding.Verdict])])
  func ports(
    node: String?, mode: UInt32, group: UInt32, holders: [String], latency: Looked<Int>,
    verdicts: [Finding.Verdict]
  ) {
    let facts = MachineFacts.commissioned.with {
      $0.ports[0].node = node
      $0.ports[0].rights = FileRights(mode: mode, owner: 0, group: group)
      $0.ports[0].holders = holders
      $0.ports[0].latencyMilliseconds = latency
    }
    #expect(facts.findings(.serial).map(\.verdict) == verdicts)
  }

  @Test("FTDI's default of 16 ms is told with both ways to 1 ms")
  func latency() {
    let facts = MachineFacts.commissioned.with { $0.ports[0].latencyMilliseconds = .found(16) }
    #expect(
      facts.findings(.serial).last
        == Finding(
          .serial, "/dev/warmgate-rs485", .warning,
          "The adapter (ftdi_sio) keeps what it receives for 16 ms: every answer comes late by "
            + "that.",
          remedy: "Install 70-warmgate.rules, or until the next start: `echo 1 | sudo tee "
            + "/sys/bus/usb-serial/devices/ttyUSB0/latency_timer`."))
  }

  @Test(
    "control needs a clock that goes; a wrong date only spoils the records",
    arguments: [  // set by the network, clock chip, goes; verdicts
      (.found(true), .missing, true, [.right, .right]),
      (.found(false), .found("rtc-ds1307"), true, [.right, .right]),
      (.found(false), .missing, true, [.right, .warning]),
      (.missing, .missing, true, [.right, .warning]),
      (.found(true), .missing, false, [.wrong, .right]),
    ] as [(Looked<Bool>, Looked<String>, Bool, [Finding.Verdict])])
  func clock(
    isSynchronised: Looked<Bool>, chip: Looked<String>, goes: Bool, verdicts: [Finding.Verdict]
  ) {
    let facts = MachineFacts.commissioned.with {
      $0.clock = ClockFacts(isSynchronised: isSynchronised, chip: chip, goes: goes)
    }
    #expect(facts.findings(.clock).map(\.verdict) == verdicts)
  }

  @Test(
    "what is latched has to survive a power loss",
    arguments: [  // source, type, options, free bytes; verdicts
      ("/dev/mmcblk0p2", "ext4", ["rw"], 8 << 30, [.right, .right]),
      ("/dev/mmcblk0p2", "ext4", ["ro"], 8 << 30, [.wrong, .right]),
      ("overlayroot", "overlay", ["rw"], 8 << 30, [.wrong, .right]),
      ("tmpfs", "tmpfs", ["rw"], 8 << 30, [.wrong, .right]),
      ("/dev/sda1", "ext4", ["rw", "nobarrier"], 8 << 30, [.warning, .right]),
      ("/dev/sda1", "ext4", ["rw"], 32 << 20, [.right, .warning]),
      ("/dev/sda1", "ext4", ["rw"], 1 << 19, [.right, .wrong]),
      ("/dev/sda1", "ext4", ["rw"], nil, [.right, .unknown]),
      (nil, "", [], 8 << 30, [.unknown, .right]),
    ] as [(String?, String, [String], UInt64?, [Finding.Verdict])])
  func disk(
    source: String?, type: String, options: [String], free: UInt64?, verdicts: [Finding.Verdict]
  ) {
    let facts = MachineFacts.commissioned.with {
      $0.disk.mount = source.map {
        DiskFacts.Mount(source: $0, point: "/", type: type, options: options)
      }
      $0.disk.freeBytes = free
    }
    #expect(facts.findings(.disk).map(\.verdict) == verdicts)
  }

  @Test("before the first start there is no folder, which is no fault")
  func noFolder() {
    let facts = MachineFacts.commissioned.with { $0.disk.isThere = false }
    #expect(facts.findings(.disk).map(\.verdict) == [.warning])
  }

  private static let device = WatchdogFacts.Device(
    name: "watchdog0", identity: "Broadcom BCM2835 Watchdog timer", timeout: .seconds(14),
    isActive: true, holders: [])

  @Test(
    "one program feeds the watchdog, and something notices a kernel that has stopped",
    arguments: [  // configured device, systemd's time in s, devices, alive line; verdict
      (nil, 14, [device], false, .right),
      (nil, 0, [device], false, .warning),
      (nil, 0, [], false, .warning),
      (nil, 0, [], true, .right),
      (nil, 14, [], true, .warning),
      ("/dev/watchdog", 14, [device], true, .wrong),
      ("/dev/watchdog", 0, [device], false, .right),
      ("/dev/watchdog0", 0, [device], false, .right),
      ("/dev/watchdog1", 0, [device], false, .wrong),
      ("/dev/watchdog", 0, [], false, .wrong),
    ] as [(String?, Int, [WatchdogFacts.Device], Bool, Finding.Verdict)])
  func watchdog(
    path: String?, seconds: Int, devices: [WatchdogFacts.Device], hasAlive: Bool,
    verdict: Finding.Verdict
  ) {
    let facts = MachineFacts.commissioned.with {
      $0.watchdog = WatchdogFacts(devices: devices, runtime: .seconds(seconds))
    }
    let settings = ProgramSettings.shed.with {
      $0.watchdog = path
      if hasAlive { $0.settings.packs[0].lines.alive = LineSettings(.name("ALIVE")) }
    }
    #expect(facts.findings(.watchdog, settings).map(\.verdict) == [verdict])
  }

  @Test(
    "a device in another program's hands, or one that does not count, is told",
    arguments: [
      ("/dev/watchdog", ["warmgate"], true, Finding.Verdict.right),
      ("/dev/watchdog", ["watchdogd"], true, .wrong), (nil, ["systemd"], false, .warning),
    ] as [(String?, [String], Bool, Finding.Verdict)])
  func holders(path: String?, holders: [String], isActive: Bool, verdict: Finding.Verdict) {
    var device = MachineTests.device
    device.holders = holders
    device.isActive = isActive
    let facts = MachineFacts.commissioned.with {
      $0.watchdog = WatchdogFacts(
        devices: [device], runtime: path == nil ? .seconds(14) : .zero)
    }
    #expect(
      facts.findings(.watchdog, .shed.with { $0.watchdog = path }).map(\.verdict) == [verdict])
  }
}
