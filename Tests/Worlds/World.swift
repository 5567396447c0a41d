import BoardCatalog
public import ControlCore
import JKProtocol
import Quantities
import TestSupport

/// What a run of worlds came to.
public struct WorldFigures: Sendable {
  /// Seconds that were lived through.
  public var steps = 0
  /// Seconds with each output on.
  public var heating = 0
  /// The other output.
  public var charging = 0
  /// How many faults of each kind were injected.
  public var injected: [String: Int] = [:]
  /// How often each fault was found, once for each time that it came up.
  public var found: [String: Int] = [:]
  /// Replies that came damaged.
  public var damaged = 0
  /// Damaged replies that were decoded all the same.
  public var damagedTaken = 0
  /// How often the process began anew.
  public var restarts = 0
  /// Faults that a person acknowledged.
  public var acknowledged = 0

  /// Nothing yet.
  public init() {}

  /// Adds the figures of another world.
  public mutating func add(_ other: WorldFigures) {
    steps += other.steps
    heating += other.heating
    charging += other.charging
    injected.merge(other.injected, uniquingKeysWith: +)
    found.merge(other.found, uniquingKeysWith: +)
    damaged += other.damaged
    damagedTaken += other.damagedTaken
    restarts += other.restarts
    acknowledged += other.acknowledged
  }
}

/// A rule that was broken, where, and by what; the same seed breaks it again at the same step.
public struct BrokenRule: Error, Hashable, Sendable, CustomStringConvertible {
  /// The world.
  public let seed: UInt64
  /// Seconds since its beginning.
  public let step: Int
  /// The rule, and what was seen.
  public let rule: String
  /// All of it in one line.
  public var description: String { "seed \(seed), step \(step): \(rule)" }
}

/// One pack with its board, its line, its pad and its weather, and the real controller on it.
///
/// Everything follows from the seed. Nothing here waits, logs or looks at a clock.
public struct World {
  /// A change to the controller's answer, to see that the rules bite; sound where it is not given.
  public typealias Saboteur = @Sendable (inout Outputs, Snapshot, Decision) -> Void

  private let seed: UInt64
  private var random: SeededGenerator
  private let settings: PackSettings
  private let model: String
  private var truth: Truth
  private var wire: Wire
  private var app: AppSettings
  private var state = ControllerState()
  private var interlock = Interlock()
  private var rules: Invariants
  private var latched: FaultSet
  private var outputs = Outputs.safe
  private var battery = Measured<BatteryReading>.unknown(.notRead)
  private var readApp = Measured<AppSettings>.unknown(.notRead)
  /// What a schedule says, right or wrong.
  private var preheat = PreheatPlan.unscheduled
  /// What was learned of the pack: nothing, what may be right, or what is wrong. It has a chance of
  /// its own: everything else happens as it would without.
  private var thermal = ThermalEstimate.unknown
  private var learning: SeededGenerator
  private var now = Uptime.start
  private var nextEvent = 0
  private var nextAppRead = 0
  private var hangsUntil = 0
  private var hangLength = 0
  /// Goes up with everything that happens.
  private var version = 0
  private var soundSince = 0
  /// Since when nothing has happened and nothing is broken.
  private var quietSince = 0
  private var isBroken = false
  /// Since when the pack has been warm, quiet and not charged.
  private var warmSince = 0
  private var present: FaultSet = []
  private var figures = WorldFigures()

  /// The world of a seed.
  public init(seed: UInt64) {
    self.seed = seed
    random = SeededGenerator(seed: seed)
    learning = SeededGenerator(seed: ~seed)
    settings = .drawn(&random)
    model = "JK_" + settings.board.name
    wire = Wire(random.one(of: Wire.Kind.allCases), model: model)
    truth = Truth(settings, &random)
    let protection = Double(Int.random(in: -20...5, using: &random))
    app = AppSettings(
      takenAt: .start, protection: Celsius(protection),
      recovery: Celsius(protection + Double(Int.random(in: 1...10, using: &random))))
    // One world in ten starts without the record of latched faults.
    latched = random.happens(0.1) ? FaultSet(.latchesUnknown) : []
    rules = Invariants(
      settings, carriesApp: wire.carriesApp, remembered: .undecided, at: .start)
  }

  /// Lives through so many seconds. Throws the first rule that is broken.
  public mutating func live(
    _ seconds: Int, sabotage: Saboteur? = nil,
    trace: ((Int, Snapshot, Decision, Outputs) -> Void)? = nil
  ) throws(BrokenRule) -> WorldFigures {
    for step in 0..<seconds {
      now = now + .seconds(1)
      truth.step(step, outputs)
      if step >= nextEvent { happen(step) }
      if !truth.faults.areProbesSound { soundSince = step }
      read(step)
      if step < hangsUntil {
        expire(step)
      } else {
        try cycle(step, sabotage, trace)
      }
      figures.steps += 1
    }
    figures.damaged = wire.exchanges.damaged + wire.damagedTaken
    figures.damagedTaken = wire.damagedTaken
    return figures
  }

  /// A process that hangs renews no lease: after three cycles its outputs are off (S5).
  private mutating func expire(_ step: Int) {
    if hangsUntil - step < hangLength - 3 { outputs = .safe }
    if step == hangsUntil - 1 { restart() }
  }

  private mutating func read(_ step: Int) {
    guard !truth.faults.isSilent else { return }
    let key = truth.key(outputs, version: version)
    let isDamaged = wire.begin(damage: truth.faults.damage, &random)
    let isSame = !isDamaged && wire.isSame(key, at: now)
    guard
      let answer = isSame
        ? wire.answer
        : wire.read(
          key, truth.report(outputs, app: app, model: model), at: now, isDamaged: isDamaged,
          &random)
    else { return }
    battery = .measured(answer.reading)
    guard wire.carriesApp else {
      readApp = .unknown(.notCarried)
      return
    }
    if step >= nextAppRead, let app = answer.app {
      readApp = .measured(app)
      nextAppRead = step + 30
    }
  }

  private mutating func cycle(
    _ step: Int, _ sabotage: Saboteur?, _ trace: ((Int, Snapshot, Decision, Outputs) -> Void)?
  ) throws(BrokenRule) {
    // Once: each use of its own would be copied.
    let settings = settings
    let stuck = truth.faults.lineStuck
    let lost = truth.faults.lost
    let feedback: Measured<Bool> =
      truth.faults.feedback.map { .measured($0) } ?? .measured(truth.isPadFed(outputs))
    let snapshot = Snapshot(
      now: now, battery: battery, app: readApp,
      chargerPresent: lost == .charger ? .unknown(.notRead) : .measured(truth.isChargerThere),
      heaterFeedback: settings.heater == nil
        ? .unknown(.absent) : lost == .feedback ? .unknown(.notRead) : feedback,
      readback: lost == .readback ? .unknown(.notRead) : .measured(stuck ?? outputs),
      exchanges: wire.exchanges, latched: latched, preheat: preheat, thermal: thermal)
    let decision = decide(&state, snapshot, settings)
    let verdict = interlock.permit(decision.outputs, snapshot, settings)
    var next = verdict.outputs
    sabotage?(&next, snapshot, decision)
    trace?(step, snapshot, decision, next)
    if decision.faults != present {
      for fault in decision.faults.subtracting(present).faults {
        figures.found[fault.rawValue, default: 0] += 1
      }
      present = decision.faults
    }
    latched.formUnion(decision.newlyLatched)
    if let refusal = verdict.refusal {
      throw BrokenRule(seed: seed, step: step, rule: "the interlock refused: \(refusal)")
    }
    if let rule = rules.broken(next, snapshot, latched: latched) {
      throw BrokenRule(seed: seed, step: step, rule: rule)
    }
    // With sound probes the cells themselves are warm enough, not only what is read of them.
    let real = min(truth.touched(.t1).rawValue, truth.touched(.t2).rawValue)
    if next.charge, step - soundSince > 600, let protection = rules.protection(snapshot),
      real < protection - 0.2
    {
      throw BrokenRule(
        seed: seed, step: step, rule: "S2: charging while the cells really have \(real) °C")
    }
    if let deadlock = deadlock(decision, next, step) {
      throw BrokenRule(seed: seed, step: step, rule: deadlock)
    }
    outputs = next
    if next.heater { figures.heating += 1 }
    if next.charge { figures.charging += 1 }
  }

  /// With everything sound for ten minutes a warm pack must be charged within four more: what is
  /// safe must also end. Two minutes are the longest pauses, and two the life of app settings.
  private mutating func deadlock(_ decision: Decision, _ outputs: Outputs, _ step: Int) -> String? {
    guard !isBroken, latched.isEmpty, step - quietSince > 600, !outputs.charge,
      !present.contains(.appSettingsRejected), let thresholds = decision.figures.thresholds,
      case .measured(let coldest) = decision.figures.coldest,
      case .measured(let hottest) = decision.figures.hottest,
      coldest.lowest >= thresholds.stop, hottest < Celsius(35)
    else {
      warmSince = step
      return nil
    }
    guard step - warmSince > 240 else { return nil }
    return "deadlock: a warm pack is not charged: \(decision.reason)"
  }

  /// Something happens: a fault begins, all end, a person acknowledges, a process ends.
  private mutating func happen(_ step: Int) {
    version += 1
    quietSince = step
    nextEvent = step + Int.random(in: 1...random.one(of: [5, 60, 600, 7200]), using: &random)
    if learning.happens(0.3) { thermal = .drawn(&learning) }
    if random.happens(0.35) {
      truth.faults = WorldFaults()
      isBroken = false
      acknowledge()
      return
    }
    let kind = random.one(of: WorldFaults.Kind.allCases)
    figures.injected[kind.rawValue, default: 0] += 1
    switch kind {
    case .appChanged:
      let protection = Double(Int.random(in: -45...20, using: &random))
      app.protection = Celsius(protection)
      app.recovery = Celsius(protection + Double(Int.random(in: 1...5, using: &random)))
    case .appGarbage:
      app.recovery = app.protection - Kelvins(Double(Int.random(in: 0...9, using: &random)))
    case .schedule: preheat = .drawn(&random)
    case .load: truth.load = Amperes(Double(Int.random(in: 0...30, using: &random)))
    case .charger: truth.isChargerThere.toggle()
    case .clockJump: now = now + .seconds(Int.random(in: 1...86_400, using: &random))
    case .restart: restart()
    case .hang:
      hangLength = Int.random(in: 4...60, using: &random)
      hangsUntil = step + hangLength
    case .probeAbsent, .probeImplausible, .probeFrozen, .probeJump, .probesDisabled, .silence,
      .damage, .voltage, .cellVoltage, .cellCount, .model, .boardHeats, .alarm, .emergency,
      .padOpen, .padShort, .padDetached, .heaterStuck, .gateStuck, .lineStuck, .feedbackWrong,
      .inputLost:
      isBroken = true
      truth.faults.begin(kind, truth, &random)
    }
    if random.happens(0.1) { truth.stateOfCharge = random.number(2...100) }
  }

  /// The process ends and starts again: both outputs off, and of its memory what is in files.
  private mutating func restart() {
    outputs = .safe
    let remembered: ChargeBlock = random.happens(0.8) ? state.block : .undecided
    state = ControllerState(remembered: remembered)
    interlock = Interlock(remembered: remembered)
    rules = Invariants(
      settings, carriesApp: wire.carriesApp, remembered: remembered, at: now)
    battery = .unknown(.notRead)
    readApp = .unknown(.notRead)
    nextAppRead = 0
    present = []
    if random.happens(0.02) { latched.insert(.latchesUnknown) }
    figures.restarts += 1
  }

  private mutating func acknowledge() {
    for fault in latched.faults where !present.contains(fault) && random.happens(0.8) {
      latched.remove(fault)
      figures.acknowledged += 1
    }
  }
}
