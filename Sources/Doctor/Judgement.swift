import ControlCore
public import SettingsFile

/// Judges what was found on a machine against a configuration. Pure: it looks at nothing itself.
public enum Judgement {
  /// Every finding, in the order of the topics.
  ///
  /// - Parameter trials: What the live test saw of each line that it tried; none without one.
  public static func findings(
    _ facts: MachineFacts, _ settings: ProgramSettings, trials: [LiveTrial] = []
  ) -> [Finding] {
    let account = ServiceAccount(facts.unit.text, facts.accounts)
    var findings: [Finding] = []
    findings += lines(facts, account)
    findings += pulls(facts)
    findings += levels(facts, trials)
    findings += serial(facts, account)
    findings += clock(facts.clock)
    findings += disk(facts.disk)
    findings += watchdog(facts, settings)
    findings += unit(facts, settings)
    findings += files(facts, settings.settings, account)
    findings += network(facts)
    findings += trials.map(\.finding)
    return findings
  }
}

extension String {
  /// A list as a sentence has it: `a, b and c`.
  init(listing items: [String]) {
    guard items.count > 1, let last = items.last else {
      self = items.first ?? ""
      return
    }
    self = items.dropLast().joined(separator: ", ") + " and " + last
  }
}
