import BoardCatalog
import ControlCore
import Quantities
import Testing

/// A pack on a test bench in memory: one reading a second through `decide` and the interlock.
struct Rig {
  var settings: PackSettings
  var state: ControllerState
  var interlock: Interlock
  var now = Uptime.start
  /// What the board would answer now.
  var reading = BatteryReading(takenAt: .start)
  /// What it answered last.
  var answer: BatteryReading?
  var app: Measured<AppSettings>
  var chargerPresent = Measured<Bool>.measured(true)
  var heaterFeedback = Measured<Bool>.unknown(.notRead)
  /// What the lines read back; what they were set to, unless a test says otherwise.
  var readback: Measured<Outputs>?
  var exchanges = ExchangeCount()
  /// What is latched, as a record beside the controller would have it (S7).
  var latched: FaultSet = []
  var preheat = PreheatPlan.unscheduled
  /// What has been learned of the pack's heat.
  var thermal = ThermalEstimate.unknown
  /// Whether each step brings a new reading of the battery.
  var boardAnswers = true
  /// Whether each step brings the app's settings anew.
  var appAnswers = true
  /// What was decided last.
  var decision: Decision?

  /// R16 of the reference packs: 16S LFP, 20.0 Ω (measured, so without tolerance), 51.2 V, the
  /// app at 0/5 °C, a charger present.
  init(
    remembered: ChargeBlock = .undecided, _ change: (inout PackSettings) -> Void = { _ in }
  ) throws {
    var settings = try PackSettings.r16()
    change(&settings)
    self.settings = settings
    state = ControllerState(remembered: remembered)
    interlock = Interlock(remembered: remembered)
    app = .measured(
      AppSettings(takenAt: .start, protection: Celsius(0), recovery: Celsius(5)))
    reading.packVoltage = .measured(Volts(51.2))
    reading.stateOfCharge = .measured(Percent(60))
    reading.lowestCell = .measured(Volts(3.2))
    set(10)
  }

  /// Both probes at `temperature` °C.
  mutating func set(_ temperature: Double) { set(t1: temperature, t2: temperature) }

  /// Each probe at a temperature of its own, in °C.
  mutating func set(t1: Double, t2: Double) {
    reading.probes.t1 = .measured(ProbeTemperature(exactly: Celsius(t1)))
    reading.probes.t2 = .measured(ProbeTemperature(exactly: Celsius(t2)))
  }

  mutating func setApp(_ protection: Double, _ recovery: Double) {
    app = .measured(
      AppSettings(takenAt: now, protection: Celsius(protection), recovery: Celsius(recovery)))
  }

  var snapshot: Snapshot {
    Snapshot(
      now: now, battery: answer.map { .measured($0) } ?? .unknown(.notRead), app: app,
      chargerPresent: chargerPresent, heaterFeedback: heaterFeedback,
      readback: readback ?? .measured(decision?.outputs ?? .safe), exchanges: exchanges,
      latched: latched, preheat: preheat, thermal: thermal)
  }

  /// A new answer of the board, unless it is silent.
  mutating func takeReading() {
    guard boardAnswers else { return }
    reading.takenAt = now
    answer = reading
  }

  /// One step later: a new reading, a decision, and the interlock's agreement with it.
  @discardableResult
  mutating func step(after span: Duration = .seconds(1)) -> Decision {
    now = now + span
    takeReading()
    if appAnswers, case .measured(var settings) = app {
      settings.takenAt = now
      app = .measured(settings)
    }
    let step = decide(state, snapshot, settings)
    state = step.state
    let verdict = interlock.permit(step.decision.outputs, snapshot, settings)
    #expect(
      verdict == Verdict(outputs: step.decision.outputs, refusal: nil),
      "the interlock refuses at \(now) what decide proposes: \(step.decision.reason)")
    latched.formUnion(step.decision.newlyLatched)
    decision = step.decision
    return step.decision
  }

  /// So many steps of one second; returns the last decision.
  @discardableResult
  mutating func steps(_ count: Int) -> Decision {
    var last = step()
    for _ in 1..<max(count, 1) { last = step() }
    return last
  }

  /// Runs until the heater is on, a minute and a half at most: delays and off times included.
  mutating func heat(at temperature: Double = -6.3) throws {
    set(temperature)
    for _ in 0..<90 where step().outputs.heater { return }
    throw RigError.neverHeated
  }

  enum RigError: Error { case neverHeated, noBoard }
}

extension PackSettings {
  static func r16(board: String = "BD6A17S6P") throws -> PackSettings {
    var settings = PackSettings(
      name: "shed", board: try #require(Board.named(board)), chemistry: .lfp, stringCount: 16)
    settings.heater = HeaterSettings(resistance: Ohms(20), tolerance: Percent(0))
    settings.chargerSource = .inputLine
    return settings
  }
}

extension Outputs {
  static let charging = Outputs(charge: true, heater: false)
  static let heating = Outputs(charge: false, heater: true)
}
