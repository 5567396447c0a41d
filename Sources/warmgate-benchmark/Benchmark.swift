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

  @Option(
    help: ArgumentHelp(
      "Measure one part: \(parts.map(\.name).joined(separator: ", ")).", valueName: "part"))
  var only: String?

  @Option(help: ArgumentHelp("Run as the measured controller on this device.", visibility: .hidden))
  var controller: String?

  /// What is measured, in this order.
  private static let parts: [(name: String, rows: @Sendable () throws -> [Row])] = [
    ("decide", DecideBenchmark.rows), ("decode", DecodeBenchmark.rows),
    ("link", LinkBenchmark.rows), ("scan", ScanBenchmark.rows), ("loop", ControllerProcess.rows),
    ("winter", WinterBenchmark.rows), ("tune", TuneBenchmark.rows),
  ]

  func validate() throws {
    guard let only, !Benchmark.parts.contains(where: { $0.name == only }) else { return }
    throw ValidationError(
      "--only is \(only); allowed: \(Benchmark.parts.map(\.name).joined(separator: ", ")).")
  }

  func run() throws {
    if let controller { return ControllerProcess.run(device: controller) }
    #if DEBUG
      FileHandle.standardError.write(
        Data("This is a debug build: its figures say nothing. Use -c release.\n".utf8))
    #endif
    var rows: [Row] = []
    for part in Benchmark.parts where only == nil || only == part.name {
      rows += try part.rows()
    }
    print(json ? Row.json(rows) : Row.table(rows))
  }
}
