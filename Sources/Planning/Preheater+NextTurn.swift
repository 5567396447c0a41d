import ControlCore
import Quantities
import ThermalModel

extension Preheater {
  /// The due time that the last look found: its instant and its local day.
  package var due: (instant: WallTime, day: Int)? {
    found.map { ($0.due.instant, $0.due.due.day) }
  }

  /// The earliest instant after a look at which another look could come to another kind of plan,
  /// while figures, charger and weather stay as they are; `nil` where each look can.
  ///
  /// A simulation leaps to it. The answer may be too early. That a due time comes is told too.
  package func nextTurn(after sight: Sight) -> WallTime? {
    guard let settings = pack.preheat, let zone, let wall = sight.wall else { return nil }
    // With the day the window of due times moves, and what the charger's returns say.
    let midnight = zone.instant(day: zone.day(of: wall) + 1, TimeOfDay(minute: 0))
    switch plan {
    case .unscheduled: return nil
    case .unplanned(let doubt):
      switch doubt {
      case .clockUnset, .clockUnsteady, .packUnknown: return nil
      case .noSunrise, .tooFewReturns: return midnight
      case .ambientUnknown, .unreachable: return found.map { turn($0.due, wall, midnight) }
      }
    case .running:
      return found.map { min(turn($0.due, wall, midnight), $0.due.instant + settings.readyFor) }
    case .waiting:
      guard let due = found?.due.instant, let lead = longestRun(sight) else { return nil }
      // A second for each of the roundings to whole ones.
      let start = due + (.zero - settings.margin - lead - .seconds(2))
      return start > wall ? min(start, midnight) : nil
    }
  }

  /// The due time, while it has not come, or midnight.
  private func turn(_ due: DueTime, _ wall: WallTime, _ midnight: WallTime) -> WallTime {
    due.instant > wall ? min(due.instant, midnight) : midnight
  }

  /// No run is begun so long before its due time and its margin: with less time left than the
  /// heat-up takes from where the pack is now, the latest start has passed.
  private func longestRun(_ sight: Sight) -> Duration? {
    guard let heater = pack.heater, case .measured(let coldest) = sight.figures.coldest,
      case .measured(let voltage) = sight.figures.packVoltage,
      let target = sight.figures.thresholds?.stop, let heat = PackHeat(sight.thermal, pack)
    else { return nil }
    if coldest.lowest >= target { return .zero }
    let run = heat.worst.time(
      from: coldest.lowest, to: target, power: PackHeat.power(heater, at: voltage, pack).least,
      ambient: heat.ambient.coldest)
    return min(run ?? Preheater.longestLead, Preheater.longestLead)
  }
}
