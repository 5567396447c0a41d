package import Quantities

extension ControllerState {
  /// The earliest instant after the last step at which a step could do anything but count time and
  /// heat, while readings, inputs and latched faults stay as they are; `nil` where none ever does.
  ///
  /// A simulation leaps to it. Whoever gives the controller another timer adds it here; the tests
  /// that compare leaps with every cycle find one that is missing. The answer may be too early: a
  /// step more changes nothing. It is the last step's own instant where every step counts. What was
  /// learned of a pack is left out: a simulation has no `Snapshot.thermal`.
  package func nextTimer(_ settings: PackSettings) -> Uptime? {
    guard let now = lastStep else { return .start }
    if goodReadings < ControllerState.neededReadings || supervisor.isCounting { return now }
    var next = Earliest(after: now)
    for probe in Probe.allCases where settings.probes.contains(probe) {
      if probes[probe].isCounting { return now }
    }
    next.note(charge, settings.control)
    next.note(heater, settings.control)
    next.note(supervisor.pad.calmUntil)
    if let until = supervisor.unreachableUntil { next.note(until) }
    noteHeat(settings, &next)
    return next.instant
  }

  /// When the heat that the pad gives, or seems to give, is enough to judge by.
  private func noteHeat(_ settings: PackSettings, _ next: inout Earliest) {
    guard let packVoltage, let pad = settings.heater else { return }
    let power = packVoltage.squared / pad.resistance
    guard power > .zero else { return }
    let capacity = settings.greatestHeatCapacity
    if let begin = supervisor.off.begin {
      let step = RiseWatch.step(resolution: probeResolution)
      next.note(begin.at + capacity * step / power)
    }
    guard heater.isOn else { return }
    next.note(
      heat: supervisor.rise.heatLeft(capacity: capacity, resolution: probeResolution), power)
    for probe in Probe.allCases where settings.probes.contains(probe) {
      let track = probes[probe]
      let heat = track.heatLeft(resolution: probeResolution, capacity: capacity)
      next.note(heat: heat, power, atLeast: track.timeLeft)
    }
  }
}

extension Supervisor {
  /// Whether something lasts, or is being proved, so that each step counts.
  fileprivate var isCounting: Bool {
    silence.since != nil || open.since != nil || gate.since != nil || lines.since != nil
      || pad.isProving || pad.isOpen
  }
}

extension ProbeTrack {
  /// Whether readings in a row are being counted.
  fileprivate var isCounting: Bool { owedReadings > 0 }

  /// The heat that is still to come before a probe that does not move is frozen, and the time.
  fileprivate func heatLeft(resolution: Kelvins, capacity: JoulesPerKelvin) -> Joules {
    capacity * (resolution * ProbeTrack.frozenSteps) - standstill.heat
  }
  fileprivate var timeLeft: Duration { ProbeTrack.heatsWay - standstill.span }
}

/// The earliest of some instants after another.
private struct Earliest {
  let now: Uptime
  private(set) var instant: Uptime?

  init(after now: Uptime) { self.now = now }

  mutating func note(_ other: Uptime) {
    if other > now { instant = min(instant ?? other, other) }
  }

  /// When a pause or the settling after a switch is over.
  mutating func note(_ output: OutputTimer, _ control: ControlSettings) {
    note(output.mayTurnOnAt)
    guard let changed = output.changedAt else { return }
    note(changed + control.interlockDelay)
    note(changed + PadCurrent.settling)
  }

  /// When `power` has given `heat`; a hair earlier, because a sum of many steps is not exact.
  mutating func note(heat: Joules, _ power: Watts, atLeast span: Duration = .zero) {
    note(now + max(heat / power - .milliseconds(1), span, .nanoseconds(1)))
  }
}

extension ControllerState {
  /// Leaves out steps until `time`, each with a new reading that would have said what the last one
  /// said, and none of them later than `nextTimer`.
  package mutating func passOver(until time: Uptime) {
    if judgedReading != nil { judgedReading = time }
  }
}

extension Interlock {
  /// Leaves out steps until `time`, each with a new reading that would have said what the last one
  /// said.
  package mutating func passOver(until time: Uptime) {
    if judgedReading != nil { judgedReading = time }
  }
}
