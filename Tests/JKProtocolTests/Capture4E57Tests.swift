import JKProtocol
import Quantities
import Testing

@Suite("Recorded 4E 57 frames") struct Capture4E57Tests {
  static let files =
    requests.map(\.0) + replies.map(\.file) + ["20s-nw1-4e57-bad-checksum.hex"]

  /// What the README and the index state of a reply.
  struct Expectation: Sendable {
    let file: String
    let volts: Double
    let amperes: Double
    /// In °C.
    let mosfet: Double
    let t1: Double
    let t2: Double
    let soc: Double
    let chargeOn: Bool
    let dischargeOn: Bool
    /// Low-temperature charge protection and recovery, in °C.
    let limits: [Double]
    let model: String?
    let hardware: String
    let firmware: String
    /// All cells, or only their number, lowest and highest where the source states no more.
    let millivolts: [Double]?
    let cells: (count: Int, lowest: Double, highest: Double)?
  }

  // The current of the last is 0 in the frame (item 84 is 0000), that of the first 0x45 · 10 mA
  // of discharge; versions and models are the texts of items B7 and BA.
  static let replies: [Expectation] = [
    .init(
      file: "bd6a17s6p-7.1.0h-4e57.hex", volts: 51.21, amperes: -0.69, mosfet: 18, t1: 16, t2: 16,
      soc: 15, chargeOn: true, dischargeOn: true, limits: [0, 5], model: nil, hardware: "H7.X",
      firmware: "7.1.0H", millivolts: nil, cells: (16, 3.185, 3.203)),
    .init(
      file: "14s-6.1.3s-4e57.hex", volts: 53.59, amperes: 2.08, mosfet: 29, t1: 30, t2: 28,
      soc: 15, chargeOn: true, dischargeOn: true, limits: [-20, -10], model: nil,
      hardware: "H6.X", firmware: "6.1.3S", millivolts: nil, cells: (14, 3.811, 3.835)),
    .init(
      file: "4e57-rsp-14s-b1a20s15p-sw11261.hex", volts: 55.78, amperes: 4.53, mosfet: 33, t1: 28,
      t2: 30, soc: 100, chargeOn: true, dischargeOn: true, limits: [1, 3], model: "JK_B1A20S15P",
      hardware: "11.XW", firmware: "11.261",
      millivolts: [
        3984, 3985, 3988, 3982, 3986, 3985, 3985, 3985, 3987, 3982, 3985, 3984, 3984, 3981,
      ], cells: nil),
    .init(
      file: "4e57-rsp-16s-b2a20s20p-sw1126.hex", volts: 52.28, amperes: 0, mosfet: 22, t1: 21,
      t2: 22, soc: 60, chargeOn: true, dischargeOn: true, limits: [5, 10], model: "JK_B2A20S20P",
      hardware: "11.XW", firmware: "11.26", millivolts: nil, cells: (16, 3.262, 3.271)),
  ]

  @Test("a reply says what its recorder states", arguments: replies)
  func reply(expected: Expectation) throws {
    let report = try Frame4E57.decode(try Capture.bytes(expected.file))
    let (status, settings) = (report.status, report.settings)
    #expect(status.packVoltage == .measured(Volts(expected.volts)))
    #expect(status.current == .measured(Amperes(expected.amperes)))
    #expect(status.mosfet == .measured(Celsius(expected.mosfet)))
    let absent = Measured<ProbeTemperature>.unknown(.absent)
    #expect(
      status.probes
        == PerProbe(t1: probe(expected.t1), t2: probe(expected.t2), t4: absent, t5: absent))
    #expect(status.stateOfCharge == .measured(Percent(expected.soc)))
    #expect(status.chargeMosfetOn == .measured(expected.chargeOn))
    #expect(status.dischargeMosfetOn == .measured(expected.dischargeOn))
    #expect(status.alarms == .measured([]))
    #expect(
      [settings.chargeProtection, settings.chargeRecovery]
        == expected.limits.map { .measured(Celsius($0)) })
    #expect(report.identity.model == expected.model.map { .measured($0) } ?? .unknown(.notCarried))
    #expect(report.identity.hardware == .measured(expected.hardware))
    #expect(report.identity.firmware == .measured(expected.firmware))
    if let millivolts = expected.millivolts {
      #expect(status.cellVoltages == millivolts.map { Volts($0 / 1000) })
    }
    if let cells = expected.cells {
      #expect(status.cellVoltages.count == cells.count)
      #expect(settings.stringCount == .measured(cells.count))
      #expect(status.cellVoltages.min() == Volts(cells.lowest))
      #expect(status.cellVoltages.max() == Volts(cells.highest))
    }
    // The protocol carries nothing of the heater or the charger.
    #expect(status.heatingOn == .unknown(.notCarried))
    #expect(status.heaterCurrent == .unknown(.notCarried))
    #expect(status.chargerPlugged == .unknown(.notCarried))
  }

  @Test("the maker's example with the wrong checksum is refused")
  func badChecksum() throws {
    // The document prints 0x4923; the bytes sum to 0x485C.
    let bytes = try Capture.bytes("20s-nw1-4e57-bad-checksum.hex")
    #expect(throws: DecodeFailure.badChecksum(expected: 0x485C, found: 0x4923)) {
      try Frame4E57.decode(bytes)
    }
  }

  /// File, command, source, items.
  static let requests: [(String, UInt8, UInt8, [UInt8])] = [
    ("4e57-req-auth-05-src2.hex", 5, 2, [0x00, 0x00]),
    ("4e57-req-read-all-src2.hex", 6, 2, [0x00]),
    ("4e57-req-read-all-src3.hex", 6, 3, [0x00]),
    ("4e57-req-write-charge-off-src2.hex", 2, 2, [0xAB, 0]),
    ("4e57-req-write-charge-off-src3.hex", 2, 3, [0xAB, 0]),
    ("4e57-req-write-charge-on-src2.hex", 2, 2, [0xAB, 1]),
    ("4e57-req-write-charge-on-src3.hex", 2, 3, [0xAB, 1]),
    ("4e57-req-write-discharge-off-src3.hex", 2, 3, [0xAC, 0]),
    ("4e57-req-write-discharge-on-src3.hex", 2, 3, [0xAC, 1]),
  ]

  @Test("a request is recognised, and is no reply", arguments: requests)
  func request(file: String, command: UInt8, source: UInt8, items: [UInt8]) throws {
    let bytes = try Capture.bytes(file)
    let request = try Frame4E57.decodeRequest(bytes)
    #expect(request.command == command)
    #expect(request.source == source)
    #expect(request.items == items)
    #expect(throws: DecodeFailure.self) { try Frame4E57.decode(bytes) }
  }

  @Test("our request is the recorded one, byte for byte")
  func readAll() throws {
    #expect(Frame4E57.readAllRequest == (try Capture.bytes("4e57-req-read-all-src3.hex")))
    // Command 1 instead of 6 makes the sum 5 less: 0x124.
    #expect(
      Frame4E57.activateRequest == [
        0x4E, 0x57, 0, 0x13, 0, 0, 0, 0, 1, 3, 0, 0, 0, 0, 0, 0, 0x68, 0, 0, 0x01, 0x24,
      ])
  }
}
