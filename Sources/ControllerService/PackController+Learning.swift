import ControlCore
import Learning
import Quantities

extension PackController {
  /// Current that warms the cells by itself: more of it than this is not the pad's alone. A pad
  /// takes 3 A at most, which the reading after a switch may not show yet.
  private static let mostOtherCurrent = Amperes(3.5)

  /// Learns from what was just seen and driven. After the lines: nothing here delays them.
  ///
  /// A fault of the pad forgets everything, because nobody knows since when its heat was missing.
  func learn(
    _ decision: Decision, _ snapshot: Snapshot, driven: Outputs
  ) -> LearnedHeat {
    var isNews = false
    if !decision.newlyLatched.isDisjoint(with: .ofPad) {
      isNews = learner.windowCount > 0
      learner.forget()
    } else if let seen = seen(decision, snapshot, driven: driven) {
      let before = learner.windowCount
      isNews = learner.observe(
        at: snapshot.now, seen.temperature, resolution: seen.resolution, power: seen.power)
      // Refused once too often: forgotten.
      if learner.windowCount < before { isNews = true }
    } else {
      learner.pause()
    }
    if isNews { learned.put(learner.record, of: settings.name) }
    return LearnedHeat(
      estimate: learner.estimate, windowCount: learner.windowCount,
      warmUp: warmUp(decision))
  }

  /// What was learned with these settings; nothing where another pad or pack is configured now.
  func learner(for other: PackSettings) -> HeatLearner? {
    settings.heater == other.heater && settings.stringCount == other.stringCount
      ? learner : HeatLearner()
  }

  private func seen(
    _ decision: Decision, _ snapshot: Snapshot, driven: Outputs
  ) -> (temperature: Celsius, resolution: Kelvins, power: Watts)? {
    let harmless = FaultSet([.heaterUnreachable, .appSettingsRejected])
    guard decision.faults.union(snapshot.latched).subtracting(harmless).isEmpty,
      case .measured(let battery) = snapshot.battery,
      case .measured(let coldest) = decision.figures.coldest,
      case .measured(let voltage) = decision.figures.packVoltage,
      case .measured(let current) = battery.current
    else { return nil }
    var (power, own) = (Watts.zero, Amperes.zero)
    if driven.heater, let heater = settings.heater {
      switch heater.supply {
      case .pack: (power, own) = (voltage.squared / heater.resistance, voltage / heater.resistance)
      case .charger(let maximum): power = maximum.squared / heater.resistance
      }
    }
    guard (current + own).magnitude <= PackController.mostOtherCurrent else { return nil }
    return (coldest.reported, battery.probeResolution, power)
  }

  private func warmUp(_ decision: Decision) -> LearnedHeat.WarmUp? {
    guard block == .blocked, let heater = settings.heater,
      let thresholds = decision.figures.thresholds,
      case .measured(let coldest) = decision.figures.coldest,
      case .measured(let voltage) = decision.figures.packVoltage
    else { return nil }
    let power =
      switch heater.supply {
      case .pack: voltage.squared / heater.resistance
      case .charger(let maximum): maximum.squared / heater.resistance
      }
    return learner.timeToWarm(from: coldest.reported, to: thresholds.stop, power: power)
      .map { LearnedHeat.WarmUp(shortest: $0.shortest, likely: $0.likely, longest: $0.longest) }
  }
}

extension FaultSet {
  /// Faults after which what the pad gave lately is not known.
  fileprivate static let ofPad = FaultSet([
    .heaterNoRise, .heaterOpen, .heaterShorted, .heaterRisingWhileOff,
  ])
}
