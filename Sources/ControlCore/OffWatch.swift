import Quantities

/// Does the pack get warmer as if the pad were on, while it is off? A switch may have failed
/// shorted.
///
/// The weather warms a pack too. Only where the pack also gives the current that the pad would
/// take is the pad to blame; and both the coldest and the hottest probe must rise.
package struct OffWatch: Hashable, Sendable {
  /// At least this share of the pad's current must flow.
  static let leastShare = 2.0 / 3

  package private(set) var begin: Begin?
  /// Whether it is known that the pad is not fed: no current, or no warmth that the pad would give.
  package private(set) var isOver = false

  package struct Begin: Hashable, Sendable {
    var coldest: Celsius
    var hottest: Celsius
    var at: Uptime
  }

  /// Starts anew: an output is on, or was a moment ago.
  mutating func forget() { self = OffWatch() }

  /// A reading did not show it; what was seen before goes on.
  mutating func miss() { isOver = false }

  /// Nothing here can ever show it.
  mutating func giveUp() { (begin, isOver) = (nil, true) }

  /// Judges a new reading that was taken while both outputs were off.
  mutating func isRising(
    _ battery: BatteryReading, _ evidence: Evidence, expected: Amperes,
    capacity: JoulesPerKelvin
  ) -> Bool {
    guard expected >= PadCurrent.smallestJudged else {
      giveUp()
      return false
    }
    guard case .measured(let current) = battery.current else {
      forget()
      return false
    }
    guard -current >= expected * OffWatch.leastShare else {
      giveUp()
      return false
    }
    let now = Begin(coldest: evidence.coldest, hottest: evidence.hottest, at: battery.takenAt)
    guard let begin else {
      (self.begin, isOver) = (now, false)
      return false
    }
    guard evidence.coldest >= begin.coldest, evidence.hottest >= begin.hottest else {
      (self.begin, isOver) = (now, true)
      return false
    }
    let step = RiseWatch.step(resolution: evidence.probeResolution)
    if evidence.coldest - begin.coldest >= step, evidence.hottest - begin.hottest >= step {
      forget()
      return true
    }
    // The pad would have raised the pack by now: what rises more slowly is the weather.
    let heat = evidence.packVoltage * expected * (battery.takenAt - begin.at)
    if heat > capacity * step { (self.begin, isOver) = (now, true) }
    return false
  }
}
