import ControlCore
import Foundation
import SettingsFile
import TestSupport
import Testing

@testable import Doctor

@Suite("Looking at a machine below a prepared root") struct ProbeTests {
  /// What is found below a root, judged.
  private func facts(_ root: PreparedRoot) throws -> MachineFacts {
    let config = root.path + "/etc/warmgate/warmgate.yaml"
    let settings = try SettingsFile.loadProgram(path: config)
    return Probe(Machine(root: root.path), settings, config: config).facts()
  }

  private static let rights = FileRights(
    mode: 0o660, owner: PreparedRoot.owner, group: PreparedRoot.owner)

  @Test("a commissioned Raspberry Pi is found as it is")
  func commissioned() throws {
    let found = try facts(try PreparedRoot.commissioned())
    #expect(
      found.kernel
        == KernelFacts(
          release: "6.6.31+rpt-rpi-v8", keepsOnBCM: .found(false), keepsOnRP1: .missing,
          commandLine: "pinctrl_bcm2835.persist_gpio_outputs=n root=/dev/mmcblk0p2 rootwait",
          boot: .found(
            BootConfig(
              path: "/boot/firmware/config.txt",
              text: "dtparam=strict_gpiod\ndtoverlay=warmgate\ngpio=17,22,23,24,27=ip,pd\n")),
          overlayPulls: .found([17: .down, 22: .down, 23: .down, 24: .down, 27: .down])))
    #expect(
      found.ports == [
        PortFacts(
          device: "/dev/warmgate-rs485", node: "/dev/ttyUSB0", rights: ProbeTests.rights,
          driver: "ftdi_sio", latencyMilliseconds: .found(1), holders: [])
      ])
    #expect(
      found.clock == ClockFacts(isSynchronised: .found(true), chip: .missing, goes: true))
    #expect(
      found.disk.mount
        == DiskFacts.Mount(
          source: "/dev/mmcblk0p2", point: "/", type: "ext4", options: ["rw", "noatime"]))
    #expect(found.disk.isThere)
    #expect(
      found.watchdog
        == WatchdogFacts(
          devices: [
            WatchdogFacts.Device(
              name: "watchdog0", identity: "Broadcom BCM2835 Watchdog timer",
              timeout: .seconds(14), isActive: true, holders: [])
          ], runtime: .seconds(14)))
    #expect(
      found.unit
        == UnitFacts(
          name: "warmgate.service", paths: ["/etc/systemd/system/warmgate.service"],
          text: ShippedUnit.unit, isEnabled: true, needsReload: false, state: "inactive"))
    #expect(found.files.config == "/etc/warmgate/warmgate.yaml")
    #expect(found.files.rights["/etc/warmgate/warmgate.yaml"]?.mode == 0o640)
    #expect(found.network == NetworkFacts(processes: [], listeners: []))
    #expect(
      found.accounts.users["warmgate"]
        == Accounts.User(number: PreparedRoot.owner, group: PreparedRoot.owner))
  }

  @Test("an empty machine is missing everything, and nothing is guessed")
  func empty() throws {
    let root = try PreparedRoot()
    try root.write(
      "/etc/warmgate/warmgate.yaml",
      """
      buses: { rs485: { device: /dev/ttyUSB0 } }
      packs:
        - { name: shed, bus: rs485, board: B2A8S20P, chemistry: lfp, strings: 8,
            outputs: { charge: { line: CHARGE_EN } } }
      """)
    let found = try facts(root)
    #expect(found.kernel.keepsOnBCM == .missing && found.kernel.keepsOnRP1 == .missing)
    #expect(found.kernel.boot == .missing && found.kernel.overlayPulls == .missing)
    #expect(found.ports.map(\.node) == [nil])
    #expect(found.clock.isSynchronised == .missing && found.clock.chip == .missing)
    #expect(!found.disk.isThere && found.disk.mount == nil)
    #expect(found.watchdog == WatchdogFacts(devices: [], runtime: .zero))
    #expect(found.unit.text == nil && found.unit.isEnabled == nil && found.unit.state == nil)
    #expect(found.accounts.users.isEmpty)
    let settings = try SettingsFile.loadProgram(path: root.path + "/etc/warmgate/warmgate.yaml")
    #expect(!Conclusion(Judgement.findings(found, settings)).isTrusted)
  }

  @Test(
    "each thing that is spoilt on a commissioned machine takes trust away, where it is",
    arguments: [
      ("/sys/module/pinctrl_bcm2835/parameters/persist_gpio_outputs", "Y\n", Finding.Topic.levels),
      ("/proc/mounts", "overlayroot / overlay rw 0 0\n", .disk),
      ("/proc/mounts", "/dev/mmcblk0p2 / ext4 ro,noatime 0 0\n", .disk),
      ("/etc/systemd/system/warmgate.service", "[Service]\nExecStart=/bin/true\n", .unit),
      ("/etc/systemd/system/warmgate.service.d/x.conf", "[Service]\nExecStopPost=\n", .unit),
      ("/etc/group", "root:x:0:\n", .unit),
      ("/usr/bin/systemctl", "#!/bin/sh\necho NeedDaemonReload=yes\n", .unit),
      ("/proc/77/comm", "ModemManager\n", .serial),
    ])
  func spoilt(file: String, text: String, topic: Finding.Topic) throws {
    let root = try PreparedRoot.commissioned()
    try root.write(file, text, mode: file.hasPrefix("/usr/bin") ? 0o755 : 0o644)
    if file == "/proc/77/comm" { try root.link("/proc/77/fd/3", to: "/dev/ttyUSB0") }
    let settings = try SettingsFile.loadProgram(path: root.path + "/etc/warmgate/warmgate.yaml")
    // No machine that runs this has the Pi's lines: they are as they were commissioned.
    let found = try facts(root).with { $0.lines = MachineFacts.commissioned.lines }
    let wrong = Judgement.findings(found, settings).filter { $0.verdict == .wrong }
    #expect(wrong.contains { $0.topic == topic }, "\(wrong)")
  }

  @Test("the running controller is told from other programs, and what it listens at")
  func listens() throws {
    let root = try PreparedRoot.commissioned()
    let head =
      "  sl  local_address rem_address st tx rx tr tm->when retrnsmt uid timeout inode\n"
    func line(_ address: String, _ state: String, _ inode: Int) -> String {
      "   0: \(address) 00000000:0000 \(state) 00000000:00000000 00:00000000 00000000 105 0 "
        + "\(inode) 1\n"
    }
    for (number, word) in [(50, "run"), (51, "read")] {
      try root.write("/proc/\(number)/comm", "warmgate\n")
      try root.write("/proc/\(number)/cmdline", "/usr/local/bin/warmgate\0\(word)\0--config\0x\0")
      try root.link("/proc/\(number)/fd/9", to: "socket:[1000]")
      try root.write(
        "/proc/\(number)/net/tcp",
        head + line("00000000:2120", "0A", 1000) + line("00000000:0016", "0A", 2000)
          + line("0100007F:2120", "01", 1000))
    }
    #expect(
      try facts(root).network
        == NetworkFacts(
          processes: [50], listeners: [.init(kind: "tcp", address: "00000000", port: 0x2120)]))
  }

  @Test(
    "the mount of a path is the one with the longest beginning in common, the last of equals",
    arguments: [
      ("/var/lib/warmgate", "/dev/data"), ("/var/library", "/dev/root2"), ("/", "/dev/root2"),
      ("/my disk/x", "/dev/sdb"),
    ])
  func mounts(path: String, source: String) {
    let text = """
      /dev/root1 / ext4 rw 0 0
      /dev/root2 / ext4 rw 0 0
      /dev/data /var/lib ext4 rw 0 0
      /dev/sdb /my\\040disk vfat rw 0 0
      """
    #expect(DiskFacts.Mount(of: path, among: text)?.source == source)
  }
}
