import ControlCore
import JKProtocol

/// A board's answers for the script of a `SerialPeer`; the board has address 1.
struct Answers: Sendable {
  private let report: BoardReport
  private let map: RegisterMap
  private let protocolName: BusProtocol

  init(_ report: BoardReport, _ protocolName: BusProtocol) {
    (self.report, self.protocolName) = (report, protocolName)
    map = RegisterMap(report, deviceAddress: 1)
  }

  /// What the board writes when `request` arrives; nothing where it is none for the board.
  func answer(_ request: [UInt8]) -> [[UInt8]] {
    switch protocolName {
    case .automatic: []
    case .modbus:
      if let read = (try? ModbusFrame.decodeRequest(request))?.read,
        let words = map.words(for: read)
      {
        [ModbusFrame.reply(unit: 1, words)]
      } else {
        []
      }
    case .jk4E57: request == Frame4E57.readAllRequest ? [Frame4E57.reply(report)] : []
    case .ddA5:
      if let command = try? FrameDDA5.decodeRequest(request) {
        [FrameDDA5.reply(command, report)]
      } else {
        []
      }
    }
  }
}
