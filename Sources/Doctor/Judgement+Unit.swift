import ControlCore
import Quantities
import SettingsFile

extension Judgement {
  /// Whether the service is installed as it is shipped, and is started with the machine.
  static func unit(_ facts: MachineFacts, _ settings: ProgramSettings) -> [Finding] {
    let unit = facts.unit
    guard let text = unit.text else {
      return [
        Finding(
          .unit, unit.name, .wrong,
          "There is no \(unit.name): nothing starts the controller, ends "
            + "one that hangs, or turns the lines off after a crash.",
          remedy: "Install hw/warmgate.service (commissioning.md, step 5).")
      ]
    }
    var findings = needed(unit, text, facts.files.config)
    findings += watchdogTime(unit, text, settings)
    findings += user(unit, text, facts.accounts)
    findings += differences(unit, text)
    if unit.needsReload == true {
      findings.append(
        Finding(
          .unit, unit.name, .wrong, "systemd still has an older \(unit.name) in mind.",
          remedy: "`sudo systemctl daemon-reload`, then restart the service."))
    }
    switch unit.isEnabled {
    case true?: findings.append(Finding(.unit, unit.name, .right, "It starts with the machine."))
    case false?:
      findings.append(
        Finding(
          .unit, unit.name, .warning, "It does not start with the machine.",
          remedy: "`sudo systemctl enable \(unit.name)`, once the live test has passed."))
    case nil:
      findings.append(
        Finding(
          .unit, unit.name, .warning, "Whether it starts with the machine cannot be seen.",
          remedy: "`systemctl is-enabled \(unit.name)`."))
    }
    return findings
  }

  /// What the safety case counts on.
  private static func needed(_ unit: UnitFacts, _ text: UnitText, _ config: String) -> [Finding] {
    var findings: [Finding] = []
    for (name, without) in ShippedUnit.needed where text.last(name) == nil {
      findings.append(
        Finding(
          .unit, unit.name, .wrong, "It has no \(name)=: \(without).",
          remedy: "Take the line over from hw/warmgate.service, then `systemctl daemon-reload`."))
    }
    let stops = text.values["Service.ExecStopPost"] ?? []
    if !stops.isEmpty, !stops.contains(where: { $0.contains(" safe ") && $0.contains("--config") })
    {
      findings.append(
        Finding(
          .unit, unit.name, .wrong,
          "Its ExecStopPost= does not run `warmgate safe --config …`: a "
            + "line that this kernel keeps stays on after a crash.",
          remedy: "Take the line over from hw/warmgate.service, then `systemctl daemon-reload`."))
    }
    let commands = (text.values["Service.ExecStart"] ?? []) + stops
    let others = commands.filter { !$0.contains(config) }
    if !others.isEmpty {
      findings.append(
        Finding(
          .unit, unit.name, .wrong,
          "It runs with another configuration than the one looked at here (\(config)): "
            + "\(others.joined(separator: "; ")).",
          remedy: "Give the service's configuration to --config, or correct the unit."))
    }
    if findings.isEmpty {
      findings.append(
        Finding(
          .unit, unit.name, .right,
          "It ends a controller that hangs, starts it again, and turns the lines off after each "
            + "end."))
    }
    return findings
  }

  private static func watchdogTime(
    _ unit: UnitFacts, _ text: UnitText, _ settings: ProgramSettings
  ) -> [Finding] {
    guard let value = text.last("WatchdogSec") else { return [] }
    let least = settings.settings.control.period * 4
    guard let span = systemdSpan(value), span >= least else {
      return [
        Finding(
          .unit, unit.name, .wrong,
          "WatchdogSec=\(value) is less than four times `control.period` "
            + "(\(shortDecimal(least.seconds)) s): a healthy controller is ended.",
          remedy: "`systemctl edit \(unit.name)`: a longer WatchdogSec, or a shorter period.")
      ]
    }
    return []
  }

  private static func user(
    _ unit: UnitFacts, _ text: UnitText, _ accounts: Accounts
  ) -> [Finding] {
    guard let name = text.last("User"), name != "root" else {
      return [
        Finding(
          .unit, unit.name, .warning, "It runs as root.",
          remedy: "Give it a user of its own: `User=warmgate` (commissioning.md, step 3).")
      ]
    }
    guard accounts.users[name] != nil else {
      return [
        Finding(
          .unit, unit.name, .wrong, "It runs as \(name), whom this machine does not have.",
          remedy: "`sudo adduser --system --group --no-create-home --home /nonexistent \(name)`.")
      ]
    }
    let missing = text.words("SupplementaryGroups").filter { accounts.groups[$0] == nil }
    guard missing.isEmpty else {
      return [
        Finding(
          .unit, unit.name, .wrong,
          "It wants the \(missing.count == 1 ? "group" : "groups") \(String(listing: missing)), "
            + "which this machine does not have: systemd does not start it.",
          remedy: missing.map { "`sudo groupadd --system \($0)`" }.joined(separator: ", ") + ".")
      ]
    }
    return []
  }

  /// Where the installed unit says something else than the shipped one.
  private static func differences(_ unit: UnitFacts, _ text: UnitText) -> [Finding] {
    let shipped = ShippedUnit.unit
    let names = Set(shipped.values.keys).union(text.values.keys).sorted()
    let changed = names.filter { name in
      (text.values[name] ?? []) != (shipped.values[name] ?? []) && name != "Unit.Description"
    }
    guard !changed.isEmpty else {
      return [Finding(.unit, unit.name, .right, "It is as it is shipped.")]
    }
    let list = changed.map { name in
      let values = text.values[name] ?? []
      let short = name.split(separator: ".").last ?? ""
      return values.isEmpty ? "no \(short)=" : "\(short)=\(values.joined(separator: " | "))"
    }
    return [
      Finding(
        .unit, unit.name, .warning,
        "It differs from the shipped one (\(unit.paths.joined(separator: ", "))): "
          + "\(list.joined(separator: ", ")).",
        remedy: "Compare it with hw/warmgate.service: what is meant so is right.")
    ]
  }
}
