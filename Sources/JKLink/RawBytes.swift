import Glibc
import Quantities

/// Bytes from and to a descriptor that does not block.
enum RawBytes {
  /// The bytes that have arrived by `deadline`, as soon as there are any; none when the time has
  /// passed; `nil` when the device has gone.
  static func read(_ descriptor: Int32, until deadline: ContinuousClock.Instant) -> [UInt8]? {
    while true {
      let rest = ContinuousClock.now.duration(to: deadline).wholeNanoseconds
      guard rest > 0 else { return [] }
      var state = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      // Rounded up: a wait of 0 ms would turn the loop busy.
      let ready = poll(&state, 1, Int32(clamping: rest / 1_000_000 + 1))
      if ready == 0 || (ready < 0 && errno == EINTR) { continue }
      guard ready > 0, Int32(state.revents) & POLLIN != 0 else { return nil }
      let bytes = [UInt8](unsafeUninitializedCapacity: 512) { buffer, count in
        count = max(0, Glibc.read(descriptor, buffer.baseAddress, 512))
      }
      return bytes.isEmpty ? nil : bytes
    }
  }
}
