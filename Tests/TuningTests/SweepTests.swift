import Testing
import Tuning

@Suite("Sweeps") struct SweepTests {
  @Test(
    "a range counts from the first to the last value in its own decimal places, with its unit",
    arguments: [
      ("heater.stop=5:8:1 °C", ["heater", "stop"], ["5 °C", "6 °C", "7 °C", "8 °C"]),
      ("heater.stop=5:8:1°C", ["heater", "stop"], ["5°C", "6°C", "7°C", "8°C"]),
      // 0.1 three times is 0.3, and no hair more.
      ("a=0.1:0.4:0.1 V", ["a"], ["0.1 V", "0.2 V", "0.3 V", "0.4 V"]),
      ("a=−1:1:0.5 °C", ["a"], ["-1.0 °C", "-0.5 °C", "0.0 °C", "0.5 °C", "1.0 °C"]),
      ("a=1:2.5:1", ["a"], ["1", "2"]), ("a=20 %:40 %:20 %", ["a"], ["20 %", "40 %"]),
      ("control.min_on=60:120:60 s", ["control", "min_on"], ["60 s", "120 s"]),
    ])
  func range(text: String, key: [String], values: [String]) throws {
    let sweep = try Sweep(text)
    #expect(sweep.key == key)
    #expect(sweep.values == values)
  }

  @Test(
    "a list gives its unit once or with each value, and may hold words",
    arguments: [
      ("heater.resistance=20,21,24 ohm", ["20 ohm", "21 ohm", "24 ohm"]),
      ("heater.resistance=20 ohm, 2.4 kohm", ["20 ohm", "2.4 kohm"]),
      ("heat_when.without_charger=never", ["never"]),
      ("board=B1A8S20P,B2A8S20P", ["B1A8S20P", "B2A8S20P"]),
      ("buses.rs485.baud=9600,115200", ["9600", "115200"]),
    ])
  func list(text: String, values: [String]) throws {
    #expect(try Sweep(text).values == values)
  }

  @Test(
    "what is no sweep is refused, with what is allowed",
    arguments: [
      (
        "heater.stop",
        "--sweep heater.stop has no `=`; allowed: KEY=FROM:TO:STEP UNIT, or "
          + "KEY=A,B,C UNIT."
      ),
      (
        "heater..stop=1:2:1 °C",
        "--sweep heater..stop=1:2:1 °C has the key `heater..stop`; "
          + "allowed: words of the file, joined by dots, for example heater.stop."
      ),
      ("a=1:2", "--sweep a=1:2 has 1 colons; allowed: FROM:TO:STEP with two."),
      (
        "a=3:1:1",
        "--sweep a=3:1:1 goes from 3 to 1 in steps of 1; allowed: from the lesser to "
          + "the greater, in steps above 0."
      ),
      (
        "a=1:3:0 V",
        "--sweep a=1:3:0 V goes from 1 to 3 in steps of 0 V; allowed: from the "
          + "lesser to the greater, in steps above 0."
      ),
      (
        "a=1 V:3 A:1 V",
        "--sweep a=1 V:3 A:1 V is no range of numbers; allowed: FROM:TO:STEP "
          + "UNIT, for example 5:12:0.5 °C."
      ),
      (
        "a=1:3:1e-3",
        "--sweep a=1:3:1e-3 is no range of numbers; allowed: FROM:TO:STEP UNIT, "
          + "for example 5:12:0.5 °C."
      ),
      ("a=0:1:0.000001", "--sweep a=0:1:0.000001 has 1000001 values; allowed: at most 100000."),
      (
        "a=1,,2",
        "--sweep a=1,,2 has an empty or quoted value; allowed: numbers with a unit, or words."
      ),
      ("a=x,x", "--sweep a=x,x has a value twice; allowed: each value once."),
      (
        "a={ b: 1 }", "--sweep a={ b: 1 } has 1 colons; allowed: FROM:TO:STEP with two."
      ),
    ])
  func refused(text: String, message: String) {
    #expect {
      try Sweep(text)
    } throws: { error in
      "\(error)" == message
    }
  }
}
