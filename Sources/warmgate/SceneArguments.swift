import ArgumentParser

/// What is simulated: the pack, its weather, its charger and its loads.
struct SceneArguments: ParsableArguments {
  @Option(help: ArgumentHelp("The configuration.", valueName: "file"))
  var config: String

  @Option(help: ArgumentHelp("Hourly weather.", valueName: "file"))
  var weather: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("A constant ambient, for example -20C.", valueName: "temperature"))
  var ambient: String?

  @Option(help: "The pack by its name; needed where the configuration has several.")
  var pack: String?

  @Option(help: ArgumentHelp("The first day, for example 10-01.", valueName: "month-day"))
  var from: String?

  @Option(help: ArgumentHelp("The last day, for example 03-31.", valueName: "month-day"))
  var to: String?

  @Option(help: "So many days instead of --to or --span.")
  var days: Int?

  @Option(help: "How long, for example 10h or 7d.")
  var span: String?

  @Option(help: "When there is a charger: always, never, or each day, for example 9:00-15:00.")
  var charger: String = "9:00-15:00"

  @Option(help: "What the charger gives, in amperes.")
  var chargerCurrent: Double = 20

  @Option(help: "What other loads take all the time, in watts.")
  var load: Double = 40

  @Flag(help: "Let the voltage follow the state of charge; the nominal voltage otherwise.")
  var voltageCurve = false

  @Option(
    parsing: .unconditional,
    help: "How far the pad is really off its label, in percent; within its tolerance or not.")
  var padDeviation: Double = 0

  @Option(
    parsing: .unconditional,
    help: "How many more ohms the pad has for each kelvin above 25 °C, in percent; copper 0.39.")
  var padPerKelvin: Double = 0

  @Option(
    parsing: .unconditional,
    help: "How much more the enclosure loses for each kelvin that it is warmer, in percent.")
  var lossPerKelvin: Double = 0

  @Flag(
    help: ArgumentHelp(
      "Plan the preheat as a controller does that has learned the pack and the cold around it; "
        + "otherwise with `thermal` and `preheat: ambient` of the configuration."))
  var learned = false

  @Option(help: "The step in which the board reports its probes, in kelvins.")
  var probeStep: Double = 0.01

  @Option(help: "How full the pack is at the beginning, in percent.")
  var soc: Double = 50

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The cells at the beginning, for example 5C; as warm as the ambient unless given.",
      valueName: "temperature"))
  var start: String?

  @Flag(help: "Run every cycle, where nothing can change too. Slower, and the same answer.")
  var everySecond = false
}
