import ControlCore
import Quantities
import Simulation
import ThermalModel
import Tuning

extension SimulationText {
  /// A sentence for each fault of this configuration, with what a person can do.
  var faultSentences: [String] { configured.alarms.faults.map(sentence) }

  private func sentence(_ fault: Fault) -> String {
    if fault == .heaterUnreachable, let unreachable { return "\(fault): \(unreachable)" }
    return "\(fault): \(fault.rule.seen). \(fault.rule.remedy)."
  }

  /// Why the pad does not get there; `nil` where it does even in the greatest cold, so that it was
  /// not the cold alone.
  private var unreachable: String? {
    let plant = scene.input.plant
    guard let power = padPower else { return nil }
    let node = ThermalNode(capacity: plant.heatCapacity, leak: plant.loss)
    let cold: Celsius
    let place: String
    switch scene.input.ambient {
    case .constant(let ambient): (cold, place) = (ambient, "at \(ambient) outside")
    case .hourly(let hours):
      // A pack takes hours to settle, so that a day counts and not an hour.
      guard let day = DesignDay(hourly: hours) else { return nil }
      cold = day.mean
      place = "on the coldest day (\(day.mean.text(places: 1)) in the mean)"
    }
    let end = node.settled(power: power, ambient: cold)
    guard end < thresholds.stop else { return nil }
    return "\(place) the pad settles at \(end.text(places: 1)), below the \(thresholds.stop) that "
      + "it should reach. `warmgate size` finds a stronger pad; better insulation helps too."
  }

  /// The pad's power at the beginning, with nothing else on the pack.
  private var padPower: Watts? {
    let plant = scene.input.plant
    guard let heater = pack.heater, let resistance = plant.padResistance else { return nil }
    switch heater.supply {
    case .charger(let voltage): return voltage.squared / resistance
    case .pack:
      let rest = plant.cellVoltage.voltage(at: plant.stateOfCharge) * Double(pack.stringCount)
      return (rest * (resistance / (resistance + plant.internalResistance))).squared / resistance
    }
  }

  /// What always holding did: no more than its pad could.
  var holding: String {
    let recovery = thresholds.recovery
    // The pad's turns begin two seconds below the recovery value: a hair, which a tenth hides.
    let least = recovery - Kelvins(0.05)
    guard alwaysHolding.coldest < least else {
      return "the pad keeps the pack above \(recovery) all the time, charger or not."
    }
    let start = scene.input.plant.temperature ?? scene.input.ambient.temperature(at: .zero)
    let coldest = alwaysHolding.coldest.text(places: 1)
    let reached =
      if alwaysHolding.hottest < least {
        "it got no warmer than \(alwaysHolding.hottest.text(places: 1))"
      } else if alwaysHolding.coldest < start - Kelvins(0.05) {
        "it was at \(coldest) at its coldest"
      } else {
        "it began at \(coldest) and was never colder"
      }
    return "the pad heats whenever the pack is below \(recovery), charger or not; here \(reached)."
  }
}
