import JKProtocol
import Quantities
import Testing

/// Every temperature field of every protocol around the places where others have gone wrong: the
/// sign, zero, just below zero, the ends.
@Suite("Temperatures on the wire") struct TemperatureTests {
  /// A word in 0.1 °C, two's complement, and what it means as a sensor's reading.
  static let sensorWords: [(UInt16, Measured<Celsius>)] = [
    (0x00FA, .measured(Celsius(25))), (0x000A, .measured(Celsius(1))),
    (0x0001, .measured(Celsius(0.1))), (0x0000, .measured(Celsius(0))),
    (0xFFFF, .measured(Celsius(-0.1))), (0xFFF6, .measured(Celsius(-1))),
    (0xFF38, .measured(Celsius(-20))), (0xFE70, .measured(Celsius(-40))),
    (0xFE0D, .measured(Celsius(-49.9))), (0xFE0C, .unknown(.implausible)),
    (0x05DB, .measured(Celsius(149.9))), (0x05DC, .unknown(.implausible)),
    (0x7FFF, .unknown(.implausible)), (0x8000, .unknown(.implausible)),
    // −200.0 °C is what a missing sensor reads, its presence bit notwithstanding.
    (0xF830, .unknown(.absent)),
  ]

  /// A sensor's wire address and its position in a 55AAEB90 frame.
  static let sensors: [(address: Int, position: Int)] = [
    (0x129C, 162), (0x129E, 164), (0x128A, 144), (0x12FA, 256), (0x12FC, 258),
  ]

  /// T1, T2, MOSFET, T4, T5.
  private func sensors(_ status: BoardStatus) -> [Measured<Celsius>] {
    let probes = status.probes
    return [probes.t1, probes.t2].map { $0.map(\.lowest) } + [status.mosfet]
      + [probes.t4, probes.t5].map { $0.map(\.lowest) }
  }

  @Test("a sensor over Modbus", arguments: sensorWords)
  func modbusSensor(word: UInt16, expected: Measured<Celsius>) throws {
    for (index, sensor) in Self.sensors.enumerated() {
      var image = RegisterImage(.status)
      try image.store([word], from: ModbusRead(address: sensor.address, registerCount: 1))
      try image.store([0xFF00], from: ModbusRead(address: 0x12D0, registerCount: 1))
      let found = sensors(image.status(model: "JK_PB2A16S20P"))
      var all = [Measured<Celsius>](repeating: .unknown(.notRead), count: 5)
      all[index] = expected
      #expect(found == all)
    }
  }

  @Test("a sensor in a 55AAEB90 frame", arguments: sensorWords)
  func frameSensor(word: UInt16, expected: Measured<Celsius>) throws {
    for (index, sensor) in Self.sensors.enumerated() {
      // All other sensors read 0.0 °C.
      let bytes = Bytes.frame55AA(
        type: 2,
        [
          sensor.position: UInt8(word & 0xFF), sensor.position + 1: UInt8(word >> 8), 214: 0xFF,
        ])
      let found = sensors(try Frame55AA.decode(bytes, model: "JK-PB2A16S20P").status)
      var all = [Measured<Celsius>](repeating: .measured(Celsius(0)), count: 5)
      all[index] = expected
      #expect(found == all)
    }
  }

  @Test(
    "a sensor whose presence bit is clear is absent whatever it reads",
    arguments: [  // presence bits, which of T1, T2, MOSFET, T4, T5 are there
      (UInt8(0xFF), [true, true, true, true, true]), (0x36, [true, true, false, true, true]),
      (0x33, [true, false, true, true, true]), (0x35, [false, true, true, true, true]),
      (0x27, [true, true, true, false, true]), (0x17, [true, true, true, true, false]),
      (0x00, [false, false, false, false, false]),
    ] as [(UInt8, [Bool])])
  func presence(mask: UInt8, there: [Bool]) throws {
    let bytes = Bytes.frame55AA(type: 2, [214: mask])
    let found = sensors(try Frame55AA.decode(bytes, model: "JK_PB2A16S20P").status)
    #expect(found == there.map { $0 ? .measured(Celsius(0)) : .unknown(.absent) })
  }

  @Test("T4 and T5 are phantoms on every model but JK_PB, and unknown with the model")
  func phantoms() throws {
    let bytes = Bytes.frame55AA(type: 2, [214: 0xFF])
    for (model, expected): (String?, Measured<ProbeTemperature>) in [
      ("JK_B2A20S20P", .unknown(.absent)), ("JK_BD6A17S6P", .unknown(.absent)),
      ("", .unknown(.absent)), (nil, .unknown(.notRead)), ("JK_PB1A16S15P", probe(0)),
      ("JK-PB1A16S15P", probe(0)),
    ] {
      let probes = try Frame55AA.decode(bytes, model: model).status.probes
      #expect(probes == PerProbe(t1: probe(0), t2: probe(0), t4: expected, t5: expected))
    }
  }

  @Test("without the presence bits no sensor is known")
  func presenceNotRead() throws {
    var image = RegisterImage(.status)
    try image.store([0x00FA, 0x00FA], from: ModbusRead(address: 0x129C, registerCount: 2))
    #expect(image.status(model: nil).probes.t1 == .unknown(.notRead))
  }

  /// Two words in 0.1 °C, and what they mean as a setting.
  static let settingWords: [(UInt32, Measured<Celsius>)] = [
    (0x0000_00FA, .measured(Celsius(25))), (0x0000_000A, .measured(Celsius(1))),
    (0x0000_0000, .measured(Celsius(0))), (0xFFFF_FFFF, .measured(Celsius(-0.1))),
    (0xFFFF_FFF6, .measured(Celsius(-1))), (0xFFFF_FFCE, .measured(Celsius(-5))),
    (0xFFFF_FF38, .measured(Celsius(-20))), (0xFFFF_FE70, .measured(Celsius(-40))),
    (0xFFFF_FE3E, .measured(Celsius(-45))), (0xFFFF_F830, .measured(Celsius(-200))),
    (0xFFFF_F82F, .unknown(.implausible)), (0x0000_07D0, .measured(Celsius(200))),
    (0x0000_07D1, .unknown(.implausible)), (0x7FFF_FFFF, .unknown(.implausible)),
    (0x8000_0000, .unknown(.implausible)),
  ]

  /// Wire address and frame position of CUT, CUTPR, COT, COTPR.
  static let settingFields: [(address: Int, position: Int)] = [
    (0x105C, 98), (0x1060, 102), (0x104C, 82), (0x1050, 86),
  ]

  private func limits(_ settings: BoardSettings) -> [Measured<Celsius>] {
    [
      settings.chargeProtection, settings.chargeRecovery, settings.chargeOvertemperature,
      settings.chargeOvertemperatureRecovery,
    ]
  }

  @Test("a limit over Modbus and in a 55AAEB90 frame", arguments: settingWords)
  func setting(raw: UInt32, expected: Measured<Celsius>) throws {
    for (index, field) in Self.settingFields.enumerated() {
      var image = RegisterImage(.settings)
      let read = ModbusRead(address: field.address, registerCount: 2)
      try image.store([UInt16(raw >> 16), UInt16(raw & 0xFFFF)], from: read)
      var all = [Measured<Celsius>](repeating: .unknown(.notRead), count: 4)
      all[index] = expected
      #expect(limits(image.settings(firmware: nil)) == all)

      let bytes = (0..<4).map { (field.position + $0, UInt8(raw >> (8 * UInt32($0)) & 0xFF)) }
      let frame = Bytes.frame55AA(type: 1, Dictionary(uniqueKeysWithValues: bytes))
      all = [Measured<Celsius>](repeating: .measured(Celsius(0)), count: 4)
      all[index] = expected
      #expect(limits(try Frame55AA.decode(frame).settings) == all)
    }
  }

  @Test(
    "the board's own heating start and stop",
    arguments: [  // word, firmware, start, stop in °C; 999 is "not carried"
      (UInt16(0x190A), "15.41", 25.0, 10.0), (0x0105, "15.41", 1, 5), (0x000A, "15.41", 0, 10),
      (0xFF01, "15.42", -1, 1), (0xECF6, "19.07", -20, -10), (0xD8E2, "19.31", -40, -30),
      (0x3C32, "15.41", 999, 999), (0x323C, "19.07", 999, 999), (0x0307, "15.40", 999, 999),
      (0x0307, "11.288H", 999, 999), (0x0307, "14.20", 999, 999), (0x0307, "text", 999, 999),
    ])
  func heating(word: UInt16, firmware: String, start: Double, stop: Double) throws {
    var image = RegisterImage(.settings)
    try image.store([word], from: ModbusRead(address: 0x1116, registerCount: 1))
    let settings = image.settings(firmware: firmware)
    let expected = [start, stop].map { (celsius: Double) -> Measured<Celsius> in
      celsius == 999 ? .unknown(.notCarried) : .measured(Celsius(celsius))
    }
    #expect([settings.heatStart, settings.heatStop] == expected)
    #expect(image.settings(firmware: nil).heatStart == .unknown(.notRead))
  }
}
