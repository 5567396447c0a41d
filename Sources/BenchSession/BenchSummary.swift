public import Bench
import ControlCore
public import Quantities

/// How a run went: what was expected, what was seen, and whether that agrees.
public struct BenchSummary: Sendable {
  /// One pack.
  public struct Pack: Sendable {
    /// Everything that was seen of it.
    public var trace: BenchTrace
    /// Each claim of the scenario.
    public var checks: [BenchCheck]
  }

  /// The story.
  public var scenario: BenchScenario
  /// Why it ended.
  public var ending: BenchRun.Ending
  /// Which lines the outputs were on, in words.
  public var lines: String
  /// The bench's time at the end.
  public var packTime: Uptime
  /// How long it took.
  public var wall: Duration
  /// The packs, in the order of the configuration.
  public var packs: [Pack]

  /// Whether every claim holds for every pack.
  public var isMet: Bool { !packs.isEmpty && packs.allSatisfy { $0.checks.allSatisfy(\.isMet) } }

  /// How many times as fast as the wall clock time passed on the whole.
  public var speedReached: Double { wall > .zero ? packTime.sinceStart / wall : 0 }

  /// The summary for a person.
  public var text: String {
    var rows = ["", "scenario \(scenario.name): \(scenario.expectation)"]
    for pack in packs { rows += text(of: pack) }
    rows.append(
      "\(packTime(packTime)) of pack time in \(decimal(wall.seconds, places: 1)) s: "
        + "\(decimal(speedReached, places: 0)) times as fast, on \(lines).")
    rows.append(verdict)
    return rows.joined(separator: "\n")
  }

  private var verdict: String {
    if isMet { return "As expected." }
    switch ending {
    case .storyOver: return "NOT as expected."
    case .timeUp: return "NOT as expected: the time given with --for was over before the story was."
    case .interrupted: return "NOT as expected: interrupted before the story was over."
    }
  }

  private func text(of pack: Pack) -> [String] {
    var rows = ["", "\(pack.trace.pack.name): what was seen"]
    for turn in pack.trace.outputTurns {
      let outputs = turn.outputs
      rows.append(
        "  \(padded(Bench.packTime(turn.time), 8))  charging \(outputs.charge ? "on " : "off")  "
          + "heating \(outputs.heater ? "on " : "off")  cells \(turn.cells.text(places: 1))")
    }
    rows += ["", "\(pack.trace.pack.name): what had to be seen"]
    for check in pack.checks {
      rows.append("  [\(check.isMet ? "ok" : "NO")] \(check.claim): \(check.found)")
    }
    return rows + [""]
  }

  private func packTime(_ time: Uptime) -> String { Bench.packTime(time) }

  private func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
