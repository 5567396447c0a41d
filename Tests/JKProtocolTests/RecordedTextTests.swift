import JKProtocol
import Quantities
import Testing

@Suite("Bytes as people paste them") struct RecordedTextTests {
  @Test(
    "hexadecimal text",
    arguments: [  // text, bytes; nil is no hexadecimal text
      ("DD A5 03", [0xDD, 0xA5, 0x03]), ("dda503\n", [0xDD, 0xA5, 0x03]),
      ("0xDD, 0xA5,\r\n\t0x03", [0xDD, 0xA5, 0x03]), ("# a note\nDD A5\n03", [0xDD, 0xA5, 0x03]),
      ("DD A", nil), ("DD G5", nil), ("", nil), ("0x", nil), ("hello", nil),
    ] as [(String, [UInt8]?)])
  func hexadecimal(text: String, bytes: [UInt8]?) {
    #expect(HexText.bytes(Array(text.utf8)) == bytes)
  }

  @Test("a register dump names blocks by their wire address")
  func dump() throws {
    let text = "# voltage, current\n1290 4 : 0000 c6eb 0000 0000\n1298 2 : ffff ff3b\n"
    let report = try #require(try RegisterDump.parse(text)).report()
    // 0x0000C6EB is 50923 mV, 0xFFFFFF3B is −197 mA.
    #expect(report.status.packVoltage == .measured(Volts(50.923)))
    #expect(report.status.current == .measured(Amperes(-0.197)))
    #expect(report.settings == BoardSettings())
  }

  @Test(
    "other text is no register dump",
    arguments: ["", "4E 57 00 13", "1290 2 : zz", "1290 1 : 0000 0000", "1290 : 0000", "a : b : c"])
  func noDump(text: String) throws {
    #expect(try RegisterDump.parse(text) == nil)
  }

  @Test("a dump of registers that no block holds is refused")
  func foreignDump() {
    #expect(throws: DecodeFailure.outsideBlocks(address: 0x1600, registerCount: 1)) {
      try RegisterDump.parse("1600 1 : 0000")
    }
  }

  @Test("a reply is given its address, and then has fields")
  func addressed() throws {
    let bytes = try Capture.bytes("fc03-rsp-1200-8.hex")
    let words: [UInt16] = [3288, 3287, 3287, 3287, 3288, 3287, 3288, 3288]
    let registers = try RecordedFrame.decode(bytes)
    guard case .registers(let reply) = registers else {
      Issue.record("\(registers) is no reply")
      return
    }
    #expect(reply.words == words)
    // 0x1290: pack voltage 3288 · 65536 + 3287 mV is no pack voltage; current likewise.
    guard case .report(let report) = try RecordedFrame.decode(bytes, address: 0x1290) else {
      Issue.record("no report")
      return
    }
    #expect(report.status.packVoltage == .unknown(.implausible))
    #expect(report.status.mosfet == .unknown(.notRead))
  }

  @Test(
    "the protocol is found by the first bytes",
    arguments: [
      ([0x4E, 0x57], .jk4E57), ([0x55, 0xAA], .jk55AA), ([0xDD, 0x03], .ddA5),
      ([0x01, 0x03], .modbus), ([0x0F, 0x83], .modbus), ([0xF8, 0x03], nil), ([0x01, 0x06], nil),
      ([0x4E], nil), ([], nil),
    ] as [([UInt8], RecordedFrame.Kind?)])
  func kinds(bytes: [UInt8], kind: RecordedFrame.Kind?) {
    #expect(RecordedFrame.kind(of: bytes.span) == kind)
  }

  @Test("bytes of no known protocol are refused")
  func unrecognised() {
    #expect(throws: DecodeFailure.unrecognised) { try RecordedFrame.decode([1, 2, 3, 4]) }
  }
}
