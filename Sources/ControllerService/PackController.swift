import ControlCore
import Learning
import Planning
import Quantities

/// One pack: takes its inputs, decides, asks the interlock, drives the lines, tells what changed.
///
/// Belongs to the control loop's thread.
final class PackController {
  /// What proposes the outputs: `decide`, unless a test has something wrong proposed.
  typealias Propose = (inout ControllerState, Snapshot, PackSettings) -> Decision

  let settings: PackSettings
  let lines: PackLines
  let drive: PackDrive
  let inbox: PackInbox
  private let events: EventQueue
  private let latches: LatchMemory
  private let memory: BlockMemory
  let learned: LearnedMemory
  private let propose: Propose

  private var state: ControllerState
  private var interlock: Interlock
  private var narrator: Narrator
  private var counts: SwitchCounts
  /// Learns the pack's heat from cycle to cycle.
  var learner: HeatLearner
  private var schedule: PackSchedule?
  /// What the last cycle saw, decided and drove; written when the cycle has come to its end.
  private(set) var report: PackReport?
  private let clock: any ControlClock
  /// The sentence of the last event about the outputs.
  private var told: String?
  /// Why the lines could not be driven in the last cycle, in the same words as its event.
  private var lineProblem: String?
  /// Whether the lines could not be driven in the last cycle and were not seen to be off.
  private var mayBeOn = false
  /// For how long that has been so.
  private var undriven = Lasting()

  /// What the last cycle leaves behind for the watchdogs.
  var cycled: CycledPack {
    CycledPack(endedAt: report?.snapshot.now, sentence: lineProblem ?? told)
  }

  init(
    _ configured: ConfiguredPack, remembered: ChargeBlock, drive: PackDrive, events: EventQueue,
    latches: LatchMemory, memory: BlockMemory, clock: any ControlClock,
    learned: LearnedMemory = LearnedMemory(besideStateFile: nil), learner: HeatLearner? = nil,
    schedule: PackSchedule? = nil,
    propose: @escaping Propose = decide
  ) {
    settings = configured.pack
    lines = configured.lines
    self.drive = drive
    self.events = events
    self.latches = latches
    self.memory = memory
    self.clock = clock
    self.learned = learned
    counts = memory.counts(of: configured.pack.name)
    self.learner = learner ?? learned.learner(of: configured.pack.name)
    self.schedule = schedule
    self.propose = propose
    inbox = PackInbox()
    state = ControllerState(remembered: remembered)
    interlock = Interlock(remembered: remembered)
    narrator = Narrator(settings, remembered: remembered)
  }

  /// Whether charging is blocked by cold: as last decided, and blocked where the interlock says so.
  var block: ChargeBlock { interlock.isBlocked ? .blocked : state.block }

  /// One control cycle: snapshot, decision, interlock, lines; then what there is to tell.
  func cycle(at now: Uptime) {
    let latest = inbox.latest
    var snapshot = Snapshot(
      now: now, battery: latest.battery, app: latest.app,
      chargerPresent: drive.inputs.chargerPresent(), heaterFeedback: drive.inputs.heaterFeedback(),
      readback: drive.outputs.readback(), exchanges: latest.exchanges,
      latched: latches.latched(settings.name), thermal: learner.estimate)
    snapshot.preheat = plan(snapshot)
    let decision = propose(&state, snapshot, settings)
    let verdict = interlock.permit(decision.outputs, snapshot, settings)
    var driven = verdict.outputs
    (lineProblem, mayBeOn) = (nil, false)
    do {
      if decision.faults.union(snapshot.latched).isDisjoint(with: .powerCut) {
        try drive.outputs.apply(verdict.outputs, until: now + settings.control.lease)
      } else {
        try drive.outputs.cutPower()
      }
    } catch {
      startAgain()
      driven = afterFailure(error, at: now)
    }
    // The pause before the other output counts from the line, not from the decision (S1). Where the
    // process or the machine stood still in between, it begins anew, and the evidence with it.
    if let before = report?.driven, before.hasMore(than: driven),
      clock.now - now > settings.control.interlockDelay / 20
    {
      startAgain()
    }
    // After the lines, so that nothing delays off (S8); from here on it holds across cycles.
    latches.latch(decision.newlyLatched, of: settings.name)
    if undriven.counts(mayBeOn, for: Fault.readbackDiffers.lasting, at: now) {
      latches.latch(FaultSet(.readbackDiffers), of: settings.name)
    }
    if let refusal = verdict.refusal {
      latches.latch(FaultSet(.interlockRefused), of: settings.name)
      startAgain()
      if let event = narrator.refusal(refusal, of: decision, at: now) { events.post(event) }
    }
    let report = PackReport(
      sentence: Explanation(decision, settings).description, name: settings.name,
      snapshot: snapshot, decision: decision, driven: driven,
      linkProblem: latest.linkProblem, lineProblem: lineProblem, counts: count(driven, at: now),
      learned: learn(decision, snapshot, driven: driven))
    for event in narrator.changes(report, block: block) {
      if case .decision = event.kind { told = event.sentence }
      events.post(event)
    }
    self.report = report
  }

  /// What is on after the lines could not be driven: what they read back, or else what was on
  /// before. The controller's own watch over that has begun anew with all its evidence.
  private func afterFailure(_ failure: OutputFailure, at now: Uptime) -> Outputs {
    let readback = drive.outputs.readback()
    mayBeOn = readback.value != .safe
    lineProblem = Narrator.sentence(failure, of: settings.name, isOff: !mayBeOn)
    if let event = narrator.failure(failure, isOff: !mayBeOn, at: now) { events.post(event) }
    return readback.value ?? report?.driven ?? .safe
  }

  /// Counts what was switched on. The events' thread has it written.
  private func count(_ driven: Outputs, at now: Uptime) -> SwitchCounts {
    let isCharging = counts.charge.note(driven.charge, at: now)
    let isHeating = counts.heater.note(driven.heater, at: now)
    if isCharging || isHeating { memory.put(counts, of: settings.name) }
    return counts
  }

  /// What the pack's schedule says. A return of the charger is told, to be remembered.
  private func plan(_ snapshot: Snapshot) -> PreheatPlan {
    guard let (plan, returns) = schedule?.plan(snapshot, report?.decision.figures) else {
      return .unscheduled
    }
    if let returns, let last = returns.returns.last {
      events.post(
        ControllerEvent(
          at: snapshot.now, pack: settings.name, kind: .chargerReturn(returns), level: .notice,
          sentence: "\(settings.name): the charger returned at \(last.time)."))
    }
    return plan
  }

  /// Forgets all evidence: what was not driven as decided must be earned again (S6). A block that
  /// only one of the two has seen holds for both.
  func startAgain() {
    let block = block
    state = ControllerState(remembered: block)
    interlock = Interlock(remembered: block)
  }
}

extension Outputs {
  /// Whether something is on that is off in `other`.
  fileprivate func hasMore(than other: Outputs) -> Bool {
    (charge && !other.charge) || (heater && !other.heater)
  }
}
