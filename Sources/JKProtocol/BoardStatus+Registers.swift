extension BoardStatus {
  /// The status fields in the bytes that one `read` returned, as they came over the wire.
  ///
  /// The bytes are not copied. What the read did not fetch is `.unknown(.notRead)`.
  ///
  /// - Parameter model: The model that the board reports; T4 and T5 are unknown without it.
  ///
  /// Throws `DecodeFailure` when the read lies outside the status block or the length differs.
  public init(
    registers bytes: Span<UInt8>, from read: ModbusRead, model: String?
  ) throws(DecodeFailure) {
    guard RegisterBlock.holding(read) == .status else {
      throw .outsideBlocks(address: read.address, registerCount: read.registerCount)
    }
    guard bytes.count == 2 * read.registerCount else {
      throw .lengthMismatch(
        offset: 0, declared: bytes.count, allowed: "\(2 * read.registerCount)")
    }
    let layout = RegisterLayout(origin: read.address - RegisterBlock.status.base)
    self = RegisterDecoding.status(bytes, layout, model: model)
  }
}
