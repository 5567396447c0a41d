import ControlCore
import Quantities

/// All packs of one configuration, with the pollers of their buses.
struct Fleet {
  let packs: [PackController]
  let period: Duration
  private let buses: [(settings: BusSettings, poller: BusPoller)]
  private let parts: ControllerParts
  let control: ControlSettings

  /// Opens every line before anything changes; a line that an old pack of the same name holds
  /// under the same settings is taken over from it.
  init(
    _ settings: Settings, _ parts: ControllerParts, keeping old: Fleet?
  ) throws(OutputFailure) {
    var packs: [PackController] = []
    do throws(OutputFailure) {
      for configured in settings.packs {
        let former = old?.packs.first {
          $0.settings.name == configured.pack.name && $0.lines == configured.lines
        }
        let drive =
          if let former { former.drive } else { try parts.openLines(configured) }
        let block = former?.block ?? parts.memory.block(of: configured.pack.name)
        packs.append(
          PackController(
            configured, remembered: block, drive: drive, events: parts.events,
            latches: parts.latches, memory: parts.memory, clock: parts.clock,
            learned: parts.learned, learner: former?.learner(for: configured.pack),
            schedule: PackSchedule(
              configured.pack, parts.returns.returns(of: configured.pack.name),
              calendar: parts.calendar)))
      }
    } catch {
      // What was opened for the new settings is given back; what the old ones hold is not.
      for pack in packs where old?.holds(pack) != true { pack.drive.outputs.shutDown() }
      throw error
    }
    self.packs = packs
    self.parts = parts
    control = settings.control
    period = settings.control.period
    buses = settings.buses.map { bus in
      let stations = zip(settings.packs, packs).filter { $0.0.bus == bus.name }
        .map { BusPoller.Station(address: $0.0.address, inbox: $0.1.inbox) }
      return (bus, BusPoller(stations, period: settings.control.period, clock: parts.clock))
    }
  }

  /// Starts a thread for each bus, after those of `former` have let go of their devices.
  func startPolling(after former: Fleet? = nil) {
    let formerPollers = former?.buses.map(\.poller) ?? []
    for bus in buses {
      let (parts, control, settings) = (parts, control, bus.settings)
      bus.poller.start(name: settings.name, after: formerPollers) {
        parts.openBus(settings, control)
      }
    }
  }

  func stopPolling() {
    for bus in buses { bus.poller.stop() }
  }

  /// Both outputs off and the lines given back, but for those that `next` has taken over.
  func shutDown(except next: Fleet? = nil) {
    stopPolling()
    for pack in packs where next?.holds(pack) != true { pack.drive.outputs.shutDown() }
  }

  /// Every pack must earn its permissions anew.
  func startAgain() {
    for pack in packs { pack.startAgain() }
  }

  private func holds(_ pack: PackController) -> Bool {
    packs.contains { $0.drive.outputs === pack.drive.outputs }
  }
}
