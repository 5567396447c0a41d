import ControlCore
import Foundation
import Quantities
import Simulation
import Tuning

/// What a tuning came to, before it is written in any form.
struct TuneResult {
  let tuner: Tuner
  let scene: SimulationScene
  /// In the order of the combinations.
  let outcomes: [Tuner.Outcome]
  /// The configuration as it is.
  let asConfigured: SimulationResult
  let tradeOff: TradeOff

  init(
    tuner: Tuner, scene: SimulationScene, outcomes: [Tuner.Outcome],
    asConfigured: SimulationResult
  ) {
    (self.tuner, self.scene, self.outcomes) = (tuner, scene, outcomes)
    self.asConfigured = asConfigured
    tradeOff = TradeOff(outcomes.map { $0.simulated.map(TradeOff.Figures.init) })
  }

  /// A combination that is meant: its number in the table, and its place in the outcomes.
  struct Choice {
    var number: Int
    var index: Int
  }

  /// The combination with a number of the table, or the balanced one.
  func choice(_ number: Int?) -> Choice? {
    if let number {
      guard tradeOff.front.indices.contains(number - 1) else { return nil }
      return Choice(number: number, index: tradeOff.front[number - 1])
    }
    return tradeOff.balanced.flatMap { index in
      tradeOff.front.firstIndex(of: index).map { Choice(number: $0 + 1, index: index) }
    }
  }

  /// The names of the swept keys.
  var keys: [String] { tuner.combinations.sweeps.map { $0.key.joined(separator: ".") } }

  /// How many combinations were not allowed, by reason.
  var refused: [(reason: String, count: Int, example: [String])] {
    var order: [String] = []
    var found: [String: (count: Int, example: [String])] = [:]
    for outcome in outcomes {
      guard case .failure(let refusal) = outcome.result else { continue }
      let reason = refusal.description
      if found[reason] == nil { order.append(reason) }
      found[reason] = (
        (found[reason]?.count ?? 0) + 1, found[reason]?.example ?? outcome.values
      )
    }
    return order.compactMap { reason in
      found[reason].map { (reason, $0.count, $0.example) }
    }
  }

  /// The same in lines, at most five of them.
  var refusals: String {
    let all = refused
    var lines = all.prefix(5).map { reason, count, example in
      let values = zip(keys, example).map { "\($0.0)=\($0.1)" }.joined(separator: ", ")
      return "\(count) refused, for example \(values): \(reason)"
    }
    if all.count > 5 { lines.append("and \(all.count - 5) other reasons") }
    return lines.joined(separator: "\n")
  }

  /// Every combination, a line each.
  var csv: String {
    let figures = [
      "pad_energy_Wh", "pad_energy_from_pack_Wh", "charger_waited_s", "charging_off_s",
      "heater_starts", "heater_on_s", "missed_charge_Ah", "coldest_C", "pareto", "refused",
    ]
    let front = Set(tradeOff.front)
    let lines = outcomes.enumerated().map { index, outcome in
      (outcome.values + row(outcome, isFront: front.contains(index))).map(quoted)
        .joined(separator: ",")
    }
    return ([(keys + figures).map(quoted).joined(separator: ",")] + lines)
      .joined(separator: "\n") + "\n"
  }

  private func row(_ outcome: Tuner.Outcome, isFront: Bool) -> [String] {
    func number(_ value: Double, _ places: Int) -> String {
      String(format: "%.\(places)f", value)
    }
    switch outcome.result {
    case .success(let result):
      return [
        number(result.padEnergy.wattHours, 1), number(result.padEnergyFromPack.wattHours, 1),
        number(result.chargeWanted.seconds, 0), number(result.chargeBlocked.seconds, 0),
        "\(result.heaterStarts)", number(result.heaterOn.seconds, 0),
        number(result.missedCharge.rawValue, 2), number(result.coldest.rawValue, 2),
        isFront ? "yes" : "no", "",
      ]
    case .failure(let refusal):
      return Array(repeating: "", count: 8) + ["no", refusal.description]
    }
  }

  /// A field as CSV has it. Source: RFC 4180, section 2.
  private func quoted(_ field: String) -> String {
    guard field.contains(where: { ",\"\n\r".contains($0) }) else { return field }
    return "\"\(field.replacing("\"", with: "\"\""))\""
  }
}

extension Tuner.Outcome {
  /// What was simulated; `nil` where the combination was refused.
  var simulated: SimulationResult? {
    switch result {
    case .success(let result): result
    case .failure: nil
    }
  }
}
