public import Quantities

/// When a pack is to be warm, before its charger comes; see `PreheatPlan`.
public struct PreheatSettings: Hashable, Sendable {
  /// What a pack is to be warm for.
  public enum ReadyBy: Hashable, Sendable {
    /// A local time, each day.
    case clock(TimeOfDay)
    /// The sunrise of each day at a place, and so much later; a negative offset is before it.
    case sunrise(Place, offset: Duration)
    /// The charger's return, predicted from when it returned on earlier days.
    case charger
  }

  /// A place on the earth.
  public struct Place: Hashable, Sendable {
    /// −90° (south pole) to 90°.
    public var latitude: Degrees
    /// −180° to 180°; east of Greenwich is positive.
    public var longitude: Degrees

    /// A place.
    public init(latitude: Degrees, longitude: Degrees) {
      (self.latitude, self.longitude) = (latitude, longitude)
    }
  }

  /// What the pack is to be warm for.
  public var readyBy: ReadyBy
  /// The pack is kept ready so long after that, as a charger may be late.
  public var readyFor: Duration
  /// The start is so much earlier than what is known of the pack asks for.
  public var margin: Duration
  /// A preheat stops at this state of charge and returns 5 points above it.
  public var stateOfChargeFloor: Percent
  /// The coldest weather to plan for, while it has not been learned from the pack.
  public var ambient: Celsius?
  /// The time zone's name in the tz database, or `nil` for the machine's own.
  public var timeZone: String?

  /// A schedule with the defaults.
  public init(readyBy: ReadyBy) {
    self.readyBy = readyBy
    readyFor = PreheatSettings.standardReadyFor
    margin = PreheatSettings.standardMargin
    stateOfChargeFloor = PreheatSettings.standardFloor
  }

  /// 2 h: clouds at dawn.
  public static let standardReadyFor = Duration.seconds(7200)
  /// 15 min: the film, the probe's lag, and weather that gets colder during the run.
  public static let standardMargin = Duration.seconds(900)
  /// The floor of heat that comes out of the pack.
  public static let standardFloor = Percent(30)

  /// The floor as a policy.
  var policy: HeatPolicy {
    .whileAbove(HeatFloors(stateOfCharge: stateOfChargeFloor, cellVoltage: nil))
  }
}
