import BoardCatalog
package import Quantities

/// Watches what decides nothing by itself: the pad, the gate, the lines, the board and its line.
package struct Supervisor: Hashable, Sendable {
  /// Into the pack, with the gate off. JK boards are within half an ampere at rest.
  static let leastStuckCurrent = Amperes(1)

  package private(set) var silence = Lasting()
  package private(set) var open = Lasting()
  package private(set) var gate = Lasting()
  package private(set) var lines = Lasting()
  private(set) var rise = RiseWatch()
  private var early = EarlyRiseWatch()
  package private(set) var pad = PadCurrent()
  package private(set) var off = OffWatch()
  package private(set) var errors = ErrorRate()
  /// The model that was judged last, and what came out.
  package private(set) var model: String?
  package private(set) var isOtherModel = false
  /// Until when a pad that cannot reach its stop value is left alone.
  package private(set) var unreachableUntil: Uptime?
  /// What the latest reading says; holds until the next one.
  package private(set) var ofReading: FaultSet = []

  /// Whether the heater has tripped, and the pad is yet to be proved sound.
  var isProvingPad: Bool { pad.isProving }

  /// Counts heat that the pad has given since the last step, which was so long ago.
  mutating func add(_ energy: Joules, over span: Duration) {
    rise.add(energy)
    early.add(energy, over: span)
  }

  /// What is wrong in this step, but for what `judge` finds by itself.
  mutating func faults(
    _ snapshot: Snapshot, _ evidence: Evidence?, isNew: Bool, charge: OutputTimer,
    heater: OutputTimer, block: ChargeBlock, app: AppSettings?, _ settings: PackSettings
  ) -> FaultSet {
    let now = snapshot.now
    var faults: FaultSet = []
    if isNew, case .measured(let battery) = snapshot.battery {
      if battery.model.value != model {
        model = battery.model.value
        isOtherModel = model.map { settings.board.isOther(thanReported: $0) } ?? false
      }
      ofReading = battery.faults(isOtherModel: isOtherModel, app, settings)
      judgePad(battery, evidence, charge: charge, heater: heater, settings)
    }
    faults.formUnion(ofReading)
    ofReading.subtract(.latching)
    let isSilent = !snapshot.hasReading(youngerThan: settings.control.readingLifetime)
    let latched = snapshot.latched
    // A person may acknowledge what is no longer seen: what nobody can look at has not gone.
    if latched.contains(.heaterRisingWhileOff), isSilent || !off.isOver {
      faults.insert(.heaterRisingWhileOff)
    }
    if silence.counts(isSilent, for: Supervisor.longestSilence, at: now) {
      faults.insert(.linkDown)
    }
    if errors.isTooHigh(snapshot.exchanges) { faults.insert(.frameErrors) }
    let isOpen = heater.isOn && (pad.isOpen || snapshot.heaterFeedback.value == false)
    if open.counts(isOpen, for: Supervisor.longestOpen, at: now) { faults.insert(.heaterOpen) }
    let flows = isGateStuck(snapshot, charge)
    let hasFlowed = gate.counts(flows == true, for: Supervisor.longestStuck, at: now)
    if hasFlowed || latched.contains(.chargeGateStuck) && (isSilent || flows != false) {
      faults.insert(.chargeGateStuck)
    }
    let isOther = differs(snapshot, Outputs(charge: charge.isOn, heater: heater.isOn))
    let hasDiffered = lines.counts(isOther == true, for: Supervisor.longestDifference, at: now)
    if hasDiffered || latched.contains(.readbackDiffers) && isOther != false {
      faults.insert(.readbackDiffers)
    }
    if let evidence {
      judgeRise(evidence, heater, block, &faults, snapshot.thermal, at: now, settings)
    }
    if let until = unreachableUntil, now < until { faults.insert(.heaterUnreachable) }
    return faults
  }

  private mutating func judgePad(
    _ battery: BatteryReading, _ evidence: Evidence?, charge: OutputTimer, heater: OutputTimer,
    _ settings: PackSettings
  ) {
    guard let pad = settings.heater, case .pack = pad.supply, let rating = settings.heaterRating
    else { return off.giveUp() }
    guard let evidence else { return off.miss() }
    let expected = evidence.packVoltage / pad.resistance
    let draw = HeaterDraw(pad, packVoltage: evidence.packVoltage)
    let verdict = self.pad.judge(battery, heater, draw: draw, expected: expected, rating)
    if verdict == .shorted { ofReading.insert(.heaterShorted) }
    guard !heater.isOn, !charge.isOn,
      heater.hasSettled(for: PadCurrent.settling, at: battery.takenAt)
    else { return off.forget() }
    if off.isRising(
      battery, evidence, expected: expected, capacity: settings.greatestHeatCapacity)
    {
      ofReading.insert(.heaterRisingWhileOff)
    }
  }

  private mutating func judgeRise(
    _ evidence: Evidence, _ heater: OutputTimer, _ block: ChargeBlock, _ faults: inout FaultSet,
    _ estimate: ThermalEstimate, at now: Uptime, _ settings: PackSettings
  ) {
    guard heater.isOn else {
      early.forget()
      if block == .blocked { rise.rest(evidence.coldest, at: now) } else { rise.forget() }
      return
    }
    let capacity = settings.greatestHeatCapacity
    let sooner = early.judge(evidence, capacity: capacity, estimate)
    guard let fault = rise.judge(evidence, capacity: capacity, at: now) ?? sooner else { return }
    if fault == .heaterUnreachable {
      unreachableUntil = now + Supervisor.unreachablePause
    } else {
      faults.insert(fault)
    }
    // The heater goes off, with which the other watch forgets by itself.
    rise.forget()
  }

  /// Whether a line is not what it was set to, or the pad is fed with the heater off; `nil` where
  /// that is not known.
  private func differs(_ snapshot: Snapshot, _ commanded: Outputs) -> Bool? {
    if !commanded.heater, snapshot.heaterFeedback.value == true { return true }
    guard case .measured(let readback) = snapshot.readback else { return nil }
    return readback != commanded
  }

  /// Whether charge current flows with the gate off; `nil` where that is not known.
  private func isGateStuck(_ snapshot: Snapshot, _ charge: OutputTimer) -> Bool? {
    guard case .measured(let battery) = snapshot.battery,
      case .measured(let current) = battery.current, !charge.isOn,
      charge.hasSettled(for: PadCurrent.settling, at: battery.takenAt)
    else { return nil }
    return current > Supervisor.leastStuckCurrent
  }

  // The table's own numbers, looked up once.
  private static let longestSilence = Fault.linkDown.lasting
  private static let longestOpen = Fault.heaterOpen.lasting
  private static let longestStuck = Fault.chargeGateStuck.lasting
  private static let longestDifference = Fault.readbackDiffers.lasting
  private static let unreachablePause: Duration =
    if case .after(let pause) = Fault.heaterUnreachable.rule.clearing { pause } else { .zero }
}

/// How many of the exchanges with the board are damaged, judged in groups of forty.
package struct ErrorRate: Hashable, Sendable {
  private var judged = ExchangeCount()
  private var isHigh = false

  mutating func isTooHigh(_ count: ExchangeCount) -> Bool {
    let group = count.all - judged.all
    // A counter that went back is another one.
    if group < 0 { judged = count }
    guard case .exchanges(let bad, let of) = FaultRule.frameErrors.delay, group >= of else {
      return isHigh
    }
    let damaged = count.damaged - judged.damaged
    judged = count
    // 10 of 40, whatever the size of the group; half of that ends it.
    isHigh = damaged * of >= (isHigh ? bad - bad / 2 : bad) * group
    return isHigh
  }
}

extension Snapshot {
  fileprivate func hasReading(youngerThan span: Duration) -> Bool {
    switch battery {
    case .measured(let reading): now - reading.takenAt <= span
    case .unknown: false
    }
  }
}

extension PackSettings {
  /// The most heat that the pack can take up for one kelvin, as far as is known.
  var greatestHeatCapacity: JoulesPerKelvin {
    thermal.heatCapacity ?? ProbeTrack.heatCapacityPerString * Double(stringCount)
  }
}
