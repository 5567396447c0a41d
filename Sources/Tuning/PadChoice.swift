public import BoardCatalog
public import Quantities
public import ThermalModel

/// What one pad would do for a pack on the coldest day, and whether the board may carry it.
public struct PadChoice: Hashable, Sendable {
  /// Whether the pad is allowed, and which limit forbids it where it is not.
  public enum Verdict: Hashable, Sendable {
    case allowed
    /// At the highest voltage and the low end of its tolerance it takes more than this limit.
    case refused(HeaterLimit)
  }

  /// How far the pad warms the pack.
  public enum Reach: Hashable, Sendable {
    /// From the day's mean to the stop value in this time, with this heat.
    case warm(after: Duration, heat: Joules)
    /// It settles at this temperature, at or below the stop value.
    case settles(Celsius)
  }

  /// The resistance on its label.
  public let resistance: Ohms
  /// Whether it is allowed.
  public let verdict: Verdict
  /// What it takes at the highest voltage, at the low end of its tolerance.
  public let highestCurrent: Amperes
  /// What it gives at the highest voltage, at the low end of its tolerance.
  public let highestPower: Watts
  /// What it gives at the nominal voltage, with the resistance on its label.
  public let power: Watts
  /// How far it warms the pack at the nominal voltage.
  public let reach: Reach

  /// A pad of `resistance` on the coldest day.
  ///
  /// The pack has taken the day's mean, and the pad then gives its power at the nominal voltage.
  ///
  /// - Parameters:
  ///   - node: The pack in its enclosure.
  ///   - ambient: The mean of the day.
  ///   - stop: Where heating ends; above `ambient`.
  public init(
    _ resistance: Ohms, for sizing: HeaterSizing, warming node: ThermalNode, from ambient: Celsius,
    to stop: Celsius
  ) {
    self.resistance = resistance
    let lowest = resistance * (1 - sizing.tolerance.fraction)
    highestCurrent = sizing.maximumVoltage / lowest
    highestPower = sizing.maximumVoltage.squared / lowest
    verdict =
      resistance >= sizing.minimumResistance ? .allowed : .refused(sizing.bindingLimit)
    let power = sizing.nominalVoltage.squared / resistance
    self.power = power
    if let time = node.time(from: ambient, to: stop, power: power, ambient: ambient) {
      reach = .warm(after: time, heat: power * time)
    } else {
      reach = .settles(node.settled(power: power, ambient: ambient))
    }
  }
}

/// The pads that are sold around the smallest allowed one, and what each does on the coldest day.
public struct PadTable: Hashable, Sendable {
  /// The pads, the smallest resistance first: some that the board refuses, then those allowed.
  public let choices: [PadChoice]
  /// The smallest pad that is allowed and may be of any resistance: none warms faster.
  public let best: PadChoice
  /// The power that just holds the stop value on that day.
  public let holdingPower: Watts

  /// The pads of the E24 series (IEC 60063:2015).
  ///
  /// - Parameters:
  ///   - own: A pad to show among them, of whatever resistance.
  ///   - refused: How many pads to show that are too small.
  ///   - limit: At most so many that are allowed; the table ends before it after the first two
  ///     that do not reach the stop value.
  public init(
    for sizing: HeaterSizing, warming node: ThermalNode, from ambient: Celsius, to stop: Celsius,
    own: Ohms? = nil, refused: Int = 3, limit: Int = 16
  ) {
    func choice(_ resistance: Ohms) -> PadChoice {
      PadChoice(resistance, for: sizing, warming: node, from: ambient, to: stop)
    }
    var choices = sizing.standardResistances(below: refused).map(choice)
    var misses = 0
    for resistance in sizing.standardResistances(limit) where misses < 2 {
      let pad = choice(resistance)
      choices.append(pad)
      if case .settles = pad.reach { misses += 1 }
    }
    if let own, !choices.contains(where: { $0.resistance == own }) {
      choices.append(choice(own))
      choices.sort { $0.resistance < $1.resistance }
    }
    self.choices = choices
    best = choice(sizing.minimumResistance)
    holdingPower = node.leak * (stop - ambient)
  }

  /// The largest resistance that still reaches the stop value: U² / (UA · (stop − Ta)). At it the
  /// pad takes for ever.
  public func largestResistance(_ sizing: HeaterSizing) -> Ohms? {
    holdingPower > .zero ? sizing.nominalVoltage.squared / holdingPower : nil
  }
}
