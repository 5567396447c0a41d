public import Quantities
import ThermalModel

/// What a log tells of a pack: heat capacity, loss, probe lag and film, each with its interval or
/// with the reason why the log does not tell it.
///
/// The exact-step models of `ThermalModel` are fitted by least squares; what must be positive is
/// fitted as a logarithm. The intervals hold 95 %: the covariance of the linearised problem, times
/// the number of readings that count as one independent reading, and Student's t. Source: Bates and
/// Watts, *Nonlinear Regression Analysis and Its Applications*, 1988, chapter 2.
public struct ThermalFit: Hashable, Sendable {
  /// C of the cells.
  public private(set) var capacity: Learned<JoulesPerKelvin>
  /// UA of the enclosure.
  public private(set) var loss: Learned<WattsPerKelvin>
  /// τ = C / UA.
  public private(set) var timeConstant: Learned<Duration>
  /// τs of the probe.
  public private(set) var probeLag: Learned<Duration>
  /// Cf of the pad's film.
  public private(set) var film: Learned<JoulesPerKelvin>
  /// 1 / Rfc, from the film to the cells.
  public private(set) var contact: Learned<WattsPerKelvin>
  /// Ta where it is not in the log: one temperature for the whole of it. `nil` where it is.
  public private(set) var ambient: Learned<Celsius>?
  /// The root mean square of model less reading, for the cells in each run.
  public private(set) var errors: [Kelvins] = []
  /// The readings that were fitted; a long log is thinned.
  public private(set) var readingCount = 0
  /// How many of them are as good as independent of the others.
  public private(set) var independentCount = 0.0

  /// Fits a log. Never fails: what it does not tell is unknown, and says why.
  ///
  /// - Parameter fitsStarts: whether each run's first temperature is fitted too; otherwise its
  ///   first reading is taken for exact.
  public init(_ log: ThermalLog, fitsStarts: Bool = true) {
    let log = log.thinned(to: ThermalFit.mostReadings)
    self.init(nothing: .noMinimum, log)
    if let obstacle = Excitation.obstacle(of: log) {
      self.init(nothing: obstacle, log)
      return
    }
    let parameters = ThermalParameters(
      fitsLag: false, fitsFilm: log.hasFilm, fitsAmbient: !log.hasAmbient, fitsStarts: fitsStarts,
      runCount: log.runs.count)
    guard
      var fitted = Fitted(parameters, log, from: Fitted.start(parameters, log))
    else { return }
    var lag = Learned<Duration>.unknown(.noLagSeen(interval: log.interval))
    if let (late, found) = fitted.withLag(log) { (fitted, lag) = (late, .known(found)) }
    if let obstacle = fitted.obstacle(log) {
      self.init(nothing: obstacle, log)
      return
    }
    capacity = fitted.size(ThermalParameters.capacity)
    loss = fitted.size(ThermalParameters.loss)
    timeConstant = fitted.timeConstant
    probeLag = lag
    if let cf = parameters.film, let g = parameters.contact {
      film = fitted.size(cf)
      contact = fitted.size(g)
    }
    ambient = parameters.ambient.map { fitted.point($0, span: log.span) }
    take(fitted)
  }

  /// Readings beyond this number are thinned out: their errors are not independent any more.
  static let mostReadings = 4000

  private init(nothing obstacle: Obstacle, _ log: ThermalLog) {
    (capacity, loss) = (.unknown(obstacle), .unknown(obstacle))
    (timeConstant, probeLag) = (.unknown(obstacle), .unknown(obstacle))
    film = .unknown(log.hasFilm ? obstacle : .noFilmColumn)
    contact = film.obstacle.map { .unknown($0) } ?? .unknown(obstacle)
    ambient = log.hasAmbient ? nil : .unknown(obstacle)
    readingCount = log.samples.count
  }

  private mutating func take(_ fitted: Fitted) {
    errors = fitted.errors
    independentCount = fitted.independent
  }
}

/// Is there enough in a log to begin with?
enum Excitation {
  /// Fewer readings than this do not show whether a model fits at all.
  static let fewestReadings = 20
  /// The cells must move by so many steps of their sensor, and by a kelvin.
  static let fewestSteps = 4.0

  static func obstacle(of log: ThermalLog) -> Obstacle? {
    let samples = log.samples
    guard samples.count >= fewestReadings else {
      return .tooFewReadings(samples.count, needed: fewestReadings)
    }
    let needed = max(Kelvins(1), log.step * fewestSteps)
    guard log.span >= needed else { return .spanTooSmall(log.span, needed: needed) }
    // The power of a run's last reading heats nothing any more.
    let powers = log.runs.flatMap { $0.dropLast().map(\.power) }
    guard powers.contains(where: { $0 > .zero }) else { return .neverHeated }
    if !log.hasAmbient, let first = powers.first, powers.allSatisfy({ $0 == first }) {
      return .neverSwitched
    }
    return nil
  }
}

extension ThermalLog {
  /// The typical time between two readings.
  var interval: Duration {
    let spans = runs.flatMap { zip($0, $0.dropFirst()).map { $1.at - $0.at } }.sorted()
    return spans.isEmpty ? .zero : spans[spans.count / 2]
  }

  /// A log of at most about `count` readings and every switching, with the same heat in it.
  func thinned(to count: Int) -> ThermalLog {
    let all = runs.reduce(0) { $0 + $1.count }
    guard all > count else { return self }
    let stride = (all + count - 1) / count
    return ThermalLog(
      runs.map { run in
        var kept: [Int] = []
        for index in run.indices {
          let isOn = run[index].power > .zero
          let isSwitched = index > 0 && isOn != (run[index - 1].power > .zero)
          if index % stride == 0 || isSwitched || index == run.count - 1 { kept.append(index) }
        }
        return kept.enumerated().map { place, index in
          var sample = run[index]
          guard place + 1 < kept.count else { return sample }
          let next = kept[place + 1]
          let heat = (index..<next).reduce(Joules.zero) {
            $0 + run[$1].power * (run[$1 + 1].at - run[$1].at)
          }
          sample.power = Watts(heat.rawValue / (run[next].at - sample.at).seconds)
          return sample
        }
      })
  }
}
