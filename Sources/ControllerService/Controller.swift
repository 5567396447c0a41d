public import ControlCore
import Locks
public import Planning
import Quantities
import Synchronization

/// What the controller needs from outside: time, lines, boards, and where its events go.
public struct ControllerParts: Sendable {
  /// Time, real or a bench's.
  public var clock: any ControlClock
  /// Opens the lines of a pack, both outputs inactive.
  public var openLines: @Sendable (ConfiguredPack) throws(OutputFailure) -> PackDrive
  /// Makes the reader of a bus, on the bus's own thread; does not touch the device yet.
  public var openBus: @Sendable (BusSettings, ControlSettings) -> any BoardReader
  /// Takes the events.
  public var events: EventQueue
  /// What was blocked by cold when the controller last ran.
  public var memory: BlockMemory
  /// What is latched.
  public var latches: LatchMemory
  /// What was learned of the packs before.
  public var learned: LearnedMemory
  /// Who is told that the loop works.
  public var watchdogs: Watchdogs
  /// When the chargers returned lately.
  public var returns: ReturnMemory
  /// What the machine's calendar says; never waits.
  public var calendar: @Sendable () -> WallTime?

  /// All the parts.
  public init(
    clock: any ControlClock,
    openLines: @escaping @Sendable (ConfiguredPack) throws(OutputFailure) -> PackDrive,
    openBus: @escaping @Sendable (BusSettings, ControlSettings) -> any BoardReader,
    events: EventQueue, memory: BlockMemory, latches: LatchMemory,
    learned: LearnedMemory = LearnedMemory(besideStateFile: nil),
    watchdogs: Watchdogs = Watchdogs(), returns: ReturnMemory = ReturnMemory(path: nil),
    calendar: @escaping @Sendable () -> WallTime? = SystemCalendar.now
  ) {
    self.clock = clock
    self.openLines = openLines
    self.openBus = openBus
    self.events = events
    self.memory = memory
    self.latches = latches
    self.learned = learned
    self.watchdogs = watchdogs
    self.returns = returns
    self.calendar = calendar
  }
}

/// The lines of one pack, opened.
public struct PackDrive: Sendable {
  /// The outputs.
  public var outputs: any OutputDriver
  /// The optional inputs.
  public var inputs: any InputReader

  /// Opened lines.
  public init(outputs: any OutputDriver, inputs: any InputReader) {
    self.outputs = outputs
    self.inputs = inputs
  }
}

/// The control loop over all packs, with its bus pollers; starts safe, reloads as a whole, stops
/// safe.
public final class Controller: Sendable {
  private struct Requests: Sendable {
    var stop = false
    var reload: Settings?
  }

  private let parts: ControllerParts
  private let requests = Locked(Requests())
  private let published = Locked<[PackReport]>([])

  /// A controller that does nothing before `run`.
  public init(parts: ControllerParts) { self.parts = parts }

  /// What the last cycle of each pack saw, decided and drove, in the order of the configuration.
  public var reports: [PackReport] { published.withLock { $0 } }

  /// Asks the loop to end; it does so before its next cycle.
  public func stop() {
    requests.withLock { $0.stop = true }
    parts.clock.wake()
  }

  /// Asks the loop to go on with other settings. Both outputs of every pack go off first (S6);
  /// when a line of the new settings cannot be opened the old ones hold, and an event says why.
  public func reload(_ settings: Settings) {
    requests.withLock { $0.reload = settings }
    parts.clock.wake()
  }

  /// Runs the loop on the calling thread until `stop`; then both outputs of every pack are off.
  ///
  /// Throws `OutputFailure` when a line cannot be opened at the start. The watchdogs are told of
  /// the stop; a program whose loop did not run tells them itself.
  public func run(_ settings: Settings) throws(OutputFailure) {
    var fleet = try Fleet(settings, parts, keeping: nil)
    do throws(WatchdogFailure) { try adopt(settings.control) } catch { tell(.error, "\(error)") }
    fleet.startPolling()
    tell(.notice, "started: \(Controller.counted(settings.packs)), both outputs of each off")
    var next = parts.clock.now
    while true {
      let requested = requests.withLock { requests in
        defer { requests.reload = nil }
        return requests
      }
      if requested.stop { break }
      if let settings = requested.reload { reload(&fleet, settings) }
      let now = parts.clock.now
      for pack in fleet.packs { pack.cycle(at: now) }
      published.withLock { $0 = fleet.packs.compactMap(\.report) }
      for problem in parts.watchdogs.cycled(fleet.packs.map(\.cycled), at: now) {
        tell(.warning, problem)
      }
      next = next.following(fleet.period, after: parts.clock.now)
      parts.clock.sleep(until: next)
    }
    fleet.shutDown()
    parts.watchdogs.stop()
    tell(.notice, "stopped: both outputs of each pack off")
  }

  private func reload(_ fleet: inout Fleet, _ settings: Settings) {
    // A reload is no cycle: `alive` does not toggle.
    for pack in fleet.packs { try? pack.drive.outputs.cutPower() }
    do throws(WatchdogFailure) { try adopt(settings.control) } catch {
      fleet.startAgain()
      return tell(.error, "not reloaded, the old settings hold: \(error)")
    }
    do throws(OutputFailure) {
      let next = try Fleet(settings, parts, keeping: fleet)
      fleet.stopPolling()
      fleet.shutDown(except: next)
      next.startPolling(after: fleet)
      fleet = next
      tell(
        .notice, "reloaded: \(Controller.counted(settings.packs)), each needs three good readings")
    } catch {
      fleet.startAgain()
      try? adopt(fleet.control)
      tell(.error, "not reloaded, the old settings hold: \(error)")
    }
  }

  private static func counted(_ packs: [ConfiguredPack]) -> String {
    packs.count == 1 ? "1 pack" : "\(packs.count) packs"
  }

  /// Has the watchdogs suit the times of a configuration. Throws where they cannot.
  private func adopt(_ control: ControlSettings) throws(WatchdogFailure) {
    if let warning = try parts.watchdogs.adopt(control) { tell(.warning, warning) }
  }

  /// What is latched.
  var latches: LatchMemory { parts.latches }

  func tell(_ level: ControllerEvent.Level, _ sentence: String) {
    parts.events.say(level, "warmgate: \(sentence).", at: parts.clock.now)
  }
}
