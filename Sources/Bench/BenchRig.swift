public import ControlCore
public import Quantities
import Synchronization

/// Everything around the controller, in memory: packs with their pads, boards on pseudo-terminals,
/// a charger, the weather, and the time in which it all happens.
///
/// The controller reads the boards over `settings`' devices and sleeps on `clock`. Its outputs are
/// looked at before each move of the clock, and the packs are stepped with them.
public final class BenchRig: Sendable {
  /// The configuration, with each bus on the pseudo-terminal of its emulated boards.
  public let settings: Settings
  /// The bench's time. Every bus poller and the control loop sleep on it.
  public let clock: VirtualClock
  /// The story that is played.
  public let scenario: BenchScenario
  private let buses: [EmulatedBus]
  /// Time waits this long, in wall time, for a thread at work: longer than any read of a board can
  /// take, so that a busy machine makes the bench slow and never makes a reading old.
  private static let grace = Duration.seconds(5)
  private let world: BenchWorld

  /// A bench for a configuration; a bus with the protocol `auto` speaks Modbus.
  ///
  /// - Parameter threads: How many threads will sleep on the clock, so that time does not start
  ///   without one of them: the control loop and a poller for each bus, unless told otherwise.
  ///
  /// Throws `BenchFailure` when a pseudo-terminal cannot be had, or a bus of the configuration
  /// cannot be right.
  public init(
    _ settings: Settings, _ scenario: BenchScenario, pace: VirtualClock.Pace, threads: Int? = nil
  ) throws(BenchFailure) {
    let packs = settings.packs.map { BenchPack($0, scenario) }
    var (onBench, buses) = (settings, [EmulatedBus]())
    for (index, bus) in settings.buses.enumerated() {
      let boards = zip(settings.packs, packs).filter { $0.0.bus == bus.name }.map(\.1.board)
      let spoken = bus.protocolName == .automatic ? .modbus : bus.protocolName
      let emulated = try EmulatedBus(spoken, boards, on: .pseudoTerminal(link: nil))
      onBench.buses[index].device = emulated.path
      buses.append(emulated)
    }
    let world = BenchWorld(packs, scenario.events)
    (self.settings, self.buses, self.world, self.scenario) = (onBench, buses, world, scenario)
    clock = VirtualClock(
      pace: pace, participants: threads ?? 1 + buses.count, grace: BenchRig.grace
    ) { from, to in world.advance(from, to) }
  }

  /// Lets the packs feel the outputs of the controller; until then both of each are off.
  ///
  /// - Parameter outputs: Both outputs, as they are at this moment, of the pack with a name.
  public func connect(outputs: @escaping @Sendable (_ pack: String) -> Outputs) {
    world.connect(outputs)
  }

  /// Says whether the master relay of a pack is closed at an instant; until then each of them is.
  public func connect(power: @escaping @Sendable (_ pack: String, _ now: Uptime) -> Bool) {
    world.connect(power: power)
  }

  /// Until when the control loop does nothing. Whoever runs the loop is to keep to it.
  public var loopHangsUntil: Uptime { world.loopHangsUntil }

  /// Tells `watcher` of every pack before each move of the clock, while every participant sleeps.
  ///
  /// Outputs change only between moves, so a watcher misses nothing that lasts.
  public func watch(_ watcher: @escaping @Sendable (BenchSight) -> Void) { world.watch(watcher) }

  /// The pack of this name as it really is, or `nil` where there is none.
  public func plant(of pack: String) -> PackPlant? { world.pack(pack)?.plant }

  /// The board of the pack of this name, or `nil` where there is none.
  public func board(of pack: String) -> EmulatedBoard? { world.pack(pack)?.board }

  /// What an input line upstream of the charge gate would read.
  public func chargerPresent(pack: String) -> Measured<Bool> {
    guard let plant = plant(of: pack) else { return .unknown(.absent) }
    return .measured(plant.isChargerPresent)
  }

  /// Whether the pad is fed while the heater's line is so, which a feedback line shows.
  public func isPadFed(pack: String, line isOn: Bool) -> Bool {
    plant(of: pack)?.effective(Outputs(charge: false, heater: isOn)).heater ?? false
  }

  /// Whether the heater's line stays on, whatever it is driven to.
  public func isHeaterLineStuck(pack: String) -> Bool {
    world.pack(pack)?.isHeaterLineStuck ?? false
  }

  /// Does something to every pack at once, outside the scenario.
  public func apply(_ change: BenchChange) { world.apply(change, at: clock.now) }

  /// Stops the boards and removes their devices.
  public func stop() {
    for bus in buses { bus.stop() }
  }

  /// How long, in wall time, a reader should wait for an emulated board.
  ///
  /// The product's 800 ms in real time. Faster, a silent board must not slow the bench down, and a
  /// busy machine must not make a good board look silent: 60 ms at least.
  public static func responseTimeout(speed: Double) -> Duration {
    min(max(.milliseconds(800) / max(speed, 1), .milliseconds(60)), .milliseconds(800))
  }
}
