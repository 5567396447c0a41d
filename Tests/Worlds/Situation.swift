import BoardCatalog
import ControlCore
import Quantities

/// What may come in one step of the exploration: one of each, all combinations.
struct Situation: Hashable, Sendable, CustomStringConvertible {
  /// Where the coldest probe stands, with the app at 0 °C and 5 °C and a stop value of 10 °C.
  enum Band: Double, CaseIterable {
    case cold = -5
    case atProtection = 0
    case between = 2.5
    case recovered = 6
    case warm = 12
    /// The probe does not answer.
    case unknown = -999
  }
  enum Link: CaseIterable { case answers, isSilent, isDown }
  /// The heater, the switches and the pack as they are.
  enum Condition: CaseIterable {
    case sound, padOpen, padShorted, voltageTooHigh, boardHeats, gateStuck
  }
  /// The app's settings in the right order, in the right order and stricter, the wrong way round,
  /// or not read.
  enum Order: CaseIterable { case right, stricter, reversed, notRead }

  /// What the schedule says; it matters only while no charger is there and the board answers.
  enum Schedule: CaseIterable {
    case none, waits, runs

    var plan: PreheatPlan {
      let due = PreheatDue(day: 1, time: TimeOfDay(minute: 430), event: .clock)
      switch self {
      case .none: return .unscheduled
      case .waits: return .waiting(until: nil, due)
      case .runs: return .running(due)
      }
    }
  }

  var band = Band.warm
  var link = Link.answers
  var isChargerThere = true
  var condition = Condition.sound
  var order = Order.right
  var schedule = Schedule.none

  static let all: [Situation] = Band.allCases.flatMap { band in
    Link.allCases.flatMap { link in
      [true, false].flatMap { charger in
        Condition.allCases.flatMap { condition in
          Order.allCases.flatMap { order in
            Schedule.allCases.compactMap { schedule in
              // Without an answer nobody sees the probes, the heater and the pack, so that one band
              // and one condition stand for all.
              (link != .answers && (band != .cold || condition != .sound))
                || (schedule != .none && (charger || link != .answers))
                ? nil
                : Situation(
                  band: band, link: link, isChargerThere: charger, condition: condition,
                  order: order, schedule: schedule)
            }
          }
        }
      }
    }
  }

  var description: String {
    "probe \(band), link \(link), charger \(isChargerThere), \(condition), app \(order), "
      + "schedule \(schedule)"
  }

  /// A 16S LFP pack's, but too much for the pad.
  static let highVoltage = Measured.measured(Volts(55))

  /// What the board answers when the outputs are as they are.
  func reading(at now: Uptime, _ outputs: Outputs) -> BatteryReading {
    var reading = BatteryReading(takenAt: now)
    // 3 A × 18 Ω are 54 V: 51.2 V are allowed.
    reading.packVoltage =
      condition == .voltageTooHigh ? Situation.highVoltage : .measured(Volts(51.2))
    reading.stateOfCharge = .measured(Percent(60))
    reading.lowestCell = .measured(Volts(3.2))
    reading.boardHeats = .measured(condition == .boardHeats)
    if band != .unknown {
      reading.probes.t1 = .measured(ProbeTemperature(exactly: Celsius(band.rawValue)))
      reading.probes.t2 = .measured(ProbeTemperature(exactly: Celsius(band.rawValue + 1)))
    }
    var current = outputs.charge && isChargerThere ? 5.0 : 0
    if outputs.heater {
      switch condition {
      case .padOpen: break
      case .padShorted: current -= 9
      // 51.2 V / 18 Ω.
      case .sound, .voltageTooHigh, .boardHeats, .gateStuck: current -= 2.84
      }
    }
    if condition == .gateStuck, isChargerThere, !outputs.heater { current = 5 }
    reading.current = .measured(Amperes(current))
    return reading
  }

  /// The app's settings as read in this step.
  func app(at now: Uptime, before: Measured<AppSettings>) -> Measured<AppSettings> {
    func settings(_ protection: Double, _ recovery: Double) -> Measured<AppSettings> {
      .measured(
        AppSettings(
          takenAt: now, protection: Celsius(protection), recovery: Celsius(recovery)))
    }
    switch order {
    case .right: return settings(0, 5)
    case .stricter: return settings(2.5, 6)
    case .reversed: return settings(5, 0)
    case .notRead: return before
    }
  }
}

/// The controller with its interlock, the record of latched faults and the rules that judge it.
struct ExploredState {
  /// One step: ten seconds, so that the delays are one to three steps.
  static let step = Duration.seconds(10)

  var state: ControllerState
  var interlock: Interlock
  var rules: Invariants
  var latched: FaultSet
  var outputs = Outputs.safe
  var answer = Measured<BatteryReading>.unknown(.notRead)
  var app = Measured<AppSettings>.unknown(.notRead)
  var now = Uptime.start
  var faults: FaultSet = []
  /// The inputs that led here, latest first.
  private var way: Way?

  private final class Way: Sendable {
    let situation: Situation?
    let before: Way?
    init(_ situation: Situation?, _ before: Way?) {
      (self.situation, self.before) = (situation, before)
    }
  }

  /// The inputs that led here, in words.
  var path: [String] {
    var words: [String] = []
    var at = way
    while let step = at {
      words.append(step.situation?.description ?? "restart")
      at = step.before
    }
    return words.reversed()
  }

  init(remembered: ChargeBlock, latched: FaultSet, _ settings: PackSettings) {
    state = ControllerState(remembered: remembered)
    interlock = Interlock(remembered: remembered)
    rules = Invariants(settings, carriesApp: true, remembered: remembered, at: .start)
    self.latched = latched
  }

  /// Lives through one step, and returns the rule that was broken, if one was.
  mutating func live(_ situation: Situation, _ settings: PackSettings) -> String? {
    now = now + ExploredState.step
    switch situation.link {
    case .answers: answer = .measured(situation.reading(at: now, outputs))
    case .isSilent: break
    case .isDown: answer = .unknown(.notRead)
    }
    app = situation.app(at: now, before: app)
    let snapshot = Snapshot(
      now: now, battery: answer, app: app, chargerPresent: .measured(situation.isChargerThere),
      heaterFeedback: .measured(outputs.heater), readback: .measured(outputs), latched: latched,
      preheat: situation.schedule.plan)
    let decision = decide(&state, snapshot, settings)
    let verdict = interlock.permit(decision.outputs, snapshot, settings)
    if let refusal = verdict.refusal { return "refused: \(refusal)" }
    latched.formUnion(decision.newlyLatched)
    outputs = verdict.outputs
    faults = decision.faults
    return rules.broken(outputs, snapshot, latched: latched)
  }

  /// This state with the input that led here from another; `nil` is a restart.
  func led(by input: Situation?, from before: ExploredState) -> ExploredState {
    var led = self
    led.way = Way(input, before.way)
    return led
  }

  /// A person acknowledges what is over.
  mutating func acknowledge() { latched.formIntersection(faults) }

  /// The process ends and begins anew; what is latched and the charge block are remembered.
  func restarted(_ settings: PackSettings) -> ExploredState {
    var next = ExploredState(remembered: state.block, latched: latched, settings)
    next.now = now
    next.rules = Invariants(settings, carriesApp: true, remembered: state.block, at: now)
    return next
  }
}
