import Glibc
import Quantities

/// Bytes from and to a descriptor that does not block.
enum RawBytes {
  /// The bytes that have arrived by `deadline`, as soon as there are any; none when the time has
  /// passed; `nil` when the device has gone.
  static func read(_ descriptor: Int32, until deadline: ContinuousClock.Instant) -> [UInt8]? {
    while let events = wait(descriptor, POLLIN, until: deadline) {
      guard events & POLLIN != 0 else { return nil }
      var isWorthWaiting = false
      let bytes = [UInt8](unsafeUninitializedCapacity: 512) { buffer, count in
        let received = Glibc.read(descriptor, buffer.baseAddress, 512)
        isWorthWaiting = received < 0 && (errno == EINTR || errno == EAGAIN)
        count = max(0, received)
      }
      if !bytes.isEmpty { return bytes }
      guard isWorthWaiting else { return nil }
    }
    return []
  }

  /// Whether all of `bytes` could be written by `deadline`.
  static func write(
    _ bytes: [UInt8], to descriptor: Int32, by deadline: ContinuousClock.Instant
  ) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      guard let events = wait(descriptor, POLLOUT, until: deadline), events & POLLOUT != 0 else {
        return false
      }
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno != EINTR, errno != EAGAIN { return false }
      rest = rest.dropFirst(max(0, count))
    }
    return true
  }

  /// What happened on a descriptor by `deadline`, or `nil` when nothing did.
  private static func wait(
    _ descriptor: Int32, _ event: Int32, until deadline: ContinuousClock.Instant
  ) -> Int32? {
    while true {
      let rest = ContinuousClock.now.duration(to: deadline).wholeNanoseconds
      guard rest > 0 else { return nil }
      var state = pollfd(fd: descriptor, events: Int16(event), revents: 0)
      // Rounded up: a wait of 0 ms would turn the loop busy.
      let ready = poll(&state, 1, Int32(clamping: rest / 1_000_000 + 1))
      if ready == 0 || (ready < 0 && errno == EINTR) { continue }
      return ready > 0 ? Int32(state.revents) : POLLERR
    }
  }
}
