internal import CGPIO
public import ControlCore

/// One requested GPIO input, with the bias that the board gives it. Its owner is unique.
public struct InputLine: ~Copyable, Sendable {
  private let handle: cgpio_line
  private let name: String

  /// Requests an input. Throws `OutputFailure` for the same reasons as `OutputLine`.
  public init(_ settings: LineSettings) throws(OutputFailure) {
    try self.init(settings, consumer: inputConsumer, keepsDirection: false)
  }

  /// Requests a line to look at, under a name of its own.
  ///
  /// - Parameter keepsDirection: Leaves an output an output, so that looking changes nothing.
  public init(
    _ settings: LineSettings, consumer: String, keepsDirection: Bool
  ) throws(OutputFailure) {
    let polarity = settings.activeLow ? CGPIO_ACTIVE_LOW.rawValue : 0
    let direction = keepsDirection ? CGPIO_AS_IS.rawValue : CGPIO_INPUT.rawValue
    handle = try request(settings.address, flags: direction | polarity, consumer: consumer)
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
