import CModbus
import Glibc

/// The board's end of a serial line: a pseudo-terminal of its own, or a device that exists.
///
/// Its owner is unique; destroying it closes the line and removes its link, as when an adapter is
/// pulled out.
struct SerialLine: ~Copyable {
  /// What the other end opens.
  let path: String
  /// What this end reads and writes.
  let descriptor: Int32
  /// A pseudo-terminal's other end, held open so that a reader may come and go.
  private let other: Int32
  private let link: String?

  /// Makes a pseudo-terminal, and a link to it where a path for one is given.
  ///
  /// Throws `BenchFailure` when there is no pseudo-terminal to be had, or the link cannot be made.
  static func pseudoTerminal(link: String?) throws(BenchFailure) -> SerialLine {
    var other: Int32 = -1
    var name = [CChar](repeating: 0, count: 128)
    let descriptor = cpty_open(&other, &name, name.count)
    guard descriptor >= 0 else {
      throw lastFailure("pseudo-terminal", "Check that /dev/pts is mounted.")
    }
    let path = name.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } } ?? ""
    makeRaw(other, speed: speed_t(B115200))
    if let link {
      do { try makeLink(link, to: path) } catch {
        close(other)
        close(descriptor)
        throw error
      }
    }
    return SerialLine(path: link ?? path, descriptor: descriptor, other: other, link: link)
  }

  /// Opens a serial device as raw 8N1.
  ///
  /// Throws `BenchFailure` when it cannot be opened or the rate is not one of the protocols'.
  static func device(_ path: String, baud: Int) throws(BenchFailure) -> SerialLine {
    let speed: speed_t
    switch baud {
    case 9600: speed = speed_t(B9600)
    case 115_200: speed = speed_t(B115200)
    default:
      throw BenchFailure(
        path, found: "\(baud) baud", remedy: "JK boards speak at 9600 or 115200 baud.")
    }
    let descriptor = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw lastFailure(path, "Check the path, and that you are in the group dialout.")
    }
    makeRaw(descriptor, speed: speed)
    return SerialLine(path: path, descriptor: descriptor, other: -1, link: nil)
  }

  private init(path: String, descriptor: Int32, other: Int32, link: String?) {
    (self.path, self.descriptor, self.other, self.link) = (path, descriptor, other, link)
  }

  deinit {
    if let link { unlink(link) }
    if other >= 0 { close(other) }
    close(descriptor)
  }

  /// Writes all of `bytes`, as far as somebody still takes them.
  func write(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        guard poll(&waiting, 1, 100) > 0 else { return }
      } else if errno != EINTR {
        return
      }
    }
  }

  /// The bytes that have arrived, none where there are none; `nil` where the line has gone.
  func read() -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 512)
    let count = buffer.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
    guard count < 0 else { return count == 0 ? nil : Array(buffer.prefix(count)) }
    return errno == EAGAIN || errno == EINTR ? [] : nil
  }

  /// Makes `link` a symbolic link to `path`; an older link gives way, a file does not.
  private static func makeLink(_ link: String, to path: String) throws(BenchFailure) {
    var status = stat()
    if lstat(link, &status) == 0 {
      guard status.st_mode & S_IFMT == S_IFLNK else {
        throw BenchFailure(
          link, found: "a file that is not a link", remedy: "Choose another path for the link.")
      }
      unlink(link)
    }
    guard symlink(path, link) == 0 else {
      throw lastFailure(link, "Choose a path in a folder that you may write to.")
    }
  }

  private static func makeRaw(_ descriptor: Int32, speed: speed_t) {
    var settings = termios()
    guard tcgetattr(descriptor, &settings) == 0 else { return }
    cfmakeraw(&settings)
    settings.c_cflag |= tcflag_t(CLOCAL | CREAD)
    cfsetspeed(&settings, speed)
    tcsetattr(descriptor, TCSANOW, &settings)
  }

  private static func lastFailure(_ place: String, _ remedy: String) -> BenchFailure {
    BenchFailure(place, found: String(cString: strerror(errno)), remedy: remedy)
  }
}
