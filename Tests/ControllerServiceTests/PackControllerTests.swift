import BoardCatalog
import ControlCore
import Foundation
import Locks
import Quantities
import Synchronization
import Testing

@testable import ControllerService

/// One pack's cycles, by hand, with a controller that can be made to propose something else.
private final class Cycles {
  /// What the control loop proposes instead of what it has decided.
  final class Wrong: Sendable {
    let outputs = Locked<Outputs?>(nil)
    /// What it believes of the block by cold, whatever it has seen.
    let block = Locked<ChargeBlock?>(nil)
  }

  final class Told: Sendable {
    let events = Locked<[ControllerEvent]>([])
  }

  let lines = RecordingLines()
  let latches = LatchMemory(path: nil, packs: ["pack1"])
  let wrong = Wrong()
  let told = Told()
  let pack: PackController
  private let queue: EventQueue
  private let clock = LateClock()
  private var now = Uptime.start
  /// How long the process stands still between the decision and the lines.
  var stall = Duration.zero

  /// The time at which the lines have been driven.
  private final class LateClock: ControlClock {
    let time = Locked(Uptime.start)
    var now: Uptime { time.withLock { $0 } }
    func sleep(until deadline: Uptime) {}
    func wake() {}
  }

  init(_ control: ControlSettings = .standard) throws {
    var configured = try #require(try Settings.fast().packs.first)
    configured.pack.control = control
    let (wrong, told) = (wrong, told)
    queue = EventQueue { event in told.events.withLock { $0.append(event) } }
    pack = PackController(
      configured, remembered: .undecided, drive: PackDrive(outputs: lines, inputs: lines),
      events: queue, latches: latches, memory: BlockMemory(path: nil), clock: clock
    ) { state, snapshot, settings in
      if let block = wrong.block.withLock({ $0 }) { state = ControllerState(remembered: block) }
      var decision = decide(&state, snapshot, settings)
      if let outputs = wrong.outputs.withLock({ $0 }) { decision.outputs = outputs }
      return decision
    }
  }

  /// So many cycles of a second, each with a reading and with the app's 0 and 5 °C.
  func cycle(_ count: Int, at celsius: Double) {
    for _ in 0..<count {
      now = now + .seconds(1)
      var reading = BatteryReading(takenAt: now)
      reading.probes = PerProbe(all: .measured(ProbeTemperature(exactly: Celsius(celsius))))
      reading.packVoltage = .measured(Volts(51.2))
      reading.stateOfCharge = .measured(Percent(60))
      pack.inbox.put(reading)
      pack.inbox.put(AppSettings(takenAt: now, protection: Celsius(0), recovery: Celsius(5)))
      let end = now + stall
      clock.time.withLock { $0 = end }
      pack.cycle(at: now)
      now = end
    }
  }

  /// Ends the queue; then what was told is complete.
  func end() -> [ControllerEvent] {
    queue.close(waitingAtMost: .seconds(10))
    return told.events.withLock { $0 }
  }
}

@Suite("A proposal that the interlock refuses") struct RefusedProposalTests {
  @Test(
    "both off at once, latched, told loudly, and three good readings after it is acknowledged",
    arguments: [  // °C, proposed, the rule that it breaks
      (10.0, Outputs(charge: true, heater: true), "S1: heater and charge gate on together"),
      (-5.0, Outputs(charge: true, heater: false), "S2: charging while too cold"),
      (10.0, Outputs(charge: false, heater: true), "S3: heating at or above the stop value"),
    ])
  func refused(celsius: Double, proposed: Outputs, rule: String) throws {
    let cycles = try Cycles()
    let right = celsius > 5 ? Outputs.charging : .heating
    cycles.cycle(5, at: celsius)
    #expect(cycles.lines.now == right)
    cycles.wrong.outputs.withLock { $0 = proposed }
    cycles.cycle(1, at: celsius)
    #expect(cycles.lines.now == .safe)
    #expect(cycles.latches.latched("pack1") == FaultSet(.interlockRefused))
    // The defect is over, and the pack stays off until a person has acknowledged it.
    cycles.wrong.outputs.withLock { $0 = nil }
    cycles.cycle(100, at: celsius)
    #expect(cycles.lines.now == .safe)
    try cycles.latches.acknowledge(.interlockRefused, of: "pack1")
    cycles.cycle(2, at: celsius)
    #expect(cycles.lines.now == .safe)
    cycles.cycle(1, at: celsius)
    #expect(cycles.lines.now == right)
    let errors = cycles.end().filter { $0.level == .error }
    #expect(errors.count == 1)
    #expect(errors.first?.sentence.contains("the interlock refused a proposal (\(rule))") == true)
  }
}

@Suite("The interlock's own memory of the cold") struct InterlockMemoryTests {
  @Test("a controller that wrongly releases charging between 0 and 5 °C never gets it, at 2 °C")
  func wrongRelease() throws {
    let cycles = try Cycles()
    for tenth in -5...20 { cycles.cycle(1, at: Double(tenth) / 10) }
    #expect(cycles.lines.now == .heating)
    #expect(cycles.pack.block == .blocked)
    cycles.wrong.block.withLock { $0 = .released }
    cycles.wrong.outputs.withLock { $0 = .charging }
    cycles.cycle(1, at: 2)
    #expect(cycles.latches.latched("pack1") == FaultSet(.interlockRefused))
    #expect(cycles.pack.block == .blocked)
    // A person acknowledges it, and the defect is still there.
    cycles.wrong.outputs.withLock { $0 = nil }
    try cycles.latches.acknowledge(.interlockRefused, of: "pack1")
    cycles.wrong.block.withLock { $0 = nil }
    cycles.cycle(10, at: 2)
    #expect(!cycles.lines.history.contains(.charging))
    #expect(cycles.pack.block == .blocked)
  }
}

@Suite("Lines that cannot be driven") struct UndrivenLineTests {
  @Test("one that stays on is told as such, latches after 3 s, and then waits for a person")
  func staysOn() throws {
    let cycles = try Cycles()
    cycles.cycle(5, at: -5)
    #expect(cycles.lines.now == .heating)
    cycles.lines.record.withLock { ($0.failing, $0.keepsState) = (true, true) }
    cycles.cycle(3, at: -5)
    #expect(cycles.pack.report?.driven == .heating)
    #expect(cycles.latches.latched("pack1") == [])
    cycles.cycle(1, at: -5)
    #expect(cycles.latches.latched("pack1") == FaultSet(.readbackDiffers))
    cycles.lines.record.withLock { $0.failing = false }
    cycles.cycle(100, at: -5)
    #expect(cycles.lines.now == .safe)
    #expect(cycles.pack.report?.driven == .safe)
    try cycles.latches.acknowledge(.readbackDiffers, of: "pack1")
    cycles.cycle(3, at: -5)
    #expect(cycles.lines.now == .heating)
    let errors = cycles.end().filter { $0.level == .error }.map(\.sentence)
    #expect(
      errors.first == "pack1: an output may still be on: line HEATER: errno 5. Check it.",
      "\(errors)")
  }

  @Test("one that cannot be read either may be on: it latches after 3 s, whatever was on before")
  func unreadable() throws {
    let cycles = try Cycles()
    cycles.cycle(2, at: -5)
    #expect(cycles.lines.now == .safe)
    cycles.lines.record.withLock { ($0.failing, $0.isUnreadable) = (true, true) }
    cycles.cycle(3, at: -5)
    #expect(cycles.latches.latched("pack1") == [])
    cycles.cycle(1, at: -5)
    #expect(cycles.latches.latched("pack1") == FaultSet(.readbackDiffers))
    let errors = cycles.end().filter { $0.level == .error }.map(\.sentence)
    #expect(
      errors.first == "pack1: an output may still be on: line HEATER: errno 5. Check it.",
      "\(errors)")
  }

  @Test("one that reads back as off is no fault: it is tried again, and heating goes on")
  func isOff() throws {
    let cycles = try Cycles()
    cycles.cycle(5, at: -5)
    cycles.lines.record.withLock { $0.failing = true }
    cycles.cycle(10, at: -5)
    #expect(cycles.pack.report?.driven == .safe)
    #expect(cycles.latches.latched("pack1") == [])
    cycles.lines.record.withLock { $0.failing = false }
    cycles.cycle(3, at: -5)
    #expect(cycles.lines.now == .heating)
    let errors = cycles.end().filter { $0.level == .error }.map(\.sentence)
    #expect(errors == ["pack1: both outputs off: line HEATER: errno 5. Check it."])
  }
}

@Suite("A line that is driven late") struct LateLineTests {
  @Test("the pause before the other output counts from the line: 2 s, whatever came before it")
  func pause() throws {
    var control = ControlSettings.standard
    (control.minimumOn, control.minimumOff) = (.zero, .zero)
    let cycles = try Cycles(control)
    for tenth in 0..<50 { cycles.cycle(1, at: Double(tenth) / 10) }
    #expect(cycles.lines.now == .heating)
    // Warm enough; but the process is stopped before it can turn the heater off.
    cycles.stall = .seconds(4)
    cycles.cycle(1, at: 5)
    #expect(cycles.lines.now == .safe)
    cycles.stall = .zero
    cycles.cycle(2, at: 5)
    #expect(cycles.lines.now == .safe)
    cycles.cycle(1, at: 5)
    #expect(cycles.lines.now == .charging)
  }

  @Test("a line that is driven as usual: charging 2 s after it went off")
  func usual() throws {
    var control = ControlSettings.standard
    (control.minimumOn, control.minimumOff) = (.zero, .zero)
    let cycles = try Cycles(control)
    for tenth in 0..<50 { cycles.cycle(1, at: Double(tenth) / 10) }
    cycles.stall = .milliseconds(1)
    cycles.cycle(2, at: 5)
    #expect(cycles.lines.now == .safe)
    cycles.cycle(1, at: 5)
    #expect(cycles.lines.now == .charging)
  }
}

@Suite("Acknowledging") struct AcknowledgingTests {
  @Test("a person's act leaves an event, and what is not latched leaves none")
  func event() throws {
    let settings = try Settings.fast()
    let latches = LatchMemory(path: nil, packs: ["pack1"])
    latches.latch(FaultSet(.heaterOpen), of: "pack1")
    let running = try Running(settings, latches: latches)
    #expect(running.eventually { running.lines["pack1"]?.now == .charging })
    let no = running.controller.answer("acknowledge pack1 heater-no-rise")
    #expect(no.contains("pack1: heater-no-rise is not latched; latched are: heater-open."))
    #expect(
      running.controller.answer("acknowledge pack1 heater-open")
        == #"{"ok":true,"sentence":"pack1: heater-open is acknowledged."}"#)
    #expect(running.said("warmgate: pack1: heater-open was acknowledged by a person."))
    #expect(latches.latched("pack1") == [])
    #expect(running.stop())
    let told = running.events.withLock { $0.filter { $0.sentence.contains("acknowledged") } }
    #expect(told.count == 1)
  }

  @Test("what is still seen stays latched, and the answer says what to do first")
  func stillSeen() throws {
    let latches = LatchMemory(path: nil, packs: ["pack1"])
    latches.latch(FaultSet(.chargeGateStuck), of: "pack1")
    // The board does not say what current flows: nobody can see that it has stopped.
    let running = try Running(.fast(), latches: latches)
    #expect(running.eventually { running.controller.reports.first?.driven == .safe })
    let answer = running.controller.answer("acknowledge pack1 charge-gate-stuck")
    #expect(answer.contains("charge-gate-stuck is still seen, or cannot be looked at: charge"))
    #expect(answer.contains("Disconnect the charger"))
    #expect(latches.latched("pack1") == FaultSet(.chargeGateStuck))
    #expect(running.stop())
  }
}
