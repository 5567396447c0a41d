public import Quantities

/// Where time comes from: the machine's uptime, or a bench's virtual time.
public protocol ControlClock: Sendable {
  /// The present instant; never earlier than an instant returned before.
  var now: Uptime { get }
  /// Blocks the calling thread until `deadline`, or until `wake` is called on this clock.
  func sleep(until deadline: Uptime)
  /// Ends every sleep at once, because the program is to stop or to reload.
  func wake()
}

/// Both outputs of a pack. Off is the safe state of each.
public struct Outputs: Hashable, Sendable {
  /// Whether the charger may charge.
  public var charge: Bool
  /// Whether the heating pad is on.
  public var heater: Bool

  /// A state of both outputs.
  public init(charge: Bool, heater: Bool) {
    self.charge = charge
    self.heater = heater
  }

  /// Both off.
  public static let safe = Outputs(charge: false, heater: false)
}

/// Drives a pack's two output lines. An output that is not renewed in time turns itself off (S5).
public protocol OutputDriver: AnyObject, Sendable {
  /// Applies `outputs`: what goes off goes off first. Both hold until `deadline` and then turn
  /// themselves off unless they are applied again.
  ///
  /// Throws `OutputFailure` when a line could not be driven; every line that still can be is then
  /// inactive.
  func apply(_ outputs: Outputs, until deadline: Uptime) throws(OutputFailure)
  /// The state that the kernel reports for both lines, or why it is not known.
  func readback() -> Measured<Outputs>
  /// Applies both as off, and lets the `alive` line rest: a charge pump on it then takes the power
  /// away, whatever the switches do. Throws as `apply` does.
  func cutPower() throws(OutputFailure)
  /// Turns both off at once and for good.
  func shutDown()
}

/// Reads a pack's optional input lines.
public protocol InputReader: AnyObject, Sendable {
  /// Whether a charger is present, sensed upstream of the charge gate.
  func chargerPresent() -> Measured<Bool>
  /// Whether the heater's output really is on.
  func heaterFeedback() -> Measured<Bool>
}
