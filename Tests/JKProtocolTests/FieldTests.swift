import JKProtocol
import Quantities
import Testing

@Suite("Fields that mislead") struct FieldTests {
  @Test(
    "the current of 4E 57 depends on the protocol version",
    arguments: [  // code, version (nil: the item is missing), A; 9999 is implausible
      (UInt16(0x80D0), UInt8(1), 2.08), (0x00D0, 1, -2.08), (0x0000, 1, 0), (0x8000, 1, 0),
      (10_000, 0, 0), (9_792, 0, 2.08), (10_208, 0, -2.08), (10_208, nil, -2.08),
      (0x80D0, 2, 9999),
    ] as [(UInt16, UInt8?, Double)])
  func current(code: UInt16, version: UInt8?, amperes: Double) throws {
    let items = [0x84, UInt8(code >> 8), UInt8(code & 0xFF)] + (version.map { [0xC0, $0] } ?? [])
    let status = try Frame4E57.decode(Bytes.frame4E57(items)).status
    #expect(
      status.current == (amperes == 9999 ? .unknown(.implausible) : .measured(Amperes(amperes))))
  }

  @Test("each alarm bit of 4E 57 has its own name")
  func alarms4E57() throws {
    let names = try (0..<14).map { bit in
      let code = UInt16(1) << UInt16(bit)
      let frame = Bytes.frame4E57([0x8B, UInt8(code >> 8), UInt8(code & 0xFF)])
      return try Frame4E57.decode(frame).status.alarms.value?.names.joined() ?? "unknown"
    }
    #expect(
      names == [
        "lowCapacity", "mosfetOvertemperature", "packOvervoltage", "packUndervoltage",
        "batteryOvertemperature", "chargeOvercurrent", "dischargeOvercurrent", "cellDifference",
        "boxOvertemperature", "chargeUndertemperature", "cellOvervoltage", "cellUndervoltage",
        "protection309A", "protection309B",
      ])
  }

  @Test("alarm bits of the register keep their numbers, named or not")
  func alarmNames() {
    #expect(
      BoardAlarms(rawValue: 0x0008_0201).names.joined(separator: " ")
        == "wireResistance chargeUndertemperature changePassword")
    #expect(BoardAlarms(rawValue: 1 << 27).names == ["bit27"])
  }

  @Test("a board that counts fewer sensors has the rest absent")
  func sensorCount() throws {
    let items: [UInt8] = [0x81, 0, 25, 0x82, 0, 25, 0x86]
    let absent = Measured<ProbeTemperature>.unknown(.absent)
    let one = try Frame4E57.decode(Bytes.frame4E57(items + [1])).status.probes
    #expect(one == PerProbe(t1: probe(25), t2: absent, t4: absent, t5: absent))
    let none = try Frame4E57.decode(Bytes.frame4E57(items + [0])).status.probes
    #expect(none == PerProbe(all: absent))
  }

  @Test(
    "a register that is no switch is not taken for one",
    arguments: [  // byte, meaning
      (UInt8(0), Measured.measured(false)), (1, .measured(true)), (2, .unknown(.implausible)),
      (0xFF, .unknown(.implausible)),
    ])
  func switches(byte: UInt8, expected: Measured<Bool>) throws {
    // Positions: charge 198, discharge 199, heating 215, charger plugged 245 (0xEF + 6).
    let bytes = Bytes.frame55AA(type: 2, [198: byte, 199: byte, 215: byte, 245: byte])
    let status = try Frame55AA.decode(bytes).status
    #expect(
      [
        status.chargeMosfetOn, status.dischargeMosfetOn, status.heatingOn, status.chargerPlugged,
      ] == [expected, expected, expected, expected])
  }

  @Test("the heating byte shares its word with the presence bits and is not confused with them")
  func heatingByte() throws {
    var image = RegisterImage(.status)
    for (word, heating) in [(UInt16(0xFF00), false), (0xFF01, true), (0x0000, false)] {
      try image.store([word], from: ModbusRead(address: 0x12D0, registerCount: 1))
      #expect(image.status(model: nil).heatingOn == .measured(heating))
    }
  }

  @Test("heater current is signed: −4.3 A is not 61.2 A")
  func heaterCurrent() throws {
    var image = RegisterImage(.status)
    // −4300 = 0xEF34.
    try image.store([0xEF34], from: ModbusRead(address: 0x12E6, registerCount: 1))
    #expect(image.status(model: nil).heaterCurrent == .measured(Amperes(-4.3)))
  }

  @Test("emergency time over zero means that the protections are bypassed")
  func emergency() throws {
    var image = RegisterImage(.status)
    for (word, emergency) in [(UInt16(0), false), (1, true), (0xFFFF, true)] {
      try image.store([word], from: ModbusRead(address: 0x12D4, registerCount: 1))
      #expect(image.status(model: nil).emergency == .measured(emergency))
    }
  }

  @Test("values that no battery has are implausible")
  func implausible() throws {
    // Pack voltage 200.001 V (0x00030D41) at 150, current 2000.001 A (0x001E8481) at 158, SOC 101.
    let status = try Frame55AA.decode(
      Bytes.frame55AA(
        type: 2, [150: 0x41, 151: 0x0D, 152: 0x03, 158: 0x81, 159: 0x84, 160: 0x1E, 173: 101])
    ).status
    #expect(status.packVoltage == .unknown(.implausible))
    #expect(status.current == .unknown(.implausible))
    #expect(status.stateOfCharge == .unknown(.implausible))
    // Cell count 33 at 114.
    let settings = try Frame55AA.decode(Bytes.frame55AA(type: 1, [114: 33])).settings
    #expect(settings.stringCount == .unknown(.implausible))
  }

  @Test("a cell that the mask names and the read left out gives no cells, not fewer")
  func cells() throws {
    var image = RegisterImage(.status)
    try image.store([3300, 3301], from: ModbusRead(address: 0x1200, registerCount: 2))
    #expect(image.status(model: nil).cellVoltages == [], "the mask was not read")
    try image.store([0, 3], from: ModbusRead(address: 0x1240, registerCount: 2))
    #expect(image.status(model: nil).cellVoltages == [Volts(3.3), Volts(3.301)])
    try image.store([0, 7], from: ModbusRead(address: 0x1240, registerCount: 2))
    #expect(image.status(model: nil).cellVoltages == [], "the third cell was not read")
  }

  @Test("a text ends at its first NUL, and bytes that are no text are not shown")
  func text() throws {
    var bytes: [Int: UInt8] = [:]
    for (index, byte) in "JK_B2A8S20P".utf8.enumerated() { bytes[6 + index] = byte }
    bytes[18] = 0xC3  // Left behind the NUL by newer firmware.
    bytes[22] = 0xFF
    let identity = try Frame55AA.decode(Bytes.frame55AA(type: 3, bytes)).identity
    #expect(identity.model == .measured("JK_B2A8S20P"))
    #expect(identity.hardware == .unknown(.implausible))
    #expect(identity.firmware == .unknown(.implausible), "an empty text says nothing")
  }

  @Test("the document's example of DD A5 says what the document says")
  func documentExample() throws {
    var report = BoardReport()
    try FrameDDA5.decode(Bytes.documentExampleDDA5).add(to: &report)
    var expected = BoardReport()
    expected.status.packVoltage = .measured(Volts(58.88))
    expected.status.current = .measured(.zero)
    expected.status.stateOfCharge = .measured(Percent(72))
    expected.status.alarms = .measured([])
    expected.status.chargeMosfetOn = .measured(true)
    expected.status.dischargeMosfetOn = .measured(true)
    let absent = Measured<ProbeTemperature>.unknown(.absent)
    expected.status.probes = PerProbe(t1: probe(20.3), t2: probe(21.5), t4: absent, t5: absent)
    expected.settings.stringCount = .measured(15)
    #expect(report == expected)
    #expect(FrameDDA5.request(.basic) == [0xDD, 0xA5, 0x03, 0x00, 0xFF, 0xFD, 0x77])
    #expect(FrameDDA5.request(.cells) == [0xDD, 0xA5, 0x04, 0x00, 0xFF, 0xFC, 0x77])
  }

  @Test("bit 5 of DD A5's protections is charge under-temperature, and current is signed")
  func protections() throws {
    // Current −2.08 A is 0xFF30; protection word at 16, MOSFET byte at 20 with charge off.
    var data = [UInt8](repeating: 0, count: 23)
    data.replaceSubrange(2..<4, with: [0xFF, 0x30])
    data[17] = 0x20
    data[20] = 0x02
    var report = BoardReport()
    try FrameDDA5.decode(Bytes.frameDDA5(3, data)).add(to: &report)
    #expect(report.status.current == .measured(Amperes(-2.08)))
    #expect(report.status.alarms == .measured(.chargeUndertemperature))
    #expect(report.status.chargeMosfetOn == .measured(false))
    #expect(report.status.dischargeMosfetOn == .measured(true))
    #expect(report.status.probes.t1 == .unknown(.absent))
  }
}
