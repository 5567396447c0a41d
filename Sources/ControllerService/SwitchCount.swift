import Quantities

/// How often an output was switched on: relays wear out by switching, not by being on.
public struct SwitchCount: Hashable, Sendable {
  /// A relay's contact lasts so many operations at its rated load. Source: the data sheets of power
  /// relays (Omron G2R: 100,000 at least).
  public static let life = 100_000
  /// From this share of it on a person is told to replace the relay.
  static let warnedShare = 0.9
  /// More starts in an hour than this are told: a pack takes hours to get warm.
  static let mostInAnHour = 12
  private static let hour = Duration.seconds(3600)

  /// All starts that are known of, those before a restart among them.
  public private(set) var total: Int
  private var isOn = false
  /// The starts of the last hour, the oldest first; never more than `mostInAnHour` + 1 are kept.
  private var recent: [Uptime] = []

  /// A count that goes on from one before.
  public init(total: Int = 0) { self.total = max(0, total) }

  /// Takes in what the output was driven to. Returns whether it was switched on.
  mutating func note(_ isOn: Bool, at now: Uptime) -> Bool {
    defer { self.isOn = isOn }
    guard isOn, !self.isOn else { return false }
    total += 1
    recent.append(now)
    if recent.count > SwitchCount.mostInAnHour + 1 { recent.removeFirst() }
    return true
  }

  /// The starts in the hour before `now`, up to one more than is told.
  func startsInTheHour(before now: Uptime) -> Int {
    recent.count { now - $0 < SwitchCount.hour }
  }

  /// What a person is to be told of the output, or `nil`.
  ///
  /// - Parameter name: The output, for example `heater`.
  func warning(_ name: String, at now: Uptime) -> String? {
    if startsInTheHour(before: now) > SwitchCount.mostInAnHour {
      return "the \(name) was switched on more than \(SwitchCount.mostInAnHour) times in an hour; "
        + "look for a loose plug, a charger that comes and goes, or too short an off time "
        + "(`min_off`)"
    }
    if Double(total) >= Double(SwitchCount.life) * SwitchCount.warnedShare {
      return "the \(name) was switched on \(total) times; a relay lasts about "
        + "\(SwitchCount.life): replace it, and take its count out of the state file"
    }
    return nil
  }
}

/// The counts of both outputs of a pack.
public struct SwitchCounts: Hashable, Sendable {
  /// The charge gate.
  public internal(set) var charge: SwitchCount
  /// The heater.
  public internal(set) var heater: SwitchCount

  /// Counts that go on from ones before.
  public init(charge: SwitchCount = SwitchCount(), heater: SwitchCount = SwitchCount()) {
    (self.charge, self.heater) = (charge, heater)
  }

  /// What a person is to be told, one sentence an output.
  func warnings(at now: Uptime) -> [String] {
    [charge.warning("charge gate", at: now), heater.warning("heater", at: now)].compactMap(\.self)
  }
}
