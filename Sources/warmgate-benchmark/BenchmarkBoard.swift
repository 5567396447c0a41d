import CBenchmark
import ControlCore
import Foundation
import JKProtocol

/// A Modbus board on a pseudo-terminal, answering from memory on a thread in C.
final class BenchmarkBoard {
  let path: String
  private let board: OpaquePointer
  private let memory: UnsafeMutablePointer<UInt8>

  /// A board for every unit address. With `baud` 0 its line takes no time.
  init(baud: Int = 0) {
    let map = RegisterMap(DecodeBenchmark.report)
    // One flat memory from the settings block to the end of the device information.
    let (base, size) = (RegisterBlock.settings.base, 0x600)
    memory = .allocate(capacity: size)
    memory.initialize(repeating: 0, count: size)
    for image in [map.settings, map.status, map.info] {
      let start = image.block.base - base
      for offset in stride(from: 0, to: image.block.byteCount - 1, by: 2) {
        let read = ModbusRead(address: image.block.base + offset, registerCount: 1)
        guard let word = image.words(for: read)?.first else { continue }
        memory[start + offset] = UInt8(word >> 8)
        memory[start + offset + 1] = UInt8(word & 0xFF)
      }
    }
    var name = [CChar](repeating: 0, count: 64)
    guard
      let board = cbench_board_start(memory, size, UInt16(base), Int32(baud), &name, name.count)
    else { preconditionFailure("a pseudo-terminal could not be opened") }
    self.board = board
    path = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    cbench_board_stop(board)
    memory.deallocate()
  }

  var repliedAt: Int64 { cbench_board_replied_at(board) }
  var bytes: UInt64 { cbench_board_bytes(board) }

  /// The board as a bus of the configuration.
  var bus: BusSettings {
    BusSettings(name: "rs485", device: path, protocolName: .modbus, baud: 115_200)
  }

  /// The reads of one status.
  static var statusReads: [cbench_read] {
    ModbusPlan.status(model: "JK_BD6A17S6P").map {
      cbench_read(address: Int32($0.address), count: Int32($0.registerCount))
    }
  }
}
