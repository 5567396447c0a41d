import ControlCore
import Plots
import Quantities
import Simulation

/// The outputs of a simulation: when each was on, or how much of each day.
extension SimulationPlot {
  var outputs: Panel {
    if let whole = division.whole { return shares(of: whole) }
    let isThere = trace.buckets.filter { $0.chargerPresent * 2 > $0.span }.map(range)
    var names = ["charger there", "charging on"]
    var marks: [Mark] = [
      .lane(Lane(0, .black, joined(isThere))),
      .lane(
        Lane(
          1, .green,
          ranges {
            $0.charge
          } part: {
            $0.chargeAllowed * 2 >= $0.span
          })),
    ]
    if pack.heater != nil {
      names.append("heating on")
      marks.append(
        .lane(
          Lane(
            2, .vermillion,
            ranges {
              $0.heater
            } part: {
              $0.heaterOn * 2 > $0.span
            })))
    }
    return Panel(
      title: "Outputs", vertical: Axis("", scale: .lanes(names)), marks: marks,
      height: Double(names.count) * 26)
  }

  /// The outputs where a pixel holds several of their changes: how much of each whole they were on.
  private func shares(of whole: PlotDivision.Whole) -> Panel {
    var names = ["charger there", "charging on"]
    var lanes = [
      Shares(0, .black, shares(of: whole, \.chargerPresent)),
      Shares(1, .green, shares(of: whole, \.chargeAllowed), rest: "charging off"),
    ]
    if pack.heater != nil {
      names.append("heating on")
      lanes.append(Shares(2, .vermillion, shares(of: whole, \.heaterOn)))
    }
    return Panel(
      title: "Outputs: share of each \(whole.name); full height is all of it",
      vertical: Axis("", scale: .lanes(names)), marks: lanes.map(Mark.shares),
      height: Double(names.count) * 56)
  }

  private func shares(
    of whole: PlotDivision.Whole, _ time: KeyPath<SimulationTrace.Bucket, Duration>
  ) -> [Shares.Column] {
    let count = max(1, Int((whole.span / division.part).rounded()))
    return stride(from: 0, to: trace.buckets.count, by: count).compactMap { first in
      let parts = trace.buckets[first..<min(first + count, trace.buckets.count)]
      let all = parts.reduce(Duration.zero) { $0 + $1.span }
      guard let begin = parts.first?.begin, all > .zero else { return nil }
      let on = parts.reduce(Duration.zero) { $0 + $1[keyPath: time] }
      return Shares.Column(
        self.time(begin)...self.time(begin + all), share: min(1, max(0, on / all)))
    }
  }

  // MARK: Times

  /// The times in which the outputs are so: from each change to the next, or from whole parts where
  /// there were more changes than the trace keeps.
  func ranges(
    _ isSo: (Outputs) -> Bool, part: (SimulationTrace.Bucket) -> Bool
  ) -> [ClosedRange<Double>] {
    guard trace.transitionCount == trace.transitions.count else {
      return joined(trace.buckets.filter(part).map(range))
    }
    var ranges: [ClosedRange<Double>] = []
    var outputs = Outputs.safe
    var begin = Duration.zero
    for change in trace.transitions {
      if isSo(outputs), change.time > begin { ranges.append(time(begin)...time(change.time)) }
      (outputs, begin) = (change.outputs, change.time)
    }
    if isSo(outputs), scene.input.span > begin {
      ranges.append(time(begin)...time(scene.input.span))
    }
    return joined(ranges)
  }

  private func range(_ bucket: SimulationTrace.Bucket) -> ClosedRange<Double> {
    time(bucket.begin)...time(bucket.begin + bucket.span)
  }

  /// Ranges that touch, as one.
  private func joined(_ ranges: [ClosedRange<Double>]) -> [ClosedRange<Double>] {
    var joined: [ClosedRange<Double>] = []
    for range in ranges {
      if let last = joined.last, range.lowerBound <= last.upperBound + 1e-6 {
        joined[joined.count - 1] = last.lowerBound...range.upperBound
      } else {
        joined.append(range)
      }
    }
    return joined
  }
}
