import Quantities

/// Does the pack get warmer by the heat that the pad gives? Judged per joule, not per second: a
/// printer's time limits are 20 to 60 times too fast for a battery.
///
/// Heat is counted in windows. Each is the heat that raises the pack by 3 K, or by three steps of
/// a coarser sensor; the first is twice that, because a probe on the far face of a cell follows up
/// to 51 min late. Source: (36 mm)² / α with k = 0.92 W/mK, 2130 kg/m³ and 1020 J/kgK (LUT thesis
/// 10024/171871).
struct RiseWatch: Hashable, Sendable {
  private static let leastStep = Kelvins(3)
  /// Less of the rise than this share is a fault.
  static let leastShare = 1.0 / 3
  /// After a pause of an hour the weather may be another: the rise before it is no yardstick.
  private static let longestPause = Duration.seconds(3600)

  private var window: Window?
  private var isFirst = true
  /// The first whole window: what later ones are compared with.
  private var yardstick: Yardstick?

  private struct Window: Hashable, Sendable {
    /// The coldest probe when the window began.
    var begin: Celsius
    var heat = Joules(0)
    /// The coldest probe when the heater went off in the middle of it, and when that was.
    var pause: Pause?
  }

  private struct Pause: Hashable, Sendable {
    var coldest: Celsius
    var at: Uptime
  }

  private struct Yardstick: Hashable, Sendable {
    var rise: Kelvins
    var middle: Celsius
  }

  /// Adds heat that the pad has given.
  mutating func add(_ energy: Joules) { window?.heat += energy }

  /// The heater is off: what the pack loses meanwhile is not the pad's fault.
  mutating func rest(_ coldest: Celsius, at now: Uptime) {
    if window?.pause == nil { window?.pause = Pause(coldest: coldest, at: now) }
  }

  /// The pack is warm, or another pad may have been fitted: what was seen counts no more.
  mutating func forget() { self = RiseWatch() }

  /// The rise in a window.
  static func step(resolution: Kelvins) -> Kelvins { max(leastStep, resolution * 3) }

  /// The heat that is still to come before the window is full; none where it is to begin.
  func heatLeft(capacity: JoulesPerKelvin, resolution: Kelvins) -> Joules {
    guard let window else { return .zero }
    let step = RiseWatch.step(resolution: resolution)
    return capacity * (isFirst ? step * 2 : step) - window.heat
  }

  /// What the heat so far says: nothing, no rise, or a stop value out of reach.
  mutating func judge(
    _ evidence: Evidence, capacity: JoulesPerKelvin, at now: Uptime
  ) -> Fault? {
    let coldest = evidence.coldest
    resume(coldest, at: now)
    guard let window else {
      window = Window(begin: coldest)
      return nil
    }
    let resolution = evidence.probeResolution
    guard heatLeft(capacity: capacity, resolution: resolution) <= .zero else { return nil }
    let rise = coldest - window.begin
    let wasFirst = isFirst
    isFirst = false
    self.window = Window(begin: coldest)
    if rise < RiseWatch.step(resolution: resolution) * RiseWatch.leastShare {
      // It did rise before, and still does a little: the heat goes out through the walls.
      return !wasFirst && rise > resolution ? .heaterUnreachable : .heaterNoRise
    }
    return wasFirst ? nil : reach(rise, middle: window.begin + rise * 0.5, evidence)
  }

  /// Where the rise ends: of one node it falls evenly with the temperature, so that two windows
  /// give the line, and the line the temperature at which nothing is left of it. Both rises have
  /// a step of doubt, and the doubt is for the pad.
  private mutating func reach(
    _ rise: Kelvins, middle: Celsius, _ evidence: Evidence
  ) -> Fault? {
    guard let first = yardstick else {
      yardstick = Yardstick(rise: rise, middle: middle)
      return nil
    }
    let fall = first.rise - rise - evidence.probeResolution
    guard fall > .zero else { return nil }
    let end = middle + (middle - first.middle) * (rise / fall)
    return end < evidence.thresholds.stop ? .heaterUnreachable : nil
  }

  private mutating func resume(_ coldest: Celsius, at now: Uptime) {
    guard let begin = window?.begin, let pause = window?.pause else { return }
    window?.begin = begin + (coldest - pause.coldest)
    window?.pause = nil
    if now - pause.at > RiseWatch.longestPause { yardstick = nil }
  }
}
