import ArgumentParser
import ControlCore
import Foundation
import GPIOLines
import SettingsFile

/// `warmgate safe`: every output inactive; for `ExecStopPost` of a service manager.
struct SafeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "safe",
    abstract: "Drives every output of a configuration inactive, and exits.",
    discussion: """
      For ExecStopPost: after a crash or SIGKILL some kernels leave a line as it was. Each line is \
      driven for itself: one that cannot be had keeps no other on, and one that a dying process \
      still holds is tried for 2 s. Not while the controller runs: it holds its lines.

      Example: warmgate safe --config /etc/warmgate/warmgate.yaml

      Exit codes: 0 every output is inactive, 2 the configuration does not say which lines there \
      are, 3 a line could not be driven.
      """)

  @Option(name: .long, help: ArgumentHelp("The configuration.", valueName: "file"))
  var config: String

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let settings: Settings
    do throws(SettingsErrors) {
      // Whoever may change the file: off is never refused.
      settings = try SettingsFile.load(path: config)
    } catch {
      throw Failure(
        .usage,
        "\(error)\nNo line was driven: this file does not say which. Name one that is right.")
    }
    let outcomes = SafeRound(clock: SystemClock()).run(
      settings.packs.map { (name: $0.pack.name, lines: $0.lines) })
    let left = outcomes.compactMap { outcome -> String? in
      guard let failure = outcome.failure else { return nil }
      return "\(outcome.pack), \(outcome.role.rawValue): \(failure)"
    }
    if json {
      print(jsonText(["isSafe": left.isEmpty, "outputs": outcomes.map(object)]))
    } else {
      for outcome in outcomes where outcome.failure == nil {
        print("\(outcome.pack): \(outcome.role.rawValue) (\(outcome.line)) is inactive")
      }
    }
    if !left.isEmpty { throw Failure(.hardware, left.joined(separator: "\n")) }
  }

  private func object(_ outcome: SafeRound.Outcome) -> [String: Any] {
    [
      "pack": outcome.pack, "role": outcome.role.rawValue, "line": outcome.line,
      "inactive": outcome.failure == nil ? true : NSNull(),
      "reason": outcome.failure?.found ?? NSNull(), "remedy": outcome.failure?.remedy ?? NSNull(),
    ]
  }
}
