import ControlCore
import Quantities

/// One pack: takes its inputs, decides, asks the interlock, drives the lines, tells what changed.
///
/// Belongs to the control loop's thread.
final class PackController {
  let settings: PackSettings
  let lines: PackLines
  let drive: PackDrive
  let inbox: PackInbox
  private let events: EventQueue

  private var state: ControllerState
  private var interlock: Interlock
  private var narrator: Narrator
  /// What the last cycle saw, decided and drove.
  private(set) var report: PackReport?

  init(
    _ configured: ConfiguredPack, remembered: ChargeBlock, drive: PackDrive, events: EventQueue
  ) {
    settings = configured.pack
    lines = configured.lines
    self.drive = drive
    self.events = events
    inbox = PackInbox()
    state = ControllerState(remembered: remembered)
    interlock = Interlock(remembered: remembered)
    narrator = Narrator(settings, remembered: remembered)
  }

  /// Whether charging is blocked by cold, as last decided.
  var block: ChargeBlock { state.block }

  /// One control cycle: snapshot, decision, interlock, lines; then what there is to tell.
  func cycle(at now: Uptime) {
    let latest = inbox.latest
    let snapshot = Snapshot(
      now: now, battery: latest.battery, app: latest.app,
      chargerPresent: drive.inputs.chargerPresent(), heaterFeedback: drive.inputs.heaterFeedback())
    let decision = decide(&state, snapshot, settings)
    let verdict = interlock.permit(decision.outputs, snapshot, settings)
    var driven = verdict.outputs
    do {
      try drive.outputs.apply(verdict.outputs, until: now + settings.control.lease)
    } catch {
      driven = .safe
      startAgain()
      if let event = narrator.failure(error, at: now) { events.post(event) }
    }
    if let refusal = verdict.refusal {
      startAgain()
      if let event = narrator.refusal(refusal, of: decision, at: now) { events.post(event) }
    }
    let report = PackReport(
      name: settings.name, snapshot: snapshot, decision: decision, driven: driven,
      linkProblem: latest.linkProblem)
    for event in narrator.changes(report, block: state.block) { events.post(event) }
    self.report = report
  }

  /// Forgets all evidence: what was not driven as decided must be earned again (S6).
  func startAgain() {
    let block = state.block
    state = ControllerState(remembered: block)
    interlock = Interlock(remembered: block)
  }
}
