import BoardCatalog
package import Quantities

/// The pad's current, as a step of the pack's: too much of it, or none at all.
///
/// Loads on the pack come and go. Too much current therefore only trips the heater; whether it was
/// the pad's is proved by the step back when the heater goes off. No current at all needs no proof:
/// loads can only add to it.
package struct PadCurrent: Hashable, Sendable {
  /// A reading counts so long after a switch: relays bounce and boards average.
  static let settling = Duration.seconds(1)
  /// More than this share of the highest current that a sound pad takes is too much.
  static let mostShare = 1.25
  /// Less than this share of the current that a sound pad takes is none.
  static let leastShare = 1.0 / 3
  /// Boards show less than about half an ampere as nothing, so that smaller pads are not judged.
  static let smallestJudged = Amperes(1)
  /// A charger that nobody knows of hides the pad's current from this one on.
  static let hidden = Amperes(0.5)
  /// After a trip that was a load's the pad is not tripped again for so long.
  static let calm = Duration.seconds(900)

  /// What a reading says of the pad.
  enum Verdict: Hashable, Sendable {
    /// Nothing is wrong, or the step back that would prove it is awaited.
    case sound
    case shorted
  }

  /// The pack current in the last reading with the heater off.
  package private(set) var idle: Amperes?
  /// The pack current that tripped the heater.
  package private(set) var tripped: Amperes?
  package private(set) var calmUntil = Uptime.start
  /// Whether the latest reading shows no current in a pad that is on.
  package private(set) var isOpen = false

  /// Judges a new reading. `draw` is the most that a sound pad takes, `expected` what it takes.
  mutating func judge(
    _ battery: BatteryReading, _ heater: OutputTimer, draw: HeaterDraw, expected: Amperes,
    _ rating: HeaterRating
  ) -> Verdict {
    isOpen = false
    guard case .measured(let current) = battery.current,
      heater.hasSettled(for: PadCurrent.settling, at: battery.takenAt)
    else { return .sound }
    let most = min(
      rating.currentLimit, rating.powerLimit / draw.voltage, draw.current * PadCurrent.mostShare)
    guard heater.isOn else {
      idle = current
      guard let before = tripped else { return .sound }
      tripped = nil
      if current - before > most { return .shorted }
      calmUntil = battery.takenAt + PadCurrent.calm
      return .sound
    }
    isOpen =
      expected >= PadCurrent.smallestJudged && current < PadCurrent.hidden
      && -current < expected * PadCurrent.leastShare
    if let idle, idle - current > most, battery.takenAt >= calmUntil { tripped = current }
    return .sound
  }

  /// Whether the step back is still awaited.
  var isProving: Bool { tripped != nil }
}
