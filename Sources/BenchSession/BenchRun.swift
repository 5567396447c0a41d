public import Bench
public import ControlCore
import ControllerService
import Foundation
import JKLink
import Locks
import Planning
import Quantities
import Synchronization

/// One run of a scenario: emulated boards, the plant, the real reader and the real control loop.
///
/// `run` blocks until the story is over, its time is up, or `interrupt` is called.
public final class BenchRun: Sendable {
  /// Why a run ended.
  public enum Ending: String, Hashable, Sendable {
    /// Every pack has shown what its story has, or the story's time is over.
    case storyOver
    /// The wall time that it was given is up.
    case timeUp
    /// Somebody interrupted it.
    case interrupted
  }

  private struct State {
    var traces: [String: BenchTrace]
    var coming: ArraySlice<BenchEvent>
    var latest: [String: BenchSight] = [:]
    var isOver = false
    var isInterrupted = false
    var failure: OutputFailure?
    var hasEnded = false
  }

  /// The configuration, with the buses on pseudo-terminals.
  public let settings: Settings
  /// The story.
  public let scenario: BenchScenario
  private let speed: Double
  private let rig: BenchRig
  private let lines: BenchLines
  private let clock: LoopClock
  private let controller: Controller
  private let events: EventQueue
  private let tell: @Sendable (BenchMessage) -> Void
  private let state: Locked<State>
  private let pace: Locked<BenchPace>

  /// Sets everything up; nothing moves yet.
  ///
  /// - Parameters:
  ///   - speed: How many times as fast as the wall clock time may pass; infinity is allowed.
  ///   - usesSimulatedChip: Whether the lines are those of a gpio-sim chip where there is one.
  ///   - tell: Takes the events of the controller and of the scenario, each from another thread.
  ///
  /// Throws `BenchFailure` when a pseudo-terminal cannot be had.
  public init(
    _ settings: Settings, _ scenario: BenchScenario, speed: Double,
    usesSimulatedChip: Bool = true, tell: @escaping @Sendable (BenchMessage) -> Void
  ) throws(BenchFailure) {
    let settings = scenario.settings(from: settings)
    let rig = try BenchRig(settings, scenario, pace: .timesWall(speed))
    let lines = BenchLines(settings, speed: speed, usesSimulatedChip: usesSimulatedChip)
    let events = EventQueue { tell(BenchMessage($0)) }
    let timing = BenchRun.timing(speed)
    let clock = LoopClock(rig)
    self.clock = clock
    controller = Controller(
      parts: ControllerParts(
        clock: clock,
        openLines: { (pack) throws(OutputFailure) in
          try lines.open(pack, rig, settings.control)
        },
        openBus: { bus, _ in JKBus(bus, timing: timing, clock: rig.clock) },
        events: events, memory: BlockMemory(path: nil),
        latches: LatchMemory(path: nil, packs: settings.packs.map(\.pack.name)),
        calendar: { BenchScenario.calendarStart + rig.clock.now.sinceStart }))
    let traces = settings.packs.map { ($0.pack.name, BenchTrace($0.pack)) }
    state = Locked(
      State(traces: Dictionary(traces) { first, _ in first }, coming: scenario.events[...]))
    self.tell = tell
    pace = Locked(BenchPace())
    (self.settings, self.scenario, self.speed) = (rig.settings, scenario, speed)
    (self.rig, self.lines, self.events) = (rig, lines, events)
  }

  /// Which lines the outputs are on, in words.
  public var linesInUse: String { lines.description }

  /// What is to be seen now.
  public var frame: BenchFrame {
    let (now, reports) = (rig.clock.now, controller.reports)
    let latest = state.withLock { $0.latest }
    let reached = pace.withLock { $0.reached(now) }
    return BenchFrame(
      scenario: scenario, settings: settings, lines: linesInUse, time: now, speed: speed,
      speedReached: reached,
      packs: settings.packs.compactMap { configured in
        let name = configured.pack.name
        guard let sight = latest[name] else { return nil }
        return BenchFrame.Pack(
          settings: configured.pack, sight: sight,
          report: reports.first { $0.name == name })
      })
  }

  /// Runs the story and calls `show` about ten times a second, in wall time, on this thread.
  ///
  /// - Parameter limit: How long it may take in wall time.
  ///
  /// Throws `OutputFailure` when a line cannot be opened.
  public func run(
    limit: Duration? = nil, show: (BenchFrame) -> Void = { _ in }
  ) throws(OutputFailure) -> BenchSummary {
    rig.connect { [lines, weak rig] pack in
      rig.map { lines.outputs(of: pack, $0) } ?? .safe
    }
    rig.connect(power: { [lines] in lines.hasPower($0, at: $1) })
    rig.watch { [weak self] in self?.note($0) }
    let start = ContinuousClock.now
    pace.withLock { $0 = BenchPace() }
    let ended = startController()
    var nextShow = start
    var ending = Ending.storyOver
    while true {
      let (isOver, isInterrupted, hasEnded) = state.withLock {
        ($0.isOver, $0.isInterrupted, $0.hasEnded)
      }
      if isOver || hasEnded { break }
      if isInterrupted { ending = .interrupted }
      if let limit, .now - start >= limit { ending = .timeUp }
      if ending != .storyOver { break }
      if nextShow <= .now {
        show(frame)
        nextShow = .now + .milliseconds(100)
      }
      usleep(5000)
    }
    let wall = ContinuousClock.now - start
    let last = frame
    controller.stop()
    _ = ended.wait(timeout: .now() + 10)
    rig.stop()
    events.close(waitingAtMost: .seconds(1))
    if let failure = state.withLock({ $0.failure }) { throw failure }
    show(last)
    return summary(ending, last, wall)
  }

  /// Ends the run soon; from any thread.
  public func interrupt() { state.withLock { $0.isInterrupted = true } }

  private func summary(_ ending: Ending, _ last: BenchFrame, _ wall: Duration) -> BenchSummary {
    let traces = state.withLock { $0.traces }
    return BenchSummary(
      scenario: scenario, ending: ending, lines: linesInUse, packTime: last.time, wall: wall,
      packs: settings.packs.compactMap { configured in
        traces[configured.pack.name].map {
          BenchSummary.Pack(trace: $0, checks: BenchJudge(scenario, $0).checks)
        }
      })
  }

  private func startController() -> DispatchSemaphore {
    let ended = DispatchSemaphore(value: 0)
    let thread = Thread { [self] in
      clock.beginLoop()
      do throws(OutputFailure) {
        try controller.run(settings)
      } catch {
        state.withLock { $0.failure = error }
      }
      state.withLock { $0.hasEnded = true }
      rig.clock.leave()
      ended.signal()
    }
    thread.name = "control loop"
    thread.start()
    return ended
  }

  /// Called before each move of the clock, while the controller and the readers sleep.
  private func note(_ sight: BenchSight) {
    // The lease guard of a chip's lines looks in wall time, which passes by itself only.
    if lines.chip != nil, sight.time < rig.loopHangsUntil { usleep(20_000) }
    let decision = controller.reports.first { $0.name == sight.pack }?.decision
    let happened = state.withLock { state -> [BenchEvent] in
      guard !state.isOver else { return [] }
      state.latest[sight.pack] = sight
      state.traces[sight.pack]?.note(sight, decision)
      guard sight.pack == settings.packs.last?.pack.name else { return [] }
      state.isOver =
        sight.time.sinceStart >= scenario.span
        || state.traces.values.allSatisfy { BenchJudge(scenario, $0).isOver }
      let happened = state.coming.prefix { Uptime($0.time) <= sight.time }
      state.coming = state.coming.dropFirst(happened.count)
      return Array(happened)
    }
    for event in happened { tell(BenchMessage(event)) }
  }

  /// Waiting times of the reader: those of the product in real time, shorter the faster it runs. A
  /// pseudo-terminal hands over a reply in one piece, and boards in memory need no pause between.
  private static func timing(_ speed: Double) -> LinkTiming {
    guard speed > 1 else { return .standard }
    return LinkTiming(
      responseTimeout: BenchRig.responseTimeout(speed: speed), quietGap: .zero,
      quietGapAfterFailure: .milliseconds(1))
  }
}

/// How fast a bench's time really passes.
struct BenchPace {
  private var earlier = (wall: ContinuousClock.now, time: Uptime.start)
  private var later = (wall: ContinuousClock.now, time: Uptime.start)

  /// How many times as fast as the wall clock time passed over the last one to two seconds.
  mutating func reached(_ now: Uptime) -> Double {
    let wall = ContinuousClock.now
    if wall - later.wall >= .seconds(1) { (earlier, later) = (later, (wall, now)) }
    let span = (wall - earlier.wall).seconds
    return span > 0 ? (now - earlier.time).seconds / span : 0
  }
}
