public import Quantities

/// A value that a log tells with an interval, or the reason why it does not tell it.
public enum Learned<Value: Comparable & Hashable & Sendable>: Hashable, Sendable {
  case known(Interval<Value>)
  case unknown(Obstacle)

  /// The interval, or `nil` where it is not known.
  public var interval: Interval<Value>? {
    switch self {
    case .known(let interval): interval
    case .unknown: nil
    }
  }

  /// Why it is not known, or `nil` where it is.
  public var obstacle: Obstacle? {
    switch self {
    case .known: nil
    case .unknown(let obstacle): obstacle
    }
  }
}

/// Why a log does not tell a value. The description is a clause that follows "because".
public enum Obstacle: Hashable, Sendable, CustomStringConvertible {
  /// There are too few readings.
  case tooFewReadings(Int, needed: Int)
  /// The cells' temperature hardly moved.
  case spanTooSmall(Kelvins, needed: Kelvins)
  /// There was never any heat.
  case neverHeated
  /// The heat never changed, and the ambient is not in the log.
  case neverSwitched
  /// Hardly any readings are independent of the others: the model's error drifts along.
  case tooAlike(independent: Double)
  /// The model is off by too much of the span.
  case doesNotFit(error: Kelvins, span: Kelvins)
  /// The fit found no minimum.
  case noMinimum
  /// The interval is too wide, in times of the value to each side.
  case tooWide(factor: Double)
  /// The value and another one can be changed together without changing anything that is read.
  case tiedTo(String)
  /// A delay of the probe does not show between readings so far apart.
  case noLagSeen(interval: Duration)
  /// The film's own temperature is not in the log.
  case noFilmColumn

  /// In words.
  public var description: String {
    switch self {
    case .tooFewReadings(let count, let needed):
      "there are \(count) readings, and at least \(needed) are needed"
    case .spanTooSmall(let span, let needed):
      "the cells moved by \(span.text(places: 1)) only, and \(needed.text(places: 1)) are needed "
        + "with this sensor"
    case .neverHeated: "there was never any heat: the same log fits every heat capacity"
    case .neverSwitched:
      "the heat never changed and the ambient is not in the log: a warm day looks like a small loss"
    case .tooAlike(let independent):
      "the model's error drifts so slowly that only \(decimal(independent, places: 1)) readings "
        + "are independent of the others"
    case .doesNotFit(let error, let span):
      "the model is off by \(error.text(places: 2)) of \(span.text(places: 1)): something else "
        + "warms or cools the pack"
    case .noMinimum: "the fit found no minimum"
    case .tooWide(let factor):
      "it may be \(decimal(factor, places: 1)) times larger or smaller: heat for longer, and let "
        + "it cool for longer"
    case .tiedTo(let other):
      "the log cannot tell it from \(other): let the pack heat and cool in one log"
    case .noLagSeen(let interval):
      "no lag shows between readings that are \(shortDecimal(interval.seconds)) s apart"
    case .noFilmColumn:
      "the film's temperature is not in the log, and the cells show its delay only, which looks "
        + "like the probe's lag"
    }
  }
}
