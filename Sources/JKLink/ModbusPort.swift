internal import CModbus
import Glibc
import JKProtocol
import Quantities

/// A serial line as a Modbus master sees it. Its owner is unique; destroying it closes the line.
///
/// It knows function 03 only: nothing here can write to a board.
struct ModbusPort: ~Copyable {
  private let context: OpaquePointer
  private let device: String
  private let timing: LinkTiming

  /// Opens `device` as 8N1 for this program alone.
  ///
  /// The corresponding C functions are `modbus_new_rtu` and `modbus_connect`.
  static func open(
    _ device: String, baud: Int, timing: LinkTiming
  ) throws(LinkFailure) -> ModbusPort {
    // libmodbus takes 9600 for every rate that it does not know.
    guard SerialDevice.speed(baud) != nil else {
      throw SerialDevice.rateFailure(baud, device: device)
    }
    guard let context = modbus_new_rtu(device, Int32(baud), CChar(UInt8(ascii: "N")), 8, 1) else {
      throw SerialDevice.failure(errno, device: device)
    }
    let response = parts(timing.responseTimeout)
    let byte = parts(timing.byteTimeout)
    modbus_set_response_timeout(context, response.seconds, response.microseconds)
    modbus_set_byte_timeout(context, byte.seconds, byte.microseconds)
    guard modbus_connect(context) == 0 else {
      let code = errno
      modbus_free(context)
      throw SerialDevice.failure(code, device: device)
    }
    do {
      try SerialDevice.claim(modbus_get_socket(context), device: device)
    } catch {
      modbus_close(context)
      modbus_free(context)
      throw error
    }
    return ModbusPort(context, device, timing)
  }

  private init(_ context: OpaquePointer, _ device: String, _ timing: LinkTiming) {
    (self.context, self.device, self.timing) = (context, device, timing)
  }

  deinit {
    SerialDevice.release(modbus_get_socket(context))
    modbus_close(context)
    modbus_free(context)
  }

  /// Whether the device is still there.
  var isPluggedIn: Bool { SerialDevice.isThere(modbus_get_socket(context), device: device) }

  /// Asks `unit` (1 to 247) once. Blocks for at most the response time-out and the reply itself.
  ///
  /// The corresponding C functions are `modbus_flush` and `modbus_read_registers`.
  func read(_ read: ModbusRead, unit: Int) throws(LinkFailure) -> [UInt16] {
    precondition((1...247).contains(unit), "0 is a broadcast and is never asked")
    guard !SerialDevice.hasHungUp(modbus_get_socket(context)) else {
      throw SerialDevice.unplugged(device)
    }
    modbus_set_slave(context, Int32(unit))
    modbus_flush(context)
    var code: Int32 = 0
    let words = [UInt16](unsafeUninitializedCapacity: read.registerCount) { buffer, count in
      let received = modbus_read_registers(
        context, Int32(read.address), Int32(read.registerCount), buffer.baseAddress)
      if received < 0 { code = errno }
      count = max(0, Int(received))
    }
    guard code == 0 else { throw failure(code, unit: unit) }
    return words
  }

  /// Whether the adapter sends our requests back: one more read, whose bytes are looked at raw.
  func echoes(_ read: ModbusRead, unit: Int) -> Bool {
    let descriptor = modbus_get_socket(context)
    let request = ModbusFrame.request(unit: UInt8(unit), read)
    modbus_flush(context)
    guard modbus_send_raw_request(context, Array(request.dropLast(2)), 6) == 8 else { return false }
    var received: [UInt8] = []
    let deadline = ContinuousClock.now + timing.responseTimeout
    while received.count < request.count {
      guard let bytes = RawBytes.read(descriptor, until: deadline), !bytes.isEmpty else {
        return false
      }
      received += bytes
    }
    return received.starts(with: request)
  }

  private func failure(_ code: Int32, unit: Int) -> LinkFailure {
    let place = "\(device), board \(unit)"
    let found = String(cString: modbus_strerror(code))
    if code == ETIMEDOUT { return SerialDevice.silent(place, after: timing.responseTimeout) }
    if SerialDevice.hasGone(code) { return SerialDevice.unplugged(device) }
    let first = Int32(CMODBUS_EXCEPTION_FIRST.rawValue)
    let last = Int32(CMODBUS_EXCEPTION_LAST.rawValue)
    guard (first...last).contains(code) else { return SerialDevice.badReply(place, found) }
    let exception = UInt8(code - Int32(CMODBUS_EXCEPTION_BASE.rawValue))
    return LinkFailure(
      .exception(code: exception), place: place,
      found: "the board refused a read with exception \(exception) (\(found))",
      remedy: "Check that the board is a JK board whose firmware is 11.36 or later.")
  }

  private static func parts(_ span: Duration) -> (seconds: UInt32, microseconds: UInt32) {
    let microseconds = max(1, span.wholeNanoseconds / 1000)
    return (UInt32(microseconds / 1_000_000), UInt32(microseconds % 1_000_000))
  }
}
