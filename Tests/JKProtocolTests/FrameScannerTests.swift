import JKProtocol
import Testing

@Suite("Finding frames in a stream") struct FrameScannerTests {
  /// A real reply of each protocol and the request that it answers.
  struct Line: Sendable {
    let kind: FrameScanner.Kind
    let reply: [UInt8]
    let request: [UInt8]
  }

  static let lines = [
    Line(
      kind: .jk4E57, reply: Bytes.frame4E57([0x83, 0x14, 0xEF, 0x85, 50]),
      request: Frame4E57.readAllRequest),
    Line(
      kind: .ddA5, reply: Bytes.documentExampleDDA5, request: FrameDDA5.request(.basic)),
  ]

  /// Everything that the scanner finds in `chunks`.
  private func frames(_ scanner: inout FrameScanner, _ chunks: [[UInt8]]) -> [[UInt8]] {
    var frames: [[UInt8]] = []
    for chunk in chunks {
      scanner.append(chunk)
      while let frame = scanner.next() { frames.append(frame) }
    }
    return frames
  }

  @Test("a frame is found after noise and an echo, and both are counted", arguments: lines)
  func noise(line: Line) {
    let noise: [UInt8] = [0xFF, 0xFF, 0x00, 0x4E, 0xDD, 0x57, 0xFF]
    var scanner = FrameScanner(line.kind)
    #expect(frames(&scanner, [noise + line.request + noise + line.reply]) == [line.reply])
    #expect(scanner.echoCount == 1)
    #expect(scanner.skippedByteCount == 2 * noise.count)
    scanner.reset()
    #expect(scanner.echoCount == 0 && scanner.skippedByteCount == 0)
  }

  @Test("a frame split anywhere is found once", arguments: lines)
  func split(line: Line) {
    for position in 0...line.reply.count {
      var scanner = FrameScanner(line.kind)
      let chunks = [Array(line.reply.prefix(position)), Array(line.reply.dropFirst(position))]
      #expect(frames(&scanner, chunks) == [line.reply])
    }
  }

  @Test("bytes that come one by one make the same frames", arguments: lines)
  func singleBytes(line: Line) {
    var scanner = FrameScanner(line.kind)
    let stream = [0xFF] + line.request + line.reply + [0xFF, 0x4E, 0xDD] + line.reply
    #expect(frames(&scanner, stream.map { [$0] }) == [line.reply, line.reply])
  }

  @Test("two frames in one read are two frames", arguments: lines)
  func two(line: Line) {
    var scanner = FrameScanner(line.kind)
    #expect(frames(&scanner, [line.reply + line.reply]) == [line.reply, line.reply])
    #expect(scanner.skippedByteCount == 0)
  }

  @Test("a false start that promises a longer frame does not hide the frame in it")
  func falseStart() {
    for line in Self.lines {
      let start: [UInt8] = line.kind == .jk4E57 ? [0x4E, 0x57, 0x03, 0x00] : [0xDD, 3, 0, 0xF0]
      var scanner = FrameScanner(line.kind)
      #expect(frames(&scanner, [start + line.reply]) == [line.reply])
      #expect(scanner.skippedByteCount == start.count)
    }
  }

  @Test("a damaged frame is skipped and the next one is found", arguments: lines)
  func damaged(line: Line) {
    for position in line.reply.indices {
      var bad = line.reply
      bad[position] ^= 0x10
      var scanner = FrameScanner(line.kind)
      // A damaged command byte of DD A5 is outside its checksum; no other flip passes.
      let found = frames(&scanner, [bad + line.reply])
      #expect(found.last == line.reply)
      #expect(found.count == 1)
    }
  }

  @Test("an emulated board hears requests and not its own replies", arguments: lines)
  func master(line: Line) {
    var scanner = FrameScanner(line.kind, from: .master)
    let stream = [0xFF] + line.reply + line.request
    #expect(frames(&scanner, [stream]) == [line.request])
    #expect(scanner.echoCount == 1)
  }

  @Test("a recorded reply with bytes of 4E and 57 in it comes out whole")
  func recorded() throws {
    let reply = try Capture.bytes("bd6a17s6p-7.1.0h-4e57.hex")
    var scanner = FrameScanner(.jk4E57)
    let chunks = stride(from: 0, to: reply.count, by: 32).map {
      Array(reply[$0..<min($0 + 32, reply.count)])
    }
    #expect(frames(&scanner, chunks) == [reply])
  }

  @Test("a flood of false starts is survived, and the frame after it is found", arguments: lines)
  func flood(line: Line) {
    // Each start promises a frame of 519 bytes (4E 57), 262 (DD A5), the longest that hurt.
    let start: [UInt8] =
      line.kind == .jk4E57 ? [0x4E, 0x57, 0x02, 0x05] : [0xDD, 0x03, 0x00, 0xFF]
    let flood = (0..<5_000).flatMap { _ in start }
    var scanner = FrameScanner(line.kind)
    var found: [[UInt8]] = []
    for _ in 0..<10 { found += frames(&scanner, [flood]) }
    // What a start promised must have passed before the last of them can be given up.
    found += frames(&scanner, [line.reply, [UInt8](repeating: 0, count: 600)])
    #expect(found == [line.reply])
    #expect(scanner.skippedByteCount >= 10 * flood.count)
  }
}
