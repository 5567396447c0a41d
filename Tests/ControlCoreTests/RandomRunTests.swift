import BoardCatalog
import ControlCore
import Quantities
import TestSupport
import Testing

/// The safety rules in other words than those of the core: over any history, from inputs alone.
private struct Invariants {
  private var lastHeater: Uptime?
  private var lastCharge: Uptime?
  private var readings: [Uptime] = []
  private var blocked: Bool?

  /// The first rule that `outputs` breaks, or `nil`.
  mutating func broken(_ outputs: Outputs, _ rig: Rig) -> String? {
    defer {
      if outputs.heater { lastHeater = rig.now }
      if outputs.charge { lastCharge = rig.now }
    }
    guard let battery = rig.answer else { return outputs == .safe ? nil : "S4: no reading" }
    let age = (rig.now - battery.takenAt).seconds
    let values = Probe.allCases.filter { rig.settings.probes.contains($0) }
      .map { battery.probes[$0].value?.lowest.rawValue }
    let temperatures = values.compactMap(\.self).filter { $0 > -60 && $0 <= 100 }
    let known = temperatures.count == values.count && battery.packVoltage.value != nil && age <= 5
    guard known, case .measured(let app) = rig.app, let volts = battery.packVoltage.value else {
      readings = []
      return outputs == .safe ? nil : "S4: on while something is unknown"
    }
    if readings.last != battery.takenAt { readings.append(battery.takenAt) }
    let coldest = temperatures.min() ?? -.infinity
    let protection = max(
      app.protection.rawValue, rig.settings.protectionFloor.rawValue,
      rig.settings.chemistry.chargeFloor.rawValue)
    let recovery = max(
      app.recovery.rawValue, protection + 2, rig.settings.minimumRecovery?.rawValue ?? -100)
    if coldest <= protection { blocked = true } else if coldest >= recovery { blocked = false }
    if outputs.charge, outputs.heater { return "S1: both on" }
    if outputs.charge || outputs.heater, readings.count < 3 { return "S6: too early" }
    if outputs.charge {
      if blocked == true { return "S2: charging at \(coldest) °C" }
      if let lastHeater, (rig.now - lastHeater).seconds < 2 { return "S1: no pause" }
    }
    if outputs.heater {
      guard let pad = rig.settings.heater, case .optional(let rating) = rig.settings.board.heating
      else { return "S3: no heater" }
      let ohms = pad.resistance.rawValue * (100 - pad.tolerance.rawValue) / 100
      let watts = volts.rawValue * volts.rawValue / ohms
      if volts.rawValue / ohms > rating.currentLimit.rawValue * (1 + 2e-9) { return "S3: current" }
      if watts > rating.powerLimit.rawValue * (1 + 2e-9) { return "S3: \(watts) W" }
      if coldest >= max(recovery, pad.stop?.rawValue ?? -100) { return "S3: warm" }
      if let lastCharge, (rig.now - lastCharge).seconds < 2 { return "S1: no pause" }
    }
    return nil
  }
}

/// Settings drawn at random, so that every limit is crossed by some of them.
private func drawn(_ random: inout SeededGenerator) throws -> Rig {
  var rig = try Rig(
    remembered: [.undecided, .blocked, .released][Int.random(in: 0...2, using: &random)])
  rig.settings.board = Board.all[Int.random(in: 0..<Board.all.count, using: &random)]
  rig.settings.chemistry = Chemistry.allCases[Int.random(in: 0...2, using: &random)]
  rig.settings.stringCount = Int.random(in: 4...24, using: &random)
  rig.settings.protectionFloor = Celsius(Double(Int.random(in: -30...8, using: &random)))
  rig.settings.minimumRecovery =
    Bool.random(using: &random) ? Celsius(Double(Int.random(in: -5...12, using: &random))) : nil
  rig.settings.heater?.resistance = Ohms(Double.random(in: 8...60, using: &random))
  rig.settings.heater?.tolerance = Percent(Double(Int.random(in: 0...10, using: &random)))
  rig.settings.heater?.stop =
    Bool.random(using: &random) ? Celsius(Double(Int.random(in: 5...20, using: &random))) : nil
  rig.settings.control.minimumOff = .seconds(Int.random(in: 0...20, using: &random))
  rig.settings.control.minimumOn = .seconds(Int.random(in: 0...20, using: &random))
  return rig
}

/// One random second in the life of a pack: drift, voltage, faults, ageing, changes in the app.
private func disturb(_ rig: inout Rig, _ drift: inout Double, _ random: inout SeededGenerator) {
  let dice = Int.random(in: 0..<1000, using: &random)
  if case .measured(let t1) = rig.reading.probes.t1 {
    if dice % 50 == 0 { drift = Double.random(in: -0.4...0.4, using: &random) }
    var next = t1.reported.rawValue + drift
    if next > 15 { drift = -0.3 }
    if next < -25 { drift = 0.3 }
    next = (next * 10).rounded() / 10
    rig.set(t1: next, t2: next + Double(Int.random(in: -3...3, using: &random)) / 10)
  } else {
    rig.set(Double(Int.random(in: -10...10, using: &random)))
  }
  rig.boardAnswers = dice % 40 > 5 || drift > 0.2
  let range = rig.settings.chemistry.cellVoltageRange
  let cell = Volts(
    Double.random(in: range.lowerBound.rawValue...range.upperBound.rawValue, using: &random))
  rig.reading.packVoltage = .measured(cell * Double(rig.settings.stringCount))
  rig.reading.lowestCell = .measured(cell)
  switch dice {
  case 0..<4: rig.reading.probes.t2 = .unknown(.absent)
  case 4..<8: rig.reading.packVoltage = .unknown(.notRead)
  case 8..<12: rig.set(t1: 50, t2: 0)
  case 12..<16: rig.chargerPresent = .measured(dice % 2 == 0)
  case 20..<22: rig.reading.packVoltage = .measured(Volts(dice == 20 ? 5 : 120))
  case 16..<20:
    let protection = Double(Int.random(in: -20...8, using: &random))
    rig.setApp(protection, protection + Double(Int.random(in: 1...10, using: &random)))
  default: break
  }
}

@Suite("Random histories") struct RandomRunTests {
  @Test("no rule is broken in 64 histories of 1500 steps", arguments: 1...64)
  func histories(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    var rig = try drawn(&random)
    var invariants = Invariants()
    var drift = 0.1
    for step in 0..<1500 {
      disturb(&rig, &drift, &random)
      let outputs = rig.step().outputs
      if let broken = invariants.broken(outputs, rig) {
        Issue.record("seed \(seed), step \(step): \(broken)")
        return
      }
    }
  }

  @Test("the histories do heat, charge and hold: they are not idle")
  func notIdle() throws {
    var seen = [Outputs: Int]()
    for seed in 1...64 {
      var random = SeededGenerator(seed: UInt64(seed))
      var rig = try drawn(&random)
      var drift = 0.1
      for _ in 0..<300 {
        disturb(&rig, &drift, &random)
        seen[rig.step().outputs, default: 0] += 1
      }
    }
    #expect(seen[.heating, default: 0] > 300, "seeds 1 to 64")
    #expect(seen[.charging, default: 0] > 300, "seeds 1 to 64")
    #expect(seen[.safe, default: 0] > 300, "seeds 1 to 64")
  }
}
