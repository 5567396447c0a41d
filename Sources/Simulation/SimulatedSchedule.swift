import ControlCore
import Planning
import Quantities

/// The production planner of preheats on the calendar of a simulation.
///
/// It is asked every ten seconds, which is how often it works a plan out anew, and no cycle between
/// can change what it says. So those can be leapt over at which nothing that it looks at has moved.
struct SimulatedSchedule {
  private let input: SimulationInput
  private var planner: Preheater
  /// How many cycles are between two looks, and which cycle has the first: that after the first
  /// figures, as in the service.
  private let every: Int
  private let first: Int

  private(set) var plan = PreheatPlan.unscheduled
  private(set) var totals = PreheatTotals()
  private var sight: Preheater.Sight?
  private var countedDay: Int?

  /// A schedule, or `nil` for a pack that has none.
  init?(_ input: SimulationInput) {
    guard input.pack.preheat != nil else { return nil }
    self.input = input
    planner = Preheater(
      input.pack, zone: ZoneTable(secondsAhead: input.calendar.secondsAhead))
    every = max(1, Int((Preheater.interval / input.pack.control.period).rounded(.up)))
    first = min(1, every - 1)
    plan = .unplanned(.packUnknown)
  }

  /// Looks, where the cycle is one for that.
  ///
  /// - Parameter figures: Those of the cycle before.
  mutating func look(
    _ cycle: Int, at time: Seconds, _ snapshot: Snapshot, _ figures: Figures
  ) {
    guard cycle % every == first else { return }
    let sight = Preheater.Sight(
      now: snapshot.now, wall: wall(at: time), charger: snapshot.chargerPresent(input.pack),
      figures: figures, thermal: thermal(at: time))
    plan = planner.plan(sight).plan
    self.sight = sight
    if case .unplanned(let doubt) = plan, doubt != .packUnknown { totals.doubts.insert(doubt) }
  }

  /// Counts whether the pack may be charged when a due time has come.
  mutating func count(_ cycle: Int, mayCharge: Bool) {
    guard cycle % every == first, let wall = sight?.wall, let due = planner.due,
      due.instant <= wall, countedDay != due.day
    else { return }
    countedDay = due.day
    totals.dueTimes += 1
    if mayCharge { totals.ready += 1 }
  }

  /// The next cycle whose look can change anything.
  func nextLook(after cycle: Int, _ figures: Figures, isChargerPresent: Bool) -> Int {
    let next = look(from: cycle + 1)
    guard let sight, sight.figures.isSame(figures),
      sight.charger == .measured(isChargerPresent) || input.pack.chargerSource == .notSensed,
      let wall = sight.wall, let turn = planner.nextTurn(after: sight)
    else { return next }
    var span = Seconds(turn - wall)
    if input.knowledge == .exact, case .hourly = input.ambient {
      let time = Seconds(sight.now.sinceStart)
      span = min(span, Seconds.hour * ((time / .hour).rounded(.down) + 1) - time)
    }
    let end = Seconds(sight.now.sinceStart) + span
    // One look too early costs little.
    let cycles = Int((end / Seconds(input.pack.control.period)).rounded(.down)) - every
    return max(next, look(from: cycles))
  }

  /// The first look at or after a cycle.
  private func look(from cycle: Int) -> Int {
    let rest = (cycle - first) % every
    return rest <= 0 ? cycle - rest : cycle - rest + every
  }

  private func wall(at time: Seconds) -> WallTime {
    WallTime(day: input.calendar.firstDay) + input.dayTime + time.duration
      + .seconds(-input.calendar.secondsAhead)
  }

  private func thermal(at time: Seconds) -> ThermalEstimate {
    switch input.knowledge {
    case .configured: return .unknown
    case .exact:
      func exactly<Value: Quantity>(_ value: Value) -> Interval<Value>? {
        Interval(lower: value, likely: value, upper: value)
      }
      let plant = input.plant
      let hour = Seconds.hour * (time / .hour).rounded(.down)
      return ThermalEstimate(
        capacity: exactly(plant.heatCapacity + (plant.film?.heatCapacity ?? .zero)),
        loss: exactly(plant.loss), ambient: exactly(input.ambient.temperature(at: hour.duration)))
    }
  }
}

/// What the due times of a schedule came to.
struct PreheatTotals: Hashable {
  var dueTimes = 0
  var ready = 0
  var doubts: Set<PreheatDoubt> = []
}

extension Figures {
  /// Whether a planner sees the same in both.
  fileprivate func isSame(_ other: Figures) -> Bool {
    coldest == other.coldest && packVoltage == other.packVoltage && thresholds == other.thresholds
  }
}

extension Snapshot {
  /// The charger as the configured source sees it.
  fileprivate func chargerPresent(_ pack: PackSettings) -> Measured<Bool> {
    switch pack.chargerSource {
    case .inputLine: chargerPresent
    case .board: battery.value?.chargerPlugged ?? .unknown(.notRead)
    case .notSensed: .unknown(.notCarried)
    }
  }
}
