import BoardCatalog
import ControlCore
import Quantities

/// The safety rules in other words than those of the core, checked after every step against what
/// the world knows: what came over the line, what is latched, and how the pack really is.
struct Invariants {
  private let settings: PackSettings
  private let carriesApp: Bool
  private let floor: Double
  private(set) var app: AppSettings?
  private(set) var appReadAt: Uptime?
  private(set) var readings = 0
  private(set) var lastReading: Uptime?
  private(set) var isBlocked: Bool
  private(set) var isDecided: Bool
  private(set) var offSince: (charge: Uptime, heater: Uptime)
  private(set) var before = Outputs.safe

  init(_ settings: PackSettings, carriesApp: Bool, remembered: ChargeBlock, at now: Uptime) {
    (self.settings, self.carriesApp) = (settings, carriesApp)
    floor = max(settings.protectionFloor.rawValue, settings.chemistry.chargeFloor.rawValue)
    isBlocked = remembered == .blocked
    isDecided = remembered != .undecided
    offSince = (now, now)
  }

  /// The first rule that the outputs break, or `nil`.
  mutating func broken(
    _ outputs: Outputs, _ snapshot: Snapshot, latched: FaultSet
  ) -> String? {
    let now = snapshot.now
    defer {
      if outputs.charge { offSince.charge = now }
      if outputs.heater { offSince.heater = now }
      before = outputs
    }
    if outputs.charge, outputs.heater { return "S1: both on" }
    learn(snapshot)
    if seesCold(snapshot) { (isBlocked, isDecided) = (true, true) }
    guard let known = known(snapshot) else {
      readings = 0
      return outputs == .safe ? nil : "S4: on while something is unknown"
    }
    if lastReading != known.takenAt {
      let silence = lastReading.map { known.takenAt - $0 } ?? .zero
      if silence > settings.control.readingLifetime { readings = 0 }
      lastReading = known.takenAt
      readings += 1
    }
    if known.coldest <= known.protection {
      isBlocked = true
    } else if known.coldest >= known.recovery || !isDecided {
      isBlocked = false
    }
    isDecided = true
    if outputs == .safe { return nil }
    if readings < 3 { return "S6: on after \(readings) good readings" }
    return outputs.charge
      ? chargeRule(known, now, latched) : heaterRule(known, snapshot, latched)
  }

  /// The protection that holds at `snapshot`, for who knows how warm the cells really are.
  func protection(_ snapshot: Snapshot) -> Double? { known(snapshot)?.protection }

  private struct Known {
    var takenAt: Uptime
    var coldest: Double
    var protection: Double
    var recovery: Double
    var voltage: Double
  }

  private mutating func learn(_ snapshot: Snapshot) {
    guard case .measured(let read) = snapshot.app else { return }
    appReadAt = read.takenAt
    let (low, high) = (read.protection.rawValue, read.recovery.rawValue)
    if low >= -45, high <= 25, low < high { app = read }
  }

  /// Cold is cold, whatever else is unknown.
  private func seesCold(_ snapshot: Snapshot) -> Bool {
    guard case .measured(let battery) = snapshot.battery,
      snapshot.now - battery.takenAt <= settings.control.readingLifetime,
      !battery.warnings.contains(.probesDisabled), !battery.warnings.contains(.probeAnomaly)
    else { return false }
    let limit = max(floor, carriesApp ? app?.protection.rawValue ?? floor : floor)
    return [battery.probes.t1, battery.probes.t2].contains { probe in
      guard case .measured(let read) = probe, (-50...100).contains(read.reported.rawValue) else {
        return false
      }
      return read.lowest.rawValue <= limit
    }
  }

  private func known(_ snapshot: Snapshot) -> Known? {
    guard case .measured(let battery) = snapshot.battery,
      snapshot.now - battery.takenAt <= settings.control.readingLifetime,
      case .measured(let voltage) = battery.packVoltage, voltage.rawValue > 0,
      !battery.warnings.contains(.probesDisabled), !battery.warnings.contains(.probeAnomaly),
      case .measured(let t1) = battery.probes.t1, case .measured(let t2) = battery.probes.t2
    else { return nil }
    for temperature in [t1.reported.rawValue, t2.reported.rawValue]
    where temperature < -50 || temperature > 100 { return nil }
    if (t1.reported.rawValue - t2.reported.rawValue).magnitude > 10 { return nil }
    var (protection, recovery) = (floor, settings.minimumRecovery?.rawValue ?? floor)
    if carriesApp {
      guard let app, let appReadAt,
        snapshot.now - appReadAt <= settings.control.appSettingsLifetime
      else { return nil }
      protection = max(protection, app.protection.rawValue)
      recovery = max(recovery, app.recovery.rawValue)
    }
    return Known(
      takenAt: battery.takenAt, coldest: min(t1.lowest.rawValue, t2.lowest.rawValue),
      protection: protection, recovery: max(recovery, protection + 2),
      voltage: voltage.rawValue)
  }

  private func chargeRule(
    _ known: Known, _ now: Uptime, _ latched: FaultSet
  ) -> String? {
    if isBlocked { return "S2: charging at \(known.coldest) °C while blocked" }
    if now - offSince.heater < settings.control.interlockDelay {
      return "S1: charging too soon after heating"
    }
    let forbidding: [Fault] = [
      .chargeGateStuck, .heaterRisingWhileOff, .readbackDiffers, .interlockRefused,
      .latchesUnknown,
    ]
    return forbidding.contains { latched.contains($0) } ? "S7: charging with \(latched)" : nil
  }

  /// Heat that comes out of the pack waits for the schedule, and never goes below its floor.
  private func preheatRule(_ snapshot: Snapshot) -> String? {
    let battery = snapshot.battery.value
    let charger: Bool? =
      switch settings.chargerSource {
      case .inputLine: snapshot.chargerPresent.value
      case .board: battery?.chargerPlugged.value
      case .notSensed: nil
      }
    if charger == true { return nil }
    let allowed: HeatPolicy
    switch (settings.preheat, snapshot.preheat) {
    case (.some, .waiting): return "preheat: heating from the pack before the latest start"
    case (let preheat?, .running):
      allowed = .whileAbove(
        HeatFloors(stateOfCharge: preheat.stateOfChargeFloor, cellVoltage: nil))
    case (nil, _), (_, .unscheduled), (_, .unplanned): allowed = settings.heatWithoutCharger
    }
    guard case .whileAbove(let floors) = allowed else { return "heating without a charger" }
    guard let floor = floors.stateOfCharge, case .measured(let charge)? = battery?.stateOfCharge
    else { return nil }
    return charge <= floor ? "heating from the pack at \(charge)" : nil
  }

  private func heaterRule(
    _ known: Known, _ snapshot: Snapshot, _ latched: FaultSet
  ) -> String? {
    let now = snapshot.now
    guard let pad = settings.heater, case .optional(let rating) = settings.board.heating else {
      return "S3: heating without a pad, or on a board that has no heating"
    }
    var volts = known.voltage
    if case .charger(let maximum) = pad.supply { volts = max(volts, maximum.rawValue) }
    let ohms = pad.resistance.rawValue * (100 - pad.tolerance.rawValue) / 100
    if volts / ohms > rating.currentLimit.rawValue * (1 + 2e-9) { return "S3: \(volts / ohms) A" }
    if volts * volts / ohms > rating.powerLimit.rawValue * (1 + 2e-9) {
      return "S3: \(volts * volts / ohms) W"
    }
    if known.coldest >= max(known.recovery, pad.stop?.rawValue ?? -99) {
      return "S3: heating at \(known.coldest) °C"
    }
    if now - offSince.charge < settings.control.interlockDelay {
      return "S1: heating too soon after charging"
    }
    if let rule = preheatRule(snapshot) { return rule }
    let isAny = !latched.subtracting(FaultSet(.latchesNotStored)).isEmpty
    return isAny ? "S7: heating with \(latched.faults)" : nil
  }
}
