import ArgumentParser
import ControlCore
import Foundation
import Plots
import Quantities
import SettingsFile
import Simulation

/// `warmgate simulate`: a pack through a winter in a moment.
struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Runs the controller on a simulated pack through a winter, or in a constant cold.",
    discussion: """
      The decisions and the interlock are those that drive a real pack. What the pack takes up and \
      loses is `thermal` in the configuration. The answer stands beside that of the same pack \
      without heating, of one that is kept warm all the time, and of one without its `preheat`.

      A weather file is CSV with the columns month, day, hour and dry_bulb_C, or EPW, or TMY3. Of \
      a whole year the winter is taken, 1 October to 31 March, unless told otherwise.

      Examples:
        warmgate simulate --config config/bd6a17s6p-16s-lfp.yaml \\
          --weather config/weather/chicago-ohare.csv --plot winter.svg
        warmgate simulate --config config/bd6a17s6p-16s-lfp.yaml \\
          --ambient "-20 °C" --span 10h
        warmgate simulate --config config/preheat.yaml \\
          --weather config/weather/chicago-ohare.csv --load 0 --learned

      Exit codes: 0 done, 2 usage or configuration error.
      """)

  @OptionGroup var scene: SceneArguments

  @Option(
    help: ArgumentHelp(
      "Write what happened as CSV: a line for each hour (or for several, where there are more than "
        + "20 000), and one for what remains of the span.",
      valueName: "file"))
  var csv: String?

  @Option(help: ArgumentHelp("Draw what happened, as .svg or .png.", valueName: "file"))
  var plot: String?

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws { _ = try SimulationOptions(scene) }

  func run() throws {
    let options = try SimulationOptions(scene)
    let picture = try plot.map { try PlotFile($0) }
    let configured = try choosePack(scene.pack, of: loadSettings(scene.config), scene.config)
    let simulated = try options.scene(
      configured.pack, weather: scene.weather.map(WeatherReader.read))
    let bar = ProgressBar("simulating")
    let inputs =
      [simulated.input, simulated.input.withoutHeating, simulated.input.alwaysHolding]
      + [simulated.input.withoutPreheat].compactMap { $0 }
    let runs = Double(inputs.count + (picture == nil ? 0 : 1))
    var results: [SimulationResult] = []
    var trace: SimulationTrace?
    for (index, input) in inputs.enumerated() {
      let outcome = simulate(input, part: index == 0 && csv != nil ? csvPart(input.span) : nil) {
        share in
        bar.show((Double(index) + share) / runs)
        return true
      }
      results.append(outcome.result)
      if index == 0 { trace = outcome.trace }
    }
    if let picture {
      // A trace of its own: a picture's parts are pixels, and not hours.
      let drawn = simulate(simulated.input, part: PlotDivision(of: simulated.input.span).part) {
        share in
        bar.show((Double(inputs.count) + share) / runs)
        return true
      }
      if let trace = drawn.trace {
        try picture.write(SimulationPlot(simulated, trace, drawn.result).chart.svg)
      }
    }
    bar.end()
    if let csv, let trace { try writeFile(SimulationCSV(trace, simulated).text, to: csv) }
    let text = SimulationText(
      scene: simulated, configured: results[0], withoutHeating: results[1],
      alwaysHolding: results[2], withoutPreheat: results.count > 3 ? results[3] : nil)
    print(json ? jsonText(text.jsonObject) : text.text)
  }

  /// What a line of the CSV is about: as few whole hours as keep a long span's lines in bounds, and
  /// with them the memory.
  private func csvPart(_ span: Duration) -> Duration {
    let hour = Duration.seconds(3600)
    return hour * max(1, Int((span / hour / 20_000).rounded(.up)))
  }
}

/// Writes a text to a file as a whole, or not at all.
func writeFile(_ text: String, to path: String) throws {
  try writeFile(Data(text.utf8), to: path)
}

/// Writes a file as a whole, or not at all.
func writeFile(_ data: Data, to path: String) throws {
  do {
    try data.write(to: URL(fileURLWithPath: path), options: .atomic)
  } catch {
    throw Failure(.usage, "\(path) cannot be written: \(error.localizedDescription)")
  }
}

/// Reads a weather file at the edge.
enum WeatherReader {
  /// No weather file is larger: ten years of TMY3 are 17 MB.
  static let largest = 32 * 1024 * 1024

  static func read(_ path: String) throws -> WeatherSeries {
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw Failure(
        .usage, "\(path) cannot be read. Check the path; config/weather/ has an example.")
    }
    defer { try? handle.close() }
    let data: Data
    do {
      data = try handle.read(upToCount: largest + 1) ?? Data()
    } catch {
      throw Failure(.usage, "\(path) cannot be read: \(error.localizedDescription)")
    }
    guard data.count <= largest else {
      throw Failure(.usage, "\(path) is larger than 32 MB; allowed: up to ten years of hours.")
    }
    do throws(WeatherError) {
      return try WeatherFile.parse([UInt8](data))
    } catch {
      throw Failure(.usage, "\(path): \(error)")
    }
  }
}
