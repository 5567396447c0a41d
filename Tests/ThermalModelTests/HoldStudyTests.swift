import Foundation
import Quantities
import Testing
import ThermalModel

/// R16 in a leaky box behind a dead time: what a far probe sees of the pad.
private let node = ReferencePack.r16.node(leak: WattsPerKelvin(1.6))
private let gain = 0.625  // K/W: 1 / UA
private let tau = 55_284.0  // s: C / UA
private let deadTime = 300.0  // s

@Suite("Holding a pack warm: relay feedback and tuning rules") struct RelayTuningTests {
  /// Half the relay's stroke, in W.
  private let stroke = 87.6

  @Test("a relay of ±87.6 W makes 0.2963 K and 1196.8 s by the exact form")
  func exact() {
    #expect(abs(gain * stroke * (1 - exp(-deadTime / tau)) - 0.2963) < 5e-5)
    #expect(abs(2 * tau * log(2 * exp(deadTime / tau) - 1) - 1196.8) < 0.05)
  }

  @Test("stepped through second by second it makes as much, and a step more")
  func stepped() {
    var temperature = 0.0
    var relay = stroke
    var pending = [Double](repeating: stroke, count: Int(deadTime))
    var (crossings, peak) = ([Int](), 0.0)
    let decay = exp(-1 / tau)
    for second in 0..<40_000 {
      let applied = pending[second % pending.count]
      pending[second % pending.count] = relay
      temperature = gain * applied + (temperature - gain * applied) * decay
      let next = temperature > 0 ? -stroke : stroke
      if next > relay { crossings.append(second) }
      relay = next
      if second > 20_000 { peak = max(peak, temperature) }
    }
    let turns = zip(crossings, crossings.dropFirst()).suffix(10).map { $1 - $0 }
    #expect(turns.count == 10)
    // A crossing is seen up to a second late, which is dead time: between θ and θ + 1 s.
    #expect(turns.allSatisfy { (1196.8...1200.9).contains(Double($0)) }, "\(turns)")
    #expect((0.2963...0.2974).contains(peak), "\(peak)")
  }

  @Test("the describing function says 376.4 W/K, the true ultimate gain is 464.2 W/K at 1197.4 s")
  func ultimate() {
    let amplitude = gain * stroke * (1 - exp(-deadTime / tau))
    #expect(abs(4 * stroke / (.pi * amplitude) - 376.4) < 0.1)
    // The phase of dead time and lag together is half a turn: ωθ + atan ωτ = π.
    var (low, high) = (1e-4, .pi / deadTime)
    for _ in 0..<200 {
      let middle = (low + high) / 2
      if middle * deadTime + atan(middle * tau) < .pi { low = middle } else { high = middle }
    }
    #expect(abs((1 + (low * tau) * (low * tau)).squareRoot() / gain - 464.2) < 0.1)
    #expect(abs(2 * .pi / low - 1197.4) < 0.1)
  }

  @Test("Ziegler–Nichols, Tyreus–Luyben and SIMC give their gains and times")
  func rules() {
    let (ku, tu) = (376.4, 1196.8)
    #expect(abs(0.45 * ku - 169) < 0.5 && abs(tu / 1.2 - 997) < 0.5)
    #expect(abs(ku / 3.2 - 118) < 0.5 && abs(2.2 * tu - 2633) < 0.5)
    #expect(abs(Study.simc().gain - 147.4) < 0.05 && Study.simc().time == 2400)
    #expect(abs(tau / deadTime - 184) < 0.5)
  }
}

@Suite("Holding a pack warm: on/off against PI in a slow window") struct HoldStudyTests {
  @Test("the figures of the decision record are those that the exact model gives")
  func record() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let text = try String(
      contentsOf: root.appending(
        path: "Sources/ThermalModel/Documentation.docc/HoldingWarm.md"), encoding: .utf8)
    let table = Study.rows.map { Study.row($0.0, $0.1, Study.run($0.1, ambient: $0.0)) }
    #expect(text.contains(table.joined(separator: "\n")), "\(table.joined(separator: "\n"))")
  }

  @Test("on/off cycles as the closed form with dead time says", arguments: [-10.0, -20, -30])
  func closedForm(ambient: Double) throws {
    let found = Study.run(.onOff(band: 2), ambient: ambient)
    let settled = ambient + Study.power * gain
    // The peaks: hi + (T∞ − hi)(1 − e^(−θ/τ)) and lo − (lo − Ta)(1 − e^(−θ/τ)).
    let share = 1 - exp(-deadTime / tau)
    let lower = (5 - ambient * share) / (1 - share)
    let upper = lower + 2
    let peak = upper + (settled - upper) * share
    // From one peak to the other the power is constant.
    let cycle = try #require(
      OnOffCycle(
        of: node, lower: Celsius(5), upper: Celsius(peak), power: Watts(Study.power),
        ambient: Celsius(ambient)))
    #expect(abs(found.highest - peak) < 0.03, "\(found.highest) and \(peak)")
    #expect(abs(found.startsPerDay * cycle.period.seconds / 86_400 - 1) < 0.03)
    // A decision every 10 s is late by half of that at each end.
    #expect(abs(found.lowest - 5) < 0.01)
  }

  @Test("energy is the mean temperature's loss, whatever switches: 38.4 Wh a day for each kelvin")
  func energy() {
    for (ambient, policy) in Study.rows {
      let found = Study.run(policy, ambient: ambient)
      // Four days end in the midst of a turn, which is up to a hundredth of eight turns a day.
      let loss = 1.6 * (found.mean - ambient) * 24
      #expect(abs(found.wattHoursPerDay / loss - 1) < 0.015, "\(ambient) °C, \(policy)")
    }
  }

  @Test(
    "on/off with 0.2 K takes less than 2 % more than PI in ten minutes, for a third of its starts")
  func narrow() {
    for ambient in [-10.0, -20, -30] {
      let proportional = Study.run(.proportional(window: 600), ambient: ambient)
      let onOff = Study.run(.onOff(band: 0.2), ambient: ambient)
      #expect(onOff.wattHoursPerDay < proportional.wattHoursPerDay * 1.02)
      #expect(onOff.startsPerDay < proportional.startsPerDay * 0.35)
    }
  }

  @Test("a window of half an hour starts as often as on/off with 0.2 K, and saves 1 % at most")
  func longWindow() {
    for ambient in [-10.0, -20, -30] {
      let proportional = Study.run(.proportional(window: 1800), ambient: ambient)
      let onOff = Study.run(.onOff(band: 0.2), ambient: ambient)
      #expect(onOff.startsPerDay < proportional.startsPerDay * 1.02)
      #expect(onOff.wattHoursPerDay < proportional.wattHoursPerDay * 1.011)
    }
  }
}

/// One node behind a dead time, held at or above 5 °C, with a relay that stays 60 s as it is.
private enum Study {
  static let power = 131.072  // W: 51.2 V over 20 Ω
  static let step = 10.0  // s
  static let settling = 2 * 86_400.0
  static let span = 4 * 86_400.0
  static let leastRun = 60.0

  enum Policy: Hashable, Sendable {
    case onOff(band: Double)
    case proportional(window: Double)
  }

  struct Found {
    var lowest = Double.infinity
    var highest = -Double.infinity
    var mean = 0.0
    var wattHoursPerDay = 0.0
    var startsPerDay = 0.0
    /// 100 000 operations are what relays of this size are rated for.
    var relayYears: Double { 100_000 / startsPerDay / 365.25 }
  }

  /// Kc = τ / (K (τc + θ)) and Ti = min(τ, 4 (τc + θ)) with τc = θ. A window delays by half of
  /// itself, which is dead time too.
  static func simc(window: Double = 0) -> (gain: Double, time: Double) {
    let delay = deadTime + window / 2
    return (tau / (gain * 2 * delay), min(tau, 8 * delay))
  }

  static let rows: [(Double, Policy)] = [-10.0, -20, -30].flatMap { ambient in
    [
      (ambient, Policy.onOff(band: 2)), (ambient, .onOff(band: 1)), (ambient, .onOff(band: 0.2)),
      (ambient, .proportional(window: 600)), (ambient, .proportional(window: 1800)),
      (ambient, .proportional(window: 3600)),
    ]
  }

  /// A run whose set value is moved until the lowest temperature is 5 °C.
  static func run(_ policy: Policy, ambient: Double) -> Found {
    var set = 5.0
    var found = Found()
    for _ in 0..<4 {
      found = hold(policy, set, ambient)
      set += 5 - found.lowest
    }
    return found
  }

  private static func hold(_ policy: Policy, _ set: Double, _ ambient: Double) -> Found {
    var found = Found()
    var temperature = set + 1
    var pending = [Double](repeating: 0, count: Int(deadTime / step))
    var (isOn, changedAt, integral, onUntil) = (false, -leastRun, 0.0, 0.0)
    let decay = exp(-step / tau)
    var (sum, energy, starts, count) = (0.0, 0.0, 0, 0)
    for tick in 0..<Int((settling + span) / step) {
      let now = Double(tick) * step
      var wants = isOn
      switch policy {
      case .onOff(let band):
        if temperature <= set { wants = true } else if temperature >= set + band { wants = false }
      case .proportional(let window):
        let error = set - temperature
        let simc = simc(window: window)
        if now.truncatingRemainder(dividingBy: window) == 0 {
          let output = min(max(simc.gain * error + integral, 0), power)
          let run = output / power * window
          onUntil = now + (run < leastRun ? 0 : window - run < leastRun ? window : run)
        }
        integral = min(max(integral + simc.gain * error * step / simc.time, 0), power)
        wants = now < onUntil
      }
      if wants != isOn, now - changedAt >= leastRun {
        (isOn, changedAt) = (wants, now)
        if isOn, now >= settling { starts += 1 }
      }
      let settled = ambient + gain * pending[tick % pending.count]
      pending[tick % pending.count] = isOn ? power : 0
      temperature = settled + (temperature - settled) * decay
      guard now >= settling else { continue }
      (sum, count) = (sum + temperature, count + 1)
      found.lowest = min(found.lowest, temperature)
      found.highest = max(found.highest, temperature)
      energy += isOn ? power * step / 3600 : 0
    }
    found.mean = sum / Double(count)
    found.wattHoursPerDay = energy / (span / 86_400)
    found.startsPerDay = Double(starts) / (span / 86_400)
    return found
  }

  /// A row of the decision record.
  static func row(_ ambient: Double, _ policy: Policy, _ found: Found) -> String {
    let name =
      switch policy {
      case .onOff(let band): "on/off, \(shortDecimal(band)) K"
      case .proportional(let window): "PI, \(Int(window / 60)) min"
      }
    func text(_ value: Double, _ places: Int) -> String { decimal(value, places: places) }
    return "| \(text(ambient, 0)) °C | \(name) | \(text(found.lowest, 1)) to "
      + "\(text(found.highest, 1)) °C | \(text(found.wattHoursPerDay, 0)) Wh | "
      + "\(text(found.startsPerDay, 0)) | \(text(found.relayYears, 1)) a |"
  }
}
