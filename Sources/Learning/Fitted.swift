import Quantities
import ThermalModel

/// One fit of one choice of parameters, with what its covariance says.
struct Fitted {
  let parameters: ThermalParameters
  let values: [Double]
  /// The standard error of each parameter, for errors that are independent of each other.
  let standardErrors: [Double]
  let hasConverged: Bool
  let sumOfSquares: Double
  /// The root mean square for the cells in each run.
  let errors: [Kelvins]
  /// How many readings are as good as independent of the others.
  let independent: Double
  private let covariance: [Double]
  /// Standard errors to each side of an interval, for errors that drift along.
  private let reach: Double

  /// Values further apart than this factor to each side are not known.
  static let widest = 1.5
  /// Two values are tied to each other from this correlation on.
  static let tied = 0.995

  /// Fits, or returns `nil` where the log does not determine the parameters at all.
  ///
  /// - Parameter start: the parameters to begin with.
  init?(_ parameters: ThermalParameters, _ log: ThermalLog, from start: [Double]) {
    let numbers = NumberLog(log)
    guard
      let result = LevenbergMarquardt.minimise(
        from: start, { parameters.residuals($0, numbers) }),
      let covariance = result.factor.covariance()
    else { return nil }
    self.parameters = parameters
    values = result.parameters
    (hasConverged, sumOfSquares) = (result.hasConverged, result.sumOfSquares)
    let pieces = Fitted.pieces(result.residuals, parameters, log)
    errors = pieces.cells.map { piece in
      let squares = piece.reduce(0) { $0 + $1 * $1 }
      return Kelvins((squares / Double(piece.count)).squareRoot())
    }
    let count = Double(result.residuals.count)
    let alike = correlationLength(pieces.cells + pieces.film)
    independent = count / alike
    let variance = result.sumOfSquares / max(count - Double(parameters.count), 1)
    self.covariance = covariance.map { $0 * variance }
    let n = parameters.count
    standardErrors = (0..<n).map { (covariance[$0 * n + $0] * variance).squareRoot() }
    reach =
      studentT95(freedom: max(independent - Double(n), 1)) * alike.squareRoot()
  }

  /// The same with the probe's lag, where the log shows one.
  func withLag(_ log: ThermalLog) -> (fitted: Fitted, lag: Interval<Duration>)? {
    var late = parameters
    late.fitsLag = true
    guard let index = late.lag, hasConverged else { return nil }
    let numbers = NumberLog(log)
    var best: (sum: Double, start: [Double]) = (sumOfSquares, [])
    for times in [0.3, 1, 3, 10, 30] {
      var start = values
      start.insert(naturalLogarithm(max(log.interval.seconds * times, 1)), at: index)
      let sum = late.residuals(start, numbers).reduce(0) { $0 + $1 * $1 }
      if sum < best.sum { best = (sum, start) }
    }
    // What one parameter gains by chance is a variance; twice two standard deviations are 4.
    let chance = 4 * sumOfSquares / independent
    guard sumOfSquares - best.sum > chance,
      let fitted = Fitted(late, log, from: best.start),
      case .known(let interval) = fitted.duration(index, log)
    else { return nil }
    return (fitted, interval)
  }

  /// What makes the whole fit worthless, if anything.
  func obstacle(_ log: ThermalLog) -> Obstacle? {
    guard hasConverged else { return .noMinimum }
    let worst = errors.max() ?? .zero
    if worst > log.span * 0.1, worst > log.step { return .doesNotFit(error: worst, span: log.span) }
    // Errors that are nothing beside the span may be as alike as they like.
    guard worst < log.span * 1e-4 || independent >= Double(parameters.count) + 2 else {
      return .tooAlike(independent: independent)
    }
    return nil
  }

  /// A value above zero, of the parameter that is its logarithm.
  func size<Value: Quantity>(_ index: Int) -> Learned<Value> {
    let half = reach * standardErrors[index]
    if let obstacle = obstacle(index, half: half) { return .unknown(obstacle) }
    let interval = Interval(
      lower: Value(exponential(values[index] - half)), likely: Value(exponential(values[index])),
      upper: Value(exponential(values[index] + half)))
    return interval.map { .known($0) } ?? .unknown(.noMinimum)
  }

  /// A time, of the parameter that is the logarithm of its seconds. Below a tenth of the time from
  /// reading to reading nothing of it shows.
  func duration(_ index: Int, _ log: ThermalLog) -> Learned<Duration> {
    let half = reach * standardErrors[index]
    let likely = exponential(values[index])
    guard hasConverged, likely > log.interval.seconds * 0.1 else {
      return .unknown(.noLagSeen(interval: log.interval))
    }
    if let obstacle = obstacle(index, half: half) { return .unknown(obstacle) }
    return .known(
      Interval(
        lower: .seconds(exponential(values[index] - half)), likely: .seconds(likely),
        upper: .seconds(exponential(values[index] + half))))
  }

  /// τ = C / UA: its logarithm is the difference of two parameters, whose errors are not
  /// independent.
  var timeConstant: Learned<Duration> {
    let (c, u) = (ThermalParameters.capacity, ThermalParameters.loss)
    let n = parameters.count
    let variance =
      covariance[c * n + c] + covariance[u * n + u] - 2 * covariance[c * n + u]
    let half = reach * max(variance, 0).squareRoot()
    guard exponential(half) <= Fitted.widest else {
      return .unknown(.tooWide(factor: exponential(half)))
    }
    let likely = values[c] - values[u]
    return .known(
      Interval(
        lower: .seconds(exponential(likely - half)), likely: .seconds(exponential(likely)),
        upper: .seconds(exponential(likely + half))))
  }

  /// A temperature, of the parameter that is itself. Wider than a quarter of what the cells moved
  /// to each side it is not known.
  func point(_ index: Int, span: Kelvins) -> Learned<Celsius> {
    let half = reach * standardErrors[index]
    guard half <= max(span.rawValue / 4, 1) else {
      return .unknown(obstacle(index, half: .infinity) ?? .noMinimum)
    }
    let interval = Interval(
      lower: Celsius(values[index] - half), likely: Celsius(values[index]),
      upper: Celsius(values[index] + half))
    return interval.map { .known($0) } ?? .unknown(.noMinimum)
  }

  private func obstacle(_ index: Int, half: Double) -> Obstacle? {
    let factor = exponential(half)
    guard !(factor <= Fitted.widest) else { return nil }
    let n = parameters.count
    for other in 0..<parameters.starts where other != index {
      let both = (covariance[index * n + index] * covariance[other * n + other]).squareRoot()
      if covariance[index * n + other].magnitude > Fitted.tied * both {
        return .tiedTo(parameters.name(other))
      }
    }
    return .tooWide(factor: factor)
  }

  /// The residuals of each run, of the cells and of the film.
  private static func pieces(
    _ residuals: [Double], _ parameters: ThermalParameters, _ log: ThermalLog
  ) -> (cells: [ArraySlice<Double>], film: [ArraySlice<Double>]) {
    var (cells, film): ([ArraySlice<Double>], [ArraySlice<Double>]) = ([], [])
    var from = 0
    for run in log.runs {
      cells.append(residuals[from..<(from + run.count)])
      from += run.count
      guard parameters.fitsFilm else { continue }
      film.append(residuals[from..<(from + run.count)])
      from += run.count
    }
    return (cells, film)
  }
}

extension Fitted {
  /// The best of a coarse grid, as a start that lies in the right valley; the lag is left out.
  static func start(_ parameters: ThermalParameters, _ log: ThermalLog) -> [Double] {
    let heat = log.runs.reduce(Joules.zero) { sum, run in
      zip(run, run.dropFirst()).reduce(sum) { $0 + $1.0.power * ($1.1.at - $1.0.at) }
    }
    let longest = log.runs.map { ($0[$0.count - 1].at - $0[0].at).seconds }.max() ?? 1
    let coldest = log.samples.map(\.temperature).min() ?? Celsius(0)
    let capacity = max(heat.rawValue / log.span.rawValue, 1e-6)
    let thin = NumberLog(log.thinned(to: 100))
    var best: (sum: Double, values: [Double]) = (.infinity, [])
    for share in [0.05, 0.3, 1] {
      for time in [0.1, 1, 10] {
        for below in parameters.fitsAmbient ? [0, 0.5, 3] : [0] {
          var values = [Double](repeating: 0, count: parameters.count)
          let c = capacity * share
          values[ThermalParameters.capacity] = naturalLogarithm(c)
          values[ThermalParameters.loss] = naturalLogarithm(c / (longest * time))
          if let index = parameters.film { values[index] = naturalLogarithm(c * 0.01) }
          if let index = parameters.contact { values[index] = naturalLogarithm(c * 1e-4) }
          if let index = parameters.ambient {
            values[index] = coldest.rawValue - log.span.rawValue * below
          }
          if parameters.fitsStarts {
            for (index, run) in log.runs.enumerated() {
              values[parameters.starts + index] = run[0].temperature.rawValue
            }
          }
          let sum = parameters.residuals(values, thin).reduce(0) { $0 + $1 * $1 }
          if sum < best.sum || best.values.isEmpty { best = (sum, values) }
        }
      }
    }
    return best.values
  }
}

/// How many neighbouring errors count as one independent error: 1 + 2 Σ ρ, up to the first lag at
/// which the autocorrelation ρ is not above zero.
///
/// Without it a model's own small error, which drifts along, would make every interval far too
/// narrow. Source: A. D. Sokal, "Monte Carlo methods in statistical mechanics", 1996, section 3.
func correlationLength(_ pieces: [ArraySlice<Double>]) -> Double {
  let squares = pieces.reduce(0) { $1.reduce($0) { $0 + $1 * $1 } }
  let longest = pieces.map(\.count).max() ?? 0
  guard squares > 0 else { return 1 }
  var length = 1.0
  for lag in 1..<max(longest / 2, 1) {
    var products = 0.0
    for piece in pieces where piece.count > lag {
      for (early, late) in zip(piece, piece.dropFirst(lag)) { products += early * late }
    }
    guard products > 0 else { break }
    length += 2 * products / squares
  }
  return length
}
