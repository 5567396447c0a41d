import ArgumentParser
import BoardCatalog
import Foundation
import Plots
import Quantities

/// `warmgate size`: the smallest allowed pad, what it gives, and which pad to buy.
struct SizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "size",
    abstract: "Finds the smallest heating pad that a pack on a board may carry, and which to buy.",
    discussion: """
      Both limits of the board hold at the highest voltage of the pack, with the pad at the low \
      end of its tolerance. A pad with a larger resistance is allowed and gives less power.

      With --weather or --design-day it says too which pads of the E24 series warm the pack on the \
      coldest day, and how long they take. The coldest day of a weather is the 24 hours in a row \
      with the lowest mean; the pack begins as cold as that.

      Examples:
        warmgate size --board B2A8S20P --chemistry lfp --strings 8 --tolerance 5%
        warmgate size --config config/bd6a17s6p-16s-lfp.yaml \\
          --weather config/weather/chicago-ohare.csv --plot pads.svg
        warmgate size --board BD6A17S6P --chemistry lfp --strings 16 --tolerance 5% \\
          --pad "21 ohm" --design-day "-25 °C" --loss "1.3 W/K" --heat-capacity "88 kJ/K"

      Exit codes: 0 done, 1 the board has no heating option, 2 usage or configuration error.
      """)

  @Option(help: "The board's model, for example B2A8S20P.")
  var board: String?

  @Option(help: "lfp, li-ion or lto.")
  var chemistry: String?

  @Option(help: "Cells in series.")
  var strings: Int?

  @Option(help: "How far below its nominal resistance the pad may be, for example 5%.")
  var tolerance: String?

  @Option(help: ArgumentHelp("Take the pack from a configuration.", valueName: "file"))
  var config: String?

  @Option(help: "The pack by its name; needed where the configuration has several.")
  var pack: String?

  @Option(help: ArgumentHelp("The pad to mark, for example 21ohm.", valueName: "resistance"))
  var pad: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The mean of the coldest day, for example -25C.", valueName: "temperature"))
  var designDay: String?

  @Option(help: ArgumentHelp("Hourly weather to find the coldest day in.", valueName: "file"))
  var weather: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Where heating stops, for example 7C.", valueName: "temperature"))
  var stop: String?

  @Option(help: ArgumentHelp("What the enclosure loses, for example 1.6W/K.", valueName: "loss"))
  var loss: String?

  @Option(
    help: ArgumentHelp("The pack's heat capacity, for example 88kJ/K.", valueName: "capacity"))
  var heatCapacity: String?

  @Option(
    help: ArgumentHelp("Draw the allowed resistances, as .svg or .png.", valueName: "file"))
  var plot: String?

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws { _ = try SizeOptions(self) }

  func run() throws {
    let file = try plot.map { try PlotFile($0) }
    let text = SizeText(try SizeOptions(self).subject())
    try file?.write(SizePlot(text.subject).figure.svg)
    print(json ? jsonText(text.jsonObject) : text.text)
  }
}
