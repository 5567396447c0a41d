import Quantities
import ThermalModel

/// Which numbers a fit looks for, and where each is in the list of parameters.
///
/// What must be above zero is a logarithm there: no step of the fit can make it negative, and its
/// interval is a factor to each side.
struct ThermalParameters {
  /// Whether the probe's lag is looked for; otherwise the probe shows what it touches.
  var fitsLag: Bool
  /// Whether the pad's film is looked for; its temperature must be in the log.
  var fitsFilm: Bool
  /// Whether the ambient is one unknown temperature; otherwise it is in the log.
  var fitsAmbient: Bool
  /// Whether each run's first temperature is looked for; otherwise the first reading is exact.
  var fitsStarts: Bool
  var runCount: Int

  static let capacity = 0
  static let loss = 1
  var film: Int? { fitsFilm ? 2 : nil }
  var contact: Int? { fitsFilm ? 3 : nil }
  private var afterFilm: Int { fitsFilm ? 4 : 2 }
  var ambient: Int? { fitsAmbient ? afterFilm : nil }
  private var afterAmbient: Int { fitsAmbient ? afterFilm + 1 : afterFilm }
  var lag: Int? { fitsLag ? afterAmbient : nil }
  var starts: Int { fitsLag ? afterAmbient + 1 : afterAmbient }
  var count: Int { starts + (fitsStarts ? runCount : 0) }

  /// What the model shows for each reading, less what was read: cells first, then the film.
  func residuals(_ parameters: [Double], _ log: NumberLog) -> [Double] {
    var all: [Double] = []
    all.reserveCapacity(log.runs.reduce(0) { $0 + $1.cells.count } * (fitsFilm ? 2 : 1))
    var step = ExactStep(
      capacity: size(parameters[Self.capacity]), loss: size(parameters[Self.loss]),
      lag: lag.map { size(parameters[$0]) } ?? 0, film: film.map { size(parameters[$0]) },
      contact: contact.map { size(parameters[$0]) } ?? 0)
    for (index, run) in log.runs.enumerated() {
      let start = fitsStarts ? parameters[starts + index] : run.cells[0]
      let ambient = ambient.map { parameters[$0] }
      step.begin(cells: start, film: run.films.first ?? start)
      var films = fitsFilm ? [0.0] : []
      all.append(start - run.cells[0])
      for i in 1..<run.cells.count {
        step.take(
          run.spans[i - 1], power: run.powers[i - 1], around: ambient ?? run.ambients[i - 1])
        all.append(step.shown - run.cells[i])
        if fitsFilm { films.append(step.filmHas - run.films[i]) }
      }
      all += films
    }
    return all
  }

  /// A size within what a model can be made of, however far a step of the fit went astray.
  private func size(_ logarithm: Double) -> Double { exponential(min(max(logarithm, -60), 60)) }

  /// A parameter's name in a sentence.
  func name(_ index: Int) -> String {
    switch index {
    case Self.capacity: "the heat capacity"
    case Self.loss: "the loss"
    case lag: "the probe's lag"
    case film: "the film's heat capacity"
    case contact: "the film's contact"
    case ambient: "the ambient temperature"
    default: "the first temperature"
    }
  }
}

/// A log in bare numbers of SI units: a fit goes through it hundreds of times.
struct NumberLog {
  struct Run {
    var cells: [Double] = []
    /// From each reading to the next.
    var spans: [Double] = []
    var powers: [Double] = []
    /// The mean of the two readings at the ends; empty where the ambient is not in the log.
    var ambients: [Double] = []
    /// Empty where the film is not in the log.
    var films: [Double] = []
  }

  let runs: [Run]

  init(_ log: ThermalLog) {
    let (hasAmbient, hasFilm) = (log.hasAmbient, log.hasFilm)
    runs = log.runs.map { samples in
      var run = Run()
      for (sample, next) in zip(samples, samples.dropFirst()) {
        run.spans.append((next.at - sample.at).seconds)
        run.powers.append(sample.power.rawValue)
        if hasAmbient, let a = sample.ambient, let b = next.ambient {
          run.ambients.append((a.rawValue + b.rawValue) / 2)
        }
      }
      run.cells = samples.map(\.temperature.rawValue)
      if hasFilm { run.films = samples.compactMap { $0.film?.rawValue } }
      return run
    }
  }
}

/// The exact steps of `ThermalNode`, `FilmAndCells` and `ProbeLag` in bare numbers; what depends on
/// the length of a step alone is kept for the next one of that length. Tests compare them.
struct ExactStep {
  private let capacity: Double
  private let loss: Double
  private let lag: Double
  private let film: Double?
  private let contact: Double
  private(set) var cells = 0.0
  private(set) var filmHas = 0.0
  private(set) var shown = 0.0

  private var span = 0.0
  /// e^(−t/τ) of the cells and of the probe.
  private var decay = 1.0
  private var probeDecay = 1.0
  /// The matrix that takes film and cells towards where they settle.
  private var matrix = (ff: 1.0, fc: 0.0, cf: 0.0, cc: 1.0)

  init(capacity: Double, loss: Double, lag: Double, film: Double?, contact: Double) {
    (self.capacity, self.loss, self.lag) = (capacity, loss, lag)
    (self.film, self.contact) = (film, contact)
  }

  mutating func begin(cells: Double, film: Double) {
    (self.cells, shown, filmHas) = (cells, cells, film)
  }

  /// One step of so many seconds.
  mutating func take(_ seconds: Double, power: Double, around ambient: Double) {
    if seconds != span { prepare(seconds) }
    let before = cells
    let end = ambient + power / loss
    if film == nil {
      cells = end + (cells - end) * decay
    } else {
      let filmEnd = end + power / contact
      let (f, c) = (filmHas - filmEnd, cells - end)
      filmHas = filmEnd + f * matrix.ff + c * matrix.fc
      cells = end + f * matrix.cf + c * matrix.cc
    }
    guard lag > 0 else {
      shown = cells
      return
    }
    let late = (cells - before) * (lag / seconds)
    shown = cells - late + (shown - before + late) * probeDecay
  }

  private mutating func prepare(_ seconds: Double) {
    span = seconds
    probeDecay = lag > 0 ? exponential(-seconds / lag) : 0
    guard let film else {
      decay = exponential(-seconds * loss / capacity)
      return
    }
    // As in `FilmAndCells`: e^(A·t) of a matrix with two distinct negative eigenvalues.
    let (aff, afc) = (-contact / film, contact / film)
    let (acf, acc) = (contact / capacity, -(contact + loss) / capacity)
    let trace = aff + acc
    let determinant = aff * acc - afc * acf
    let fast = (trace - (trace * trace - 4 * determinant).squareRoot()) / 2
    let slow = determinant / fast
    let (p, q) = (
      exponential(slow * seconds) / (slow - fast), exponential(fast * seconds) / (slow - fast)
    )
    matrix = (
      ff: p * (aff - fast) - q * (aff - slow), fc: afc * (p - q), cf: acf * (p - q),
      cc: p * (acc - fast) - q * (acc - slow)
    )
  }
}
