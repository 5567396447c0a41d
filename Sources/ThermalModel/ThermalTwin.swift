public import Quantities

/// A pack with its pad, its probe and its enclosure, as one linear model that is stepped exactly.
///
/// Cells alone are one node; with a film, two; the probe follows the cells. The ambient may change
/// evenly during a step, so that hourly weather with straight lines between the hours needs one
/// step an hour, whatever the step size of anything else.
public struct ThermalTwin: Hashable, Sendable {
  /// The cells in their enclosure.
  public let cells: ThermalNode
  /// The pad's film, or `nil` where it is as warm as the cells.
  public let film: FilmAndCells?
  /// The probe.
  public let probe: ProbeLag

  /// A pack whose pad heats the cells directly.
  public init(cells: ThermalNode, probe: ProbeLag) {
    (self.cells, film, self.probe) = (cells, nil, probe)
  }

  /// A pack whose pad heats its film, and the film the cells.
  public init(film: FilmAndCells, probe: ProbeLag) {
    (cells, self.film, self.probe) = (film.cells, film, probe)
  }

  /// The temperatures of the model at one time.
  public struct State: Hashable, Sendable {
    /// The pad's film; the cells' where the model has none.
    public var film: Celsius
    /// The cells.
    public var cells: Celsius
    /// What the probe shows.
    public var probe: Celsius

    /// All three.
    public init(film: Celsius, cells: Celsius, probe: Celsius) {
      (self.film, self.cells, self.probe) = (film, cells, probe)
    }

    /// All of them equally warm.
    public init(all temperature: Celsius) {
      self.init(film: temperature, cells: temperature, probe: temperature)
    }
  }

  /// The temperatures of the model over time.
  public struct Course: Hashable, Sendable {
    /// The pad's film.
    public var film: ThermalCurve
    /// The cells.
    public var cells: ThermalCurve
    /// What the probe shows.
    public var probe: ThermalCurve

    /// The temperatures after `span`.
    public func state(after span: Duration) -> State { state(seconds: span.seconds) }

    package func state(seconds: Double) -> State {
      State(
        film: Celsius(film.value(at: seconds)), cells: Celsius(cells.value(at: seconds)),
        probe: Celsius(probe.value(at: seconds)))
    }
  }

  /// The temperatures from `start` on, while `power` stands and the ambient goes evenly.
  ///
  /// - Parameters:
  ///   - ambient: The ambient at the start.
  ///   - later: The ambient after `span`, which is above zero.
  public func course(
    from start: State, power: Watts, ambient: Celsius, to later: Celsius, over span: Duration
  ) -> Course {
    course(
      from: start, power: power, ambient: ambient,
      slope: (later - ambient).rawValue / span.seconds)
  }

  /// The same with the ambient's slope in K/s.
  package func course(
    from start: State, power: Watts, ambient: Celsius, slope: Double
  ) -> Course {
    var course: Course
    if let film {
      course = TwoNodes(film).course(from: start, power, ambient, slope: slope)
    } else {
      // T∞ runs along with the ambient, C · slope / UA behind it.
      let settled = cells.settled(power: power, ambient: ambient)
      let rate = cells.leak.rawValue / cells.capacity.rawValue
      let line = settled.rawValue - slope / rate
      let curve = ThermalCurve(
        offset: line, slope: slope,
        slow: ThermalCurve.Mode(size: start.cells.rawValue - line, rate: rate))
      course = Course(film: curve, cells: curve, probe: curve)
    }
    course.probe = followed(course.cells, from: start.probe)
    return course
  }

  /// What a probe shows of a curve: τs · dTs/dt = T − Ts, solved mode by mode.
  private func followed(_ curve: ThermalCurve, from shown: Celsius) -> ThermalCurve {
    guard probe.timeConstant > .zero else { return curve }
    var lag = probe.timeConstant.seconds
    // Where a mode is as fast as the probe the solution has another form; a millionth beside it
    // the common one is as good as that.
    for mode in [curve.slow, curve.fast] where (1 - mode.rate * lag).magnitude < 1e-6 {
      lag *= 1 + 2e-6
    }
    var result = curve
    result.offset -= curve.slope * lag
    result.slow.size /= 1 - curve.slow.rate * lag
    result.fast.size /= 1 - curve.fast.rate * lag
    let rest = shown.rawValue - result.offset - result.slow.size - result.fast.size
    result.lag = ThermalCurve.Mode(size: rest, rate: 1 / lag)
    return result
  }
}

/// The two modes of a film on cells.
private struct TwoNodes {
  let film: Double
  let contact: Double
  let cells: Double
  let leak: Double

  init(_ model: FilmAndCells) {
    film = model.film.rawValue
    contact = model.contact.rawValue
    cells = model.cells.capacity.rawValue
    leak = model.cells.leak.rawValue
  }

  func course(
    from start: ThermalTwin.State, _ power: Watts, _ ambient: Celsius, slope: Double
  ) -> ThermalTwin.Course {
    // Both lines run along with the ambient; what warms them on the way comes out of the power.
    let coldLine = ambient.rawValue + (power.rawValue - (film + cells) * slope) / leak
    let hotLine = coldLine + (power.rawValue - film * slope) / contact
    let (f, c) = (start.film.rawValue - hotLine, start.cells.rawValue - coldLine)
    // The deviation x obeys dx/dt = A · x; A has two distinct negative eigenvalues, so
    // e^(A·t) = [e^(λ₁t) · (A − λ₂) − e^(λ₂t) · (A − λ₁)] / (λ₁ − λ₂).
    let (aff, afc) = (-contact / film, contact / film)
    let (acf, acc) = (contact / cells, -(contact + leak) / cells)
    let (trace, determinant) = (aff + acc, aff * acc - afc * acf)
    let fast = (trace - (trace * trace - 4 * determinant).squareRoot()) / 2
    let slow = determinant / fast  // not by subtraction: the two differ by orders of magnitude
    let gap = slow - fast
    func curve(_ line: Double, slowSize: Double, fastSize: Double) -> ThermalCurve {
      ThermalCurve(
        offset: line, slope: slope, slow: ThermalCurve.Mode(size: slowSize / gap, rate: -slow),
        fast: ThermalCurve.Mode(size: fastSize / gap, rate: -fast))
    }
    let cold = curve(
      coldLine, slowSize: acf * f + (acc - fast) * c, fastSize: -(acf * f + (acc - slow) * c))
    let hot = curve(
      hotLine, slowSize: (aff - fast) * f + afc * c, fastSize: -((aff - slow) * f + afc * c))
    return ThermalTwin.Course(film: hot, cells: cold, probe: cold)
  }
}
