import JKProtocol
import Quantities
import Testing

@Suite("Which registers are read") struct ModbusPlanTests {
  @Test("the default reads are few and stay inside their blocks")
  func defaults() {
    // 32 cells and the mask are 34 words; 0x128A to 0x12D5 are 38, 0x12E6 to 0x12EF 5, with T4
    // and T5 (to 0x12FD) 12.
    #expect(
      ModbusPlan.status(model: "JK_B2A8S20P") == [
        ModbusRead(address: 0x1200, registerCount: 34),
        ModbusRead(address: 0x128A, registerCount: 38),
        ModbusRead(address: 0x12E6, registerCount: 5),
      ])
    #expect(
      ModbusPlan.status(model: "JK_PB2A16S20P").last
        == ModbusRead(address: 0x12E6, registerCount: 12))
    // 0x104C to 0x1073 are 20 words, 0x1114 to 0x1117 2.
    #expect(
      ModbusPlan.settings() == [
        ModbusRead(address: 0x104C, registerCount: 20),
        ModbusRead(address: 0x1114, registerCount: 2),
      ])
    #expect(ModbusPlan.identity() == [ModbusRead(address: 0x1400, registerCount: 16)])
  }

  @Test("120 registers a read fetch a whole status at once")
  func wide() {
    #expect(
      ModbusPlan.status(model: "JK_B2A8S20P", registersPerRead: 120)
        == [ModbusRead(address: 0x1200, registerCount: 120)])
  }

  @Test("without cells only the second half is read")
  func withoutCells() {
    #expect(
      ModbusPlan.status(cellCount: 0, model: "JK_B2A8S20P") == [
        ModbusRead(address: 0x128A, registerCount: 38),
        ModbusRead(address: 0x12E6, registerCount: 5),
      ])
  }

  @Test("every plan fetches every field, whatever the limit", arguments: 2...125)
  func everyLimit(registersPerRead: Int) throws {
    let reads =
      ModbusPlan.status(model: nil, registersPerRead: registersPerRead)
      + ModbusPlan.settings(registersPerRead: registersPerRead)
      + ModbusPlan.identity(registersPerRead: registersPerRead)
    #expect(reads.allSatisfy { $0.registerCount <= registersPerRead })
    // Serial number, PIN and pass-code begin at 0x1428.
    #expect(reads.allSatisfy { $0.address + 2 * $0.registerCount <= 0x1428 })
    let report = RoundTripTests.example
    let map = RegisterMap(report)
    var dump = RegisterDump()
    for read in reads {
      let words = try #require(map.words(for: read), "the read leaves its block")
      try dump.store(words, from: read)
    }
    #expect(dump.report() == report)
  }

  @Test(
    "a board refuses a read that leaves its block",
    arguments: [  // address, registers, whether it answers
      (0x1278, 50, true), (0x12F0, 16, true), (0x1400, 120, true), (0x1478, 60, true),
      (0x1278, 120, false), (0x12F0, 32, false), (0x12A8, 72, false), (0x10B0, 64, false),
      (0x14E0, 48, false), (0x0FFE, 2, false), (0x1201, 1, false), (0x1600, 1, false),
    ])
  func blocks(address: Int, registerCount: Int, answers: Bool) {
    let words = RegisterMap(RoundTripTests.example).words(
      for: ModbusRead(address: address, registerCount: registerCount))
    #expect((words != nil) == answers)
  }

  @Test("an image forgets what it is told to forget")
  func clear() throws {
    var image = RegisterImage(.status)
    try image.store([0, 26_400], from: ModbusRead(address: 0x1290, registerCount: 2))
    #expect(image.status(model: nil).packVoltage == .measured(Volts(26.4)))
    image.clear()
    #expect(image.status(model: nil).packVoltage == .unknown(.notRead))
  }

  @Test("half of a 32-bit number is not a number")
  func half() throws {
    var image = RegisterImage(.status)
    try image.store([26_400], from: ModbusRead(address: 0x1292, registerCount: 1))
    #expect(image.status(model: nil).packVoltage == .unknown(.notRead))
  }

  @Test("an image takes no words that are not its own")
  func foreign() {
    var image = RegisterImage(.status)
    let foreign = ModbusRead(address: 0x105C, registerCount: 2)
    #expect(throws: DecodeFailure.outsideBlocks(address: 0x105C, registerCount: 2)) {
      try image.store([0, 0], from: foreign)
    }
    let short = ModbusRead(address: 0x1290, registerCount: 2)
    #expect(throws: DecodeFailure.lengthMismatch(offset: 0, declared: 2, allowed: "4")) {
      try image.store([0], from: short)
    }
    #expect(image == RegisterImage(.status), "nothing of a refused read is kept")
  }

  @Test("the fields of the table lie inside their blocks and do not overlap")
  func table() {
    for block in RegisterBlock.allCases {
      var taken = Set<Int>()
      for row in RegisterField.allCases.map(\.row) where row.block == block {
        let bytes = row.offset..<(row.offset + row.count * row.coding.byteCount)
        #expect(bytes.upperBound <= block.byteCount)
        #expect(taken.isDisjoint(with: bytes), "\(row.name) overlaps another field")
        taken.formUnion(bytes)
      }
    }
  }
}
