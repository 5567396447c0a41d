import CModbus
import Glibc
import JKProtocol

/// One unit's side of Modbus RTU, through libmodbus.
///
/// libmodbus reads a request from one end of a socket pair and writes its reply there, so that the
/// reply can be spoilt before it goes to the line, and so that several units can share a line:
/// libmodbus 3.1.6 as a server loses requests that follow a frame for another unit, and sees none
/// here. Addresses count bytes on a JK board, which no register mapping of libmodbus can express:
/// each request gets a mapping that covers just its own words.
struct ModbusResponder: ~Copyable {
  private let board: EmulatedBoard
  private let context: OpaquePointer
  /// Our end of the socket pair, and libmodbus's.
  private let near: Int32
  private let far: Int32

  /// The exceptions that JK boards answer. Source: JK RS485 Modbus V1.1, in the meaning of the
  /// codes that a PB2A16S20P shows (basmeerman/jkbms2mqtt).
  private enum Refusal: UInt32 {
    case illegalFunction = 1
    case illegalAddress = 2
    case illegalValue = 3
  }

  /// Throws `BenchFailure` when the system has no more descriptors or memory.
  init(_ board: EmulatedBoard) throws(BenchFailure) {
    var pair: [Int32] = [-1, -1]
    guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &pair) == 0 else {
      throw BenchFailure(
        "socketpair", found: String(cString: strerror(errno)), remedy: "Close other programs.")
    }
    guard let context = modbus_new_rtu("emulated", 115_200, CChar(UInt8(ascii: "N")), 8, 1) else {
      close(pair[0])
      close(pair[1])
      throw BenchFailure(
        "libmodbus", found: String(cString: modbus_strerror(errno)), remedy: "Free some memory.")
    }
    self.board = board
    self.context = context
    (near, far) = (pair[0], pair[1])
    _ = fcntl(near, F_SETFL, O_NONBLOCK)
    modbus_set_socket(context, far)
    modbus_set_slave(context, Int32(board.address))
    // A whole frame is there before libmodbus looks; 20 ms bound what a broken one can cost.
    modbus_set_response_timeout(context, 0, 20_000)
    modbus_set_byte_timeout(context, 0, 20_000)
  }

  deinit {
    modbus_free(context)  // leaves the socket open, as it did not open it
    close(near)
    close(far)
  }

  /// The unit that this responder is.
  var unit: UInt8 { UInt8(board.address) }

  /// The reply to a frame for this unit, or `nil` where a board stays silent: a wrong checksum.
  func reply(to frame: [UInt8]) -> [UInt8]? {
    let body = frame.count - 2
    guard body >= 2,
      ModbusFrame.checksum(frame.span.extracting(..<body))
        == UInt16(frame[body + 1]) << 8 | UInt16(frame[body])
    else { return nil }
    board.countRequest()
    switch frame[1] {
    case 0x03: return read(frame)
    case 0x10: return write(frame)
    default: return refuse(frame, .illegalFunction)
    }
  }

  private func read(_ frame: [UInt8]) -> [UInt8]? {
    let count = word(frame, 4)
    guard (1...125).contains(count) else { return refuse(frame, .illegalValue) }
    let read = ModbusRead(address: word(frame, 2), registerCount: count)
    guard let words = board.registers().words(for: read) else {
      return refuse(frame, .illegalAddress)
    }
    return answer(frame, address: read.address, words)
  }

  /// Real boards accept writes to their settings; so does this one, and remembers each.
  private func write(_ frame: [UInt8]) -> [UInt8]? {
    let (address, count) = (word(frame, 2), word(frame, 4))
    guard (1...123).contains(count), frame.count == 9 + 2 * count, Int(frame[6]) == 2 * count
    else { return refuse(frame, .illegalValue) }
    let words = (0..<count).map { UInt16(word(frame, 7 + 2 * $0)) }
    board.record(EmulatedBoard.RequestedWrite(address: address, words: words))
    var settings = RegisterImage(.settings)
    do {
      try settings.store(words, from: ModbusRead(address: address, registerCount: count))
    } catch {
      return refuse(frame, .illegalAddress)
    }
    return answer(frame, address: address, words)
  }

  /// Lets libmodbus answer out of a mapping of `words` from `address` on.
  private func answer(_ frame: [UInt8], address: Int, _ words: [UInt16]) -> [UInt8]? {
    guard
      let mapping = modbus_mapping_new_start_address(
        0, 0, 0, 0, UInt32(address), UInt32(words.count), 0, 0)
    else { return nil }
    defer { modbus_mapping_free(mapping) }
    for (index, word) in words.enumerated() { mapping.pointee.tab_registers[index] = word }
    guard let request = receive(frame) else { return nil }
    guard modbus_reply(context, request, Int32(frame.count), mapping) > 0 else { return nil }
    return replied()
  }

  private func refuse(_ frame: [UInt8], _ refusal: Refusal) -> [UInt8]? {
    guard modbus_reply_exception(context, frame, refusal.rawValue) > 0 else { return nil }
    return replied()
  }

  /// Hands the frame to libmodbus, which checks it once more; `nil` where it takes it for no
  /// request of this unit.
  private func receive(_ frame: [UInt8]) -> [UInt8]? {
    guard frame.withUnsafeBytes({ Glibc.write(near, $0.baseAddress, $0.count) }) == frame.count
    else { return nil }
    var request = [UInt8](repeating: 0, count: Int(MODBUS_RTU_MAX_ADU_LENGTH))
    return modbus_receive(context, &request) == Int32(frame.count) ? request : nil
  }

  /// What libmodbus has written. It is there at once: a socket pair has no line to travel.
  private func replied() -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: Int(MODBUS_RTU_MAX_ADU_LENGTH))
    let count = buffer.withUnsafeMutableBytes { Glibc.read(near, $0.baseAddress, $0.count) }
    return count > 0 ? Array(buffer.prefix(count)) : nil
  }

  private func word(_ frame: [UInt8], _ index: Int) -> Int {
    Int(frame[index]) << 8 | Int(frame[index + 1])
  }
}
