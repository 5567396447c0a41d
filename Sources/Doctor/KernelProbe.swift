/// Looks at what decides over the levels of lines whose program is gone.
struct KernelProbe {
  let machine: Machine

  func facts() -> KernelFacts {
    KernelFacts(
      release: machine.word("/proc/sys/kernel/osrelease") ?? "unknown",
      keepsOnBCM: parameter("pinctrl_bcm2835"), keepsOnRP1: parameter("pinctrl_rp1"),
      commandLine: machine.word("/proc/cmdline") ?? "", boot: boot(), overlayPulls: overlay())
  }

  /// Source: Linux, kernel/params.c, param_get_bool: `Y` or `N`.
  private func parameter(_ module: String) -> Looked<Bool> {
    machine.text("/sys/module/\(module)/parameters/persist_gpio_outputs").flatMap { text in
      switch text.trimmed {
      case "Y": true
      case "N": false
      default: nil
      }
    }
  }

  /// Source: raspberrypi.com, documentation, config.txt: below /boot/firmware from Debian 12 on.
  private func boot() -> Looked<BootConfig> {
    for path in ["/boot/firmware/config.txt", "/boot/config.txt"] {
      let text = machine.text(path)
      if text != .missing { return text.map { BootConfig(path: path, text: $0) } }
    }
    return .missing
  }

  /// What `warmgate-overlay.dts` adds below the node of the main GPIO chip. Its numbers are of 32
  /// bits, the most significant byte first.
  ///
  /// Source: devicetree.org, Devicetree Specification, 2.2.4; Linux,
  /// Documentation/devicetree/bindings/pinctrl/brcm,bcm2835-gpio.txt: pull 0 none, 1 down, 2 up.
  private func overlay() -> Looked<[UInt32: KernelFacts.Pull]> {
    let tree = "/proc/device-tree"
    guard let place = machine.word(tree + "/__symbols__/gpio") else { return .missing }
    let node = tree + place + "/warmgate_lines"
    switch (machine.bytes(node + "/brcm,pins"), machine.bytes(node + "/brcm,pull")) {
    case (.found(let pins), .found(let pulls)):
      let lines = words(pins)
      let values = words(pulls)
      guard !values.isEmpty, values.count == 1 || values.count == lines.count else {
        return .unreadable("it has another number of pulls than of lines")
      }
      var found: [UInt32: KernelFacts.Pull] = [:]
      for (index, line) in lines.enumerated() {
        let value = values.count == 1 ? values[0] : values[index]
        found[line] = value == 1 ? .down : value == 2 ? .up : .floating
      }
      return .found(found)
    case (.unreadable(let why), _), (_, .unreadable(let why)): return .unreadable(why)
    case (.missing, _), (_, .missing): return .missing
    }
  }

  private func words(_ bytes: [UInt8]) -> [UInt32] {
    stride(from: 0, to: bytes.count - bytes.count % 4, by: 4).map { start in
      bytes[start..<start + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
  }
}
