import Testing

@testable import SettingsFile

@Suite("Numbers with their unit") struct WrittenNumberTests {
  @Test(
    "a decimal number and a unit are read; anything that could mean something else is not",
    arguments: [  // text, dimension, value in base units: Ω, °C, V, %, s, J/K, W/K, Ah
      ("10.5 ohm", Dimension.resistance, WrittenNumber.number(10.5)),
      ("10.5ohm", .resistance, .number(10.5)),
      ("10.5 Ω", .resistance, .number(10.5)),
      ("10.5 \u{2126}", .resistance, .number(10.5)),
      ("500 mohm", .resistance, .number(0.5)),
      ("1.5 kΩ", .resistance, .number(1500)),
      ("0 °C", .temperature, .number(0)),
      ("-0.1 °C", .temperature, .number(-0.1)),
      ("−6.3 C", .temperature, .number(-6.3)),
      ("250 mV", .voltage, .number(0.25)),
      ("5%", .share, .number(5)),
      ("5 %", .share, .number(5)),
      ("2 min", .duration, .number(120)),
      ("50 ms", .duration, .number(0.05)),
      ("1 h", .duration, .number(3600)),
      ("88 kJ/K", .heatCapacity, .number(88_000)),
      ("1.6 W/K", .conductance, .number(1.6)),
      ("800 mW/K", .conductance, .number(0.8)),
      ("280 Ah", .charge, .number(280)),
      ("1.6 W", .conductance, .wrongUnit), ("280 Wh", .charge, .wrongUnit),
      ("10.5", .resistance, .withoutUnit("10.5")),
      ("10.5 V", .resistance, .wrongUnit),
      ("5 MIN", .duration, .wrongUnit),
      ("", .resistance, .notDecimal), ("ohm", .resistance, .notDecimal),
      ("+5 °C", .temperature, .notDecimal), ("--5 °C", .temperature, .notDecimal),
      ("1e1 ohm", .resistance, .notDecimal), ("1E1", .resistance, .notDecimal),
      ("1,5 ohm", .resistance, .notDecimal), ("1_0 ohm", .resistance, .notDecimal),
      ("12:30", .duration, .notDecimal), ("010 ohm", .resistance, .notDecimal),
      ("0x10 ohm", .resistance, .wrongUnit), (".5 ohm", .resistance, .notDecimal),
      ("5. ohm", .resistance, .notDecimal), (".inf", .duration, .notDecimal),
      ("inf s", .duration, .notDecimal), ("nan s", .duration, .notDecimal),
      ("1 ohm ", .resistance, .wrongUnit), (" 1 ohm", .resistance, .notDecimal),
      ("1  ohm", .resistance, .notDecimal), ("٣ ohm", .resistance, .notDecimal),
      ("1234567890123 ohm", .resistance, .notDecimal),
    ])
  func reads(text: String, dimension: Dimension, expected: WrittenNumber) {
    #expect(WrittenNumber(text, dimension) == expected)
  }

  @Test("what messages print, a file may say")
  func roundTrip() {
    for dimension in Dimension.allCases {
      for value in [0, 0.25, 1, 59, 90, 119, 240, 999, 1500, 7200, 88_000] {
        let text = dimension.text(value)
        #expect(WrittenNumber(text, dimension) == .number(value), "\(text)")
      }
    }
  }
}
