public import Quantities

/// A heating pad's film on the cells that it heats: two temperatures, exactly stepped.
///
/// Cf · dTf/dt = P − (Tf − Tc) / Rfc, and Cc · dTc/dt = (Tf − Tc) / Rfc − UA · (Tc − Ta). The film
/// runs P · Rfc hotter than the cells, and sets how fast a heater that is stuck on is dangerous.
public struct FilmAndCells: Hashable, Sendable {
  /// Cf: the film's own heat capacity; above zero.
  public let film: JoulesPerKelvin
  /// 1 / Rfc: how well the film holds on to the cells; above zero.
  public let contact: WattsPerKelvin
  /// The cells in their enclosure.
  public let cells: ThermalNode

  /// A film on cells. The film's capacity and its contact must be above zero.
  public init(film: JoulesPerKelvin, contact: WattsPerKelvin, cells: ThermalNode) {
    precondition(film > .zero && contact > .zero, "film capacity and contact must be above zero")
    (self.film, self.contact, self.cells) = (film, contact, cells)
  }

  /// Both temperatures of the model.
  public struct Temperatures: Hashable, Sendable {
    /// The pad's film.
    public var film: Celsius
    /// The cells.
    public var cells: Celsius

    /// A state of both.
    public init(film: Celsius, cells: Celsius) { (self.film, self.cells) = (film, cells) }
  }

  /// Where both temperatures go under constant power.
  public func settled(power: Watts, ambient: Celsius) -> Temperatures {
    let cold = cells.settled(power: power, ambient: ambient)
    return Temperatures(film: cold + power / contact, cells: cold)
  }

  /// Both temperatures after `span` of constant power and ambient.
  public func temperatures(
    from start: Temperatures, after span: Duration, power: Watts, ambient: Celsius
  ) -> Temperatures {
    let end = settled(power: power, ambient: ambient)
    let (f, c) = ((start.film - end.film), (start.cells - end.cells))
    // The deviation x from the end obeys dx/dt = A · x; A has two distinct negative eigenvalues,
    // so e^(A·t) = [e^(λ₁t) · (A − λ₂) − e^(λ₂t) · (A − λ₁)] / (λ₁ − λ₂).
    let aff = -(contact / film)
    let afc = contact / film
    let acf = contact / cells.capacity
    let acc = -(contact + cells.leak) / cells.capacity
    let trace = aff + acc
    let determinant = aff * acc - afc * acf
    let fast = (trace - (trace * trace - 4 * determinant).squareRoot()) / 2
    let slow = determinant / fast  // not by subtraction: the two differ by orders of magnitude
    let (es, ef) = (exponential(slow * span.seconds), exponential(fast * span.seconds))
    let (p, q) = (es / (slow - fast), ef / (slow - fast))
    return Temperatures(
      film: end.film + f * (p * (aff - fast) - q * (aff - slow)) + c * (afc * (p - q)),
      cells: end.cells + f * (acf * (p - q)) + c * (p * (acc - fast) - q * (acc - slow)))
  }
}

/// How many times per second a conductance empties a capacity.
private func / (g: WattsPerKelvin, c: JoulesPerKelvin) -> Double { g.rawValue / c.rawValue }
