public import Bench
public import ControlCore
public import ControllerService
public import Quantities

/// What happened at one time of the bench: an event of the controller, or of the scenario.
public struct BenchMessage: Hashable, Sendable {
  /// Where it comes from.
  public enum Source: Hashable, Sendable {
    case controller(ControllerEvent)
    case scenario
  }

  /// When.
  public var time: Uptime
  /// What happened, in words.
  public var sentence: String
  /// Where it comes from.
  public var source: Source

  /// The message of an event of the controller.
  public init(_ event: ControllerEvent) {
    (time, sentence, source) = (event.at, event.sentence, .controller(event))
  }

  /// The message of an event of the scenario.
  public init(_ event: BenchEvent) {
    (time, sentence, source) = (Uptime(event.time), "scenario: \(event.change).", .scenario)
  }

  /// What was decided, where that is what happened.
  public var decision: Decision? {
    if case .controller(let event) = source, case .decision(let decision) = event.kind {
      decision
    } else {
      nil
    }
  }

  /// The message as one line, with the bench's time, for example `6:31:42`.
  public var line: String { "\(packTime(time))  \(sentence)" }
}
