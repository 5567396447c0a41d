public import ControlCore

/// What a configuration says: what is decided and driven with, and what only the program needs
/// that runs the controller on a machine.
public struct ProgramSettings: Hashable, Sendable {
  /// What is decided and driven with.
  public var settings: Settings
  /// The watchdog device that resets the machine when the loop hangs, or `nil` for none.
  public var watchdog: String?

  /// Both.
  public init(settings: Settings, watchdog: String?) {
    (self.settings, self.watchdog) = (settings, watchdog)
  }
}
