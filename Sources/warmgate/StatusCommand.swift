import ArgumentParser
import ControlCore
import ControllerService
import Foundation
import Quantities

/// `warmgate status`: what the running controller sees, decides and drives.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Asks the running controller what each pack does, and why.",
    discussion: """
      Exit code 1 when a fault is latched.

      Example: warmgate status --watch
      """)

  @OptionGroup var controller: ControllerOptions

  @Flag(help: "Print it anew every second, until interrupted.")
  var watch = false

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    while true {
      let packs = try controller.ask(.status)["packs"] as? [[String: Any]] ?? []
      print(json ? jsonText(["packs": packs]) : packs.map(text).joined(separator: "\n"))
      guard watch else {
        let isLatched = packs.contains { !($0["latched"] as? [String] ?? []).isEmpty }
        if isLatched { throw ExitCode(Failure.Kind.answerIsNo.rawValue) }
        return
      }
      Thread.sleep(forTimeInterval: 1)
    }
  }

  private func text(_ pack: [String: Any]) -> String {
    var lines = [pack["sentence"] as? String ?? ""]
    let name = pack["pack"] as? String ?? ""
    for key in ["lineProblem", "linkProblem"] {
      if let problem = pack[key] as? String { lines.append("  \(problem)") }
    }
    let latched = (pack["latched"] as? [String] ?? []).compactMap(Fault.init)
    for fault in latched {
      lines.append("  latched: \(fault.rule.seen). \(fault.rule.remedy). \(way(fault, name)).")
    }
    for fault in (pack["faults"] as? [String] ?? []).compactMap(Fault.init)
    where !latched.contains(fault) {
      lines.append("  seen: \(fault.rule.seen). \(fault.rule.remedy).")
    }
    let inputs = [
      word(pack["chargerPresent"], "charger", yes: "present", no: "absent"),
      word(pack["heaterFeedback"], "heater feedback", yes: "on", no: "off"),
    ].compactMap(\.self)
    if !inputs.isEmpty { lines.append("  \(inputs.joined(separator: ", ")).") }
    if let warmUp = warmUp(pack["learned"] as? [String: Any] ?? [:]) { lines.append(warmUp) }
    for warning in pack["warnings"] as? [String] ?? [] { lines.append("  warning: \(warning).") }
    return lines.joined(separator: "\n")
  }

  /// How a latched fault ends.
  private func way(_ fault: Fault, _ pack: String) -> String {
    guard fault.rule.clearing == .acknowledged else { return "It clears by itself" }
    let command = "warmgate acknowledge \(pack) \(fault)"
    return fault.rule.effect == .powerCut
      ? "Then, which gives the switches their power again: \(command)" : "Then: \(command)"
  }

  /// An input line in words, where it is known.
  private func word(_ value: Any?, _ name: String, yes: String, no: String) -> String? {
    (value as? Bool).map { "\(name) \($0 ? yes : no)" }
  }

  /// How long the pad still needs, where that has been learned.
  private func warmUp(_ learned: [String: Any]) -> String? {
    guard let likely = learned["timeToWarmSeconds"] as? Double,
      let shortest = learned["timeToWarmShortestSeconds"] as? Double
    else { return nil }
    func hours(_ seconds: Double) -> String { decimal(seconds / 3600, places: 1) + " h" }
    let longest = (learned["timeToWarmLongestSeconds"] as? Double).map {
      "and \(hours($0))"
    }
    return "  warm after \(hours(likely)) of heating: between \(hours(shortest)) "
      + (longest ?? "and never, as far as is known") + "."
  }
}
