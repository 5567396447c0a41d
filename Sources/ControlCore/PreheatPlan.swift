/// What a pack's `preheat` schedule says now. It is made outside of `decide`, from the clock, the
/// weather and the pack's own warmth.
///
/// It moves only heat that comes out of the pack, and only while no charger is seen: with one the
/// pack is warmed and charged as ever. The interlock does not look at it.
public enum PreheatPlan: Hashable, Sendable {
  /// There is no schedule: heating follows `heat_when` alone.
  case unscheduled
  /// There is one, and what it needs is not known: heating follows `heat_when` alone.
  case unplanned(PreheatDoubt)
  /// Heating from the pack is held back until this time; `nil` where the pack stays warm enough.
  case waiting(until: TimeOfDay?, PreheatDue)
  /// The pack is heated down to the schedule's own floor, once until it has recovered.
  case running(PreheatDue)
}

/// When a pack is to be warm, and what then happens.
public struct PreheatDue: Hashable, Sendable {
  /// What the pack is to be warm for.
  public enum Event: Hashable, Sendable {
    case clock, sunrise
    /// The charger, predicted from when it returned on earlier days.
    case charger
  }

  /// The local day, counted from 1970-01-01: it tells one due time from the next.
  public var day: Int
  /// The local time on that day.
  public var time: TimeOfDay
  /// What the pack is to be warm for.
  public var event: Event

  /// A due time.
  public init(day: Int, time: TimeOfDay, event: Event) {
    (self.day, self.time, self.event) = (day, time, event)
  }
}

/// Why a schedule cannot be followed now.
public enum PreheatDoubt: Hashable, Sendable, CaseIterable {
  /// The calendar is unknown, or stands before this program was made: it was never set.
  case clockUnset
  /// The calendar has jumped against the machine's own time, or has not been watched for long.
  case clockUnsteady
  /// The sun does not rise there in these days, or does not set.
  case noSunrise
  /// The charger has not yet returned on enough days.
  case tooFewReturns
  /// Nobody knows how cold it is outside.
  case ambientUnknown
  /// The pack's temperature or voltage, or what it is compared with, is not known.
  case packUnknown
  /// The pad cannot reach the temperature that is asked for.
  case unreachable
}

/// A local time of day, to the minute.
public struct TimeOfDay: Hashable, Sendable, CustomStringConvertible {
  /// Minutes since midnight, 0 to 1439.
  public let minute: Int

  /// A time; other minutes are folded into the day.
  public init(minute: Int) {
    let rest = minute % 1440
    self.minute = rest < 0 ? rest + 1440 : rest
  }

  /// For example `07:10`.
  public var description: String {
    let (hours, minutes) = (minute / 60, minute % 60)
    return "\(hours < 10 ? "0" : "")\(hours):\(minutes < 10 ? "0" : "")\(minutes)"
  }
}

extension PreheatDue: CustomStringConvertible {
  /// For example `07:10 (sunrise)`.
  public var description: String {
    switch event {
    case .clock: "\(time)"
    case .sunrise: "\(time) (sunrise)"
    case .charger: "\(time) (the charger's usual return)"
    }
  }
}

extension PreheatDoubt: CustomStringConvertible {
  /// The doubt in words that finish the sentence "no preheat: …".
  public var description: String {
    switch self {
    case .clockUnset: "the machine's clock is not set"
    case .clockUnsteady: "the machine's clock has not run evenly for long enough"
    case .noSunrise: "the sun does not rise there in these days"
    case .tooFewReturns: "the charger has not yet returned on three days"
    case .ambientUnknown:
      "it is not yet known how cold it is outside (preheat: ambient is not given)"
    case .packUnknown: "too little is known of the pack now"
    case .unreachable: "the pad cannot reach the stop value in this cold"
    }
  }
}
