import JKProtocol
import Quantities
import Testing

@Suite("Temperatures in 4E 57 and DD A5") struct Temperature4E57Tests {
  /// The code, and the reported and the lowest temperature in °C; `nil` is implausible.
  static let codes: [(UInt16, (Double, Double)?)] = [
    (25, (25, 25)), (1, (1, 1)), (0, (0, 0)), (50, (50, 50)), (99, (99, 99)),
    // 100 stands for −0.1 too: the board cuts the fraction off.
    (100, (0, -1)), (101, (-1, -2)), (105, (-5, -6)), (120, (-20, -21)), (139, (-39, -40)),
    (140, (-40, -41)), (141, nil), (255, nil), (0x0119, nil), (0xFFFF, nil),
  ]

  @Test("a sensor's code", arguments: codes)
  func sensor(code: UInt16, expected: (Double, Double)?) throws {
    for identifier: UInt8 in [0x80, 0x81, 0x82] {
      let item = [identifier, UInt8(code >> 8), UInt8(code & 0xFF)]
      let status = try Frame4E57.decode(Bytes.frame4E57(item)).status
      let value: Measured<ProbeTemperature> =
        expected.map {
          .measured(ProbeTemperature(reported: Celsius($0.0), lowest: Celsius($0.1)))
        } ?? .unknown(.implausible)
      var wanted = BoardStatus()
      wanted.probes.t4 = .unknown(.absent)
      wanted.probes.t5 = .unknown(.absent)
      switch identifier {
      case 0x80: wanted.mosfet = value.map(\.reported)
      case 0x81: wanted.probes.t1 = value
      default: wanted.probes.t2 = value
      }
      #expect(status == wanted)
    }
  }

  @Test(
    "an emulated sensor cuts the fraction off and saturates at −40 °C",
    arguments: [  // °C, code
      (25.0, UInt8(25)), (1, 1), (0.9, 0), (0, 0), (-0.1, 100), (-0.9, 100), (-1, 101),
      (-1.9, 101), (-20, 120), (-40, 140), (-45, 140), (-60, 140),
    ])
  func encoded(celsius: Double, code: UInt8) {
    var report = BoardReport()
    report.status.probes.t1 = probe(celsius)
    // T1 only, then the number of sensors and the protocol version.
    #expect(
      Frame4E57.reply(report) == Bytes.frame4E57([0x81, 0, code, 0x86, 2, 0xC0, 1]))
  }

  @Test(
    "a limit is a signed number of °C",
    arguments: [  // the item's two bytes, °C; 999 is implausible
      (UInt16(0x0019), 25.0), (0x0001, 1), (0x0000, 0), (0xFFFF, -1), (0xFFEC, -20),
      (0xFFD8, -40), (0xFFD3, -45), (0x0046, 70), (0x00C9, 999), (0xFF37, 999), (0x7FFF, 999),
      (0x8000, 999),
    ])
  func limit(raw: UInt16, celsius: Double) throws {
    let expected: Measured<Celsius> =
      celsius == 999 ? .unknown(.implausible) : .measured(Celsius(celsius))
    for identifier: UInt8 in [0xA3, 0xA5, 0xA6] {
      let item = [identifier, UInt8(raw >> 8), UInt8(raw & 0xFF)]
      let settings = try Frame4E57.decode(Bytes.frame4E57(item)).settings
      var wanted = BoardSettings()
      switch identifier {
      case 0xA3: wanted.chargeOvertemperature = expected
      case 0xA5: wanted.chargeProtection = expected
      default: wanted.chargeRecovery = expected
      }
      #expect(settings == wanted)
    }
  }

  @Test(
    "a DD A5 sensor counts tenths of a kelvin from 2731",
    arguments: [  // raw, °C; 999 is implausible
      (UInt16(2981), 25.0), (2741, 1), (2731, 0), (2730, -0.1), (2721, -1), (2531, -20),
      (2331, -40), (2232, -49.9), (2231, 999), (4230, 149.9), (4231, 999), (0, 999),
      (0xFFFF, 999),
    ])
  func kelvin(raw: UInt16, celsius: Double) throws {
    let expected = celsius == 999 ? .unknown(.implausible) : probe(celsius)
    let zeros = [UInt8](repeating: 0, count: 22)
    // The first sensor holds the value, the second 0.0 °C (0x0AAB).
    let data = zeros + [2, UInt8(raw >> 8), UInt8(raw & 0xFF), 0x0A, 0xAB]
    let reply = try FrameDDA5.decode(Bytes.frameDDA5(3, data))
    var report = BoardReport()
    reply.add(to: &report)
    let absent = Measured<ProbeTemperature>.unknown(.absent)
    #expect(report.status.probes == PerProbe(t1: expected, t2: probe(0), t4: absent, t5: absent))
  }
}
