import CModbus
import Foundation
import Locks
import Synchronization

/// The other end of a pseudo-terminal: hands what arrives to a script and writes what it returns.
final class SerialPeer: Sendable {
  /// What to write in answer to the bytes of one read, and the rate at which they were sent: one
  /// element a write, a pause between them.
  typealias Script = @Sendable (_ arrived: [UInt8], _ baud: Int) -> [[UInt8]]

  /// The device node that the program under test opens.
  let path: String
  private let descriptor: Int32
  /// The device's end, held open so that a bus may come and go.
  private let other: Int32
  private let state = Locked(State())
  private let thread: DispatchSemaphore

  private struct State {
    var arrived: [[UInt8]] = []
    var answeredCount = 0
    var isStopped = false
  }

  init(_ script: @escaping Script) throws {
    var other: Int32 = -1
    var name = [CChar](repeating: 0, count: 128)
    let descriptor = cpty_open(&other, &name, name.count)
    guard descriptor >= 0 else { throw POSIXError(.EIO) }
    (self.descriptor, self.other) = (descriptor, other)
    path = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    thread = DispatchSemaphore(value: 0)
    Thread.detachNewThread { [self] in
      serve(script)
      close(self.other)
      close(self.descriptor)
      thread.signal()
    }
  }

  /// What has arrived, one element a read.
  var arrived: [[UInt8]] { state.withLock(\.arrived) }

  /// Returns once so many reads have been answered, all their parts written.
  func waitUntilAnswered(_ count: Int) {
    while state.withLock(\.answeredCount) < count { usleep(1000) }
  }

  /// Whether the device is open for one program alone.
  var isExclusive: Bool {
    var flag: Int32 = 0
    return ioctl(other, 0x8004_5440, &flag) == 0 && flag != 0  // TIOCGEXCL
  }

  /// Pulls the plug: the device node vanishes. Returns when it has.
  func unplug() {
    state.withLock { $0.isStopped = true }
    thread.wait()
    thread.signal()
  }

  private func serve(_ script: Script) {
    var buffer = [UInt8](repeating: 0, count: 512)
    while !state.withLock(\.isStopped) {
      var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&ready, 1, 5) > 0 else { continue }
      let count = read(descriptor, &buffer, buffer.count)
      guard count > 0 else { continue }
      let bytes = Array(buffer.prefix(count))
      state.withLock { $0.arrived.append(bytes) }
      for (index, answer) in script(bytes, baud).enumerated() {
        if index > 0 { usleep(20_000) }
        _ = answer.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      }
      state.withLock { $0.answeredCount += 1 }
    }
  }

  /// The rate that the program under test has set.
  private var baud: Int {
    var settings = termios()
    guard tcgetattr(other, &settings) == 0 else { return 0 }
    switch cfgetospeed(&settings) {
    case speed_t(B9600): return 9600
    case speed_t(B115200): return 115_200
    default: return 0
    }
  }
}
