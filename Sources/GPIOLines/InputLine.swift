internal import CGPIO
public import ControlCore

/// One requested GPIO input, with the bias that the board gives it. Its owner is unique.
public struct InputLine: ~Copyable, Sendable {
  private let handle: cgpio_line
  private let name: String

  /// Requests an input. Throws `OutputFailure` for the same reasons as `OutputLine`.
  public init(_ settings: LineSettings) throws(OutputFailure) {
    let polarity = settings.activeLow ? CGPIO_ACTIVE_LOW.rawValue : 0
    handle = try request(
      settings.address, flags: CGPIO_INPUT.rawValue | polarity, consumer: inputConsumer)
    name = settings.address.description
  }

  /// Whether the line is active now. Throws `OutputFailure` when it cannot be read.
  public borrowing func isActive() throws(OutputFailure) -> Bool {
    let result = cgpio_get(handle)
    guard result >= 0 else { throw .reading(name, errorNumber: -result) }
    return result == 1
  }

  deinit { cgpio_release(handle) }
}
