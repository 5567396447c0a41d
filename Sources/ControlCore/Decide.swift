import Quantities

/// One control step. Pure: no clock, no I/O, no globals; the same inputs give the same result.
///
/// In words: what is not known is off; a pack at or below the protection is not charged, and is
/// heated where that is allowed, until it has recovered; then it is charged again.
public func decide(
  _ state: ControllerState, _ snapshot: Snapshot, _ settings: PackSettings
) -> (state: ControllerState, decision: Decision) {
  var next = state
  let decision = decide(&next, snapshot, settings)
  return (next, decision)
}

/// The same step with the state replaced in its place, for a loop that keeps only the last one.
public func decide(
  _ state: inout ControllerState, _ snapshot: Snapshot, _ settings: PackSettings
) -> Decision {
  var figures = Figures()
  state.begin(at: snapshot.now)
  state.countHeat(until: snapshot.now, settings)

  let reason: Reason
  let judged = state.judgedReading
  let evidence = state.judge(snapshot, settings, &figures)
  state.supervise(snapshot, try? evidence.get(), isNew: state.judgedReading != judged, settings)
  let inForce = state.faults.union(snapshot.latched)
  switch evidence {
  case .failure(let hold):
    state.goodReadings = 0
    reason = .holdingSafe(hold.reason)
  case .success(let evidence):
    figures.draw = settings.heater.map { HeaterDraw($0, packVoltage: evidence.packVoltage) }
    state.release(evidence)
    figures.preheat = snapshot.isChargerSensed(settings) ? .unscheduled : snapshot.plan(settings)
    let isPreheating = state.isPreheating(evidence, figures.preheat, snapshot.plan(settings))
    if let fault = inForce.intersection(.bothOff).first {
      state.goodReadings = 0
      reason = .holdingSafe(.fault(fault))
    } else if state.goodReadings < ControllerState.neededReadings {
      reason = .holdingSafe(.gatheringEvidence(goodReadings: state.goodReadings))
    } else if state.block == .blocked {
      reason = state.heat(evidence, figures.draw, inForce, snapshot, settings)
    } else if isPreheating,
      let heats = state.preheat(evidence, figures.draw, inForce, snapshot, settings)
    {
      reason = heats
    } else {
      reason = state.permitCharge(evidence, inForce, snapshot.now, settings)
    }
  }
  let outputs = state.drive(reason, at: snapshot.now, settings.control)
  state.alarms.formUnion(state.faults)
  return Decision(
    outputs: outputs, reason: reason, figures: figures, faults: state.faults,
    newlyLatched: state.faults.intersection(.latching).subtracting(snapshot.latched),
    alarms: state.alarms)
}

extension ControllerState {
  /// At the first step both outputs have just gone off, as far as anybody knows.
  fileprivate mutating func begin(at now: Uptime) {
    charge.begin(at: now)
    heater.begin(at: now)
    faults = []
  }

  /// Looks for faults that the reading alone does not show.
  fileprivate mutating func supervise(
    _ snapshot: Snapshot, _ evidence: Evidence?, isNew: Bool, _ settings: PackSettings
  ) {
    faults.formUnion(
      supervisor.faults(
        snapshot, evidence, isNew: isNew, charge: charge, heater: heater, block: block, app: app,
        settings))
  }

  /// Tells every probe how much heat the pack was given since the last step.
  fileprivate mutating func countHeat(until now: Uptime, _ settings: PackSettings) {
    defer { lastStep = now }
    guard heater.isOn, let lastStep, let heater = settings.heater, let packVoltage else { return }
    let span = now - lastStep
    let energy = packVoltage.squared / heater.resistance * span
    supervisor.add(energy, over: span)
    let capacity = settings.greatestHeatCapacity
    for probe in Probe.allCases where settings.probes.contains(probe) {
      probes[probe].heat(energy, span, resolution: probeResolution, capacity: capacity)
    }
  }

  /// Releases at recovery, or at the stop value of a run under way. Cold has blocked before that.
  fileprivate mutating func release(_ evidence: Evidence) {
    packVoltage = evidence.packVoltage
    probeResolution = evidence.probeResolution
    let thresholds = evidence.thresholds
    let end = heater.isOn ? thresholds.stop : thresholds.recovery
    if evidence.coldest >= end || block == .undecided { block = .released }
  }

  /// Whether the schedule asks for heat although the pack may be charged as it is: from the latest
  /// start on, until it has recovered once. A charger that comes is let in at once instead.
  fileprivate mutating func isPreheating(
    _ evidence: Evidence, _ counting: PreheatPlan, _ plan: PreheatPlan
  ) -> Bool {
    guard case .running(let due) = plan else { return false }
    let end = heater.isOn ? evidence.thresholds.stop : evidence.thresholds.recovery
    if evidence.coldest >= end { preheatedDay = due.day }
    return counting == plan && preheatedDay != due.day
  }

  /// The pack is too cold to charge: heats it, or says what forbids it.
  fileprivate mutating func heat(
    _ evidence: Evidence, _ draw: HeaterDraw?, _ inForce: FaultSet, _ snapshot: Snapshot,
    _ settings: PackSettings
  ) -> Reason {
    // The floors are followed even while something else forbids heating: their latches must not
    // miss a reading.
    let policy = policyObstacle(snapshot, settings)
    guard let rating = settings.heaterRating else { return .coldWithoutHeat(.noHeatingOption) }
    guard let draw else { return .coldWithoutHeat(.noPad) }
    if let limit = draw.exceeded(of: rating) {
      faults.insert(.heaterOverLimit)
      return .coldWithoutHeat(.overLimit(limit))
    }
    if evidence.hottest >= evidence.thresholds.hottestHeated {
      faults.insert(.heaterOvertemperature)
      return .coldWithoutHeat(.hottestProbe(evidence.hottestProbe))
    }
    if let fault = inForce.intersection(.heatingOff).first {
      return .coldWithoutHeat(.fault(fault))
    }
    if supervisor.isProvingPad { return .coldWithoutHeat(.provingPad) }
    if let policy { return .coldWithoutHeat(policy) }
    // Charging goes off in this very step, if it is on; the heater follows after the delay.
    if !charge.hasBeenOff(for: settings.control.interlockDelay, at: snapshot.now) {
      return .coldWithoutHeat(.interlockDelay)
    }
    if !heater.minimumOffIsOver(at: snapshot.now) { return .coldWithoutHeat(.minimumOff) }
    return .heating
  }

  /// Heats a pack that may be charged as it is, as its schedule asks; where heating is forbidden it
  /// stays permitted to charge.
  fileprivate mutating func preheat(
    _ evidence: Evidence, _ draw: HeaterDraw?, _ inForce: FaultSet, _ snapshot: Snapshot,
    _ settings: PackSettings
  ) -> Reason? {
    let reason = heat(evidence, draw, inForce, snapshot, settings)
    switch reason {
    case .heating, .coldWithoutHeat(.interlockDelay), .coldWithoutHeat(.minimumOff),
      .coldWithoutHeat(.provingPad):
      return reason
    case .coldWithoutHeat, .holdingSafe, .charging, .chargeWaits: return nil
    }
  }

  private mutating func policyObstacle(
    _ snapshot: Snapshot, _ settings: PackSettings
  ) -> HeatObstacle? {
    guard case .measured(let battery) = snapshot.battery else { return .stateOfChargeUnknown }
    if snapshot.isChargerSensed(settings) {
      return floors.obstacle(settings.heatWithCharger, .withCharger, battery)
    }
    switch snapshot.plan(settings) {
    case .waiting: return .waitsForPreheat
    case .running:
      return floors.obstacle(settings.preheat?.policy ?? .never, .preheat, battery)
    case .unscheduled, .unplanned:
      return floors.obstacle(settings.heatWithoutCharger, .withoutCharger, battery)
    }
  }

  /// The pack is warm enough to charge: permits it, or says what forbids it.
  fileprivate mutating func permitCharge(
    _ evidence: Evidence, _ inForce: FaultSet, _ now: Uptime, _ settings: PackSettings
  ) -> Reason {
    if let fault = inForce.intersection(.chargingOff).first {
      return .chargeWaits(.fault(fault))
    }
    if let limit = evidence.thresholds.chargeOvertemperature {
      let recovery = evidence.thresholds.chargeOvertemperatureRecovery ?? limit
      if evidence.hottest >= limit { chargeOvertemperature = true }
      if evidence.hottest < min(recovery, limit) { chargeOvertemperature = false }
      if chargeOvertemperature { return .chargeWaits(.overtemperature) }
    }
    if !heater.hasBeenOff(for: settings.control.interlockDelay, at: now) {
      return .chargeWaits(.interlockDelay)
    }
    if !charge.minimumOffIsOver(at: now) { return .chargeWaits(.minimumOff) }
    return .charging
  }

  /// Turns the reason into outputs: off first and at once, then on (S1, S8).
  fileprivate mutating func drive(
    _ reason: Reason, at now: Uptime, _ control: ControlSettings
  ) -> Outputs {
    let outputs: Outputs
    switch reason {
    case .charging: outputs = Outputs(charge: true, heater: false)
    case .heating: outputs = Outputs(charge: false, heater: true)
    case .holdingSafe, .chargeWaits, .coldWithoutHeat: outputs = .safe
    }
    if !outputs.charge { charge.turnOff(at: now, control) }
    if !outputs.heater { heater.turnOff(at: now, control) }
    if outputs.charge { charge.turnOn(at: now) }
    if outputs.heater { heater.turnOn(at: now) }
    return outputs
  }
}

extension Snapshot {
  /// Whether a charger is known to be there. One that is not known to be there is not there: that
  /// policy is the stricter one.
  fileprivate func isChargerSensed(_ settings: PackSettings) -> Bool {
    switch settings.chargerSource {
    case .inputLine: chargerPresent.value ?? false
    case .board: battery.value?.chargerPlugged.value ?? false
    case .notSensed: false
    }
  }

  /// The schedule's plan, where the pack has a schedule.
  fileprivate func plan(_ settings: PackSettings) -> PreheatPlan {
    settings.preheat == nil ? .unscheduled : preheat
  }
}
