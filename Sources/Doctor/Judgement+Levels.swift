import ControlCore
import GPIOLines

/// The drivers that have a switch for keeping the level of a line that is given back.
enum PersistingDriver: Hashable {
  case bcm2835, rp1

  /// The driver of a chip by its label; `nil` for every other.
  ///
  /// Source: Linux, drivers/pinctrl/bcm/pinctrl-bcm2835.c (labels pinctrl-bcm2835 and, on the
  /// Pi 4, pinctrl-bcm2711) and drivers/pinctrl/pinctrl-rp1.c (pinctrl-rp1, Pi 5).
  init?(label: String) {
    switch label {
    case "pinctrl-bcm2835", "pinctrl-bcm2711": self = .bcm2835
    case "pinctrl-rp1": self = .rp1
    default: return nil
    }
  }

  var module: String {
    switch self {
    case .bcm2835: "pinctrl_bcm2835"
    case .rp1: "pinctrl_rp1"
    }
  }
}

/// What a chip's driver does with the level of a line that is given back.
enum Keeping: Hashable {
  case returnsToInput(why: String)
  /// So it is now, but nothing that lasts says so.
  case returnsForNow(PersistingDriver, why: String)
  case keeps(PersistingDriver, why: String)
  case unknown(why: String)
}

extension Judgement {
  /// Whether each chip's driver keeps the level of a line when its program is gone. What the live
  /// test measured takes the place of what cannot be known.
  static func levels(_ facts: MachineFacts, _ trials: [LiveTrial]) -> [Finding] {
    var labels: [String] = []
    for line in facts.lines where line.use.isOutput {
      if let label = line.facts?.label, !labels.contains(label) { labels.append(label) }
    }
    return labels.map { label in
      let lines = facts.lines.filter { $0.use.isOutput && $0.facts?.label == label }
      return judge(label, keeping(label, facts.kernel), facts.kernel, measured(lines, trials))
    }
  }

  /// Whether the live test saw every heater and charge line of a chip fall.
  private static func measured(_ lines: [SeenLine], _ trials: [LiveTrial]) -> Bool {
    let tried = lines.filter { $0.use != .alive }
    return !tried.isEmpty
      && tried.allSatisfy { line in
        trials.contains { $0.line == line.settings.address.description && $0.ending == .falls }
      }
  }

  private static func judge(
    _ label: String, _ keeping: Keeping, _ kernel: KernelFacts, _ isMeasured: Bool
  ) -> Finding {
    switch keeping {
    case .returnsToInput(let why):
      return Finding(
        .levels, label, .right, "\(label) lets a line go when its program ends: \(why).")
    case .returnsForNow(let driver, let why):
      return Finding(
        .levels, label, .warning,
        "\(label) lets a line go when its program ends, but only until the next start: \(why).",
        remedy: remedy(driver, kernel))
    case .keeps(let driver, let why):
      return Finding(
        .levels, label, .wrong,
        "\(label) keeps a line as it was when its program is killed: \(why). What was on stays on.",
        remedy: remedy(driver, kernel))
    case .unknown(let why):
      if isMeasured {
        return Finding(
          .levels, label, .right, "\(label) let the lines go in the live test (\(why)).")
      }
      return Finding(
        .levels, label, .unknown,
        "Whether \(label) keeps a line as it was when its program is killed is not known: \(why).",
        remedy: "Unplug the pad and the charger, and try it: `warmgate doctor --live`.")
    }
  }

  /// Source: raspberrypi/linux, pull requests 6117 and 6150: `persist_gpio_outputs` is true there
  /// unless told otherwise, in pinctrl-bcm2835 and in pinctrl-rp1, and `dtparam=strict_gpiod` puts
  /// `…persist_gpio_outputs=n` on the kernel's command line. Upstream has the parameter from Linux
  /// 6.10 on (commit 8ff05989b44e), false unless told otherwise; before, a line that is given back
  /// always becomes an input.
  static func keeping(_ label: String, _ kernel: KernelFacts) -> Keeping {
    guard let driver = PersistingDriver(label: label) else {
      return .unknown(why: "its driver has no switch that says so")
    }
    let parameter = "\(driver.module).persist_gpio_outputs"
    switch driver == .bcm2835 ? kernel.keepsOnBCM : kernel.keepsOnRP1 {
    case .found(true): return .keeps(driver, why: "\(parameter) is Y")
    case .found(false):
      let says = ["n", "N", "0", "off"].contains {
        kernel.commandLine.contains("\(parameter)=\($0)")
      }
      if says || !kernel.isRaspberryPi { return .returnsToInput(why: "\(parameter) is N") }
      return .returnsForNow(
        driver,
        why: "\(parameter) is N, but the kernel's command line does not say so and its default is Y"
      )
    case .unreadable(let why): return .unknown(why: "\(parameter) cannot be read: \(why)")
    case .missing:
      if kernel.isRaspberryPi {
        return .unknown(
          why:
            "this Raspberry Pi kernel (\(kernel.release)) has no \(parameter), and its like have "
            + "done both")
      }
      if driver == .bcm2835, let version = kernel.version, version < (6, 10) {
        return .returnsToInput(
          why: "Linux before 6.10 has no \(parameter) and always makes it an input")
      }
      return .unknown(why: "this kernel (\(kernel.release)) has no \(parameter)")
    }
  }

  private static func remedy(_ driver: PersistingDriver, _ kernel: KernelFacts) -> String {
    let path = kernel.boot.value?.path ?? "/boot/firmware/config.txt"
    let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "/boot/firmware/"
    let direct =
      "add `\(driver.module).persist_gpio_outputs=n` to the one line of \(folder)cmdline.txt"
    if let boot = kernel.boot.value, let line = boot.nearlyStrict.first, !boot.asksStrict {
      return
        "\(path) has `\(line)`, which does not hold: write `dtparam=strict_gpiod` on a line of "
        + "its own behind `[all]`, without a comment. Then restart the machine."
    }
    if kernel.boot.value?.asksStrict == true {
      return
        "\(path) asks for strict_gpiod: restart the machine. If it is the same then, \(direct)."
    }
    return "Write `dtparam=strict_gpiod` on a line of its own into \(path), or \(direct). Then "
      + "restart the machine."
  }
}

extension KernelFacts {
  /// Whether this is a kernel of Raspberry Pi: `6.6.31+rpt-rpi-v8`, or `6.1.21-v8+` before.
  var isRaspberryPi: Bool {
    if release.contains("rpt") || release.contains("rpi") || release.contains("raspi") {
      return true
    }
    return ["-v6", "-v7", "-v7l", "-v8", "-v8-16k"].contains {
      release.hasSuffix("\($0)+") || release.hasSuffix($0)
    }
  }

  /// Major and minor number.
  var version: (Int, Int)? {
    let parts = release.split(separator: ".", maxSplits: 2)
    guard parts.count >= 2, let major = Int(parts[0]),
      let minor = Int(parts[1].prefix { $0.isNumber })
    else { return nil }
    return (major, minor)
  }
}
