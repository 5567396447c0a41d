/// Finds the frames of 4E 57 or DD A5 in what arrives from a serial line, chunk by chunk.
///
/// It survives noise before and between frames, frames split over reads, several frames in one
/// read, false starts, and the echo of our own requests. After each `append`, call `next` until it
/// returns `nil`: memory then stays below one longest frame and one chunk, twice. Time is linear in
/// the bytes: the sum of any range is the difference of two running sums.
public struct FrameScanner: Sendable {
  /// The protocol whose frames are looked for.
  public enum Kind: Hashable, Sendable {
    case jk4E57, ddA5
  }

  /// Whose frames are looked for.
  public enum Sender: Hashable, Sendable {
    /// The board's replies; valid requests are echoes of our own.
    case board
    /// A master's requests, for an emulated board.
    case master
  }

  /// The protocol whose frames are looked for.
  public let kind: Kind
  /// Whose frames are looked for.
  public let sender: Sender
  /// Bytes that belonged to no frame since the last reset.
  public private(set) var skippedByteCount = 0
  /// Valid frames of the other side that were dropped since the last reset: to a master, echoes of
  /// its own requests. An adapter that echoes is worth a report.
  public private(set) var echoCount = 0

  private var buffer: [UInt8] = []
  /// The sum of all bytes before each position, modulo 65536; one more than `buffer`.
  private var sums: [UInt16] = [0]
  /// Everything before this position has been handed out or skipped.
  private var consumed = 0
  /// The next position that may be the start of a frame.
  private var position = 0
  /// Starts whose frame is not complete yet, with its end, in the order of their starts.
  private var open: [Range<Int>] = []
  /// The first end among them.
  private var earliestEnd = Int.max

  /// A scanner that has seen nothing.
  public init(_ kind: Kind, from sender: Sender = .board) {
    self.kind = kind
    self.sender = sender
  }

  /// Forgets everything, as before a new request.
  public mutating func reset() { self = FrameScanner(kind, from: sender) }

  /// Takes bytes in the order of their arrival.
  public mutating func append(_ bytes: Span<UInt8>) {
    compact()
    for index in bytes.indices {
      let byte = bytes[index]
      let sum = sums[sums.count - 1]
      buffer.append(byte)
      sums.append(sum &+ UInt16(byte))
    }
  }

  /// Takes bytes in the order of their arrival.
  public mutating func append(_ bytes: [UInt8]) { append(bytes.span) }

  /// The next whole frame whose length, end and checksum are right, or `nil` until more arrives.
  public mutating func next() -> [UInt8]? {
    while true {
      findStarts()
      guard let frame = takeComplete() else {
        forgetGarbage()
        return nil
      }
      if isRequest(frame) == (sender == .master) { return Array(buffer[frame]) }
      echoCount += 1
    }
  }

  /// Looks at every position once and keeps those that may start a frame.
  private mutating func findStarts() {
    while position < buffer.count {
      switch kind == .jk4E57 ? start4E57(position) : startDDA5(position) {
      case .none: position += 1
      case .undecided: return
      case .frame(let count):
        open.append(position..<(position + count))
        earliestEnd = min(earliestEnd, position + count)
        position += 1
      }
    }
  }

  /// Removes the first complete and valid candidate, and every false start before it.
  private mutating func takeComplete() -> Range<Int>? {
    guard buffer.count >= earliestEnd else { return nil }
    defer { earliestEnd = open.reduce(Int.max) { min($0, $1.upperBound) } }
    var index = 0
    while index < open.count {
      let candidate = open[index]
      if candidate.upperBound > buffer.count {
        index += 1
      } else if isValid(candidate) {
        skippedByteCount += candidate.lowerBound - consumed
        consumed = candidate.upperBound
        position = max(position, consumed)
        open.removeAll { $0.lowerBound < candidate.upperBound }
        return candidate
      } else {
        open.remove(at: index)
      }
    }
    return nil
  }

  /// Drops what no open candidate needs.
  private mutating func forgetGarbage() {
    let needed = open.first?.lowerBound ?? position
    guard needed > consumed else { return }
    skippedByteCount += needed - consumed
    consumed = needed
  }

  /// Moves the rest to the front when the dead part is the larger one, so that a byte is moved a
  /// bounded number of times and memory stays bounded.
  private mutating func compact() {
    guard consumed > 0, consumed >= buffer.count - consumed else { return }
    buffer.removeFirst(consumed)
    sums.removeFirst(consumed)
    position -= consumed
    for index in open.indices {
      open[index] = (open[index].lowerBound - consumed)..<(open[index].upperBound - consumed)
    }
    if earliestEnd != Int.max { earliestEnd -= consumed }
    consumed = 0
  }

  private enum Start {
    /// No frame starts here.
    case none
    /// Too few bytes to say.
    case undecided
    /// A frame of so many bytes may start here.
    case frame(Int)
  }

  private func start4E57(_ start: Int) -> Start {
    guard buffer[start] == 0x4E else { return .none }
    guard start + 1 < buffer.count else { return .undecided }
    guard buffer[start + 1] == 0x57 else { return .none }
    guard start + 3 < buffer.count else { return .undecided }
    let count = 2 + (Int(buffer[start + 2]) << 8 | Int(buffer[start + 3]))
    let least = Frame4E57.headerCount + Frame4E57.trailerCount
    return count >= least && count <= Frame4E57.maximumCount ? .frame(count) : .none
  }

  private func startDDA5(_ start: Int) -> Start {
    guard buffer[start] == 0xDD else { return .none }
    guard start + 1 < buffer.count else { return .undecided }
    let isRequest = buffer[start + 1] == 0xA5
    guard isRequest || FrameDDA5.Command(rawValue: buffer[start + 1]) != nil else { return .none }
    guard start + 3 < buffer.count else { return .undecided }
    return .frame(FrameDDA5.overheadCount + Int(buffer[start + 3]))
  }

  private func isValid(_ frame: Range<Int>) -> Bool {
    switch kind {
    case .jk4E57:
      let end = frame.upperBound
      return buffer[end - 5] == 0x68 && buffer[end - 4] == 0 && buffer[end - 3] == 0
        && number(end - 2) == sums[end - 4] &- sums[frame.lowerBound]
    case .ddA5:
      let end = frame.upperBound - 3
      let sum = sums[end] &- sums[frame.lowerBound + 2]
      return buffer[end + 2] == 0x77 && number(end) == 0 &- sum
    }
  }

  /// Whether a valid frame is a master's, which on our line is our own.
  private func isRequest(_ frame: Range<Int>) -> Bool {
    switch kind {
    case .jk4E57: buffer[frame.lowerBound + 10] == 0
    case .ddA5: buffer[frame.lowerBound + 1] == 0xA5
    }
  }

  private func number(_ index: Int) -> UInt16 {
    UInt16(buffer[index]) << 8 | UInt16(buffer[index + 1])
  }
}
