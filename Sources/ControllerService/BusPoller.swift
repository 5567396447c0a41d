import ControlCore
import Foundation
import JKLink
import Quantities
import Synchronization

/// The thread that reads the boards of one bus, one after another, and fills their inboxes.
///
/// A blocked read holds up this thread alone: readings age, and the control loop acts on that (S4).
final class BusPoller: Sendable {
  /// A pack on the bus.
  struct Station: Sendable {
    var address: Int
    var inbox: PackInbox
  }

  /// A change made in the app takes effect within this time. Source: design of the product.
  static let appInterval = Duration.seconds(30)

  private let stations: [Station]
  private let period: Duration
  private let clock: any ControlClock
  private let isStopped = Atomic(false)
  private let hasStarted = Atomic(false)
  private let ended = DispatchSemaphore(value: 0)

  init(_ stations: [Station], period: Duration, clock: any ControlClock) {
    self.stations = stations
    self.period = period
    self.clock = clock
  }

  /// How long a new thread waits for its predecessor to let go of the devices: longer than a read
  /// with all its tries.
  static let handover = Duration.seconds(5)

  /// Starts the thread. `open` makes the reader on that thread; it does not touch the device yet.
  ///
  /// The thread first waits for the pollers before it to end: a device has one user at a time.
  func start(
    name: String, after former: [BusPoller], open: @escaping @Sendable () -> any BoardReader
  ) {
    hasStarted.store(true, ordering: .relaxed)
    let thread = Thread { [self] in
      // From inside, or the system does not learn it; it keeps 15 bytes.
      Thread.current.name = String("bus \(name)".prefix(15))
      for poller in former { poller.waitForEnd() }
      poll(open())
      ended.signal()
    }
    thread.stackSize = 512 << 10
    thread.start()
  }

  /// Asks the thread to end after the read it is in. Does not wait for it.
  func stop() { isStopped.store(true, ordering: .releasing) }

  /// Waits until the thread has given its reader back, `handover` at most.
  private func waitForEnd() {
    guard hasStarted.load(ordering: .relaxed) else { return }
    if ended.wait(timeout: .now() + BusPoller.handover.seconds) == .success { ended.signal() }
  }

  private func poll(_ reader: any BoardReader) {
    var appReadAt = [Uptime?](repeating: nil, count: stations.count)
    var next = clock.now
    while true {
      for (index, station) in stations.enumerated() {
        if isStopped.load(ordering: .acquiring) { return }
        defer { station.inbox.put(reader.exchanges) }
        do throws(LinkFailure) {
          station.inbox.put(try reader.readStatus(address: station.address))
          let now = clock.now
          if let readAt = appReadAt[index], now - readAt < BusPoller.appInterval { continue }
          let app = try reader.readAppSettings(address: station.address)
          station.inbox.put(app)
          appReadAt[index] = now
        } catch {
          station.inbox.put(linkProblem: error.description)
        }
      }
      next = next.following(period, after: clock.now)
      clock.sleep(until: next)
    }
  }
}

extension Uptime {
  /// The next instant of a schedule: one period on, or the first one that is still to come.
  ///
  /// Counted from the schedule, not from now, so that delays do not add up.
  func following(_ period: Duration, after now: Uptime) -> Uptime {
    let next = self + period
    guard next <= now else { return next }
    let missed = (now - self).wholeNanoseconds / period.wholeNanoseconds
    return self + period * Double(missed + 1)
  }
}
