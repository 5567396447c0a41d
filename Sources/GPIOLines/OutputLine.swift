internal import CGPIO
public import ControlCore

/// One requested GPIO output. Its owner is unique; destroying it drives the line inactive first.
///
/// A signal handler can drive it inactive at any time (see `SignalGuard`). `deinit` does not run on
/// SIGKILL: the kernel then releases the line, and pulls in hardware remain the real guard.
public struct OutputLine: ~Copyable, Sendable {
  private let handle: cgpio_line
  private let name: String

  /// Requests an output that is inactive from its first instant.
  ///
  /// Throws `OutputFailure` when there is no such chip or line, when two chips have the name, when
  /// the line is held by another program, or when this user may not have it.
  public init(_ settings: LineSettings, consumer: String) throws(OutputFailure) {
    let polarity = settings.activeLow ? CGPIO_ACTIVE_LOW.rawValue : 0
    handle = try request(
      settings.address, flags: CGPIO_OUTPUT.rawValue | polarity, consumer: consumer)
    name = settings.address.description
  }

  /// Drives the line. Active is logical: the low level of a line that is active low.
  ///
  /// Throws `OutputFailure` when the kernel refused, or for an activation after the process's
  /// outputs were dropped for good.
  public borrowing func setActive(_ isActive: Bool) throws(OutputFailure) {
    let result = cgpio_set(handle, isActive)
    guard result == 0 else { throw .driving(name, errorNumber: -result) }
  }

  /// The state that the kernel reports for the line. Throws `OutputFailure` when it cannot be read.
  public borrowing func isActive() throws(OutputFailure) -> Bool {
    let result = cgpio_get(handle)
    guard result >= 0 else { throw .reading(name, errorNumber: -result) }
    return result == 1
  }

  /// Drives the line inactive and gives it back early; later calls throw.
  public borrowing func release() { cgpio_release(handle) }

  deinit { cgpio_release(handle) }
}

/// Finds and requests a line.
func request(
  _ address: LineAddress, flags: UInt32, consumer: String
) throws(OutputFailure) -> cgpio_line {
  let place = try locate(address)
  let handle = cgpio_request(place.path, place.offset, Int32(flags), consumer)
  guard handle > 0 else {
    throw .requesting(
      address.description, at: place, errorNumber: Int32(-handle), holder: holder(of: place))
  }
  return handle
}
