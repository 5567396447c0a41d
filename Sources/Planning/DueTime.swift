import ControlCore
import Quantities

/// The next time at which a pack is to be warm, or at which it still is to be kept so.
struct DueTime: Hashable, Sendable {
  var instant: WallTime
  var due: PreheatDue

  /// The first due time whose end has not passed.
  static func next(
    after now: WallTime, _ settings: PreheatSettings, _ zone: ZoneTable, _ returns: ChargerReturns
  ) -> Result<DueTime, PreheatDoubtFound> {
    let today = zone.day(of: now)
    // An offset or a day-long readiness may reach over a midnight, a zone over the date line.
    for day in (today - 2)...(today + 3) {
      let instant: WallTime?
      let event: PreheatDue.Event
      switch settings.readyBy {
      case .clock(let time): (instant, event) = (zone.instant(day: day, time), .clock)
      case .sunrise(let place, let offset):
        (instant, event) = (Sun.rise(day: day, at: place).map { $0 + offset }, .sunrise)
      case .charger:
        guard let time = returns.expected(on: today) else {
          return .failure(PreheatDoubtFound(doubt: .tooFewReturns))
        }
        (instant, event) = (zone.instant(day: day, time), .charger)
      }
      if let instant, instant + settings.readyFor > now {
        let time = zone.timeOfDay(of: instant)
        return .success(
          DueTime(instant: instant, due: PreheatDue(day: day, time: time, event: event)))
      }
    }
    return .failure(PreheatDoubtFound(doubt: .noSunrise))
  }
}

/// A doubt, to be thrown.
struct PreheatDoubtFound: Error {
  var doubt: PreheatDoubt
}
