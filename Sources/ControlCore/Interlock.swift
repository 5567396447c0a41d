import BoardCatalog
package import Quantities

/// The one place that permits an output. It trusts nobody: from the snapshot alone it checks S1
/// to S4 and S6 again on every cycle, whatever the controller proposes, and answers both off when
/// a rule would be broken.
///
/// It shares no code with `decide`, and its memory is its own.
public struct Interlock: Hashable, Sendable {
  package private(set) var goodReadings = 0
  package internal(set) var judgedReading: Uptime?
  package private(set) var app: AppSettings?
  package private(set) var appReadAt: Uptime?
  package private(set) var isBlocked: Bool
  package private(set) var lastCharge: Uptime?
  package private(set) var lastHeater: Uptime?

  /// Latched faults with which nothing may be on. Written out here and not taken from the fault
  /// table, so that a mistake there is found here.
  private static let latchedOff = FaultSet([
    .chargeGateStuck, .heaterRisingWhileOff, .readbackDiffers, .interlockRefused, .latchesUnknown,
  ])
  /// Latched faults with which the heater may not be on.
  private static let latchedHeaterOff = FaultSet([.heaterNoRise, .heaterOpen, .heaterShorted])

  /// An interlock that has permitted nothing yet.
  ///
  /// - Parameter remembered: whether charging was blocked when the controller last ran.
  public init(remembered: ChargeBlock = .undecided) {
    isBlocked = remembered == .blocked
  }

  /// Permits `proposed`, or refuses it with the rule that it would break; refused is both off.
  public mutating func permit(
    _ proposed: Outputs, _ snapshot: Snapshot, _ settings: PackSettings
  ) -> Verdict {
    // Before the first cycle either line may have been on.
    lastCharge = lastCharge ?? snapshot.now
    lastHeater = lastHeater ?? snapshot.now
    let refusal = brokenRule(proposed, snapshot, settings)
    let outputs = refusal == nil ? proposed : .safe
    if outputs.charge { lastCharge = snapshot.now }
    if outputs.heater { lastHeater = snapshot.now }
    return Verdict(outputs: outputs, refusal: refusal)
  }

  private mutating func brokenRule(
    _ proposed: Outputs, _ snapshot: Snapshot, _ settings: PackSettings
  ) -> Refusal? {
    learn(snapshot.app)
    // S2: blocked at the protection, released at recovery; in between, as it was.
    if seesCold(snapshot, settings) { isBlocked = true }
    guard let facts = facts(snapshot, settings) else {
      goodReadings = 0
      return proposed == .safe ? nil : .unknown
    }
    if facts.takenAt != judgedReading {
      let sinceLast = judgedReading.map { facts.takenAt - $0 } ?? .zero
      goodReadings = sinceLast > settings.control.readingLifetime ? 1 : goodReadings + 1
      judgedReading = facts.takenAt
    }
    if facts.coldest >= facts.recovery { isBlocked = false }
    if proposed == .safe { return nil }
    if goodReadings < 3 { return .tooFewReadings }
    if proposed.charge && proposed.heater { return .bothOn }
    if !snapshot.latched.isDisjoint(with: Interlock.latchedOff) { return .latched }
    if proposed.charge { return chargeRule(facts, snapshot.now, settings) }
    return heaterRule(facts, snapshot.now, snapshot.latched, settings)
  }

  /// Takes in the app's settings; what cannot be right is not used.
  private mutating func learn(_ read: Measured<AppSettings>) {
    guard case .measured(let settings) = read else { return }
    appReadAt = settings.takenAt
    let range = Celsius(-45)...Celsius(25)
    if range.contains(settings.protection), range.contains(settings.recovery),
      settings.protection < settings.recovery
    {
      app = settings
    }
  }

  /// The app's settings as last accepted, or nothing when they have not been read for too long.
  func heldApp(at now: Uptime, _ settings: PackSettings) -> AppSettings? {
    guard let app, let appReadAt,
      now - appReadAt <= settings.control.appSettingsLifetime
    else { return nil }
    return app
  }

  private func chargeRule(
    _ facts: Facts, _ now: Uptime, _ settings: PackSettings
  ) -> Refusal? {
    if isBlocked { return .chargeWhileCold }
    return waited(since: lastHeater, now, settings) ? nil : .tooSoon
  }

  private func heaterRule(
    _ facts: Facts, _ now: Uptime, _ latched: FaultSet, _ settings: PackSettings
  ) -> Refusal? {
    guard let rating = settings.heaterRating, let heater = settings.heater else {
      return .noHeater
    }
    if !latched.isDisjoint(with: Interlock.latchedHeaterOff) { return .latched }
    var voltage = facts.packVoltage
    if case .charger(let maximum) = heater.supply { voltage = max(voltage, maximum) }
    let resistance = heater.resistance - heater.resistance * heater.tolerance.fraction
    // A part in 10⁹ is left for decimal numbers that are not exact in binary.
    guard resistance > Ohms(0), voltage / resistance <= rating.currentLimit * (1 + 1e-9),
      voltage.squared / resistance <= rating.powerLimit * (1 + 1e-9)
    else { return .overLimit }
    let stop = max(heater.stop ?? facts.recovery, facts.recovery)
    if !(facts.coldest < stop) { return .heatWhileWarm }
    return waited(since: lastCharge, now, settings) ? nil : .tooSoon
  }

  private func waited(since last: Uptime?, _ now: Uptime, _ settings: PackSettings) -> Bool {
    now - (last ?? now) >= settings.control.interlockDelay
  }
}

/// What the interlock answers.
public struct Verdict: Hashable, Sendable {
  /// What the lines are to be.
  public var outputs: Outputs
  /// The rule that the proposal would have broken; `nil` when it was permitted.
  public var refusal: Refusal?

  /// An answer.
  public init(outputs: Outputs, refusal: Refusal?) {
    self.outputs = outputs
    self.refusal = refusal
  }
}

/// A rule that a proposal would have broken. Each is a fault of the controller, and is reported.
public enum Refusal: Hashable, Sendable, CaseIterable, CustomStringConvertible {
  case bothOn, tooSoon, chargeWhileCold, heatWhileWarm, overLimit, noHeater, unknown
  case tooFewReadings, latched

  /// The rule, with its number.
  public var description: String {
    switch self {
    case .bothOn: "S1: heater and charge gate on together"
    case .tooSoon: "S1: on before the interlock delay was over"
    case .chargeWhileCold: "S2: charging while too cold"
    case .heatWhileWarm: "S3: heating at or above the stop value"
    case .overLimit: "S3: heating above a limit of the board"
    case .noHeater: "S3: heating without a pad or without the board's heating option"
    case .unknown: "S4: an output on while something is unknown"
    case .tooFewReadings: "S6: an output on before three good readings"
    case .latched: "S7: an output on that a latched fault forbids"
    }
  }
}
