import ArgumentParser
import ControlCore
import Doctor
import Foundation
import GPIOLines
import Quantities
import SettingsFile

/// `warmgate doctor`: whether this machine can be trusted with a pack.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Checks the machine, and says for each finding what to do.",
    discussion: """
      Looks at the lines and their pulls, at whether this kernel keeps a line's level when its \
      program is gone, at serial ports, clock, disk, watchdog, the installed unit, the rights on \
      files, and what the controller listens at. It changes nothing. Run it as root, with the \
      service stopped.

      With --live it also tries what happens: with the pad and the charger unplugged and your \
      yes, it turns each charge and heater line on for two seconds, kills the process that holds \
      it, looks at what the line does, and turns it off.

      Example:
        sudo warmgate doctor --config /etc/warmgate/warmgate.yaml
        sudo warmgate doctor --config /etc/warmgate/warmgate.yaml --live

      Exit codes: 0 the set-up can be trusted, 1 something is wrong or unknown, 2 usage or \
      configuration error, 3 a line could not be tried.
      """)

  @Option(name: .long, help: ArgumentHelp("The configuration.", valueName: "file"))
  var config: String

  @Flag(help: "Turn each line on, kill its holder and look. Unplug the pad and the charger first.")
  var live = false

  @Flag(
    help: "With --live: say yes beforehand, for scripts. The pad and the charger are unplugged.")
  var yes = false

  @Option(help: ArgumentHelp("The service's unit.", valueName: "name"))
  var unit = "warmgate.service"

  @Flag(help: "Print JSON.")
  var json = false

  @Option(
    help: ArgumentHelp("Where the machine's files are.", valueName: "folder", visibility: .hidden))
  var root = "/"

  func validate() throws {
    if yes && !live { throw ValidationError("--yes belongs to --live.") }
  }

  func run() throws {
    let settings = try loadProgramSettings(config)
    let path = URL(fileURLWithPath: config).path  // the unit names it from the root on
    let probe = Probe(Machine(root: root), settings, config: path, unit: unit)
    if live { try confirm(settings.settings) }
    let facts = probe.facts()
    let trials = live ? try tryLines(settings.settings) : []
    var findings = Judgement.findings(facts, settings, trials: trials)
    if live && !yes { findings += askForCharger(settings.settings) }
    let conclusion = Conclusion(findings)
    let text = DoctorText(findings: findings, trials: trials, conclusion: conclusion)
    print(json ? jsonText(text.jsonObject) : text.text)
    if trials.contains(where: \.isUntried) {
      throw Failure(.hardware, "a line could not be tried; the findings say why.")
    }
    if !conclusion.isTrusted { throw ExitCode(Failure.Kind.answerIsNo.rawValue) }
  }

  /// The lines that a live test turns on: charge gate and heater of each pack.
  private func outputs(_ settings: Settings) -> [(pack: String, use: SeenLine.Use, LineSettings)] {
    settings.packs.flatMap { pack in
      [(SeenLine.Use.charge, pack.lines.charge), (.heater, pack.lines.heater)].compactMap {
        use, line in line.map { (pack.pack.name, use, $0) }
      }
    }
  }

  private func confirm(_ settings: Settings) throws {
    guard !yes else { return }
    let names = outputs(settings).map { "\($0.2.address) (\($0.use.rawValue) of \($0.pack))" }
    say(
      """
      The live test turns on, each for two seconds: \(names.joined(separator: ", ")).
      UNPLUG THE PAD AND THE CHARGER NOW. Have a lamp or a meter where the pad was.
      Type yes when both are unplugged:
      """)
    guard readLine() == "yes" else {
      throw Failure(.usage, "that is no yes; nothing was driven.")
    }
  }

  private func tryLines(_ settings: Settings) throws -> [LiveTrial] {
    let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let test = LiveTest(executable: own)
    return outputs(settings).map { pack, use, line in
      say("\(line.address) (\(use.rawValue) of \(pack)): on for two seconds …")
      return test.run(pack: pack, use: use, line)
    }
  }

  /// Whether each pack senses its charger: with the gate open, so before the gate.
  private func askForCharger(_ settings: Settings) -> [Finding] {
    settings.packs.compactMap { pack in
      guard let line = pack.lines.chargerPresent else { return nil }
      let before = try? LineFacts(of: line, consumer: LiveTest.consumer).isActive.value
      say(
        "Plug the charger of \(pack.pack.name) in; leave the pad unplugged. Type yes when it is "
          + "in, anything else to leave this out:")
      let isIn = readLine() == "yes"
      let after = isIn ? try? LineFacts(of: line, consumer: LiveTest.consumer).isActive.value : nil
      return .chargerSensing(
        line.address.description, pack: pack.pack.name, unplugged: before, plugged: after)
    }
  }

  private func say(_ text: String) {
    FileHandle.standardError.write(Data("\(text)\n".utf8))
  }
}

/// The child of the live test, which it kills: holds one line on.
struct HoldLineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hold-line", abstract: "Holds a line on, for doctor --live.", shouldDisplay: false)

  @Option var line: String?
  @Option var chip: String?
  @Option var offset: UInt32?
  @Flag var activeLow = false

  func run() throws {
    let address: LineAddress
    switch (line, chip, offset) {
    case (let name?, nil, nil): address = .name(name)
    case (nil, let chip?, let offset?): address = .offset(chip: chip, offset: offset)
    default: throw ValidationError("Give --line, or --chip and --offset.")
    }
    let code = LineHolder.run(LineSettings(address, activeLow: activeLow))
    if code != 0 { throw ExitCode(code) }
  }
}
