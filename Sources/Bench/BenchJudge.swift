import ControlCore
public import Quantities

/// Holds what was seen of a pack against what its scenario must show.
public struct BenchJudge: Sendable {
  /// The controller's first permission needs so many good readings (S6).
  private static let neededReadings = 3.0

  let scenario: BenchScenario
  let trace: BenchTrace
  let control: ControlSettings

  /// A judge of one pack in one run.
  public init(_ scenario: BenchScenario, _ trace: BenchTrace) {
    (self.scenario, self.trace, control) = (scenario, trace, trace.pack.control)
  }

  /// Whether the pack has shown all that its story has; the run may end.
  public var isOver: Bool {
    switch scenario.story {
    case .coldSoak, .appChangesThreshold: isOverAfter(.seconds(60)) { $0.outputs.charge }
    case .weakPad, .detachedPad: isOverAfter(.seconds(600), isFaultSeen)
    case .unpluggedProbe, .silentBoard, .overLimitPad, .chargerRemoved, .preheat, .frozenProbe,
      .openPad,
      .shortedPad, .stuckHeater, .stuckGate, .secondHeater, .wrongBoard, .noisyLine,
      .boardAlarm, .implausibleProbe, .ignoredProbes, .warmMosfet, .detachedProbe, .lowCharge,
      .flickeringCharger, .invertedRecovery, .lostOff, .hungLoop:
      false
    }
  }

  /// Every claim, with what was seen of it.
  public var checks: [BenchCheck] { rules + story }

  private var story: [BenchCheck] {
    switch scenario.story {
    case .coldSoak: [chargeBlocked, heatingStarts, heatedInTime, chargeFollows]
    case .appChangesThreshold: appChange + [heatedInTime, chargeFollows]
    case .preheat: preheat + [heatedInTime]
    case .weakPad, .openPad, .shortedPad, .detachedPad, .frozenProbe, .detachedProbe:
      [heatingStarts, faultFound, offFromThen, neverCharged]
    case .stuckHeater, .stuckGate:
      [heatingStarts, faultFound, offFromThen, neverCharged, powerCut]
    case .lostOff: [heatingStarts, faultFound, neverCharged, powerCut]
    case .hungLoop: hang + [neverCharged]
    case .flickeringCharger: flicker + [neverCharged]
    case .invertedRecovery: [heatingStarts, faultFound, heatingGoesOn, neverCharged]
    case .overLimitPad: [overLimitSaid, neverHeated, neverCharged]
    case .wrongBoard: [faultFound, neverHeated, neverCharged]
    case .secondHeater, .noisyLine:
      [heatingStarts, faultFound, offMeanwhile { $0.heater }, neverCharged]
    case .boardAlarm: [faultFound, offMeanwhile { $0.charge }, neverHeated]
    case .unpluggedProbe:
      interruption(
        claim: "T2 is unplugged: both off within \(text(slack))", within: .zero...slack,
        returns: control.period * BenchJudge.neededReadings + slack
      ) { $0 == .holdingSafe(.probe(.t2, .absent)) }
    case .implausibleProbe:
      interruption(
        claim: "T2 reads what no battery has: both off within \(text(slack))",
        within: .zero...slack, returns: control.period * BenchJudge.neededReadings + slack
      ) { $0 == .holdingSafe(.probe(.t2, .implausible)) }
    case .ignoredProbes:
      // The app's settings are read every 30 s.
      interruption(
        claim: "the sensors are ignored: both off within \(text(.seconds(30) + slack))",
        within: .zero...(.seconds(30) + slack),
        returns: .seconds(30) + control.period * BenchJudge.neededReadings + slack
      ) { $0 == .holdingSafe(.probesNotTrusted) }
    case .warmMosfet:
      interruption(
        claim: "no probe is left: both off within \(text(slack)), however warm the MOSFETs are",
        within: .zero...slack, returns: control.period * BenchJudge.neededReadings + slack
      ) { $0 == .holdingSafe(.probe(.t1, .absent)) } + [neverCharged]
    case .lowCharge:
      interruption(
        claim: "the charge is at its floor: the heater is off within \(text(slack))",
        within: .zero...slack, returns: slack
      ) { $0.isLowCharge } + [neverCharged]
    case .silentBoard:
      interruption(
        claim: "the board is silent: both off when the last reading is "
          + "\(text(control.readingLifetime)) old",
        within: (control.readingLifetime - slack)...(control.readingLifetime + slack),
        returns: .seconds(4) + control.period * BenchJudge.neededReadings + slack
      ) { $0 == .holdingSafe(.reading(.stale)) }
    case .chargerRemoved:
      interruption(
        claim: "the charger goes: the heater is off within \(text(slack))", within: .zero...slack,
        returns: slack
      ) { $0 == .coldWithoutHeat(.noCharger) }
    }
  }

  /// A period until the board is read, one until the loop has the reading, one to look at it.
  var slack: Duration { control.period * 3 }

  private func isOverAfter(_ span: Duration, _ isIt: (BenchTrace.Turn) -> Bool) -> Bool {
    guard let turn = trace.first(where: isIt) else { return false }
    return trace.lastSeen - turn.time >= span
  }

  // MARK: The rules

  private var rules: [BenchCheck] {
    [
      rule("charging and heating were never on together", brokenAt: trace.bothOnAt),
      rule("never charged at or below the protection", brokenAt: trace.coldChargeAt),
      rule("the pad was never on over a limit of the board", brokenAt: trace.overLimitAt),
      rule("nothing was ever written to the board", brokenAt: trace.wroteAt),
    ]
  }

  private func rule(_ claim: String, brokenAt: Uptime?) -> BenchCheck {
    BenchCheck(
      claim, isMet: brokenAt == nil && trace.sightCount > 0,
      found: brokenAt.map { "broken at \(packTime($0))" } ?? "looked at \(trace.sightCount) times")
  }

  // MARK: Warming up

  var heaterOn: BenchTrace.Turn? { trace.first { $0.outputs.heater } }
  private var chargeOn: BenchTrace.Turn? { trace.first { $0.outputs.charge } }
  /// The heater's last end before charging.
  private var heaterOff: BenchTrace.Turn? {
    heaterOn.flatMap { on in trace.first(from: on.time) { !$0.outputs.heater } }
  }

  private var chargeBlocked: BenchCheck {
    let blockedUntil = chargeOn?.time ?? trace.lastSeen
    let heatedFirst = heaterOn.map { $0.time < blockedUntil } ?? false
    return BenchCheck(
      "charging is off from the start until after the heating", isMet: heatedFirst,
      found: chargeOn.map { "off until \(packTime($0.time))" } ?? "off to the end")
  }

  private var heatingStarts: BenchCheck {
    BenchCheck("the pad heats the cold pack", isMet: heaterOn != nil, found: seen(heaterOn, "on"))
  }

  private var heatedInTime: BenchCheck {
    let claim = "one heat-up, to the stop value, within 1 % of the closed form"
    guard let heatUp = trace.heatUp() else {
      return BenchCheck(claim, isMet: false, found: seen(heaterOff, "off"))
    }
    let runs = trace.outputTurns.filter(\.outputs.heater).count
    let isClose = heatUp.difference.magnitude <= HeatUp.allowedDifference
    return BenchCheck(
      claim, isMet: isClose && runs == 1,
      found: "\(runs == 1 ? "" : "\(runs) runs; ")\(heatUp.from.text(places: 1)) to "
        + "\(heatUp.to.text(places: 1)) in \(text(heatUp.took)), closed form "
        + "\(text(heatUp.closedForm)), difference \(heatUp.difference.text(places: 2))")
  }

  private var chargeFollows: BenchCheck {
    let claim = "then charging, at least \(text(control.interlockDelay)) after the heater"
    guard let heaterOff, let chargeOn else {
      return BenchCheck(claim, isMet: false, found: seen(chargeOn, "on"))
    }
    let pause = chargeOn.time - heaterOff.time
    return BenchCheck(
      claim, isMet: pause >= control.interlockDelay && pause <= control.interlockDelay + slack,
      found: "heater off at \(packTime(heaterOff.time)), charging on \(text(pause)) later")
  }

  private var neverCharged: BenchCheck {
    BenchCheck(
      "charging never starts", isMet: chargeOn == nil && trace.sightCount > 0,
      found: chargeOn == nil ? "off to the end" : seen(chargeOn, "on"))
  }

  private var neverHeated: BenchCheck {
    BenchCheck(
      "the heater stays off", isMet: heaterOn == nil && trace.sightCount > 0,
      found: heaterOn == nil ? "off to the end" : seen(heaterOn, "on"))
  }

  // MARK: Single stories

  private var overLimitSaid: BenchCheck {
    let turn = trace.first { $0.reason?.isOverLimit == true }
    return BenchCheck(
      "the reason names the limit that the pad would exceed", isMet: turn != nil,
      found: turn.map { "at \(packTime($0.time))" } ?? "not seen")
  }

  private var appChange: [BenchCheck] {
    let changes = scenario.events.compactMap { event -> (time: Duration, recovery: Celsius)? in
      guard case .app(_, let recovery) = event.change else { return nil }
      return (event.time, recovery)
    }
    guard let change = changes.first else { return [] }
    let limit = Duration.seconds(30) + slack
    let taken = trace.first(from: Uptime(change.time)) {
      ($0.thresholds?.recovery).map { $0 >= change.recovery } ?? false
    }
    let delay = taken.map { $0.time.sinceStart - change.time }
    let end = heaterOff.map(\.time) ?? trace.lastSeen
    let began = heaterOn?.time ?? trace.lastSeen
    let isWithin = delay.map { $0 <= limit } ?? false
    return [
      BenchCheck(
        "the app's new recovery value holds within \(text(limit))",
        isMet: isWithin, found: delay.map { "after \(text($0))" } ?? "not seen"),
      BenchCheck(
        "the pad heats without a break from before the change to after it",
        isMet: began < Uptime(change.time) && taken.map { end > $0.time } ?? false,
        found: "heater on \(packTime(began)) to \(packTime(end))"),
    ]
  }

  /// Heating is interrupted by the first thing that happens after the beginning, and comes back
  /// after the last, and not before.
  private func interruption(
    claim: String, within: ClosedRange<Duration>, returns: Duration,
    _ isReason: (Reason) -> Bool
  ) -> [BenchCheck] {
    let times = scenario.events.map(\.time).filter { $0 > .zero }
    guard let first = times.first, let last = times.last, first < last else { return [] }
    let (start, end) = (Uptime(first), Uptime(last))
    let before = trace.turns.last { $0.time < start }
    let wasHeating = trace.lastSeen >= start && before?.outputs.heater == true
    let off = trace.first(from: start) { $0.outputs == .safe }
    let delay = off.map { $0.time - start }
    let reason = trace.first(from: start) { $0.reason.map(isReason) ?? false }
    let back = off.flatMap { off in trace.first(from: off.time) { $0.outputs != .safe } }
    let pause = back.map { $0.time - end }
    let isBack = pause.map { $0 >= .zero && $0 <= returns } ?? false
    return [
      BenchCheck(
        "the pad heats before that", isMet: wasHeating, found: seen(heaterOn, "on")),
      BenchCheck(
        claim, isMet: delay.map(within.contains) ?? false,
        found: delay.map { "after \(text($0))" } ?? "not seen"),
      BenchCheck(
        "the reason says so", isMet: reason.map { $0.outputs == .safe } ?? false,
        found: reason.map { "at \(packTime($0.time))" } ?? "not seen"),
      BenchCheck(
        "heating comes back at most \(text(returns)) after the cause has gone, and not before",
        isMet: isBack && back?.outputs.heater == true,
        found: pause.map { "after \(text($0))" } ?? "not seen"),
    ]
  }

  func seen(_ turn: BenchTrace.Turn?, _ state: String) -> String {
    guard let turn else { return "never \(state)" }
    return "\(state) at \(packTime(turn.time)), cells at \(turn.cells.text(places: 1))"
  }
}

extension Reason {
  fileprivate var isOverLimit: Bool {
    if case .coldWithoutHeat(.overLimit) = self { true } else { false }
  }

  fileprivate var isLowCharge: Bool {
    if case .coldWithoutHeat(.stateOfCharge) = self { true } else { false }
  }
}

/// An instant on a bench, for example `6:31:42`.
public func packTime(_ time: Uptime) -> String {
  let seconds = time.nanoseconds / 1_000_000_000
  let padded = [seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
  return "\(seconds / 3600):\(padded.joined(separator: ":"))"
}

func text(_ span: Duration) -> String {
  span >= .seconds(100)
    ? decimal(span.seconds, places: 0) + " s" : shortDecimal(span.seconds) + " s"
}
