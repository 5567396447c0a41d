import BoardCatalog
import ControlCore
import Quantities

/// `decide` and the interlock for one pack, in the state in which they mostly are.
enum DecideBenchmark {
  static func rows() throws -> [Row] {
    var (state, interlock) = (ControllerState(), Interlock())
    let settings = Rig.settings()
    var snapshot = Rig.snapshot(at: Celsius(-6.3))
    var (cycles, permitted) = (0, 0)
    // What it costs to make a snapshot is not the core's.
    var made = snapshot
    let making = timed { made = Rig.next(made) }
    let figure = timed {
      // A pack that is heated and gets no warmer is a fault after 8057 s: it begins anew in time.
      cycles += 1
      if cycles.isMultiple(of: 50_000) { (state, interlock) = (ControllerState(), Interlock()) }
      snapshot = Rig.next(snapshot)
      let decision = decide(&state, snapshot, settings)
      if interlock.permit(decision.outputs, snapshot, settings).outputs.heater {
        permitted += 1
      }
    }
    precondition(permitted > 100_000, "it should have been heating")
    return [
      Row(
        what: "decide + interlock, one pack", value: figure.nanoseconds - making.nanoseconds,
        unit: .nanoseconds,
        goal: .atMost(200)),
      Row(
        what: "decide + interlock, memory asked for", value: figure.allocations,
        unit: .allocations, goal: .atMost(0)),
    ]
  }
}

/// A cold pack of 16 LFP cells with a 21 Ω pad and a charger.
enum Rig {
  static func settings() -> PackSettings {
    guard let board = Board.named("BD6A17S6P") else { preconditionFailure("a known board") }
    var pack = PackSettings(name: "pack", board: board, chemistry: .lfp, stringCount: 16)
    pack.heater = HeaterSettings(resistance: Ohms(21), tolerance: Percent(5))
    pack.chargerSource = .inputLine
    return pack
  }

  static func snapshot(at temperature: Celsius) -> Snapshot {
    let start = Uptime(nanoseconds: 1_000_000_000)
    var reading = BatteryReading(takenAt: start)
    reading.packVoltage = .measured(Volts(51.2))
    // More than an open pad's third of 2.4 A, less than the two thirds of one that is stuck on.
    reading.current = .measured(Amperes(-1))
    reading.probes.t1 = .measured(ProbeTemperature(exactly: temperature))
    reading.probes.t2 = .measured(ProbeTemperature(exactly: temperature))
    reading.stateOfCharge = .measured(Percent(50))
    reading.lowestCell = .measured(Volts(3.2))
    let app = AppSettings(
      takenAt: start, protection: Celsius(0), recovery: Celsius(5),
      chargeOvertemperature: .measured(Celsius(60)),
      chargeOvertemperatureRecovery: .measured(Celsius(55)))
    return Snapshot(
      now: start, battery: .measured(reading), app: .measured(app),
      chargerPresent: .measured(true), heaterFeedback: .unknown(.absent))
  }

  /// The same 100 ms later, with a new reading. The probes warm up by a step and cool again, as
  /// those of a pack near equilibrium do: a frozen one would be a fault.
  static func next(_ snapshot: Snapshot) -> Snapshot {
    var next = snapshot
    next.now = snapshot.now + .milliseconds(100)
    guard case .measured(var reading) = snapshot.battery, case .measured(var app) = snapshot.app
    else { return next }
    reading.takenAt = next.now
    let isEven = (next.now.nanoseconds / 100_000_000).isMultiple(of: 2)
    let probe = ProbeTemperature(exactly: Celsius(isEven ? -6.3 : -6.2))
    reading.probes.t1 = .measured(probe)
    reading.probes.t2 = .measured(probe)
    app.takenAt = next.now
    next.battery = .measured(reading)
    next.app = .measured(app)
    return next
  }
}
