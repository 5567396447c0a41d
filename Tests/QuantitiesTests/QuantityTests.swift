import Quantities
import Testing

@Suite("Quantities and how they are printed")
struct QuantityTests {
  @Test("the products and quotients of electricity")
  func electrical() {
    // 48 V over 20 Ω: 2.4 A and 115.2 W.
    #expect(Volts(48) / Ohms(20) == Amperes(2.4))
    #expect(Volts(48).squared / Ohms(20) == Watts(115.2))
    #expect(Volts(48) * Amperes(2) == Watts(96))
    #expect(Volts(48) / Amperes(3) == Ohms(16))
    #expect(Volts(40).squared / Watts(200) == Ohms(8))
    #expect(Ohms(20) * Amperes(3) == Volts(60))
  }

  @Test("the products and quotients of heat")
  func thermal() {
    #expect(Celsius(5) - Celsius(-20) == Kelvins(25))
    #expect(Celsius(5) - Kelvins(25) == Celsius(-20))
    #expect(Celsius(-20) + Kelvins(25) == Celsius(5))
    #expect(Watts(100) * .seconds(36) == Joules(3600))
    #expect(Joules(3600).wattHours == 1)
    #expect(JoulesPerKelvin(1000) * Kelvins(2) == Joules(2000))
    #expect(Joules(2000) / JoulesPerKelvin(1000) == Kelvins(2))
    #expect(Joules(2000) / Watts(100) == .seconds(20))
    #expect(WattsPerKelvin(1.5) * Kelvins(20) == Watts(30))
    #expect(Watts(30) / WattsPerKelvin(1.5) == Kelvins(20))
    #expect(JoulesPerKelvin(3000) / WattsPerKelvin(1.5) == .seconds(2000))
  }

  @Test(
    "a decimal is rounded as it is written, halves away from zero, with a printed minus sign",
    arguments: [
      (2.675, 2, "2.68"), (-2.675, 2, "−2.68"), (-6.3, 1, "−6.3"), (-0.04, 1, "0.0"),
      (0.05, 1, "0.1"), (100, 0, "100"), (0.5, 0, "1"), (1e12, 3, "1000000000000.000"),
      (1e300, 0, "above 9e12"), (-1e300, 0, "below −9e12"), (.infinity, 1, "∞"),
      (-.infinity, 1, "−∞"), (.nan, 1, "not a number"),
    ])
  func decimals(value: Double, places: Int, text: String) {
    #expect(decimal(value, places: places) == text)
  }

  @Test(
    "a short decimal has up to three places and no trailing zeros",
    arguments: [(10.5, "10.5"), (3, "3"), (0.1234, "0.123"), (-0.0001, "0"), (100, "100")])
  func shortDecimals(value: Double, text: String) {
    #expect(shortDecimal(value) == text)
  }

  @Test("quantities are printed with their unit")
  func descriptions() {
    #expect(Volts(26.4).description == "26.4 V")
    #expect(Celsius(-6.3).description == "−6.3 °C")
    #expect(Ohms(10.5).description == "10.5 Ω")
    #expect(Watts(69.94).text(places: 1) == "69.9 W")
  }

  @Test("a measured value is mapped, an unknown one keeps its reason")
  func measured() {
    #expect(Measured.measured(Celsius(5)).map { $0 - Celsius(0) } == .measured(Kelvins(5)))
    #expect(Measured<Celsius>.unknown(.absent).map { $0 - Celsius(0) } == .unknown(.absent))
    #expect(Measured<Celsius>.unknown(.stale).value == nil)
    #expect(Measured<Celsius>.unknown(.stale).reason == .stale)
    #expect(Measured.measured(1).reason == nil)
  }

  @Test("time is counted in whole nanoseconds and never drifts by rounding")
  func uptime() {
    var time = Uptime.start
    for _ in 0..<1_000_000 { time = time + .milliseconds(1) }
    #expect(time.sinceStart == .seconds(1000))
    #expect(time - .seconds(1000) == Uptime.start)
    #expect(Duration.milliseconds(1500).seconds == 1.5)
    #expect(Duration.milliseconds(1500).wholeNanoseconds == 1_500_000_000)
  }

  @Test("a share is a percentage, and its fraction a hundredth of it")
  func percent() {
    #expect(Percent(5).fraction == 0.05)
    #expect(Percent(12.5).description == "12.5%")
  }
}
