public import ControlCore
public import Quantities

/// A pack's optional input lines. One that is not configured is absent, one that cannot be read is
/// not read: never a guess (S4).
public final class InputLines: InputReader {
  private let present: InputLine?
  private let feedback: InputLine?

  /// Requests the inputs that `lines` names. Throws `OutputFailure` as `InputLine` does.
  public init(_ lines: PackLines) throws(OutputFailure) {
    if let settings = lines.chargerPresent {
      present = try InputLine(settings)
    } else {
      present = nil
    }
    if let settings = lines.heaterFeedback {
      feedback = try InputLine(settings)
    } else {
      feedback = nil
    }
  }

  /// Whether a charger is present, sensed upstream of the charge gate.
  public func chargerPresent() -> Measured<Bool> {
    present == nil
      ? .unknown(.absent) : measured { () throws(OutputFailure) in try present?.isActive() }
  }

  /// Whether the heater's output really is on.
  public func heaterFeedback() -> Measured<Bool> {
    feedback == nil
      ? .unknown(.absent) : measured { () throws(OutputFailure) in try feedback?.isActive() }
  }

  private func measured(_ read: () throws(OutputFailure) -> Bool?) -> Measured<Bool> {
    guard let isActive = try? read() else { return .unknown(.notRead) }
    return .measured(isActive)
  }
}
