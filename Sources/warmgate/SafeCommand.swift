import ArgumentParser
import ControlCore
import ControllerService
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

      A controller that did not end in order leaves a record of the lines that it held, beside its \
      state. Those are driven too, whatever the configuration says by now.

      Example: warmgate safe --config /etc/warmgate/warmgate.yaml

      Exit codes: 0 every output is inactive, 2 neither the configuration nor a record says which \
      lines there are, 3 a line could not be driven.
      """)

  @Option(name: .long, help: ArgumentHelp("The configuration.", valueName: "file"))
  var config: String

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The record of the lines that were held; beside the state file unless given.",
      valueName: "file"))
  var record: String?

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    var settings: Settings?
    var problem: SettingsErrors?
    // Whoever may change the file: off is never refused.
    do throws(SettingsErrors) { settings = try SettingsFile.load(path: config) } catch {
      problem = error
    }
    let state = settings?.stateFile ?? Settings.standardStateFile
    let path = record ?? Settings.file("lines", beside: state)
    let held = LineRecord.read(path)?.outputs ?? []
    if let problem, held.isEmpty {
      throw Failure(
        .usage,
        "\(problem)\nNo line was driven: this file does not say which. Name one that is right.")
    }
    // With the polarity that they were held with: the file's may be another by now.
    let isHeld = Set(held.map(\.line.address))
    let named = LineRecord(settings?.packs ?? []).outputs
      .filter { !isHeld.contains($0.line.address) }
    let outcomes = SafeRound(clock: SystemClock()).run(
      (named + held).map { (pack: $0.pack, role: $0.role, line: $0.line) })
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
    if let problem {
      let words = "Only the lines that the controller held were driven, by its record \(path)."
      FileHandle.standardError.write(Data("\(problem)\n\(words)\n".utf8))
    }
    if !left.isEmpty { throw Failure(.hardware, left.joined(separator: "\n")) }
    if !held.isEmpty { LineRecord.remove(path) }
  }

  private func object(_ outcome: SafeRound.Outcome) -> [String: Any] {
    [
      "pack": outcome.pack, "role": outcome.role.rawValue, "line": outcome.line,
      "inactive": outcome.failure == nil ? true : NSNull(),
      "reason": outcome.failure?.found ?? NSNull(), "remedy": outcome.failure?.remedy ?? NSNull(),
    ]
  }
}
