import ControlCore
import Glibc
import Locks
import Quantities
import Synchronization

/// Tells the service manager and a watchdog device that the controller works, and nobody else does.
///
/// Both are fed by one thing: a control cycle that every pack has completed. A watchdog that a
/// timer feeds proves that a timer runs. What is said here never holds up the loop: a message that
/// cannot be sent is sent after the next cycle.
public final class Watchdogs: Sendable {
  private struct State: Sendable {
    var period = Duration.zero
    var isReady = false
    var isStopped = false
    /// What the manager shows.
    var shown: [String] = []
    var managerFed: Uptime?
    var deviceFed: Uptime?
    /// The error numbers that were told; 0 while all is well.
    var managerError: Int32 = 0
    var deviceError: Int32 = 0
  }

  private let manager: NotifySocket?
  private let device: WatchdogDevice?
  /// Of the loop's thread alone, but for the end of a program whose loop never ran.
  private let state = Locked(State())

  /// The watchdogs that there are; none on a bench.
  public init(manager: NotifySocket? = nil, device: WatchdogDevice? = nil) {
    (self.manager, self.device) = (manager, device)
  }

  /// Takes the times of a configuration. Returns what a person should know, in a sentence without
  /// its full stop.
  ///
  /// Throws `WatchdogFailure` where the device cannot have a time that suits them.
  func adopt(_ control: ControlSettings) throws(WatchdogFailure) -> String? {
    try device?.adopt(lease: control.lease)
    state.withLock { $0.period = control.period }
    // At half its time with two periods to spare, since a reload may delay a cycle by one.
    let least = control.period * 4
    guard let interval = manager?.watchdogInterval, interval < least else { return nil }
    return "WatchdogSec is \(interval.words); allowed: at least four periods, \(least.words). "
      + "Lengthen it in the service's unit, or a healthy controller is ended"
  }

  /// Takes the end of a cycle: feeds both only where every pack has completed it.
  ///
  /// Returns what went wrong, in sentences without their full stops; each problem once.
  func cycled(_ packs: [CycledPack], at now: Uptime) -> [String] {
    guard packs.allSatisfy({ $0.endedAt == now }) else { return [] }
    return state.withLock { state in
      guard !state.isStopped else { return [] }
      return [tell(packs, at: now, &state), feedDevice(at: now, &state)].compactMap(\.self)
    }
  }

  /// Says that the controller ends, and stops the device: after both outputs of each pack are off.
  public func stop() {
    let wasStopped = state.withLock { state in
      defer { state.isStopped = true }
      return state.isStopped
    }
    guard !wasStopped else { return }
    _ = manager?.send(["STOPPING=1", NotifySocket.status(["stopped: both outputs off."])])
    device?.release()
  }

  private func tell(_ packs: [CycledPack], at now: Uptime, _ state: inout State) -> String? {
    guard let manager else { return nil }
    var message: [String] = []
    let sentences = packs.compactMap(\.sentence)
    if !state.isReady { message.append("READY=1") }
    if sentences != state.shown { message.append(NotifySocket.status(sentences)) }
    let isDue = isDue(manager.watchdogInterval, fed: state.managerFed, at: now, state.period)
    if isDue { message.append("WATCHDOG=1") }
    guard !message.isEmpty else { return nil }
    let error = manager.send(message)
    if error == 0 {
      state.isReady = true
      state.shown = sentences
      if isDue { state.managerFed = now }
    }
    // A manager that is busy reads later.
    guard error != EAGAIN, error != ENOBUFS, error != state.managerError else { return nil }
    state.managerError = error
    guard error != 0 else { return nil }
    return "the service manager cannot be told that all is well: "
      + "\(String(cString: strerror(error))); it is tried again after each cycle"
  }

  private func feedDevice(at now: Uptime, _ state: inout State) -> String? {
    guard let device, isDue(device.timeout, fed: state.deviceFed, at: now, state.period) else {
      return nil
    }
    let error = device.keepAlive()
    if error == 0 { state.deviceFed = now }
    guard error != EAGAIN, error != state.deviceError else { return nil }
    state.deviceError = error
    guard error != 0 else { return nil }
    return "the watchdog device cannot be fed: \(String(cString: strerror(error))); the machine "
      + "is reset within \(device.timeout.words) unless that ends"
  }

  /// Whether waiting for one more cycle could pass half the time. Source: sd_watchdog_enabled(3)
  /// asks for a sign of life at half the time.
  private func isDue(
    _ timeout: Duration?, fed: Uptime?, at now: Uptime, _ period: Duration
  ) -> Bool {
    guard let timeout else { return false }
    guard let fed else { return true }
    return now - fed + period * 2 >= timeout / 2
  }
}

/// What a cycle left behind of one pack.
struct CycledPack: Hashable, Sendable {
  /// The instant of the last cycle that came to its end: every input taken, decided, checked by the
  /// interlock, and driven.
  var endedAt: Uptime?
  /// What was said of it last, in one sentence.
  var sentence: String?
}

extension Duration {
  /// The span as messages show it, for example `0.4 s`.
  var words: String { shortDecimal(seconds) + " s" }
}
