import JKProtocol
import Quantities
import Testing

@Suite("Recorded Modbus frames") struct CaptureModbusTests {
  static let files =
    requests.map(\.0) + replies.map(\.0) + writes.map(\.0) + ["fc03-dump-pb2a16s20p-15.41-A.regs"]

  /// File, registers from 0x1200 on.
  static let requests: [(String, Int)] = [
    ("fc03-req-1200-1.hex", 1), ("fc03-req-1200-8.hex", 8), ("fc03-req-1200-16.hex", 16),
  ]

  @Test("a read request is recognised and encoded alike", arguments: requests)
  func request(file: String, registerCount: Int) throws {
    let bytes = try Capture.bytes(file)
    let read = ModbusRead(address: 0x1200, registerCount: registerCount)
    let request = try ModbusFrame.decodeRequest(bytes)
    #expect(request.unit == 1)
    #expect(request.read == read)
    #expect(ModbusFrame.request(unit: 1, read) == bytes)
  }

  /// File, the cells in mV.
  static let replies: [(String, [UInt16])] = [
    ("fc03-rsp-1200-1.hex", [3288]),
    ("fc03-rsp-1200-8.hex", [3288, 3287, 3287, 3287, 3288, 3287, 3288, 3288]),
    (
      "fc03-rsp-1200-16.hex",
      [3287, 3287, 3287, 3287, 3287, 3287, 3288, 3287, 0, 0, 0, 0, 0, 0, 0, 0]
    ),
  ]

  @Test("a read reply holds the cells of its recorder and is encoded alike", arguments: replies)
  func reply(file: String, millivolts: [UInt16]) throws {
    let bytes = try Capture.bytes(file)
    let reply = try ModbusFrame.decodeReply(bytes)
    #expect(reply.unit == 1)
    #expect(reply.words == millivolts)
    #expect(ModbusFrame.reply(unit: 1, millivolts) == bytes)
  }

  /// File, what it is in words.
  static let writes: [(String, String)] = [
    ("pb-ack-about-addr1.hex", "unit 1: acknowledged a write of 1 registers at 0x161C"),
    ("pb-ack-about-addr3.hex", "unit 3: acknowledged a write of 1 registers at 0x161C"),
    ("pb-ack-settings-addr0.hex", "unit 0: acknowledged a write of 1 registers at 0x161E"),
    ("pb-ack-settings-addr1.hex", "unit 1: acknowledged a write of 1 registers at 0x161E"),
    ("pb-ack-settings-addr3.hex", "unit 3: acknowledged a write of 1 registers at 0x161E"),
    ("pb-ack-status-addr0.hex", "unit 0: acknowledged a write of 1 registers at 0x1620"),
    ("pb-ack-status-addr2.hex", "unit 2: acknowledged a write of 1 registers at 0x1620"),
    ("pb-ack-status-addr3.hex", "unit 3: acknowledged a write of 1 registers at 0x1620"),
    ("pb-req-about-addr1.hex", "unit 1: write of 1 registers at 0x161C"),
    ("pb-req-settings-addr1.hex", "unit 1: write of 1 registers at 0x161E"),
    ("pb-req-status-addr1.hex", "unit 1: write of 1 registers at 0x1620"),
    ("pb-req-status-addr3.hex", "unit 3: write of 1 registers at 0x1620"),
  ]

  @Test("a trigger and its acknowledgement are recognised", arguments: writes)
  func write(file: String, note: String) throws {
    #expect(try RecordedFrame.decode(try Capture.bytes(file)) == .note(note))
  }

  @Test("the register dump of a PB2A16S20P says what its app showed")
  func dump() throws {
    let text = String(
      decoding: try Capture.text("fc03-dump-pb2a16s20p-15.41-A.regs"), as: UTF8.self)
    let report = try #require(try RegisterDump.parse(text)).report()
    var expected = BoardReport()
    expected.status.packVoltage = .measured(Volts(50.923))
    expected.status.current = .measured(.zero)
    // Words F0 on: T3 00E7, T4 00D8, T5 00DA.
    expected.status.probes = PerProbe(
      t1: probe(21.6), t2: probe(21.6), t4: probe(21.6), t5: probe(21.8))
    expected.status.mosfet = .measured(Celsius(23.1))
    expected.status.stateOfCharge = .measured(Percent(59))
    expected.status.chargeMosfetOn = .measured(true)
    expected.status.dischargeMosfetOn = .measured(true)
    expected.status.heatingOn = .measured(false)
    expected.status.heaterCurrent = .measured(.zero)
    expected.status.chargerPlugged = .measured(false)
    expected.status.emergency = .measured(false)
    expected.status.alarms = .measured([])
    expected.status.cellVoltages = [Volts](repeating: Volts(3.183), count: 16)
    expected.settings.chargeProtection = .measured(Celsius(2))
    expected.settings.chargeRecovery = .measured(Celsius(7))
    expected.settings.chargeOvertemperature = .measured(Celsius(70))
    expected.settings.chargeOvertemperatureRecovery = .measured(Celsius(60))
    expected.settings.stringCount = .measured(16)
    expected.settings.chargeSwitchOn = .measured(true)
    expected.settings.heatingSwitchOn = .measured(false)
    expected.settings.probesDisabled = .measured(false)
    // The dump ends before 0x1116.
    expected.settings.heatStart = .unknown(.notRead)
    expected.settings.heatStop = .unknown(.notRead)
    expected.identity.model = .measured("JK_PB2A16S20P")
    expected.identity.hardware = .measured("15A")
    expected.identity.firmware = .measured("15.41")
    #expect(report == expected)
  }

  @Test(
    "the reads of the field sheet have the CRCs that it prints",
    arguments: [  // address, registers, CRC bytes in their order
      (0x1290, 10, [UInt8(0xC0), 0x98]), (0x12C0, 20, [0x40, 0x81]), (0x105C, 4, [0x80, 0xDB]),
      (0x1114, 2, [0x81, 0x33]), (0x1400, 16, [0x41, 0xF6]), (0x1290, 2, [0xC1, 0x5E]),
    ])
  func checksums(address: Int, registerCount: Int, crc: [UInt8]) {
    let bytes = ModbusFrame.request(
      unit: 1, ModbusRead(address: address, registerCount: registerCount))
    #expect(Array(bytes.suffix(2)) == crc)
  }

  @Test("the maker's example reply is read")
  func documentExample() throws {
    let bytes: [UInt8] = [1, 3, 4, 0x11, 0x22, 0x33, 0x44, 0x4B, 0xC6]
    #expect(try ModbusFrame.decodeReply(bytes).words == [0x1122, 0x3344])
  }

  @Test("a refusal is named with its code")
  func exception() {
    // CRC of 01 83 02 is 0xF1C0 (low byte C0 first), as in the Modbus specification's examples.
    let bytes: [UInt8] = [0x01, 0x83, 0x02, 0xC0, 0xF1]
    #expect(throws: DecodeFailure.exception(function: 3, code: 2)) {
      try ModbusFrame.decodeReply(bytes)
    }
    #expect(ModbusFrame.exception(unit: 1, function: 3, code: 2) == bytes)
  }
}
