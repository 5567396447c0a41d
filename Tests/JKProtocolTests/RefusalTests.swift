import JKProtocol
import Testing

@Suite("Damaged frames are refused whole") struct RefusalTests {
  /// Frames of every protocol: recorded ones, and the document's for DD A5.
  static let files = [
    "bd6a17s6p-7.1.0h-4e57.hex", "4e57-rsp-14s-b1a20s15p-sw11261.hex",
    "ble-b2a20s20p-heat-type2-2.hex", "pb-settings-addr3-15.41.hex",
    "pb-about-addr3-15.41.hex", "fc03-rsp-1200-16.hex", "fc03-rsp-1200-1.hex",
    "fc03-req-1200-8.hex", "4e57-req-read-all-src3.hex", "pb-ack-status-addr3.hex",
    "pb-req-status-addr1.hex", "",
  ]

  private static func bytes(_ file: String) throws -> [UInt8] {
    file.isEmpty ? Bytes.documentExampleDDA5 : try Capture.bytes(file)
  }

  /// Whether a frame is accepted as what it looks like, or as what it was.
  private static func isAccepted(_ bytes: [UInt8], as kind: RecordedFrame.Kind?) -> Bool {
    (try? RecordedFrame.decode(bytes)) != nil || (try? RecordedFrame.decode(bytes, as: kind)) != nil
  }

  @Test("a frame cut off anywhere is refused", arguments: files)
  func truncated(file: String) throws {
    let whole = try Self.bytes(file)
    let kind = RecordedFrame.kind(of: whole.span)
    #expect(Self.isAccepted(whole, as: kind))
    let accepted = whole.indices.filter { Self.isAccepted(Array(whole.prefix($0)), as: kind) }
    #expect(accepted == [])
  }

  @Test("a frame with bytes after it is refused", arguments: files)
  func lengthened(file: String) throws {
    let whole = try Self.bytes(file)
    let kind = RecordedFrame.kind(of: whole.span)
    for extra in [[0x00], [0xFF], [0x77], [0x00, 0x00], whole] as [[UInt8]] {
      #expect(!Self.isAccepted(whole + extra, as: kind))
    }
  }

  @Test("a frame with any one bit flipped is refused", arguments: files)
  func flipped(file: String) throws {
    let whole = try Self.bytes(file)
    let kind = RecordedFrame.kind(of: whole.span)
    let accepted = (0..<(8 * whole.count)).filter { bit in
      var bytes = whole
      bytes[bit / 8] ^= 1 << (bit % 8)
      return Self.isAccepted(bytes, as: kind)
    }
    #expect(accepted == [])
  }

  @Test("identifiers that 4E 57 does not have are refused by name")
  func unknownIdentifiers() {
    // Every identifier of the document's table, with those that only a master writes left out.
    let known =
      Set<UInt8>([0x79, 0x87, 0x89]).union(0x80...0x86).union(0x8A...0x8C).union(0x8E...0xBA)
      .union([0xBE, 0xBF, 0xC0])
    for identifier in UInt8.min...UInt8.max where !known.contains(identifier) {
      let frame = Bytes.frame4E57([0x85, 50, identifier, 0, 0, 0, 0])
      #expect(throws: DecodeFailure.unknownIdentifier(identifier, offset: 13)) {
        try Frame4E57.decode(frame)
      }
    }
  }

  @Test(
    "a bad 4E 57 frame is refused with where, what was found and what is allowed",
    arguments: [  // frame, failure
      (Bytes.frame4E57([0x85, 50, 0x85, 50]), .repeatedIdentifier(0x85, offset: 13)),
      (
        Bytes.frame4E57([0x83, 0x14]),
        .lengthMismatch(offset: 11, declared: 2, allowed: "at most 1")
      ),
      (
        Bytes.frame4E57([0x79, 6, 1, 0x0C, 0x81]),
        .lengthMismatch(offset: 12, declared: 6, allowed: "a multiple of 3, at most 3")
      ),
      (
        Bytes.frame4E57([0x79, 2, 1, 0x0C]),
        .lengthMismatch(offset: 12, declared: 2, allowed: "a multiple of 3, at most 2")
      ),
      (
        Bytes.frame4E57([0x79, 6, 1, 0x0C, 0x81, 3, 0x0C, 0x81]),
        .unexpectedByte(offset: 16, found: 3, allowed: "cell number 2")
      ),
      (Bytes.frame4E57([0x79]), .truncated(needed: 13, found: 12)),
      (
        Bytes.frame4E57([], command: 2),
        .unexpectedByte(offset: 8, found: 2, allowed: "command 0x06 or 0x03")
      ),
      (
        Bytes.frame4E57([], source: 3),
        .unexpectedByte(offset: 9, found: 3, allowed: "source 0x00, the board")
      ),
      (
        Bytes.frame4E57([], type: 2),
        .unexpectedByte(offset: 10, found: 2, allowed: "type 0x01, a reply")
      ),
      (
        [0x4E, 0x57, 0xFF, 0xFF] + [UInt8](repeating: 0, count: 20),
        .lengthMismatch(offset: 2, declared: 65535, allowed: "18 to 1022")
      ),
      ([0x4E], .badStart(allowed: "4E 57")), ([], .badStart(allowed: "4E 57")),
    ] as [([UInt8], DecodeFailure)])
  func named4E57(frame: [UInt8], failure: DecodeFailure) {
    #expect(throws: failure) { try Frame4E57.decode(frame) }
  }

  @Test(
    "a bad DD A5 frame is refused by name",
    arguments: [  // frame, failure
      (
        Bytes.frameDDA5(3, [UInt8](repeating: 0, count: 22)),
        .lengthMismatch(offset: 3, declared: 22, allowed: "23 and more")
      ),
      (
        Bytes.frameDDA5(3, [UInt8](repeating: 0, count: 22) + [2, 0x0A, 0xAB]),
        .lengthMismatch(offset: 3, declared: 25, allowed: "27 with 2 sensors")
      ),
      (
        Bytes.frameDDA5(4, [0x0C, 0xD8, 0x0C]),
        .lengthMismatch(offset: 3, declared: 3, allowed: "an even number, 2 to 64 (32 cells)")
      ),
      // The text "11" taken for a cell.
      (
        Bytes.frameDDA5(4, [0x31, 0x31]),
        .implausible(offset: 4, found: "12593 mV", allowed: "0 to 5000 mV")
      ),
      (
        Bytes.frameDDA5(5, [0x0C, 0xD8]),
        .implausible(offset: 4, found: "no readable text", allowed: "ASCII characters")
      ),
      (
        Bytes.frameDDA5(6, []),
        .unexpectedByte(offset: 1, found: 6, allowed: "command 0x03, 0x04 or 0x05")
      ),
    ] as [([UInt8], DecodeFailure)])
  func namedDDA5(frame: [UInt8], failure: DecodeFailure) {
    #expect(throws: failure) { try FrameDDA5.decode(frame) }
  }

  @Test(
    "a failure is a sentence with the numbers in it",
    arguments: [
      (
        .badChecksum(expected: 0x485C, found: 0x4923),
        "the checksum is 0x4923; its bytes give 0x485C"
      ),
      (
        .unknownIdentifier(0x88, offset: 13),
        "byte 13 is item 0x88, which the protocol does not have"
      ),
      (.truncated(needed: 300, found: 288), "the frame has 288 bytes and needs 300"),
      (
        .unexpectedByte(offset: 8, found: 2, allowed: "command 0x06 or 0x03"),
        "byte 8 is 0x02; allowed: command 0x06 or 0x03"
      ),
      (.exception(function: 3, code: 2), "the board refused function 0x03 with exception code 2"),
      (
        .outsideBlocks(address: 0x12F0, registerCount: 32),
        "32 registers from 0x12F0 on lie in no block"
      ),
    ] as [(DecodeFailure, String)])
  func sentences(failure: DecodeFailure, sentence: String) {
    #expect(failure.description == sentence)
  }
}
