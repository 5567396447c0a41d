import Glibc
import Quantities

/// What a Modbus line and a plain serial line have in common.
enum SerialDevice {
  /// The rates that can be set. Source: POSIX termios and Linux's additions up to 115200.
  static func speed(_ baud: Int) -> speed_t? {
    switch baud {
    case 1200: speed_t(B1200)
    case 2400: speed_t(B2400)
    case 4800: speed_t(B4800)
    case 9600: speed_t(B9600)
    case 19_200: speed_t(B19200)
    case 38_400: speed_t(B38400)
    case 57_600: speed_t(B57600)
    case 115_200: speed_t(B115200)
    case 230_400: speed_t(B230400)
    default: nil
    }
  }

  /// Keeps other programs away from an open device. Throws where one is already there.
  static func claim(_ descriptor: Int32, device: String) throws(LinkFailure) {
    // A lock too: the superuser is not kept out by the exclusive mode.
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, ioctl(descriptor, UInt(TIOCEXCL)) == 0
    else { throw failure(errno, device: device) }
  }

  /// Lets other programs open a device again that is about to be closed: the exclusive mode belongs
  /// to the device and would outlast us where something else holds it open.
  static func release(_ descriptor: Int32) { _ = ioctl(descriptor, UInt(TIOCNXCL)) }

  /// Whether nobody has pulled the device out: it has not hung up, and its path still leads to it.
  static func isThere(_ descriptor: Int32, device: String) -> Bool {
    guard !hasHungUp(descriptor) else { return false }
    var (open, named) = (stat(), stat())
    return fstat(descriptor, &open) == 0 && stat(device, &named) == 0
      && open.st_rdev == named.st_rdev
  }

  static func hasHungUp(_ descriptor: Int32) -> Bool {
    var state = pollfd(fd: descriptor, events: 0, revents: 0)
    return poll(&state, 1, 0) > 0 && Int32(state.revents) & (POLLHUP | POLLERR | POLLNVAL) != 0
  }

  /// Whether an error of a read or a write means that the device has gone.
  static func hasGone(_ code: Int32) -> Bool {
    [EIO, ENXIO, ENODEV, ECONNRESET, EBADF, EPIPE, ENOTTY].contains(code)
  }

  /// The failure for an error number of opening or setting up `device`.
  static func failure(_ code: Int32, device: String) -> LinkFailure {
    switch code {
    case ENOENT, ENXIO, ENODEV, EIO:
      LinkFailure(
        .deviceMissing, place: device, found: "there is no such device",
        remedy: "Plug in the adapter; `ls -l /dev/serial/by-id` lists the adapters.")
    case EACCES, EPERM:
      LinkFailure(
        .notPermitted, place: device, found: "this user may not open it",
        remedy: "Add the user to the group dialout (`sudo usermod -aG dialout NAME`), log in again."
      )
    case EBUSY, EWOULDBLOCK:
      LinkFailure(
        .deviceBusy, place: device, found: "another program has it open",
        remedy: "Stop that program; `fuser -v \(device)` shows it.")
    case ENOTTY, EINVAL, EISDIR:
      LinkFailure(
        .unsuitableDevice, place: device, found: "it is not a serial port",
        remedy: "Name the device node of the RS485 adapter, for example /dev/ttyUSB0.")
    default:
      LinkFailure(
        .unsuitableDevice, place: device, found: String(cString: strerror(code)),
        remedy: "Check the adapter and its device node.")
    }
  }

  static func rateFailure(_ baud: Int, device: String) -> LinkFailure {
    LinkFailure(
      .unsuitableDevice, place: device, found: "\(baud) baud is no rate that can be set",
      remedy: "JK boards speak at 115200 or 9600 baud.")
  }

  static func unplugged(_ device: String) -> LinkFailure {
    LinkFailure(
      .unplugged, place: device, found: "the device has gone while it was in use",
      remedy: "Plug the adapter in again; it is opened by itself.")
  }

  static func silent(_ place: String, after waited: Duration) -> LinkFailure {
    LinkFailure(
      .timeOut, place: place, found: "no answer within \(milliseconds(waited)) ms",
      remedy: silenceRemedy)
  }

  static let silenceRemedy =
    "Check wiring (A, B, ground), board power, address, rate, and in JK's app the "
    + "\"UART1 Protocol No.\": 001 for jk-modbus, 000 for jk-4e57."

  static func unfinished(
    _ place: String, byteCount: Int, _ waited: Duration
  ) -> LinkFailure {
    LinkFailure(
      .timeOut, place: place,
      found: "an answer broke off after \(byteCount) bytes, \(milliseconds(waited)) ms were given",
      remedy: "Check the rate and the termination.")
  }

  static func stuck(_ device: String) -> LinkFailure {
    LinkFailure(
      .timeOut, place: device, found: "the adapter takes no bytes to send",
      remedy: "Pull the adapter out and plug it in again.")
  }

  static func echoing(
    _ place: String, _ found: String = "the adapter sends our own bytes back"
  ) -> LinkFailure {
    LinkFailure(
      .echo, place: place, found: found,
      remedy: "Switch its local echo off, or use an adapter that controls the direction by itself.")
  }

  static func badReply(_ place: String, _ found: String) -> LinkFailure {
    LinkFailure(
      .badReply, place: place, found: found,
      remedy: "Check the rate, the termination, and that no two boards have the same address.")
  }

  private static func milliseconds(_ span: Duration) -> Int64 { span.wholeNanoseconds / 1_000_000 }
}
