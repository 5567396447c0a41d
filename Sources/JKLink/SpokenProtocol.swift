public import ControlCore

/// What is spoken on a line: as configured, or as found out.
public struct SpokenProtocol: Hashable, Sendable {
  /// One of the protocols, never `automatic`.
  public var protocolName: BusProtocol
  /// Bits per second.
  public var baud: Int

  /// A protocol at a rate.
  public init(protocolName: BusProtocol, baud: Int) {
    (self.protocolName, self.baud) = (protocolName, baud)
  }
}
