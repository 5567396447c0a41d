import Quantities

/// The registers of an emulated board: all blocks, answering reads as a real board does.
public struct RegisterMap: Hashable, Sendable {
  /// Block 0x1000. A fault is planted with `RegisterImage.set`.
  public var settings: RegisterImage
  /// Block 0x1200.
  public var status: RegisterImage
  /// Block 0x1400.
  public var info: RegisterImage

  /// The registers of a board that says `report`.
  ///
  /// A probe that is `.absent` reads −200.0 °C with its presence bit clear, any other unknown
  /// probe an impossible number; other unknown fields read 0.
  ///
  /// - Parameter deviceAddress: The Modbus unit address, 1 to 247.
  public init(_ report: BoardReport, deviceAddress: Int = 1) {
    settings = RegisterEncoding.settings(report.settings, deviceAddress: deviceAddress)
    status = RegisterEncoding.status(
      report.status, model: report.identity.model.value ?? "")
    info = RegisterEncoding.info(report.identity)
  }

  /// The words that answer `read`, or `nil` where a board answers with exception 2 because the
  /// read leaves its block.
  public func words(for read: ModbusRead) -> [UInt16]? {
    switch RegisterBlock.holding(read) {
    case .settings: settings.words(for: read)
    case .status: status.words(for: read)
    case .info: info.words(for: read)
    case nil: nil
    }
  }
}
