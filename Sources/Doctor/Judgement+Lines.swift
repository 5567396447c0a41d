import ControlCore
import GPIOLines
import Quantities
import SettingsFile

extension Judgement {
  /// Whether each line is there once, and nobody but Warmgate has it.
  static func lines(_ facts: MachineFacts, _ account: ServiceAccount?) -> [Finding] {
    facts.lines.map { line in
      let name = line.settings.address.description
      switch line.sight {
      case .failed(let failure):
        return Finding(
          .lines, name, .wrong, "\(line.words): \(failure.found).", remedy: failure.remedy)
      case .seen(let seen):
        return judge(line, seen, account, facts.accounts)
      }
    }
  }

  private static func judge(
    _ line: SeenLine, _ seen: LineFacts, _ account: ServiceAccount?, _ accounts: Accounts
  ) -> Finding {
    let name = line.settings.address.description
    let place = "\(seen.chip) offset \(seen.offset) (\(seen.label))"
    if let holder = seen.holder, holder.hasPrefix("warmgate ") {
      return Finding(.lines, name, .right, "\(line.words), \(place), is held by the controller.")
    }
    if seen.isHeld {
      let who = seen.holder.map { "held by \"\($0)\"" } ?? "held by a driver that gives no name"
      return Finding(
        .lines, name, .wrong, "\(line.words), \(place), is \(who).",
        remedy: "Stop what holds it, or take it out of the device tree; or give another line.")
    }
    if let account, let rights = line.chipRights, !account.may(0o6, rights) {
      return Finding(
        .lines, name, .wrong,
        "\(line.words), \(place), is free, but \(account.name) may not open \(seen.chip): it is "
          + "\(accounts.words(rights)).",
        remedy: "Install 70-warmgate.rules, and add `SupplementaryGroups=gpio` to the unit.")
    }
    return Finding(.lines, name, .right, "\(line.words), \(place), is there and free.")
  }

  /// What each line rests at while nobody drives it, and what is known to pull it.
  static func pulls(_ facts: MachineFacts) -> [Finding] {
    let findings = facts.lines.compactMap { line in
      line.facts.map { judgePull(line, $0, facts.kernel) }
    }
    guard let boot = facts.kernel.boot.value, boot.hasOverlay,
      facts.kernel.overlayPulls == .missing
    else { return findings }
    return findings + [
      Finding(
        .pulls, "warmgate.dtbo", .warning,
        "\(boot.path) asks for the overlay warmgate, but the device tree does not have it.",
        remedy: "Copy warmgate.dtbo to \(folderOf(boot.path))/overlays and restart the machine; "
          + "`sudo vclog -m` says why an overlay was not taken.")
    ]
  }

  private static func judgePull(
    _ line: SeenLine, _ seen: LineFacts, _ kernel: KernelFacts
  ) -> Finding {
    let name = line.settings.address.description
    let known = pull(of: seen, kernel)
    guard let isActive = seen.isActive.value else {
      return Finding(
        .pulls, name, .unknown,
        "What \(name) rests at cannot be seen while it is held.",
        remedy: "Stop what holds it (`systemctl stop warmgate`) and run this again.")
    }
    if isActive, line.use.isOutput {
      return Finding(
        .pulls, name, .wrong, "\(name) rests at \"on\" while nobody drives it; \(known.words).",
        remedy:
          "Pull it to \"off\" with 10 kΩ at its switch (wiring.md, section 4); where a program "
          + "has left it driven, `warmgate safe` turns it off. If it is on when low, say "
          + "`active: low`.")
    }
    let off: KernelFacts.Pull = line.settings.activeLow ? .up : .down
    if line.use.isOutput, let pull = known.pull, pull != off, pull != .floating {
      return Finding(
        .pulls, name, .warning,
        "\(name) rests at \"off\", but the chip pulls it \(pull.rawValue), to \"on\" "
          + "(\(known.source)); a wire that breaks turns it on.",
        remedy: "Set its pull in the overlay and in config.txt (warmgate-overlay.dts), or take a "
          + "line that is pulled \(off.rawValue) from power-on.")
    }
    let rest = line.use.isOutput ? "rests at \"off\"" : "reads \(isActive ? "active" : "inactive")"
    return Finding(.pulls, name, .right, "\(name) \(rest); \(known.words).")
  }

  /// What is known of a line's pull inside the chip, and from whom.
  private static func pull(
    of line: LineFacts, _ kernel: KernelFacts
  ) -> (pull: KernelFacts.Pull?, source: String, words: String) {
    func told(
      _ pull: KernelFacts.Pull, _ source: String
    ) -> (pull: KernelFacts.Pull?, source: String, words: String) {
      (pull, source, "inside the chip its pull is \(pull.rawValue) (\(source))")
    }
    switch line.bias {
    case .up: return told(.up, "the kernel says so")
    case .down: return told(.down, "the kernel says so")
    case .disabled: return told(.floating, "the kernel says so")
    case .unknown: break
    }
    // The overlay and the firmware speak of the main chip of a Raspberry Pi.
    if PersistingDriver(label: line.label) != nil {
      if let pull = kernel.overlayPulls.value?[line.offset] { return told(pull, "the overlay") }
      if let boot = kernel.boot.value, let pull = boot.pulls[line.offset] {
        return told(pull, boot.path)
      }
    }
    let words = "what pulls it the kernel does not say, and no program can see resistors: measure"
    return (nil, "", words)
  }
}

extension SeenLine {
  /// The line with what it is for, as the start of a sentence.
  var words: String { "\(settings.address) (\(use.rawValue) of \(pack))" }
}
