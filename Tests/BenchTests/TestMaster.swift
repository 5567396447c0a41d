import Foundation
import Glibc

/// The other end of an emulated line: writes requests, and waits for replies.
final class TestMaster: Sendable {
  private let descriptor: Int32

  init?(_ path: String) {
    descriptor = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK)
    if descriptor < 0 { return nil }
  }

  deinit { close(descriptor) }

  func write(_ bytes: [UInt8]) {
    _ = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
  }

  /// `count` bytes, or fewer when they have not come within ten seconds. `nil` where the line ends.
  func read(_ count: Int) -> [UInt8]? {
    var bytes: [UInt8] = []
    while bytes.count < count {
      guard let more = arriving(within: 10_000, atMost: count - bytes.count) else { return nil }
      if more.isEmpty { return bytes }
      bytes += more
    }
    return bytes
  }

  /// What comes within a quarter of a second: nothing from a board that stays silent.
  func readSilence() -> [UInt8] {
    arriving(within: 250, atMost: 512) ?? []
  }

  func ask(_ request: [UInt8], count: Int) -> [UInt8]? {
    write(request)
    return read(count)
  }

  private func arriving(within milliseconds: Int32, atMost count: Int) -> [UInt8]? {
    var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&waiting, 1, milliseconds) > 0 else { return [] }
    var buffer = [UInt8](repeating: 0, count: count)
    let found = Glibc.read(descriptor, &buffer, count)
    return found > 0 ? Array(buffer.prefix(found)) : nil
  }
}
