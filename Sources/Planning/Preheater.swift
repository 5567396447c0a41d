public import ControlCore
public import Quantities
import ThermalModel

/// Follows the schedule of one pack: says when heat out of the pack begins, and when it has begun.
///
/// The latest start comes from the closed form of one node, with the upper ends of heat capacity
/// and loss, the lower end of the weather, the pad at the upper end of its resistance, and the
/// configured margin. It is worked out anew every ten seconds, so it follows the weather. A run
/// that has begun is not taken back, whatever later figures say.
public struct Preheater: Sendable {
  /// A run begins at most so long before its due time, however bad the figures: a pack that needs
  /// longer is better heated while its charger is there.
  static let longestLead = Duration.seconds(12 * 3600)
  /// The plan is worked out again after so long.
  package static let interval = Duration.seconds(10)

  /// The returns of the charger, to be remembered across restarts.
  public private(set) var returns: ChargerReturns
  let pack: PackSettings
  let zone: ZoneTable?
  private var clock = ClockWatch()
  private(set) var plan = PreheatPlan.unscheduled
  private var plannedAt: Uptime?
  /// The due time that was found last, and when: it holds until it has passed or the day is over.
  private(set) var found: (due: DueTime, at: WallTime)?
  /// The due time for which a run has begun.
  private var begun: Int?

  /// Everything that a plan hangs on.
  public struct Sight: Sendable {
    /// The time of the control cycle.
    public var now: Uptime
    /// The calendar, or `nil` where it cannot be read.
    public var wall: WallTime?
    /// Whether a charger is there.
    public var charger: Measured<Bool>
    /// The figures of the last decision: temperatures, thresholds, voltage.
    public var figures: Figures
    /// What has been learned of the pack's heat.
    public var thermal: ThermalEstimate

    /// A sight.
    public init(
      now: Uptime, wall: WallTime?, charger: Measured<Bool>, figures: Figures,
      thermal: ThermalEstimate
    ) {
      self.now = now
      self.wall = wall
      self.charger = charger
      self.figures = figures
      self.thermal = thermal
    }
  }

  /// A planner for a pack; without a schedule it plans nothing, and without a zone neither.
  public init(_ pack: PackSettings, zone: ZoneTable?, returns: ChargerReturns = ChargerReturns()) {
    (self.pack, self.zone, self.returns) = (pack, zone, returns)
  }

  /// What holds now. Returns with it whether the charger's returns are to be stored anew.
  public mutating func plan(_ sight: Sight) -> (plan: PreheatPlan, hasNewReturn: Bool) {
    guard let settings = pack.preheat else { return (.unscheduled, false) }
    if let doubt = clock.doubt(sight.wall, at: sight.now) {
      (plannedAt, found) = (nil, nil)
      plan = .unplanned(doubt)
      return (plan, false)
    }
    guard let wall = sight.wall else { return (.unplanned(.clockUnset), false) }
    // Without its zone the local time is as unknown as with a clock that was never set.
    guard let zone else { return (.unplanned(.clockUnset), false) }
    let isNew = returns.note(sight.charger, at: sight.now, wall, zone)
    if isNew { found = nil }
    let isRecent = plannedAt.map { sight.now - $0 < Preheater.interval } ?? false
    if case .unplanned = plan {
    } else if isRecent {
      return (plan, isNew)
    }
    plannedAt = sight.now
    switch next(after: wall, settings, zone) {
    case .failure(let found): plan = .unplanned(found.doubt)
    case .success(let next): plan = plan(for: next, wall, zone, sight, settings)
    }
    if case .running(let due) = plan { begun = due.day }
    return (plan, isNew)
  }

  /// The next due time; that of the last look where it cannot have changed.
  private mutating func next(
    after wall: WallTime, _ settings: PreheatSettings, _ zone: ZoneTable
  ) -> Result<DueTime, PreheatDoubtFound> {
    if let found, found.at <= wall, wall < found.due.instant + settings.readyFor,
      zone.day(of: found.at) == zone.day(of: wall)
    {
      return .success(found.due)
    }
    let next = DueTime.next(after: wall, settings, zone, returns)
    found = (try? next.get()).map { ($0, wall) }
    return next
  }

  private func plan(
    for next: DueTime, _ wall: WallTime, _ zone: ZoneTable, _ sight: Sight,
    _ settings: PreheatSettings
  ) -> PreheatPlan {
    let span = next.instant - wall
    if begun == next.due.day || span <= .zero { return .running(next.due) }
    guard let heater = pack.heater, case .measured(let coldest) = sight.figures.coldest,
      case .measured(let voltage) = sight.figures.packVoltage,
      let target = sight.figures.thresholds?.stop
    else { return .unplanned(.packUnknown) }
    guard let heat = PackHeat(sight.thermal, pack) else { return .unplanned(.ambientUnknown) }
    let power = PackHeat.power(heater, at: voltage, pack)
    // The margin is time in which the pack must be warm already.
    let time = max(.zero, span - settings.margin)
    guard
      let start = heat.worst.latestStart(
        from: coldest.lowest, to: target, within: time, power: power.least,
        ambient: heat.ambient.coldest)
    else { return .unplanned(.unreachable) }
    let staysWarm = time > .zero ? start >= time : coldest.lowest >= target
    if staysWarm { return .waiting(until: nil, next.due) }
    guard heat.likely.settled(power: power.likely, ambient: heat.ambient.likely) > target else {
      return .unplanned(.unreachable)
    }
    let wait = max(start, span - Preheater.longestLead)
    if wait <= .zero { return .running(next.due) }
    return .waiting(until: zone.timeOfDay(of: wall + wait), next.due)
  }
}
