import CWatchdog
import Glibc
import Quantities
import Synchronization

/// A watchdog device of Linux: it resets the machine unless it is fed in time.
///
/// Source: Linux, Documentation/watchdog/watchdog-api.rst: to open it starts it, any byte feeds it,
/// and `V` before the end stops it (unless the kernel was built never to stop one). A process that
/// ends in any other way leaves it running, and the machine is reset.
public final class WatchdogDevice: Sendable {
  /// What the system is asked for; a test answers in its place, where the device is none.
  struct Calls: Sendable {
    /// Whether the open device is a watchdog: 0 or -errno.
    var check: @Sendable (Int32) -> Int32 = { cwatchdog_check($0) }
    /// Asks for a time in seconds; the seconds in force, or -errno.
    var setTimeout: @Sendable (Int32, Int32) -> Int32 = { cwatchdog_set_timeout($0, $1) }
  }

  private let path: String
  private let calls: Calls
  /// -1 once it is closed.
  private let descriptor: Atomic<Int32>
  private let seconds = Atomic<Int>(0)

  /// No shorter time is asked for: a slow disk may hold a healthy machine up for seconds, and the
  /// outputs are off long before.
  static let shortest = Duration.seconds(10)

  /// Opens and starts the device at `path`, for outputs with a lease of `lease`.
  ///
  /// Throws `WatchdogFailure` where there is none, where another program has it, and where its time
  /// would be over before the lease.
  public convenience init(path: String, lease: Duration) throws(WatchdogFailure) {
    try self.init(path: path, lease: lease, calls: Calls())
  }

  init(path: String, lease: Duration, calls: Calls) throws(WatchdogFailure) {
    (self.path, self.calls) = (path, calls)
    let opened = open(path, O_WRONLY | O_CLOEXEC | O_NONBLOCK)
    guard opened >= 0 else { throw .opening(path, errno) }
    let result = calls.check(opened)
    guard result == 0 else {
      // Nothing is written to what is not a watchdog.
      close(opened)
      throw .notWatchdog(path, -result)
    }
    descriptor = Atomic(opened)
    do throws(WatchdogFailure) { try adopt(lease: lease) } catch {
      release()
      throw error
    }
  }

  deinit {
    let opened = descriptor.exchange(-1, ordering: .sequentiallyConsistent)
    if opened >= 0 { close(opened) }
  }

  /// After this time without food the machine is reset.
  var timeout: Duration { .seconds(seconds.load(ordering: .relaxed)) }

  /// Asks for a time that suits a lease: twice as long, and 10 s at least.
  ///
  /// The guard ends a lease in time by itself; a reset is for the case that nothing does.
  func adopt(lease: Duration) throws(WatchdogFailure) {
    let wanted = max(WatchdogDevice.shortest, lease * 2)
    let asked = Int32((wanted.seconds).rounded(.up))
    let result = calls.setTimeout(descriptor.load(ordering: .relaxed), asked)
    guard result > 0 else { throw .timeout(path, found: "unknown (error \(-result))", lease) }
    guard Duration.seconds(Int(result)) >= lease else {
      throw .timeout(path, found: "\(result) s", lease)
    }
    seconds.store(Int(result), ordering: .relaxed)
  }

  /// Feeds it. Returns 0, or the error number with which the device refused. Does not wait.
  func keepAlive() -> Int32 { write(0) }

  /// Stops it and gives it back: for an orderly end only.
  func release() {
    _ = write(UInt8(ascii: "V"))
    let opened = descriptor.exchange(-1, ordering: .sequentiallyConsistent)
    if opened >= 0 { close(opened) }
  }

  private func write(_ byte: UInt8) -> Int32 {
    var byte = byte
    let count = Glibc.write(descriptor.load(ordering: .sequentiallyConsistent), &byte, 1)
    return count == 1 ? 0 : errno
  }
}

/// Why a watchdog device cannot be used.
public struct WatchdogFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// Where, what was found, what is allowed, and what to do; without its full stop.
  public var description: String

  static func opening(_ path: String, _ errorNumber: Int32) -> WatchdogFailure {
    let found = String(cString: strerror(errorNumber))
    let remedy =
      switch errorNumber {
      case EBUSY:
        "Another program feeds it, often systemd (RuntimeWatchdogSec= in system.conf); name "
          + "another device, or leave the key out"
      case EACCES, EPERM: "Let the service's user open it, or leave the key out"
      default: "`ls /dev/watchdog*` lists the devices; load the driver, or leave the key out"
      }
    return WatchdogFailure(description: "watchdog: \(path) cannot be opened: \(found). \(remedy)")
  }

  static func notWatchdog(_ path: String, _ errorNumber: Int32) -> WatchdogFailure {
    WatchdogFailure(
      description: "watchdog: \(path) is not a watchdog (\(String(cString: strerror(errorNumber))))"
        + ". `ls /dev/watchdog*` lists the devices; name one of them, or leave the key out")
  }

  static func timeout(_ path: String, found: String, _ lease: Duration) -> WatchdogFailure {
    WatchdogFailure(
      description: "watchdog: the time of \(path) is \(found); allowed: at least the lease of the "
        + "outputs, \(lease.words). Shorten `control.period`, of which the lease is three, or "
        + "leave the key out")
  }
}
