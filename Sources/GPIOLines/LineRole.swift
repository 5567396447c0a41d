/// What one of a pack's output lines is for.
public enum LineRole: String, Hashable, Sendable, CaseIterable {
  /// The charge gate.
  case charge
  /// The heating pad.
  case heater
  /// Toggles once per healthy cycle.
  case alive

  /// The name under which the line is requested, as `gpioinfo` shows it.
  public var consumer: String { "warmgate \(rawValue)" }
}

/// The name under which every input line is requested.
let inputConsumer = "warmgate input"
