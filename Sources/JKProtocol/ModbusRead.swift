/// One read of holding registers (function 03) as it goes over the wire.
public struct ModbusRead: Hashable, Sendable {
  /// The wire address, which counts bytes: the block's base plus a byte offset.
  public let address: Int
  /// How many 16-bit registers.
  public let registerCount: Int

  /// A read of `registerCount` registers from wire address `address` on.
  public init(address: Int, registerCount: Int) {
    self.address = address
    self.registerCount = registerCount
  }
}
