import ControlCore
import Quantities

extension BenchJudge {
  func isFaultSeen(_ turn: BenchTrace.Turn) -> Bool {
    scenario.story.fault.map(turn.alarms.contains) ?? false
  }

  /// When the story's cause happens.
  var cause: Uptime {
    let causes = scenario.events.filter { event in
      if case .charger(true) = event.change { false } else { true }
    }
    return Uptime(causes.last { $0.time <= .seconds(600) }?.time ?? .zero)
  }

  /// How long it may take to find the fault: what the fault table says, and what goes on before.
  private var findable: Duration {
    guard let fault = scenario.story.fault else { return .zero }
    // A switch that has failed shows only when it is to go off; a probe takes the air's temperature
    // by and by; the app's settings are read every 30 s.
    let shows: Duration
    switch scenario.story {
    case .stuckHeater, .lostOff: shows = .seconds(300)
    case .detachedProbe: shows = .seconds(150)
    case .invertedRecovery: shows = .seconds(30)
    case .coldSoak, .unpluggedProbe, .silentBoard, .appChangesThreshold, .overLimitPad,
      .chargerRemoved, .preheat, .weakPad, .frozenProbe, .openPad, .shortedPad, .detachedPad,
      .stuckGate,
      .secondHeater, .wrongBoard, .noisyLine, .boardAlarm, .implausibleProbe, .ignoredProbes,
      .warmMosfet, .lowCharge, .flickeringCharger, .hungLoop:
      shows = .zero
    }
    switch fault.rule.delay {
    case .atOnce, .readingLifetime: return shows + slack + .seconds(2)
    case .lasting(let span): return shows + span + slack + .seconds(2)
    case .exchanges(_, let count):
      // A board that answers badly is asked less often.
      return control.period * Double(count * 3) + slack
    case .heat: return scenario.span
    }
  }

  var faultFound: BenchCheck {
    let name = scenario.story.fault?.rawValue ?? "no fault"
    let turn = trace.first(where: isFaultSeen)
    let isInTime = turn.map { $0.time >= cause && $0.time <= cause + findable } ?? false
    return BenchCheck(
      "the fault is found by its name, \(name)", isMet: isInTime,
      found: turn.map { "at \(packTime($0.time)), cells at \($0.cells.text(places: 1))" }
        ?? "not seen in \(Int(trace.lastSeen.sinceStart.seconds)) s")
  }

  /// Both outputs are off from the moment at which the fault is found, to the end.
  var offFromThen: BenchCheck {
    guard let found = trace.first(where: isFaultSeen) else {
      return BenchCheck("both outputs are off from then on", isMet: false, found: "no fault seen")
    }
    let on = trace.first(from: found.time + slack) { $0.outputs != .safe }
    let isOff = trace.turns.last { $0.time <= found.time + slack }?.outputs == .safe
    return BenchCheck(
      "both outputs are off from then on", isMet: isOff && on == nil,
      found: on.map { "on at \(packTime($0.time))" } ?? (isOff ? "off to the end" : "still on"))
  }

  /// The output that was on before the cause is off while it lasts, and on again after it.
  func offMeanwhile(_ output: (Outputs) -> Bool) -> BenchCheck {
    let end = Uptime(scenario.events.last?.time ?? .zero)
    let wasOn = trace.turns.last { $0.time < cause }.map { output($0.outputs) } ?? false
    let meanwhile = trace.first(from: cause + .seconds(5) + slack) {
      output($0.outputs) && $0.time < end
    }
    let back = trace.first(from: end) { output($0.outputs) }
    return BenchCheck(
      "what was on before is off while it lasts, and on again after it",
      isMet: wasOn && meanwhile == nil && back != nil,
      found: !wasOn
        ? "it was not on before"
        : meanwhile.map { "on at \(packTime($0.time))" }
          ?? back.map { "on again at \(packTime($0.time))" } ?? "never on again")
  }
}
