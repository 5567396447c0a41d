public import ControlCore
import Planning
public import Quantities

/// One pack in one weather: everything that a simulation needs to know.
public struct SimulationInput: Hashable, Sendable {
  /// What the controller is configured with.
  public var pack: PackSettings
  /// What the pack really is.
  public var plant: PlantParameters
  /// The temperature around the enclosure.
  public var ambient: Ambient
  /// How long to simulate; above zero, at most 100 years.
  public var span: Duration
  /// When there is a charger.
  public var charger: ChargerAvailability
  /// What the app is set to; the maker's preset unless said otherwise.
  public var app: AppPreset
  /// The local time of the day at the beginning, 0 h to 24 h.
  public var dayTime: Duration
  /// The day at the beginning, for a pack with a schedule.
  public var calendar = SimulatedCalendar.winter
  /// What the controller knows of the pack when it follows a schedule.
  public var knowledge = HeatKnowledge.configured
  /// The temperatures for which the time at or below them is counted; protection, recovery and stop
  /// value where none are named.
  public var watched: [Celsius]?
  /// Whether every cycle is run one by one, where nothing changes too. The answer is the same.
  public var everyCycle: Bool

  /// A pack as its configuration expects it, in a weather.
  public init(
    pack: PackSettings, plant: PlantParameters? = nil, ambient: Ambient, span: Duration,
    charger: ChargerAvailability = .always, app: AppPreset = .maker, dayTime: Duration = .zero,
    everyCycle: Bool = false
  ) {
    self.pack = pack
    self.plant = plant ?? PlantParameters(pack)
    self.ambient = ambient
    self.span = span
    self.charger = charger
    self.app = app
    self.dayTime = dayTime
    self.everyCycle = everyCycle
  }

  /// The temperatures that are watched, each once and the coldest first.
  public var watchedTemperatures: [Celsius] {
    if let watched { return watched }
    let thresholds = Thresholds.inForce(pack, app)
    return Set([thresholds.protection, thresholds.recovery, thresholds.stop]).sorted()
  }
}

/// The low-temperature charge protection in the simulated app.
public struct AppPreset: Hashable, Sendable {
  /// At and below it the board itself forbids charging.
  public var protection: Celsius
  /// From here on it allows charging again.
  public var recovery: Celsius

  /// A setting of the app.
  public init(protection: Celsius, recovery: Celsius) {
    (self.protection, self.recovery) = (protection, recovery)
  }

  /// The maker's preset for every chemistry, which leaves the protection to the floors.
  /// Source: JK manual V1.5, appendix of one-key defaults: −20 and −10 °C.
  public static let maker = AppPreset(protection: Celsius(-20), recovery: Celsius(-10))
}

/// The day at which a simulation begins, and the clock of its place: local standard time.
public struct SimulatedCalendar: Hashable, Sendable {
  /// The local day, counted from 1970-01-01; not before 2026, which no controller believes.
  public var firstDay: Int
  /// How many seconds the local time is ahead of UTC; east of Greenwich is positive. Nothing but a
  /// sunrise hangs on it.
  public var secondsAhead: Int64

  /// A beginning.
  public init(firstDay: Int, secondsAhead: Int64) {
    (self.firstDay, self.secondsAhead) = (firstDay, secondsAhead)
  }

  /// A day in a year of 365 days, in 2026, by a clock that is so far ahead of UTC.
  public init(_ hour: CalendarHour, secondsAhead: Int64) {
    let newYear = WallTime.day(year: 2026, month: 1, day: 1)
    self.init(firstDay: newYear + hour.dayOfYear - 1, secondsAhead: secondsAhead)
  }

  /// The middle of January 2026 in Greenwich.
  public static let winter = SimulatedCalendar(
    firstDay: WallTime.day(year: 2026, month: 1, day: 15), secondsAhead: 0)
}

/// What a simulated controller knows of its pack's heat when it plans.
public enum HeatKnowledge: Hashable, Sendable {
  /// What its configuration says: a controller on its first day.
  case configured
  /// What the pack really is, and how cold it was outside at the last full hour: a controller that
  /// has learned all of it.
  case exact
}
