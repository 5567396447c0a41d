public import ControlCore

/// Everything of a pack that is behind GPIO lines.
public struct PackDrivers: Sendable {
  /// The leased outputs.
  public let outputs: LeasedOutputs
  /// The optional inputs.
  public let inputs: InputLines

  /// Requests every line of a pack; the outputs are inactive from the first instant.
  ///
  /// Throws `OutputFailure` for the first line that cannot be had; those before it are given back.
  public init(
    opening lines: PackLines, clock: any ControlClock, leaseGuard: LeaseGuard
  ) throws(OutputFailure) {
    let charge = try SharedOutputLine(lines.charge, role: .charge)
    let heater = try shared(lines.heater, role: .heater)
    let alive = try shared(lines.alive, role: .alive)
    inputs = try InputLines(lines)
    outputs = LeasedOutputs(
      charge: charge, heater: heater, alive: alive, clock: clock, leaseGuard: leaseGuard)
  }
}

private func shared(
  _ settings: LineSettings?, role: LineRole
) throws(OutputFailure) -> SharedOutputLine? {
  guard let settings else { return nil }
  return try SharedOutputLine(settings, role: role)
}
