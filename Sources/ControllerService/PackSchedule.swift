import ControlCore
import Planning
import Quantities

/// The schedule of one pack: its planner, with the calendar that it looks at.
struct PackSchedule {
  private let settings: PackSettings
  private let calendar: @Sendable () -> WallTime?
  private var planner: Preheater

  /// Reads the files of the pack's time zone; not for the loop.
  init(
    _ settings: PackSettings, _ returns: ChargerReturns,
    calendar: @escaping @Sendable () -> WallTime?
  ) {
    self.settings = settings
    self.calendar = calendar
    let zone = settings.preheat.flatMap { ZoneTable(named: $0.timeZone) }
    planner = Preheater(settings, zone: zone, returns: returns)
  }

  /// What holds now, from the figures of the cycle before; and the charger's returns, where they
  /// are to be stored anew.
  mutating func plan(
    _ snapshot: Snapshot, _ figures: Figures?
  ) -> (plan: PreheatPlan, newReturns: ChargerReturns?) {
    guard settings.preheat != nil else { return (.unscheduled, nil) }
    let charger: Measured<Bool> =
      switch settings.chargerSource {
      case .inputLine: snapshot.chargerPresent
      case .board: snapshot.battery.value?.chargerPlugged ?? .unknown(.notRead)
      case .notSensed: .unknown(.notCarried)
      }
    let (plan, hasNewReturn) = planner.plan(
      Preheater.Sight(
        now: snapshot.now, wall: calendar(), charger: charger, figures: figures ?? Figures(),
        thermal: snapshot.thermal))
    return (plan, hasNewReturn ? planner.returns : nil)
  }
}
