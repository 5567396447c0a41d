import Quantities

/// The question of `RiseWatch`, asked sooner with what has been learned of the pack.
///
/// It only ever adds a verdict. A wrong estimate can at worst keep a heater off that was sound: so
/// it is believed within bounds only, and never before heat has had the time to reach a far probe.
struct EarlyRiseWatch: Hashable, Sendable {
  /// An estimate shortens a window of the configured capacity to a tenth at most: packs of small
  /// cells with 1 kJ/K for each string against the bound of 11 kJ/K.
  static let leastShare = 0.1
  /// No insulated pack cools by a factor of e within an hour; a shorter time constant is a mistake.
  static let leastTimeConstant = Duration.seconds(3600)

  /// For how long the heater has been on without a break.
  private var heated = Duration.zero
  private var window: Window?

  private struct Window: Hashable, Sendable {
    var begin: Celsius
    var heat = Joules(0)
    var span = Duration.zero
  }

  /// Adds heat that the pad has given in a span of time.
  mutating func add(_ energy: Joules, over span: Duration) {
    heated += span
    window?.heat += energy
    window?.span += span
  }

  /// The heater is off.
  mutating func forget() { self = EarlyRiseWatch() }

  /// What the heat since the window began says, where `estimate` says enough; otherwise nothing.
  mutating func judge(
    _ evidence: Evidence, capacity bound: JoulesPerKelvin, _ estimate: ThermalEstimate
  ) -> Fault? {
    guard let capacity = estimate.capacity, let loss = estimate.loss,
      heated >= ProbeTrack.heatsWay
    else { return nil }
    guard let window else {
      window = Window(begin: evidence.coldest)
      return nil
    }
    let most = max(capacity.upper, bound * EarlyRiseWatch.leastShare)
    let step = RiseWatch.step(resolution: evidence.probeResolution)
    guard window.heat >= most * step else { return nil }
    self.window = Window(begin: evidence.coldest)
    let rise = evidence.coldest - window.begin
    if let ambient = estimate.ambient {
      // The least that a sound pad raises the pack by: the walls take the most that they can.
      let warmth = max(.zero, max(evidence.coldest, window.begin) - ambient.lower)
      let lost = loss.upper * warmth * window.span
      let sure = window.heat / most - lost / max(capacity.lower, most * EarlyRiseWatch.leastShare)
      if sure >= step * 0.5, rise < sure * RiseWatch.leastShare { return .heaterNoRise }
    }
    // A pad that does not warm the pack at all is left to the slower watch, which latches it.
    guard rise > evidence.probeResolution else { return nil }
    let timeConstant = max(EarlyRiseWatch.leastTimeConstant, most / loss.lower)
    let slowest = rise + evidence.probeResolution
    let end = window.begin + rise * 0.5 + slowest * (timeConstant / window.span)
    return end < evidence.thresholds.stop ? .heaterUnreachable : nil
  }
}
