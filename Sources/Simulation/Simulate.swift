import ControlCore
import Quantities
import ThermalModel

/// Runs the production controller and its interlock against a simulated pack.
///
/// `decide` and `Interlock` are those that drive a real pack, fed with what a JK board would report
/// in each cycle. Cycles in which provably nothing can change are leapt over unless the input says
/// otherwise; see <doc:Simulating>.
///
/// - Parameters:
///   - part: How long each part of the trace is, the last one perhaps shorter; `nil` for no trace.
///   - progress: Called now and then with the share that is done, 0 to 1; `false` ends the run
///     where it is.
public func simulate(
  _ input: SimulationInput, part: Duration? = nil, progress: ((Double) -> Bool)? = nil
) -> (result: SimulationResult, trace: SimulationTrace?) {
  var run = SimulationRun(input, part: part)
  run.run(progress)
  return run.outcome()
}

/// A simulation under way.
struct SimulationRun {
  let input: SimulationInput
  let settings: PackSettings
  let board: SimulatedBoard
  let period: Seconds
  let periodNanoseconds: Int64
  /// How many cycles there are; the last one ends at the end of the span or after it.
  let cycles: Int

  var plant: Plant
  var state = ControllerState()
  private var interlock = Interlock()
  private var latched: FaultSet = []
  private(set) var schedule: SimulatedSchedule?
  /// Those of the last decision.
  private(set) var figures = Figures()
  /// What the board reported in the cycle that was run last.
  private(set) var report: PackReport
  private var result = SimulationResult()
  private var recorder: TraceRecorder?
  private var counted: CycleCounts

  init(_ input: SimulationInput, part: Duration?) {
    precondition(input.span > .zero, "a simulation has a span")
    self.input = input
    settings = input.pack
    board = SimulatedBoard(input)
    period = Seconds(input.pack.control.period)
    periodNanoseconds = input.pack.control.period.wholeNanoseconds
    cycles = Int((Seconds(input.span) / period).rounded(.up))
    plant = Plant(input)
    schedule = SimulatedSchedule(input)
    counted = CycleCounts(input.watchedTemperatures)
    report = board.report(plant, at: .zero)
    recorder = part.map {
      TraceRecorder(part: Seconds($0), of: Seconds(input.span), input.ambient)
    }
  }

  /// When a cycle is, from the beginning.
  func time(of cycle: Int) -> Seconds { period * Double(cycle) }
  private func uptime(of cycle: Int) -> Uptime {
    Uptime(nanoseconds: Int64(cycle) * periodNanoseconds)
  }

  mutating func run(_ progress: ((Double) -> Bool)?) {
    var cycle = 0
    var ran = 0
    while cycle < cycles {
      while plant.end <= time(of: cycle), cycle > 0 { plant.cross() }
      report = board.report(plant, at: time(of: cycle))
      let before = plant.outputs
      runCycle(cycle)
      // What is switched on or off shows in the next report.
      let isSwitched = plant.outputs != before
      let next = input.everyCycle || isSwitched ? cycle + 1 : leap(from: cycle)
      count(from: cycle, to: min(next, cycles))
      // The cycle before the next one is run too: it is like this one, and leaves behind when the
      // outputs were on last.
      if next > cycle + 1 {
        let outputs = plant.outputs
        state.passOver(until: uptime(of: next - 2))
        interlock.passOver(until: uptime(of: next - 2))
        runCycle(next - 1)
        precondition(plant.outputs == outputs, "a cycle was leapt over that switches something")
      }
      cycle = next
      ran += 1
      if let progress, ran.isMultiple(of: 4096), !progress(Double(cycle) / Double(cycles)) {
        break
      }
    }
    result.span = min(input.span, time(of: min(cycle, cycles)).duration)
  }

  /// One cycle of the controller, as the service runs it.
  private mutating func runCycle(_ cycle: Int) {
    result.cyclesRun += 1
    var snapshot = board.snapshot(report, at: uptime(of: cycle), latched: latched)
    if schedule != nil {
      let time = time(of: cycle)
      schedule?.look(cycle, at: time, snapshot, figures)
      snapshot.preheat = schedule?.plan ?? .unscheduled
    }
    let decision = decide(&state, snapshot, settings)
    if schedule != nil {
      figures = decision.figures
      let mayCharge = state.block == .released
      schedule?.count(cycle, mayCharge: mayCharge)
    }
    let verdict = interlock.permit(decision.outputs, snapshot, settings)
    latch(decision.newlyLatched, at: cycle)
    result.alarms.formUnion(decision.alarms)
    if verdict.refusal != nil {
      latch(FaultSet(.interlockRefused), at: cycle)
      result.alarms.insert(.interlockRefused)
      state = ControllerState(remembered: state.block)
      interlock = Interlock(remembered: state.block)
    }
    guard verdict.outputs != plant.outputs else { return }
    drive(verdict.outputs, decision, at: cycle)
  }

  private mutating func latch(_ faults: FaultSet, at cycle: Int) {
    guard !faults.isEmpty else { return }
    if latched.isEmpty { result.firstLatched = time(of: cycle).duration }
    latched.formUnion(faults)
  }

  private mutating func drive(_ outputs: Outputs, _ decision: Decision, at cycle: Int) {
    let before = plant.outputs
    if outputs.heater, !before.heater { result.heaterStarts += 1 }
    if outputs.charge, !before.charge {
      result.chargeStarts += 1
      if result.firstChargeAllowed == nil {
        result.firstChargeAllowed = time(of: cycle).duration
      }
      if counted.wasBlocked, result.firstRecovery == nil {
        result.firstRecovery = time(of: cycle).duration
      }
    }
    plant.set(outputs, at: time(of: cycle))
    let transition = SimulationTrace.Transition(
      time: time(of: cycle).duration, outputs: outputs, reason: decision.reason,
      coldest: board.temperature(report.probe))
    recorder?.add(transition)
  }

  /// Counts cycles in which nothing that is reported changes.
  private mutating func count(from cycle: Int, to next: Int) {
    let coldest = board.temperature(report.probe)
    result.coldest = min(result.coldest, coldest)
    result.hottest = max(result.hottest, coldest)
    let sight = TraceRecorder.Sight(
      coldest: coldest, outputs: plant.outputs, isChargerPresent: report.isChargerPresent,
      power: padPower(), stateOfCharge: Percent(Double(report.stateOfCharge)))
    counted.add(next - cycle, sight, isBlocked: state.block == .blocked)
    let (begin, end) = (time(of: cycle), min(time(of: next), Seconds(input.span)))
    recorder?.add(sight, from: begin, to: end)
  }

  /// The pad's power at the voltage as reported.
  private func padPower() -> Watts {
    guard plant.outputs.heater, let pad = input.plant.padResistance else { return .zero }
    switch settings.heater?.supply {
    case .charger(let voltage): return report.isChargerPresent ? voltage.squared / pad : .zero
    case .pack, nil: return Volts(Double(report.millivolts) / 1000).squared / pad
    }
  }

  mutating func outcome() -> (result: SimulationResult, trace: SimulationTrace?) {
    let end = Seconds(result.span)
    while plant.end < end { plant.cross() }
    let state = plant.state(at: end)
    plant.finish(at: end)
    counted.write(into: &result, period: period)
    result.cells = state.cells
    result.stateOfCharge = plant.stateOfCharge
    result.cycles = cycles
    result.padEnergy = plant.totals.padEnergy
    result.padEnergyFromCharger = plant.totals.padEnergyFromCharger
    result.charged = plant.totals.charged
    result.missedCharge = plant.totals.missed
    if let totals = schedule?.totals {
      (result.dueTimes, result.dueTimesReady) = (totals.dueTimes, totals.ready)
      result.preheatDoubts = totals.doubts
    }
    return (result, recorder?.trace)
  }
}

/// How many cycles each thing lasted; whole numbers, so that the order of adding does not matter.
struct CycleCounts {
  private var heater = 0
  private var blocked = 0
  private var wanted = 0
  private let watched: [Celsius]
  private var below: [Int]
  private(set) var wasBlocked = false

  init(_ watched: [Celsius]) {
    self.watched = watched
    below = watched.map { _ in 0 }
  }

  mutating func add(_ cycles: Int, _ sight: TraceRecorder.Sight, isBlocked: Bool) {
    wasBlocked = wasBlocked || isBlocked
    if sight.outputs.heater { heater += cycles }
    if !sight.outputs.charge {
      blocked += cycles
      if sight.isChargerPresent, sight.stateOfCharge < Percent(100) { wanted += cycles }
    }
    for (index, temperature) in watched.enumerated() where sight.coldest <= temperature {
      below[index] += cycles
    }
  }

  func write(into result: inout SimulationResult, period: Seconds) {
    func span(_ cycles: Int) -> Duration { (period * Double(cycles)).duration }
    result.heaterOn = span(heater)
    result.chargeBlocked = span(blocked)
    result.chargeWanted = span(wanted)
    result.below = zip(watched, below).map {
      SimulationResult.TimeBelow(temperature: $0, span: span($1))
    }
  }
}
