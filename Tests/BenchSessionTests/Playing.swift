import Bench
import BenchSession
import ControlCore
import Quantities
import SettingsFile
import Testing

/// The pack of `config/bench.yaml` (8 LFP cells, 10.5 Ω ±5 %, B2A8S20P), read every `period`.
func settings(
  _ protocolName: BusProtocol = .modbus, period: Duration = .seconds(1)
) throws -> Settings {
  let text = BenchConfiguration.text(
    board: "B2A8S20P", chemistry: "lfp", strings: 8, protocolName: protocolName.rawValue)
  var settings = try SettingsFile.parse(text, file: "bench")
  settings.control.period = period
  settings.control.readingLifetime = period * 5
  for index in settings.packs.indices { settings.packs[index].pack.control = settings.control }
  return settings
}

/// Plays a scenario to its end as fast as the machine can, on lines in memory.
func play(_ name: String, _ settings: Settings) throws -> BenchSummary {
  let scenario = try #require(BenchScenario.named(name))
  let run = try BenchRun(settings, scenario, speed: .infinity, usesSimulatedChip: false) { _ in }
  return try run.run()
}

let safe = Outputs.safe
let heating = Outputs(charge: false, heater: true)
let charging = Outputs(charge: true, heater: false)

extension BenchSummary.Pack {
  /// The outputs one after another.
  var outputs: [Outputs] { trace.outputTurns.map(\.outputs) }
  /// When each of them began, in seconds.
  var seconds: [Double] { trace.outputTurns.map(\.time.sinceStart.seconds) }
  /// What was not as expected.
  var unmet: [BenchCheck] { checks.filter { !$0.isMet } }
}
