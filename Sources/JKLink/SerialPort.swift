import Glibc
import Quantities

/// A serial line as raw bytes, 8N1. Its owner is unique; destroying it closes the line.
struct SerialPort: ~Copyable {
  private let descriptor: Int32
  private let device: String

  /// Opens `device` as raw 8N1 for this program alone.
  static func open(_ device: String, baud: Int) throws(LinkFailure) -> SerialPort {
    guard let speed = SerialDevice.speed(baud) else {
      throw SerialDevice.rateFailure(baud, device: device)
    }
    // Without O_NONBLOCK, opening would wait for a carrier that RS485 does not have.
    let descriptor = Glibc.open(device, O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw SerialDevice.failure(errno, device: device) }
    do {
      try SerialDevice.claim(descriptor, device: device)
      try makeRaw(descriptor, speed, device: device)
    } catch {
      close(descriptor)
      throw error
    }
    return SerialPort(descriptor, device)
  }

  private init(_ descriptor: Int32, _ device: String) {
    (self.descriptor, self.device) = (descriptor, device)
  }

  deinit {
    SerialDevice.release(descriptor)
    close(descriptor)
  }

  /// Whether the device is still there.
  var isPluggedIn: Bool { SerialDevice.isThere(descriptor, device: device) }

  /// Throws away what has arrived and what has not been sent.
  func flush() { tcflush(descriptor, TCIOFLUSH) }

  /// Sends all of `bytes` by `deadline`. Throws `LinkFailure` where the device takes none.
  func write(_ bytes: [UInt8], by deadline: ContinuousClock.Instant) throws(LinkFailure) {
    guard !SerialDevice.hasHungUp(descriptor) else { throw SerialDevice.unplugged(device) }
    guard RawBytes.write(bytes, to: descriptor, by: deadline) else {
      throw isPluggedIn ? SerialDevice.stuck(device) : SerialDevice.unplugged(device)
    }
  }

  /// The bytes that have arrived by `deadline`, as soon as there are any; none when the time has
  /// passed. Throws `LinkFailure` when the device has gone.
  func read(until deadline: ContinuousClock.Instant) throws(LinkFailure) -> [UInt8] {
    guard let bytes = RawBytes.read(descriptor, until: deadline) else {
      throw SerialDevice.unplugged(device)
    }
    return bytes
  }

  /// 8 data bits, no parity, 1 stop bit, no flow control, no byte changed on its way.
  private static func makeRaw(
    _ descriptor: Int32, _ speed: speed_t, device: String
  ) throws(LinkFailure) {
    var settings = termios()
    guard tcgetattr(descriptor, &settings) == 0 else {
      throw SerialDevice.failure(errno, device: device)
    }
    cfmakeraw(&settings)
    settings.c_cflag |= tcflag_t(CLOCAL | CREAD)
    settings.c_cflag &= ~(tcflag_t(CSTOPB) | tcflag_t(CRTSCTS))
    settings.c_iflag &= ~(tcflag_t(IXOFF) | tcflag_t(IXANY))
    cfsetspeed(&settings, speed)
    guard tcsetattr(descriptor, TCSANOW, &settings) == 0 else {
      throw SerialDevice.failure(errno, device: device)
    }
  }
}
