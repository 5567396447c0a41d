import ControlCore
import Quantities
import ThermalModel

extension SimulationRun {
  /// The next cycle that must be run: in all before it the controller sees the same as in `cycle`,
  /// and none of its timers ends.
  ///
  /// Between two changes the temperatures have a closed form, whose steepest slope bounds how soon
  /// the board can report another step; where the bound ends, the closed form is looked at again.
  /// So nothing is guessed, and a cycle too many is run now and then.
  mutating func leap(from cycle: Int) -> Int {
    let limit = limit(after: cycle)
    guard limit > cycle + 1 else { return cycle + 1 }
    let (low, high) = board.edges(report.probe)
    var time = time(of: cycle)
    while true {
      let stop = min(plant.end, self.time(of: limit))
      time += plant.stays(between: low, and: high, from: time, until: stop)
      let next = max(cycle, Int(time / period)) + 1
      // The first cycle of the next stretch; it may be the last one before the limit.
      let first = max(cycle + 1, Int((plant.end / period).rounded(.up)))
      guard min(next, first) < limit else { return limit }
      guard self.time(of: next) < plant.end else {
        // No cycle is left in this stretch.
        time = plant.end
        plant.cross()
        guard first < limit else { return limit }
        if board.report(plant, at: time) != report { return first }
        continue
      }
      if board.step(plant.probe(at: self.time(of: next))) != report.probe { return next }
      time = self.time(of: next)
    }
  }

  /// The cycle at which the next timer of the controller ends, or its schedule may turn, or the end
  /// of all.
  private func limit(after cycle: Int) -> Int {
    let look = schedule?.nextLook(
      after: cycle, figures, isChargerPresent: report.isChargerPresent)
    let cycles = min(self.cycles, look ?? self.cycles)
    guard let timer = state.nextTimer(settings) else { return cycles }
    // In whole nanoseconds: a hair too late would be a cycle too late.
    let first = (timer.nanoseconds + periodNanoseconds - 1) / periodNanoseconds
    return min(cycles, max(cycle + 1, Int(first)))
  }
}

extension Plant {
  /// For how long the probe surely stays between two temperatures.
  func stays(
    between low: Celsius, and high: Celsius, from time: Seconds, until end: Seconds
  ) -> Seconds {
    Seconds(
      course.probe.stays(
        above: low.rawValue, below: high.rawValue, from: (time - begin).rawValue,
        until: (end - begin).rawValue))
  }
}
