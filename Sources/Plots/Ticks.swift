import Quantities

/// Where the marks of an axis stand, and what is written at them.
struct Ticks: Hashable {
  /// One mark; a mark without a text is a short one.
  struct Tick: Hashable {
    var value: Double
    var text: String
  }

  var ticks: [Tick]
  /// What the numbers count, where the axis itself does not say it, for example `h`.
  var unit = ""

  /// The ticks of `axis` within `range`, about `count` of them.
  init(_ axis: Axis, over range: ClosedRange<Double>, about count: Int) {
    switch axis.scale {
    case .linear: ticks = Ticks.even(range, Ticks.step(range, about: count))
    case .logarithmic: ticks = Ticks.logarithmic(range)
    case .time(let start):
      self = Ticks(time: range, start: start, about: count)
    case .lanes(let names):
      ticks = names.enumerated().map { Tick(value: Double($0.offset) + 0.5, text: $0.element) }
    }
  }

  private init(_ ticks: [Tick], unit: String = "") { (self.ticks, self.unit) = (ticks, unit) }

  /// The smallest of 1, 2 and 5 times a power of ten that gives at most `count` parts.
  static func step(_ range: ClosedRange<Double>, about count: Int) -> Double {
    let least = (range.upperBound - range.lowerBound) / Double(max(count, 1))
    var power = 1.0
    while power > least { power /= 10 }
    while power * 10 <= least { power *= 10 }
    let steps = [1, 2, 5, 10].map { power * $0 }
    // A hair of tolerance: 0.1 · 3 is more than 0.3.
    return steps.first { $0 >= least * (1 - 1e-9) } ?? power * 10
  }

  /// `range` widened to whole steps.
  static func widened(_ range: ClosedRange<Double>, about count: Int) -> ClosedRange<Double> {
    let step = step(range, about: count)
    let low = (range.lowerBound / step + 1e-9).rounded(.down) * step
    let high = (range.upperBound / step - 1e-9).rounded(.up) * step
    return low...high
  }

  private static func even(_ range: ClosedRange<Double>, _ step: Double) -> [Tick] {
    var places = 0
    var unit = 1.0
    while places < 6, step < unit * (1 - 1e-9) { (places, unit) = (places + 1, unit / 10) }
    let first = Int((range.lowerBound / step - 1e-6).rounded(.up))
    let last = Int((range.upperBound / step + 1e-6).rounded(.down))
    guard first <= last else { return [] }
    return (first...last).map {
      Tick(value: Double($0) * step, text: decimal(Double($0) * step, places: places))
    }
  }

  /// 1, 2 and 5 of every power of ten; the powers alone where the range has more than three.
  private static func logarithmic(_ range: ClosedRange<Double>) -> [Tick] {
    var power = 1.0
    while power > range.lowerBound { power /= 10 }
    while power * 10 <= range.lowerBound { power *= 10 }
    let factors: [Double] = range.upperBound / range.lowerBound > 1000 ? [1] : [1, 2, 5]
    var ticks: [Tick] = []
    while power <= range.upperBound {
      for factor in factors {
        let value = power * factor
        guard value >= range.lowerBound * (1 - 1e-9), value <= range.upperBound * (1 + 1e-9) else {
          continue
        }
        ticks.append(Tick(value: value, text: shortDecimal(value)))
      }
      power *= 10
    }
    return ticks
  }

  // MARK: Time

  private static let day = 86_400.0

  private init(time range: ClosedRange<Double>, start: CalendarDay?, about count: Int) {
    let span = range.upperBound - range.lowerBound
    if let start, span > Ticks.day * 45 {
      self.init(Ticks.months(range, start))
    } else if let start, span > Ticks.day * 3 {
      self.init(Ticks.days(range, start, about: count))
    } else if span > Ticks.day * 3 {
      self.init(Ticks.counted(range, Ticks.day, [1, 2, 5, 10, 20, 50], about: count), unit: "d")
    } else if span > 3 * 3600 {
      self.init(Ticks.counted(range, 3600, [1, 2, 3, 6, 12, 24], about: count), unit: "h")
    } else {
      self.init(Ticks.counted(range, 60, [1, 2, 5, 10, 15, 30, 60], about: count), unit: "min")
    }
  }

  private static func counted(
    _ range: ClosedRange<Double>, _ unit: Double, _ steps: [Double], about count: Int
  ) -> [Tick] {
    let least = (range.upperBound - range.lowerBound) / unit / Double(max(count, 1))
    let step = steps.first { $0 >= least } ?? Ticks.step(0...least, about: 1)
    let scaled = (range.lowerBound / unit)...(range.upperBound / unit)
    return even(scaled, step).map { Tick(value: $0.value * unit, text: $0.text) }
  }

  private static func days(
    _ range: ClosedRange<Double>, _ start: CalendarDay, about count: Int
  ) -> [Tick] {
    let days = (range.upperBound - range.lowerBound) / day
    let step = [1, 2, 5, 10].first { days / $0 <= Double(count) } ?? 10
    return even((range.lowerBound / day)...(range.upperBound / day), step).map { tick in
      let date = start.advanced(by: Int(tick.value))
      return Tick(value: tick.value * day, text: "\(date.day) \(date.monthName)")
    }
  }

  private static func months(_ range: ClosedRange<Double>, _ start: CalendarDay) -> [Tick] {
    let first = start.advanced(by: Int((range.lowerBound / day).rounded(.up)))
    var month = first.day == 1 ? first : first.nextMonth
    var ticks: [Tick] = []
    while Double(month.days(since: start)) * day <= range.upperBound {
      ticks.append(
        Tick(value: Double(month.days(since: start)) * day, text: "1 \(month.monthName)"))
      month = month.nextMonth
    }
    return ticks
  }
}
