import Quantities

/// When a charger has power to give.
public enum ChargerAvailability: Hashable, Sendable {
  case always
  case never
  /// Each day from one time of the day to another, both 0 h to 24 h; over midnight where the first
  /// is the later one.
  case daily(from: Duration, to: Duration)
  /// One value for each full hour from the beginning on; after the last one there is none.
  case hourly([Bool])

  /// Whether there is a charger so long after the beginning, and when that may change.
  ///
  /// - Parameter dayTime: The time of the day at the beginning.
  func state(at time: Seconds, dayTime: Seconds) -> (isPresent: Bool, until: Seconds) {
    switch self {
    case .always: return (true, Seconds(.infinity))
    case .never: return (false, Seconds(.infinity))
    case .daily(let from, let to):
      let (from, to) = (Seconds(from), Seconds(to))
      let clock = dayTime + time
      let midnight = Seconds.day * (clock / .day).rounded(.down)
      let now = clock - midnight
      let isPresent = from <= to ? from <= now && now < to : now < to || from <= now
      let next = [from, to, .day].filter { $0 > now }.min() ?? .day
      return (isPresent, midnight + next - dayTime)
    case .hourly(let hours):
      let index = max(0, Int(time / .hour))
      guard index < hours.count else { return (false, Seconds(.infinity)) }
      return (hours[index], .hour * Double(index + 1))
    }
  }
}
