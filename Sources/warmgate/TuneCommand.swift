import ArgumentParser
import ControlCore
import Foundation
import Plots
import Quantities
import SettingsFile
import Simulation
import Tuning

/// `warmgate tune`: which thresholds waste least.
struct TuneCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tune",
    abstract: "Simulates a configuration with many values of its keys, and shows the trade-off.",
    discussion: """
      Every combination of the swept values is put into the configuration, read as a file is, and \
      simulated. The answer is the Pareto set: the combinations that no other one beats in the \
      pad's energy, in the time that a charger had to wait, and in the pad's starts alike.

      --sweep KEY=FROM:TO:STEP UNIT or KEY=A,B,C UNIT; the key is that of the pack as the file \
      writes it, or one from the top of the file (control.min_on). Keys that are not in the file \
      are added.

      Examples:
        warmgate tune --config config/bd6a17s6p-16s-lfp.yaml \\
          --weather config/weather/chicago-ohare.csv \\
          --sweep "heater.stop=5:13:2 °C" --sweep "charge_protection.recovery=3:7:2 °C" \\
          --plot tune.svg --csv tune.csv
        warmgate tune … --choose 2 --write tuned.yaml

      Exit codes: 0 done, 1 no combination is allowed, 2 usage or configuration error.
      """)

  @OptionGroup var scene: SceneArguments

  @Option(
    help: ArgumentHelp(
      "A key with its values; may be given several times.", valueName: "key=values"))
  var sweep: [String] = []

  @Option(help: ArgumentHelp("Draw the trade-off, as .svg or .png.", valueName: "file"))
  var plot: String?

  @Option(help: ArgumentHelp("Write every combination as CSV.", valueName: "file"))
  var csv: String?

  @Option(
    help: ArgumentHelp(
      "Write the configuration with the chosen values, its comments kept.", valueName: "file"))
  var write: String?

  @Option(
    help: ArgumentHelp(
      "The number of the combination to write; the balanced one unless given.",
      valueName: "number"))
  var choose: Int?

  @Option(help: "How many cores to use; all of them unless given.")
  var jobs: Int?

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    _ = try SimulationOptions(scene)
    _ = try combinations()
    guard jobs.map({ (1...1024).contains($0) }) ?? true else {
      throw ValidationError("--jobs is \(jobs ?? 0); allowed: 1 to 1024.")
    }
    guard choose == nil || write != nil else {
      throw ValidationError("--choose says what --write writes; give both.")
    }
    guard !sweep.isEmpty else {
      throw ValidationError("Give at least one --sweep, for example \"heater.stop=5:11:2 °C\".")
    }
  }

  func run() throws {
    let picture = try plot.map { try PlotFile($0) }
    let options = try SimulationOptions(scene)
    let text = try configurationText()
    let settings = try parsed(text)
    let pack = try choosePack(scene.pack, of: settings, scene.config)
    let place = settings.packs.firstIndex { $0.pack.name == pack.pack.name } ?? 0
    let simulated = try options.scene(pack.pack, weather: scene.weather.map(WeatherReader.read))
    let tuner = Tuner(
      text: text, file: scene.config, pack: place, combinations: try combinations(),
      scene: simulated.input)
    let bar = ProgressBar("simulating")
    let outcomes = tuner.run(
      workers: jobs ?? ProcessInfo.processInfo.activeProcessorCount, progress: bar.show)
    bar.end()
    let tuned = TuneResult(
      tuner: tuner, scene: simulated, outcomes: outcomes,
      asConfigured: simulate(simulated.input).result)
    guard tuned.tradeOff.balanced != nil else {
      throw Failure(.answerIsNo, "No combination is allowed.\n\(tuned.refusals)")
    }
    try csv.map { try writeFile(tuned.csv, to: $0) }
    try picture?.write(TunePlot(tuned).figure.svg)
    let written = try write.map { try writeChoice(tuned, to: $0) }
    let page = TuneText(result: tuned, written: written)
    print(json ? jsonText(page.jsonObject) : page.text)
  }

  private func combinations() throws -> Combinations {
    do {
      return try Combinations(sweep.map { try Sweep($0) })
    } catch let error as SweepError {
      throw ValidationError(error.description)
    }
  }

  private func configurationText() throws -> String {
    do throws(SettingsErrors) {
      return try SettingsFile.text(path: scene.config)
    } catch {
      throw Failure(.usage, error.description)
    }
  }

  private func parsed(_ text: String) throws -> Settings {
    do throws(SettingsErrors) {
      return try SettingsFile.parse(text, file: scene.config)
    } catch {
      throw Failure(.usage, error.description)
    }
  }

  private func writeChoice(_ tuned: TuneResult, to path: String) throws -> TuneResult.Choice {
    guard let choice = tuned.choice(choose) else {
      throw Failure(
        .usage,
        "--choose is \(choose ?? 0); allowed: 1 to \(tuned.tradeOff.front.count), a number of the "
          + "table.")
    }
    let values = tuned.outcomes[choice.index].values
    let changed: String
    do throws(Tuner.Refusal) {
      // It is read again before it is written: a file that would not start is no answer (S9).
      _ = try tuned.tuner.settings(with: values)
      changed = try tuned.tuner.changedText(with: values)
    } catch {
      throw Failure(.usage, error.description)
    }
    try writeFile(changed, to: path)
    return choice
  }
}
