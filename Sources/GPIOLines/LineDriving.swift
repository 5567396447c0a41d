public import ControlCore

/// An output line as a lease drives it: a GPIO line, or one in memory.
///
/// The control thread and the lease guard call it at the same time.
public protocol LineDriving: AnyObject, Sendable {
  /// Drives the line to its active or its inactive state.
  ///
  /// Throws `OutputFailure` when the line could not be driven, and for an activation after the
  /// process's outputs were dropped for good.
  func drive(_ isActive: Bool) throws(OutputFailure)
  /// The state that the kernel reports. Throws `OutputFailure` when it cannot be read.
  func isActive() throws(OutputFailure) -> Bool
  /// Drives the line inactive and gives it back, so that it can be requested again.
  func release()
}

/// A GPIO output behind the reference that the guard and the control thread share.
final class SharedOutputLine: LineDriving {
  private let line: OutputLine

  init(_ settings: LineSettings, role: LineRole) throws(OutputFailure) {
    line = try OutputLine(settings, consumer: role.consumer)
  }

  func drive(_ isActive: Bool) throws(OutputFailure) { try line.setActive(isActive) }
  func isActive() throws(OutputFailure) -> Bool { try line.isActive() }
  func release() { line.release() }
}
