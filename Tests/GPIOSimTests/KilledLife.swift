import TestSupport

/// How long a program lives, in what weather, and how it is killed; drawn from a seed.
struct KilledLife: Hashable {
  /// What the pack's probes read while it lives, in °C.
  enum Weather: CaseIterable {
    case cold, warm, thawing, freezing

    /// At the start, and from the moment on in which something has gone on. The app says 0 and 5.
    var temperatures: (first: Double, last: Double) {
      switch self {
      case .cold: (-5, -5)
      case .warm: (10, 10)
      case .thawing: (4.9, 5)
      case .freezing: (0.1, 0)
      }
    }
  }

  /// The control cycle of the packs that are killed, in microseconds.
  static let period: UInt32 = 100_000
  /// Their interlock delay, the shortest that a configuration may have, in microseconds.
  static let delay: UInt32 = 100_000

  var weather: Weather
  /// Whether the time runs from the moment in which something has gone on, or from the start.
  var isAfterOn: Bool
  /// The time until it is killed.
  var microseconds: UInt32
  /// Whether a person acknowledges, at its start, what is latched; where nothing is, nobody does.
  var isAcknowledged: Bool
  /// How long it is stopped before it is killed, as by one who thinks that it hangs.
  var stoppedFor: UInt32?

  /// The next life of a seed's sequence.
  init(_ random: inout SeededGenerator) {
    weather = Weather.allCases.randomElement(using: &random) ?? .cold
    isAfterOn = Int.random(in: 0..<4, using: &random) > 0
    // Three cycles with something on and the change between the outputs; or a start.
    microseconds = UInt32.random(in: 0..<(isAfterOn ? 5 : 8) * KilledLife.period, using: &random)
    isAcknowledged = Bool.random(using: &random)
    let isStopped = Int.random(in: 0..<8, using: &random) == 0
    stoppedFor = isStopped ? UInt32.random(in: 0..<4 * KilledLife.period, using: &random) : nil
  }

  /// What was seen of it.
  struct Record {
    var life: KilledLife
    /// In nanoseconds of CLOCK_MONOTONIC.
    var started: Int64
    /// What its board had been asked before.
    var asked: Int
    var ended: Int64 = 0
    /// What was on at the kill.
    var wasCharging = false
    var wasHeating = false
    /// Whether the disk had the acknowledgement.
    var wasCleared = false
  }
}
