import Bench
public import ControlCore
public import ControllerService
import Quantities

/// An event of the controller with the bench's time, as it is shown.
public struct BenchMessage: Hashable, Sendable {
  private let event: ControllerEvent

  /// The message of an event.
  public init(_ event: ControllerEvent) { self.event = event }

  /// The bench's time, for example `6:31:42`.
  public var time: String { packTime(event.at) }
  /// The bench's time in seconds.
  public var seconds: Double { event.at.sinceStart.seconds }
  /// The pack concerned, or `nil` where it concerns all of them.
  public var pack: String? { event.pack }
  /// How much it matters.
  public var level: ControllerEvent.Level { event.level }
  /// What happened.
  public var sentence: String { event.sentence }
  /// What was decided, where that is what happened.
  public var decision: Decision? {
    if case .decision(let decision) = event.kind { decision } else { nil }
  }

  /// The message as one line.
  public var line: String { "\(time)  \(sentence)" }
}
