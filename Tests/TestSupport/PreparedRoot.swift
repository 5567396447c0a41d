import Foundation
import Glibc

/// A folder that looks like the files of a machine, for what reads a machine below a root.
public final class PreparedRoot: Sendable {
  /// The folder; it goes with this object.
  public let path: String
  /// The number of the user whose files they are: the test's own, or for root somebody else.
  public static let owner: UInt32 = geteuid() == 0 ? 64124 : geteuid()

  /// An empty one.
  public init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "root-\(UUID())").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Makes a file with the folders that it needs; one of the prepared owner.
  public func write(_ file: String, _ text: String, mode: Int = 0o644) throws {
    try write(file, bytes: Array(text.utf8), mode: mode)
  }

  /// The same with bytes.
  public func write(_ file: String, bytes: [UInt8], mode: Int = 0o644) throws {
    try folder((file as NSString).deletingLastPathComponent)
    if mode & 0o111 == 0 {
      try Data(bytes).write(to: URL(fileURLWithPath: path + file))
    } else {
      try writeProgram(String(decoding: bytes, as: UTF8.self), to: path + file)
    }
    try own(file, mode)
  }

  /// Has another process write a program. What this one has open for writing, a child that another
  /// test forks just then has open too, until it is another program: nobody could execute it
  /// meanwhile.
  private func writeProgram(_ text: String, to file: String) throws {
    let writer = try Process.run(
      URL(filePath: "/bin/sh"), arguments: ["-c", "printf %s \"$1\" >\"$2\"", "sh", text, file])
    writer.waitUntilExit()
    if writer.terminationStatus != 0 { throw POSIXError(.EIO) }
  }

  /// Makes a folder with those above it.
  public func folder(_ folder: String, mode: Int? = nil) throws {
    try FileManager.default.createDirectory(
      atPath: path + folder, withIntermediateDirectories: true)
    if let mode { try own(folder, mode) }
  }

  /// Makes a link that says `destination`.
  public func link(_ file: String, to destination: String) throws {
    try folder((file as NSString).deletingLastPathComponent)
    try? FileManager.default.removeItem(atPath: path + file)
    try FileManager.default.createSymbolicLink(
      atPath: path + file, withDestinationPath: destination)
  }

  /// Takes a file or a folder away.
  public func remove(_ file: String) throws {
    try FileManager.default.removeItem(atPath: path + file)
  }

  private func own(_ file: String, _ mode: Int) throws {
    if geteuid() == 0, chown(path + file, PreparedRoot.owner, PreparedRoot.owner) != 0 {
      throw POSIXError(.EPERM)
    }
    try FileManager.default.setAttributes(
      [.posixPermissions: mode], ofItemAtPath: path + file)
  }
}

extension PreparedRoot {
  /// A Raspberry Pi 4 with Raspberry Pi OS as `hw/commissioning.md` leaves it, before the service's
  /// first start. Its lines are the running kernel's, wherever the root is.
  ///
  /// - Parameter lines: The keys `outputs` and `inputs` of its one pack.
  /// - Parameter chip: The node of the chip that they are on.
  public static func commissioned(
    lines: String = "outputs: { charge: { line: CHARGE_EN }, heater: { line: HEATER } }",
    chip: String = "/dev/gpiochip0"
  ) throws -> PreparedRoot {
    let root = try PreparedRoot()
    let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    try root.write(
      "/etc/passwd",
      "root:x:0:0::/root:/bin/sh\nwarmgate:x:\(owner):\(owner)::/nonexistent:/bin/false\n")
    try root.write(
      "/etc/group", "root:x:0:\nwarmgate:x:\(owner):\ngpio:x:64001:\ndialout:x:64002:\n")
    try root.write(
      "/etc/warmgate/warmgate.yaml",
      """
      buses: { rs485: { device: /dev/warmgate-rs485, protocol: jk-modbus } }
      packs:
        - name: shed
          bus: rs485
          board: B2A8S20P
          chemistry: lfp
          strings: 8
          heater: { resistance: 10.5 ohm, tolerance: 5% }
          heat_when: { without_charger: { soc_above: 30% } }
          \(lines)

      """, mode: 0o640)
    try root.write(
      "/etc/systemd/system/warmgate.service",
      try String(
        contentsOf: project.appending(path: "hw/warmgate.service"), encoding: .utf8))
    try root.write(
      "/etc/systemd/system.conf.d/watchdog.conf", "[Manager]\nRuntimeWatchdogSec=14s\n")
    try root.kernel()
    try root.devices(chip)
    return root
  }

  private func kernel() throws {
    try write("/proc/sys/kernel/osrelease", "6.6.31+rpt-rpi-v8\n")
    try write(
      "/proc/cmdline", "pinctrl_bcm2835.persist_gpio_outputs=n root=/dev/mmcblk0p2 rootwait\n")
    try write("/proc/mounts", "/dev/mmcblk0p2 / ext4 rw,noatime 0 0\nproc /proc proc rw 0 0\n")
    try write(
      "/boot/firmware/config.txt",
      "# made by hand\ndtparam=strict_gpiod\ndtoverlay=warmgate\ngpio=17,22,23,24,27=ip,pd\n")
    try write("/sys/module/pinctrl_bcm2835/parameters/persist_gpio_outputs", "N\n")
    try write("/proc/device-tree/__symbols__/gpio", "/soc/gpio@7e200000\0")
    let node = "/proc/device-tree/soc/gpio@7e200000/warmgate_lines"
    try write(node + "/brcm,pins", bytes: [17, 22, 23, 24, 27].flatMap { [0, 0, 0, $0] })
    try write(
      node + "/brcm,pull", bytes: [UInt8](repeating: 1, count: 5).flatMap { [0, 0, 0, $0] })
  }

  private func devices(_ chip: String) throws {
    try write(chip, "", mode: 0o660)
    try write("/dev/ttyUSB0", "", mode: 0o660)
    try link("/dev/warmgate-rs485", to: "ttyUSB0")
    try write("/sys/bus/usb-serial/devices/ttyUSB0/latency_timer", "1\n")
    try link(
      "/sys/bus/usb-serial/devices/ttyUSB0/driver",
      to: "../../../../bus/usb-serial/drivers/ftdi_sio")
    try write("/sys/class/watchdog/watchdog0/identity", "Broadcom BCM2835 Watchdog timer\n")
    try write("/sys/class/watchdog/watchdog0/timeout", "14\n")
    try write("/sys/class/watchdog/watchdog0/state", "active\n")
    try folder("/var/lib/warmgate", mode: 0o700)
    try write("/usr/bin/timedatectl", "#!/bin/sh\necho NTPSynchronized=yes\n", mode: 0o755)
    try write(
      "/usr/bin/systemctl",
      "#!/bin/sh\necho UnitFileState=enabled\necho NeedDaemonReload=no\n"
        + "echo ActiveState=inactive\n",
      mode: 0o755)
  }
}
