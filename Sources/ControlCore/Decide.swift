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
  switch state.judge(snapshot, settings, &figures) {
  case .failure(let hold):
    state.goodReadings = 0
    reason = .holdingSafe(hold.reason)
  case .success(let evidence):
    figures.draw = settings.heater.map { HeaterDraw($0, packVoltage: evidence.packVoltage) }
    state.latchBlock(evidence, settings)
    if state.goodReadings < ControllerState.neededReadings {
      reason = .holdingSafe(.gatheringEvidence(goodReadings: state.goodReadings))
    } else if state.block == .blocked {
      reason = state.heat(evidence, figures.draw, snapshot, settings)
    } else {
      reason = state.permitCharge(evidence, snapshot.now, settings)
    }
  }
  let outputs = state.drive(reason, at: snapshot.now, settings.control)
  return Decision(outputs: outputs, reason: reason, figures: figures, alarms: state.alarms)
}

extension ControllerState {
  /// At the first step both outputs have just gone off, as far as anybody knows.
  fileprivate mutating func begin(at now: Uptime) {
    charge.begin(at: now)
    heater.begin(at: now)
  }

  /// Tells every probe how much heat the pack was given since the last step.
  fileprivate mutating func countHeat(until now: Uptime, _ settings: PackSettings) {
    defer { lastStep = now }
    guard heater.isOn, let lastStep, let heater = settings.heater, let packVoltage else { return }
    let energy = packVoltage.squared / heater.resistance * (now - lastStep)
    let capacity =
      heater.heatCapacity ?? ProbeTrack.heatCapacityPerString * Double(settings.stringCount)
    for probe in Probe.allCases where settings.probes.contains(probe) {
      probes[probe].heat(energy, resolution: probeResolution, capacity: capacity)
    }
  }

  /// Blocks at the protection and releases at recovery, or at the stop value of a run under way.
  fileprivate mutating func latchBlock(_ evidence: Evidence, _ settings: PackSettings) {
    packVoltage = evidence.packVoltage
    probeResolution = evidence.probeResolution
    let thresholds = evidence.thresholds
    let release = heater.isOn ? thresholds.stop : thresholds.recovery
    if evidence.coldest <= thresholds.protection {
      block = .blocked
    } else if evidence.coldest >= release {
      block = .released
    } else if block == .undecided {
      block = .released
    }
  }

  /// The pack is too cold to charge: heats it, or says what forbids it.
  fileprivate mutating func heat(
    _ evidence: Evidence, _ draw: HeaterDraw?, _ snapshot: Snapshot, _ settings: PackSettings
  ) -> Reason {
    // The floors are followed even while something else forbids heating: their latches must not
    // miss a reading.
    let policy = policyObstacle(snapshot, settings)
    guard let rating = settings.heaterRating else { return .coldWithoutHeat(.noHeatingOption) }
    guard let draw else { return .coldWithoutHeat(.noPad) }
    if let limit = draw.exceeded(of: rating) {
      alarms.insert(.heaterOverLimit)
      return .coldWithoutHeat(.overLimit(limit))
    }
    if evidence.hottest >= evidence.thresholds.hottestHeated {
      return .coldWithoutHeat(.hottestProbe(evidence.hottestProbe))
    }
    if let policy { return .coldWithoutHeat(policy) }
    // Charging goes off in this very step, if it is on; the heater follows after the delay.
    if !charge.hasBeenOff(for: settings.control.interlockDelay, at: snapshot.now) {
      return .coldWithoutHeat(.interlockDelay)
    }
    if !heater.minimumOffIsOver(at: snapshot.now) { return .coldWithoutHeat(.minimumOff) }
    return .heating
  }

  private mutating func policyObstacle(
    _ snapshot: Snapshot, _ settings: PackSettings
  ) -> HeatObstacle? {
    guard case .measured(let battery) = snapshot.battery else { return .stateOfChargeUnknown }
    let sensed: Measured<Bool>
    switch settings.chargerSource {
    case .inputLine: sensed = snapshot.chargerPresent
    case .board: sensed = battery.chargerPlugged
    case .notSensed: sensed = .unknown(.notCarried)
    }
    // A charger that is not known to be there is not there: its policy is the stricter one.
    let charger = sensed.value ?? false
    let policy = charger ? settings.heatWithCharger : settings.heatWithoutCharger
    return floors.obstacle(policy, charger: charger, battery)
  }

  /// The pack is warm enough to charge: permits it, or says what forbids it.
  fileprivate mutating func permitCharge(
    _ evidence: Evidence, _ now: Uptime, _ settings: PackSettings
  ) -> Reason {
    if evidence.warnings.contains(.emergency) {
      alarms.insert(.emergency)
      return .chargeWaits(.emergency)
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
