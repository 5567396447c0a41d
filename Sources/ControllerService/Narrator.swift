import ControlCore
import Quantities

/// Turns what changed from one cycle to the next into events: one sentence for each change.
struct Narrator {
  private let settings: PackSettings
  private var lastReason: Reason?
  private var lastDriven: Outputs?
  private var lastApp: AppSettings?
  private var lastAlarms: FaultSet = []
  private var lastLoud: FaultSet = []
  private var lastBlock: ChargeBlock
  private var lastDoubt: PreheatDoubt?
  private var lastLinkProblem: String?
  private var lastFailure: String?
  private var lastRefusal: Refusal?
  private var lastWear: [String] = []

  init(_ settings: PackSettings, remembered: ChargeBlock) {
    self.settings = settings
    lastBlock = remembered
  }

  /// The events of one cycle, in the order in which a person wants to read them.
  mutating func changes(_ report: PackReport, block: ChargeBlock) -> [ControllerEvent] {
    let now = report.snapshot.now
    var events: [ControllerEvent] = []
    if report.linkProblem != lastLinkProblem {
      events.append(linkEvent(report.linkProblem, at: now))
      lastLinkProblem = report.linkProblem
    }
    if case .measured(let app) = report.snapshot.app, !app.isSame(as: lastApp) {
      events += appEvents(app, report.decision, at: now)
      lastApp = app
    }
    let decision = report.decision
    events += faultEvents(decision, at: now)
    events += wearEvents(report.counts.warnings(at: now), at: now)
    let reason = decision.reason.withoutNumbers
    if reason != lastReason || report.driven != lastDriven {
      let isNewAlarm = !decision.alarms.isSubset(of: lastAlarms)
      events.append(
        ControllerEvent(
          at: now, pack: settings.name, kind: .decision(decision),
          level: isNewAlarm ? .warning : .notice,
          sentence: Explanation(decision, settings).description))
      lastReason = reason
      lastDriven = report.driven
      lastAlarms = decision.alarms
    }
    events += doubtEvents(report.snapshot.preheat, at: now)
    if block != lastBlock {
      lastBlock = block
      events.append(
        ControllerEvent(
          at: now, pack: settings.name, kind: .block(block), level: .notice,
          sentence: "\(settings.name): charging is now \(block.rawValue) by temperature."))
    }
    return events
  }

  /// Why the pack's schedule cannot be followed, once; and when it can be again.
  private mutating func doubtEvents(_ plan: PreheatPlan, at now: Uptime) -> [ControllerEvent] {
    let doubt: PreheatDoubt? = if case .unplanned(let doubt) = plan { doubt } else { nil }
    // Until the first reading nothing is known of any pack.
    guard doubt != lastDoubt, doubt != .packUnknown else { return [] }
    lastDoubt = doubt
    let words = doubt.map { "no preheat: \($0)" } ?? "the preheat follows its schedule again"
    return [
      ControllerEvent(
        at: now, pack: settings.name, kind: .schedule, level: doubt == nil ? .notice : .warning,
        sentence: "\(settings.name): \(words).")
    ]
  }

  /// What is latched from now on, and a board that is silent for long: each is told once.
  private mutating func faultEvents(
    _ decision: Decision, at now: Uptime
  ) -> [ControllerEvent] {
    let loud = decision.newlyLatched.union(
      decision.faults.intersection(FaultSet([.linkDown, .frameErrors])))
    defer { lastLoud = loud }
    return loud.subtracting(lastLoud).faults.map { fault in
      let rule = fault.rule
      let isLatched = rule.clearing == .acknowledged
      let way =
        isLatched ? " It is latched until `warmgate acknowledge \(settings.name) \(fault)`." : ""
      return ControllerEvent(
        at: now, pack: settings.name, kind: .fault, level: isLatched ? .error : .warning,
        sentence: "\(settings.name): \(rule.seen) (\(fault)). \(rule.remedy).\(way)")
    }
  }

  /// A switch that wears out; told when it begins, and anew after it was over.
  private mutating func wearEvents(_ warnings: [String], at now: Uptime) -> [ControllerEvent] {
    let subjects = warnings.map { String($0.prefix { $0 != "," && !$0.isNumber }) }
    defer { lastWear = subjects }
    return zip(warnings, subjects).filter { !lastWear.contains($0.1) }.map { warning, _ in
      ControllerEvent(
        at: now, pack: settings.name, kind: .fault, level: .warning,
        sentence: "\(settings.name): \(warning).")
    }
  }

  private func linkEvent(_ problem: String?, at now: Uptime) -> ControllerEvent {
    ControllerEvent(
      at: now, pack: settings.name, kind: .link, level: problem == nil ? .notice : .warning,
      sentence: "\(settings.name): \(problem ?? "the BMS answers again.")")
  }

  private func appEvents(
    _ app: AppSettings, _ decision: Decision, at now: Uptime
  ) -> [ControllerEvent] {
    let name = settings.name
    let present = "\(app.protection.text(places: 1)), recovery \(app.recovery.text(places: 1))"
    func event(_ level: ControllerEvent.Level, _ sentence: String) -> ControllerEvent {
      ControllerEvent(at: now, pack: name, kind: .appSettings, level: level, sentence: sentence)
    }
    var events: [ControllerEvent] = []
    if let old = lastApp {
      events.append(
        event(
          .notice,
          "\(name): low-temperature charge protection in the app changed from "
            + "\(old.protection.text(places: 1)), recovery \(old.recovery.text(places: 1)), "
            + "to \(present)."))
    } else {
      events.append(event(.notice, "\(name): low-temperature charge protection \(present)."))
    }
    if !Thresholds.accepts(app) {
      events.append(
        event(
          .warning,
          "\(name): that cannot be right (−45 to 25 °C, recovery above protection) and is not "
            + "used; the last good setting holds. Set it right in the app."))
    } else if let thresholds = decision.figures.thresholds,
      app.protection < thresholds.protection
    {
      events.append(
        event(
          .warning,
          "\(name): the app would charge \(settings.chemistry) cells down to "
            + "\(app.protection.text(places: 1)); \(thresholds.protection.text(places: 1)) holds "
            + "instead. Set the protection in the app to \(thresholds.protection.text(places: 0))."
        ))
    }
    return events
  }

  /// A line that could not be driven; told once for each failure.
  mutating func failure(
    _ failure: OutputFailure, isOff: Bool, at now: Uptime
  ) -> ControllerEvent? {
    let sentence = Narrator.sentence(failure, of: settings.name, isOff: isOff)
    guard sentence != lastFailure else { return nil }
    lastFailure = sentence
    return ControllerEvent(
      at: now, pack: settings.name, kind: .fault, level: .error, sentence: sentence)
  }

  /// What is said of a line that could not be driven, by whether both outputs are seen to be off.
  static func sentence(_ failure: OutputFailure, of pack: String, isOff: Bool) -> String {
    "\(pack): \(isOff ? "both outputs off" : "an output may still be on"): \(failure)"
  }

  /// A proposal that the interlock refused: a fault of this program, told loudly, once for each.
  mutating func refusal(
    _ refusal: Refusal, of decision: Decision, at now: Uptime
  ) -> ControllerEvent? {
    guard refusal != lastRefusal else { return nil }
    lastRefusal = refusal
    return ControllerEvent(
      at: now, pack: settings.name, kind: .fault, level: .error,
      sentence:
        "\(settings.name): both outputs off: the interlock refused a proposal (\(refusal)). "
        + "This is a fault of the controller: please report it. It proposed: "
        + Explanation(decision, settings).description)
  }
}

extension AppSettings {
  /// Whether the values are the same, whenever they were read.
  fileprivate func isSame(as other: AppSettings?) -> Bool {
    guard var other else { return false }
    other.takenAt = takenAt
    return self == other
  }
}

extension Reason {
  /// The reason without its measured numbers: a change of these alone is no news.
  fileprivate var withoutNumbers: Reason {
    switch self {
    case .holdingSafe(.gatheringEvidence): .holdingSafe(.gatheringEvidence(goodReadings: 0))
    case .holdingSafe(.probeSpread): .holdingSafe(.probeSpread(Kelvins(0)))
    case .holdingSafe, .charging, .chargeWaits, .heating, .coldWithoutHeat: self
    }
  }
}
