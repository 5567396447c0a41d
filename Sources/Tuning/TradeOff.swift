public import Quantities
public import Simulation

/// Which of the simulated combinations are worth a choice.
public struct TradeOff: Hashable, Sendable {
  /// The figures that should be small.
  public struct Figures: Hashable, Sendable {
    /// All heat of the pad.
    public var energy: Joules
    /// How long the charge gate was off while a charger was there and the pack was not full.
    public var blocked: Duration
    /// How many times the pad went on.
    public var starts: Int

    /// Figures as they are.
    public init(energy: Joules, blocked: Duration, starts: Int) {
      (self.energy, self.blocked, self.starts) = (energy, blocked, starts)
    }

    /// The figures of a simulation.
    public init(_ result: SimulationResult) {
      (energy, blocked, starts) = (result.padEnergy, result.chargeWanted, result.heaterStarts)
    }

    var list: [Double] { [energy.rawValue, blocked.seconds, Double(starts)] }
  }

  /// The places of the outcomes that no other one beats in energy, blocked hours and starts alike;
  /// the one with the least energy first.
  public let front: [Int]
  /// The place of the one of them that is nearest to the best of each figure, with each figure's
  /// span in the set as its measure; `nil` where nothing could be simulated.
  public let balanced: Int?

  /// The trade-off of what was simulated.
  ///
  /// - Parameter outcomes: For each combination its figures, or `nil` where it was refused.
  public init(_ outcomes: [Figures?]) {
    let known = outcomes.enumerated().compactMap { index, figures in
      figures.map { (index, $0.list) }
    }
    let front = Pareto.set(known.map(\.1)).map { known[$0] }
    let columns = (0..<3).map { column in front.map { $0.1[column] } }
    let least = columns.map { $0.min() ?? 0 }
    let spans = columns.map { ($0.max() ?? 0) - ($0.min() ?? 0) }
    func distance(_ figures: [Double]) -> Double {
      (0..<3).reduce(0) { sum, column in
        let part = spans[column] > 0 ? (figures[column] - least[column]) / spans[column] : 0
        return sum + part * part
      }
    }
    self.front = front.map(\.0)
    balanced = front.min { distance($0.1) < distance($1.1) }?.0
  }
}
