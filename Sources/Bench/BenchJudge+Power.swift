import ControlCore
import Quantities

extension BenchJudge {
  /// The charge pump's master relay opens at most 11.5 s after the last edge of `alive`, by the
  /// bill of materials; half a second and the judge's slack on top.
  private var cutWithin: Duration { .seconds(12) + slack }

  /// A switch does not obey: the master relay in series takes the power away for good.
  var powerCut: BenchCheck {
    let claim = "within \(text(cutWithin)) `alive` has taken the power away, for good"
    guard let found = trace.first(where: isFaultSeen) else {
      return BenchCheck(claim, isMet: false, found: "no fault seen")
    }
    let due = found.time + cutWithin
    let then = trace.turns.last { $0.time <= due }
    let again = trace.first(from: due) { $0.hasPower || $0.fed != .safe }
    let cut = trace.first(from: found.time) { !$0.hasPower }
    let isCut = then.map { !$0.hasPower && $0.fed == .safe } ?? false
    return BenchCheck(
      claim, isMet: isCut && again == nil && trace.lastSeen >= due,
      found: !isCut
        ? "still there"
        : again.map { "there again at \(packTime($0.time))" }
          ?? cut.map { "after \(text($0.time - found.time))" } ?? "never there")
  }

  /// The control loop hangs in the middle of heating.
  var hang: [BenchCheck] {
    let hangs = scenario.events.compactMap { event -> (start: Uptime, end: Uptime)? in
      guard case .loopHangs(let span) = event.change else { return nil }
      return (Uptime(event.time), Uptime(event.time + span))
    }
    guard let hang = hangs.first else { return [] }
    let wasHeating = trace.turns.last { $0.time < hang.start }?.outputs.heater ?? false
    let off = trace.first(from: hang.start) { $0.outputs == .safe }
    let delay = off.map { $0.time - hang.start }
    let cut = trace.first(from: hang.start) { !$0.hasPower }
    let cutDelay = cut.map { $0.time - hang.start }
    let back = off.flatMap { off in trace.first(from: off.time) { $0.outputs != .safe } }
    let pause = back.map { $0.time - hang.end }
    // The hang was a silence: three readings, and off for as long as a switch must rest.
    let rest = control.minimumOff
    let lease = control.lease + slack
    return [
      BenchCheck("the pad heats before that", isMet: wasHeating, found: seen(heaterOn, "on")),
      BenchCheck(
        "nobody renews the outputs: both off within \(text(lease))",
        isMet: delay.map { $0 > .zero && $0 <= lease } ?? false,
        found: delay.map { "after \(text($0))" } ?? "not seen"),
      BenchCheck(
        "`alive` rests too: the power is gone within \(text(cutWithin))",
        isMet: cutDelay.map { $0 > .zero && $0 <= cutWithin } ?? false,
        found: cutDelay.map { "after \(text($0))" } ?? "not seen"),
      BenchCheck(
        "heating comes back when the loop is back and the pad has rested: \(text(rest)) to "
          + "\(text(rest + slack)) after it",
        isMet: back?.outputs.heater == true
          && pause.map { $0 >= rest && $0 <= rest + slack } ?? false,
        found: pause.map { "after \(text($0))" } ?? "not seen"),
    ]
  }

  /// The charger comes and goes all the time.
  var flicker: [BenchCheck] {
    let changes = scenario.events.compactMap { event -> (time: Uptime, isThere: Bool)? in
      guard case .charger(let isThere) = event.change else { return nil }
      return (Uptime(event.time), isThere)
    }
    let late = changes.first { change in
      guard !change.isThere else { return false }
      let end = changes.first { $0.time > change.time }?.time ?? trace.lastSeen
      let due = change.time + slack
      let isOn = trace.turns.last { $0.time <= due }?.outputs.heater ?? true
      return isOn || trace.first(from: due) { $0.outputs.heater && $0.time < end } != nil
    }
    var pauses: [Duration] = []
    let turns = trace.outputTurns
    for (before, turn) in zip(turns, turns.dropFirst()) where turn.outputs.heater {
      if turns.contains(where: { $0.outputs.heater && $0.time < before.time }) {
        pauses.append(turn.time - before.time)
      }
    }
    let shortest = pauses.min()
    let isOnInTheEnd = turns.last?.outputs.heater == true
    return [
      BenchCheck(
        "each time the charger goes the heater is off within \(text(slack))",
        isMet: late == nil && heaterOn != nil,
        found: late.map { "on after \(packTime($0.time))" } ?? "each time"),
      BenchCheck(
        "between two runs the heater is off for at least \(text(control.minimumOff))",
        isMet: shortest.map { $0 >= control.minimumOff } ?? false,
        found: shortest.map { "\(pauses.count + 1) runs, \(text($0)) at least" } ?? "no two runs"),
      BenchCheck(
        "in the end the pad heats again", isMet: isOnInTheEnd,
        found: isOnInTheEnd ? "on" : "off"),
    ]
  }

  /// What is wrong is not used, and what was right before goes on.
  var heatingGoesOn: BenchCheck {
    let before = trace.turns.last { $0.time < cause }
    let stop = trace.first(from: cause) { !$0.outputs.heater }
    let other = trace.first(from: cause) { $0.thresholds != before?.thresholds }
    let wasHeating = before?.outputs.heater ?? false
    return BenchCheck(
      "heating goes on with the settings that were right",
      isMet: wasHeating && stop == nil && other == nil && trace.lastSeen > cause,
      found: !wasHeating
        ? "it was not on before"
        : stop.map { "off at \(packTime($0.time))" }
          ?? other.map { "other settings at \(packTime($0.time))" } ?? "on to the end")
  }
}
