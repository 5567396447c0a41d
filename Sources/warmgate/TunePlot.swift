import ControlCore
import Plots
import Quantities
import Simulation
import Tuning

/// The trade-off of a tuning: energy and starts over the time that a charger had to wait.
struct TunePlot {
  private let result: TuneResult

  init(_ result: TuneResult) { self.result = result }

  /// The picture.
  var figure: Figure {
    let pack = result.scene.input.pack
    let weather = result.scene.weather.split(separator: "/").last.map(String.init) ?? ""
    let keys = result.keys.joined(separator: ", ")
    return Figure([
      Chart(
        title: "\(pack.name): what \(result.outcomes.count) combinations come to",
        subtitle: "\(keys); \(spanText(result.scene.input.span)) in \(weather)",
        summary: "The numbers are those of the table."
          + (leastEnergies.count > 1 ? " Nothing is left of and below the line." : ""),
        horizontal: horizontal,
        panels: [
          Panel(
            title: "Energy", vertical: Axis("pad's energy", unit: "kWh"),
            marks: marks(line: true, energy), height: 260),
          Panel(
            title: "Starts", vertical: Axis("pad's starts"),
            marks: marks(line: false) { Double($0.heaterStarts) }, height: 160),
        ])
    ])
  }

  private var simulated: [(index: Int, result: SimulationResult)] {
    result.outcomes.enumerated().compactMap { index, outcome in
      outcome.simulated.map { (index, $0) }
    }
  }

  /// The axis has space beside the outermost points, so that their markers are whole.
  private var horizontal: Axis {
    let hours = (simulated.map(\.result) + [result.asConfigured]).map(hours)
    let (least, most) = (hours.min() ?? 0, hours.max() ?? 1)
    let space = max((most - least) * 0.06, 0.5)
    return Axis(
      "time that a charger had to wait", unit: "h",
      range: (least - space)...(most + space))
  }

  private func hours(_ result: SimulationResult) -> Double { result.chargeWanted.seconds / 3600 }

  private func energy(_ result: SimulationResult) -> Double { result.padEnergy.wattHours / 1000 }

  /// Those that no other one beats in energy and wait alike, from the left.
  private var leastEnergies: [PlotPoint] {
    let best = result.tradeOff.front.compactMap { result.outcomes[$0].simulated }
      .map { PlotPoint(hours($0), energy($0)) }
    return Pareto.set(best.map { [$0.x, $0.y] }).map { best[$0] }
  }

  private func marks(line: Bool, _ figure: (SimulationResult) -> Double) -> [Mark] {
    let front = result.tradeOff.front
    func point(_ result: SimulationResult) -> PlotPoint { PlotPoint(hours(result), figure(result)) }
    let others = simulated.filter { !front.contains($0.index) }.map { point($0.result) }
    let best = front.compactMap { result.outcomes[$0].simulated.map(point) }
    var marks: [Mark] = [.scatter(Scatter("others", .orange, others, size: 2.5))]
    if line {
      // Between two of them nothing was simulated: steps, and no slope that nobody has seen.
      marks.append(.steps(Trace("least energy for each wait", .blue, leastEnergies, width: 1.2)))
    }
    let few = best.count <= 24
    marks.append(
      .scatter(
        Scatter(
          few ? "Pareto set, numbered" : "Pareto set", .blue, best,
          labels: few ? best.indices.map { "\($0 + 1)" } : [], size: 4)))
    if let balanced = result.tradeOff.balanced, let chosen = result.outcomes[balanced].simulated {
      marks.append(.scatter(Scatter("balanced", .green, [point(chosen)], size: 7)))
    }
    marks.append(
      .scatter(Scatter("as configured", .black, [point(result.asConfigured)], size: 5)))
    return marks
  }
}
