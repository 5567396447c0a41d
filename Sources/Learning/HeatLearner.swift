public import ControlCore
public import Quantities
import ThermalModel

/// Learns a pack's heat capacity, its loss and the ambient while it is controlled, in a state of
/// fixed size.
///
/// What is seen comes in windows of constant heat, on or off. Over each of them, exactly,
/// ΔT / Δt = P / C − (T̄ − Ta) / τ: linear in 1 / C, 1 / τ and Ta / τ, which are found by recursive
/// least squares in square-root form. The ambient may wander from window to window, and old windows
/// fade. Source: G. J. Bierman, *Factorization Methods for Discrete Sequential Estimation*, 1977,
/// chapters 5 and 6.
public struct HeatLearner: Hashable, Sendable {
  /// After a switch the slope at a far probe is not yet that of the cells: half of the 51 min of
  /// `EarlyRiseWatch`, after which it is within 2 % of it (first term of the slab's series:
  /// 2 · e^(−π² / 2)).
  static let settling = Duration.seconds(1530)
  /// A window ends after so long.
  static let longestWindow = Duration.seconds(3600)
  /// A window that a switch cuts shorter than this says too little.
  static let shortestWindow = Duration.seconds(1200)
  /// Readings further apart leave it open what happened between them.
  static let longestGap = Duration.seconds(60)
  /// How far the weather wanders within an hour: hourly changes of the Chicago TMY3 winter,
  /// November to April, are 1.03 K in the root mean square.
  static let wanderPerHour = Kelvins(1)
  /// What is left of a window's weight after another one: about fifty count.
  static let fading = 0.98
  /// A window so many standard deviations off is not this pack's as it was learned.
  static let gate = 5.0
  /// After so many of them in a row everything is learned anew.
  static let mostRefused = 3

  private var factor = HeatLearner.prior
  /// The windows that were taken in, and those refused since the last one of them.
  public private(set) var windowCount = 0
  private var refused = 0
  /// The mean square of what windows were off by, in their own standard deviations.
  private var meanSquare = 1.0
  /// When the last window ended; `nil` after a restart: the weather may be any other.
  private var lastEnd: Uptime?
  private var phase: Phase?
  private var cached = ThermalEstimate.unknown

  private struct Phase: Hashable, Sendable {
    var isHeated: Bool
    var began: Uptime
    var last: Uptime
    var lastTemperature: Celsius
    var lastPower: Watts
    var window: Window?
  }

  private struct Window: Hashable, Sendable {
    var began: Uptime
    var begin: Celsius
    var heat = Joules.zero
    /// ∫ T dt over the window, in K·s above 0 °C.
    var area = 0.0
  }

  /// Nothing learned yet.
  public init() {}

  /// What has been learned so far.
  public var estimate: ThermalEstimate { cached }

  /// Forgets everything: another pad or pack may have been fitted.
  public mutating func forget() { self = HeatLearner() }

  /// What happens now is not known, or something else warms the pack: the window is broken off.
  public mutating func pause() { phase = nil }

  /// Takes in a reading of the coldest probe, with the heat that flows from now on.
  ///
  /// - Returns: whether a window has ended and was taken in.
  @discardableResult
  public mutating func observe(
    at now: Uptime, _ temperature: Celsius, resolution: Kelvins, power: Watts
  ) -> Bool {
    let isHeated = power > .zero
    guard var phase, now > phase.last, now - phase.last <= Self.longestGap else {
      self.phase = Phase(
        isHeated: isHeated, began: now, last: now, lastTemperature: temperature,
        lastPower: power)
      return false
    }
    let span = now - phase.last
    if phase.window != nil {
      phase.window?.heat += phase.lastPower * span
      phase.window?.area +=
        (phase.lastTemperature.rawValue + temperature.rawValue) / 2 * span.seconds
    }
    (phase.last, phase.lastTemperature, phase.lastPower) = (now, temperature, power)
    var isTaken = false
    if let window = phase.window {
      let length = now - window.began
      if length >= Self.longestWindow
        || (isHeated != phase.isHeated && length >= Self.shortestWindow)
      {
        isTaken = take(window, until: now, temperature, resolution: resolution)
        phase.window = Window(began: now, begin: temperature)
      }
    } else if now - phase.began >= Self.settling {
      phase.window = Window(began: now, begin: temperature)
    }
    if isHeated != phase.isHeated {
      (phase.isHeated, phase.began, phase.window) = (isHeated, now, nil)
    }
    self.phase = phase
    return isTaken
  }

  private mutating func take(
    _ window: Window, until now: Uptime, _ end: Celsius, resolution: Kelvins
  ) -> Bool {
    let seconds = (now - window.began).seconds
    let slope = (end - window.begin).rawValue / seconds
    let row = [window.heat.rawValue / seconds, -window.area / seconds, 1]
    // A reading is anywhere within its step: a standard deviation of 0.29 steps at either end.
    let doubt = 0.5 * max(resolution.rawValue, 0.1) / seconds
    wander(until: now)
    if let x = factor.solution(), let covariance = factor.covariance(), windowCount >= 4 {
      let off = slope - zip(row, x).reduce(0) { $0 + $1.0 * $1.1 }
      let variance = doubt * doubt + quadratic(row, covariance)
      if off * off > Self.gate * Self.gate * variance * meanSquare {
        refused += 1
        if refused >= Self.mostRefused { forget() }
        return false
      }
      meanSquare = max(1, 0.9 * meanSquare + 0.1 * off * off / variance)
    }
    refused = 0
    factor.fade(by: Self.fading)
    factor.add(row.map { $0 / doubt }, slope / doubt)
    windowCount += 1
    cached = worked(out: factor)
    return true
  }

  /// The ambient is no longer quite what it was: Ta / τ takes a step of chance.
  private mutating func wander(until now: Uptime) {
    // After a restart a day's weather is between.
    let hours = lastEnd.map { (now - $0).seconds / 3600 } ?? 24
    lastEnd = now
    guard windowCount > 0 else { return }
    let rate = min(max(factor.solution()?[1] ?? 0, 1e-6), 1e-4)
    factor.loosen(last: rate * Self.wanderPerHour.rawValue * max(hours, 0.1).squareRoot())
  }

  /// Nearly nothing: 1 kJ/K or more, an hour or more of time constant, 100 °C or less.
  private static let prior: TriangularFactor = {
    var factor = TriangularFactor(count: 3)
    factor.add([1e3, 0, 0], 0)
    factor.add([0, 3600, 0], 0)
    factor.add([0, 0, 36], 0)
    return factor
  }()
}

extension HeatLearner {
  /// Standard deviations to each side that hold 95 %.
  private static let reach = 1.96
  /// A value that may be larger or smaller by more than this factor is not known.
  private static let widest = 2.0
  /// The pad's resistance is not known to better than this share, and so neither is the heat.
  private static let leastShare = 0.05

  /// The intervals that the factor stands for.
  private func worked(out factor: TriangularFactor) -> ThermalEstimate {
    guard let x = factor.solution(), let covariance = factor.covariance(), x[0] > 0, x[1] > 0
    else { return .unknown }
    let spread = covariance.map { $0 * meanSquare }
    /// The logarithm of a value a / b, or of 1 / a, has this standard deviation.
    func deviation(_ gradient: [Double]) -> Double {
      (quadratic(gradient, spread) + Self.leastShare * Self.leastShare / 4).squareRoot()
    }
    func interval<Value: Quantity>(_ value: Double, _ gradient: [Double]) -> Interval<Value>? {
      let factor = exponential(Self.reach * deviation(gradient))
      guard factor <= Self.widest else { return nil }
      return Interval(
        lower: Value(value / factor), likely: Value(value), upper: Value(value * factor))
    }
    let ambient = x[2] / x[1]
    let half =
      Self.reach * quadratic([0, -ambient / x[1], 1 / x[1]], spread).squareRoot()
    return ThermalEstimate(
      capacity: interval(1 / x[0], [-1 / x[0], 0, 0]),
      loss: interval(x[1] / x[0], [-1 / x[0], 1 / x[1], 0]),
      ambient: half <= 10
        ? Interval(
          lower: Celsius(ambient - half), likely: Celsius(ambient), upper: Celsius(ambient + half))
        : nil)
  }

  /// How long the pad needs from one temperature to another, with an interval; `nil` where too
  /// little has been learned. A longest time of `nil` means that it may never get there.
  public func timeToWarm(
    from begin: Celsius, to end: Celsius, power: Watts
  ) -> (shortest: Duration, likely: Duration, longest: Duration?)? {
    guard begin < end, cached.capacity != nil, let x = factor.solution(),
      let covariance = factor.covariance()
    else { return nil }
    /// Rise in K/s at a temperature, and its doubt.
    func rate(_ at: Celsius) -> (likely: Double, half: Double) {
      let row = [power.rawValue, -at.rawValue, 1]
      let likely = zip(row, x).reduce(0) { $0 + $1.0 * $1.1 }
      let variance = quadratic(row, covariance) * meanSquare
      let share = Self.leastShare / 2 * power.rawValue * x[0]
      return (likely, Self.reach * (variance + share * share).squareRoot())
    }
    /// The rise falls evenly with the temperature: one node.
    func time(_ first: Double, _ last: Double) -> Duration? {
      guard first > 0, last > 0 else { return nil }
      let span = (end - begin).rawValue
      let ratio = first / last
      guard (ratio - 1).magnitude > 1e-6 else { return .seconds(span / first) }
      return .seconds(span * naturalLogarithm(ratio) / (first - last))
    }
    let (first, last) = (rate(begin), rate(end))
    guard let likely = time(first.likely, last.likely),
      let shortest = time(first.likely + first.half, last.likely + last.half)
    else { return nil }
    return (shortest, likely, time(first.likely - first.half, last.likely - last.half))
  }
}

extension HeatLearner {
  /// What must survive a restart, as numbers.
  public var record: [Double] {
    factor.triangle + factor.right + [Double(windowCount), meanSquare]
  }

  /// What was learned before a restart, or `nil` where the record is none of ours. The weather of
  /// then is not believed any more.
  public init?(record: [Double]) {
    guard record.count == 14, record.allSatisfy(\.isFinite), record[12] >= 0, record[12] < 1e9,
      record[13] >= 1, record[0] > 0, record[4] > 0, record[8] > 0,
      record[3] == 0, record[6] == 0, record[7] == 0
    else { return nil }
    factor = TriangularFactor(
      triangle: Array(record[0..<9]), right: Array(record[9..<12]))
    (windowCount, meanSquare) = (Int(record[12]), record[13])
    wander(until: .start)
    lastEnd = nil
    cached = worked(out: factor)
  }
}

/// vᵀ · M · v.
private func quadratic(_ vector: [Double], _ matrix: [Double]) -> Double {
  let n = vector.count
  var sum = 0.0
  for i in 0..<n { for j in 0..<n { sum += vector[i] * matrix[i * n + j] * vector[j] } }
  return max(sum, 0)
}
