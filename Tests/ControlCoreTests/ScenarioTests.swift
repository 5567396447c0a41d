import BoardCatalog
import ControlCore
import Foundation
import Quantities
import Testing

/// The reference pack R16 as one thermal node with the exact step: T ← T∞ + (T − T∞) e^(−Δt/τ).
private struct OneNode {
  var temperature: Double
  var ambient: Double
  let capacity = 88_454.0  // J/K
  let conductance = 1.6  // W/K

  mutating func advance(seconds: Double, watts: Double) {
    let final = ambient + watts / conductance
    temperature = final + (temperature - final) * exp(-seconds * conductance / capacity)
  }

  /// As a sensor of 0.1 °C shows it.
  var shown: Double { (temperature * 10).rounded() / 10 }
}

@Suite("Acceptance scenarios with the reference pack R16") struct ScenarioTests {
  /// Runs the pack for so long and records each change of the outputs with its time in seconds.
  private func run(
    _ rig: inout Rig, _ pack: inout OneNode, seconds: Int
  ) throws -> [(at: Int, outputs: Outputs, temperature: Double)] {
    var changes: [(at: Int, outputs: Outputs, temperature: Double)] = []
    var last = rig.decision?.outputs ?? .safe
    for second in 1...seconds {
      guard case .measured(let volts) = rig.reading.packVoltage else { break }
      let watts = last.heater ? volts.rawValue * volts.rawValue / 20 : 0
      pack.advance(seconds: 1, watts: watts)
      rig.set(pack.shown)
      let outputs = rig.step().outputs
      if outputs != last { changes.append((second, outputs, pack.temperature)) }
      last = outputs
    }
    return changes
  }

  @Test(
    "scenarios 1 and 7: from a cold soak at −20 °C the heat-up takes as long as the closed form",
    arguments: [  // pack voltage, heat-up in s, energy in Wh
      (51.2, 20_129.0, 732.9), (48.0, 23_580, 754.6), (41.6, 34_299, 824.4),
    ])
  func coldSoak(volts: Double, span: Double, wattHours: Double) throws {
    var rig = try Rig()
    rig.reading.packVoltage = .measured(Volts(volts))
    var pack = OneNode(temperature: -20, ambient: -20)
    let changes = try run(&rig, &pack, seconds: Int(span * 1.02))
    #expect(changes.map(\.outputs) == [.heating, .safe, .charging])
    let heating = try #require(changes.first)
    let off = try #require(changes.dropFirst().first)
    let charging = try #require(changes.last)
    let heated = Double(off.at - heating.at)
    #expect((heated / span - 1).magnitude < 0.01, "\(heated) s instead of \(span) s")
    let energy = volts * volts / 20 * heated / 3600
    #expect((energy / wattHours - 1).magnitude < 0.01, "\(energy) Wh instead of \(wattHours)")
    #expect(charging.at - off.at == 2)
    #expect((off.temperature - 5).magnitude <= 0.1)
  }

  @Test("scenario 1: a warm pack that is cooled down stops charging before the heater starts")
  func cooling() throws {
    var rig = try Rig()
    var pack = OneNode(temperature: 0.5, ambient: -20)
    let changes = try run(&rig, &pack, seconds: 3600)
    #expect(changes.map(\.outputs) == [.charging, .safe, .heating])
    #expect(changes[2].at - changes[1].at == 2)
    #expect(changes[1].temperature <= 0.05)
  }

  @Test("scenario 2: keep warm between 3 and 7 °C at −20 °C: 64.78 min on, 147.74 min off")
  func keepWarm() throws {
    var rig = try Rig {
      $0.protectionFloor = Celsius(3)
      $0.minimumRecovery = Celsius(7)
    }
    var pack = OneNode(temperature: 3.2, ambient: -20)
    let changes = try run(&rig, &pack, seconds: 20_000)
    let starts = changes.filter { $0.outputs == .heating }
    let ends = changes.filter { $0.outputs == .charging }
    // Charging at first, then heat, warm, heat, warm.
    #expect(starts.count == 2 && ends.count == 3)
    let on = Double(ends[1].at - 2 - starts[0].at) / 60
    let off = Double(starts[1].at - (ends[1].at - 2)) / 60
    // A sensor step of 0.1 K is 2.5 % of the 4 K between the thresholds.
    #expect((on / 64.78 - 1).magnitude < 0.03, "\(on) min")
    #expect((off / 147.74 - 1).magnitude < 0.03, "\(off) min")
    #expect((on / (on + off) / 0.305 - 1).magnitude < 0.03)
  }

  @Test(
    "scenario 5: the board falls silent mid-heat: both off at the limit, three frames to resume")
  func silent() throws {
    var rig = try Rig { $0.control.readingLifetime = .seconds(30) }
    try rig.heat(at: -5)
    rig.boardAnswers = false
    #expect(rig.steps(30).outputs == .heating)
    #expect(rig.step().reason == .holdingSafe(.reading(.stale)))
    #expect(rig.steps(600).outputs == .safe)
    rig.boardAnswers = true
    #expect(rig.steps(2).outputs == .safe)
    #expect(rig.step().outputs == .heating)
  }
}
