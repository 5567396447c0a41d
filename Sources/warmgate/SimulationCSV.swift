import Foundation
import Quantities
import Simulation

/// A trace as CSV: a line for each of its parts.
struct SimulationCSV {
  private let trace: SimulationTrace
  private let scene: SimulationScene

  init(_ trace: SimulationTrace, _ scene: SimulationScene) {
    (self.trace, self.scene) = (trace, scene)
  }

  /// The column names, and a line for each part.
  var text: String {
    let names = [
      "begin_s", "begin_local", "ambient_C", "coldest_least_C", "coldest_greatest_C",
      "coldest_last_C", "heater_on_s", "charge_allowed_s", "charger_present_s",
      "greatest_power_W", "state_of_charge_percent",
    ]
    return ([names.joined(separator: ",")] + trace.buckets.map(line)).joined(separator: "\n")
      + "\n"
  }

  private func line(_ bucket: SimulationTrace.Bucket) -> String {
    func number(_ value: Double?, _ places: Int) -> String {
      value.map { String(format: "%.\(places)f", $0) } ?? ""
    }
    let hour = scene.begin.map { begin in
      begin.advanced(by: Int((bucket.begin / .seconds(3600)).rounded())).description
    }
    return [
      number(bucket.begin.seconds, 0), hour ?? "", number(bucket.ambient.last?.rawValue, 2),
      number(bucket.coldest.least?.rawValue, 2), number(bucket.coldest.greatest?.rawValue, 2),
      number(bucket.coldest.last?.rawValue, 2), number(bucket.heaterOn.seconds, 0),
      number(bucket.chargeAllowed.seconds, 0), number(bucket.chargerPresent.seconds, 0),
      number(bucket.greatestPower.rawValue, 1), number(bucket.stateOfCharge.rawValue, 0),
    ].joined(separator: ",")
  }
}
