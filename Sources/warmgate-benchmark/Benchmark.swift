import ArgumentParser
import Foundation

/// Measures what the design promises, each against a reference in the same run.
@main
struct Benchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "warmgate-benchmark",
    abstract: "Measures the controller's speed against its goals.",
    discussion: """
      Example: swift run -c release warmgate-benchmark

      The Python peer needs an interpreter with pymodbus: WARMGATE_PYTHON, or the one that \
      hw/test.sh makes in .build/python.
      """)

  @Flag(help: "Print JSON.")
  var json = false

  @Option(help: ArgumentHelp("Run as the measured controller on this device.", visibility: .hidden))
  var controller: String?

  func run() throws {
    if let controller { return ControllerProcess.run(device: controller) }
    #if DEBUG
      FileHandle.standardError.write(
        Data("This is a debug build: its figures say nothing. Use -c release.\n".utf8))
    #endif
    var rows: [Row] = []
    for measure in [
      DecideBenchmark.rows, DecodeBenchmark.rows, LinkBenchmark.rows, ScanBenchmark.rows,
      ControllerProcess.rows, WinterBenchmark.rows, TuneBenchmark.rows,
    ] {
      rows += try measure()
    }
    print(json ? Row.json(rows) : Row.table(rows))
  }
}
