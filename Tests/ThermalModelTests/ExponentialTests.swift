import Foundation
import TestSupport
import Testing
import ThermalModel

@Suite("Exponential and logarithm without a platform library") struct ExponentialTests {
  @Test(
    "the exponential agrees with mathematical tables",
    arguments: [  // x, e to the x (Abramowitz and Stegun, tables 4.4 and 4.5, and powers of e)
      (0.0, 1.0),
      (1.0, 2.718281828459045),
      (-1.0, 0.36787944117144233),
      (0.5, 1.6487212707001282),
      (-0.5, 0.6065306597126334),
      (2.0, 7.38905609893065),
      (10.0, 22026.465794806718),
      (-10.0, 4.5399929762484854e-05),
      (-20.0, 2.061153622438558e-09),
      (100.0, 2.6881171418161356e+43),
    ])
  func exponentialTable(x: Double, expected: Double) {
    #expect(abs(exponential(x) / expected - 1) <= 1e-15)
  }

  @Test(
    "the natural logarithm agrees with mathematical tables",
    arguments: [  // x, ln x
      (2.0, 0.6931471805599453),
      (3.0, 1.0986122886681098),
      (10.0, 2.302585092994046),
      (0.5, -0.6931471805599453),
      (0.1, -2.302585092994046),
      (2.718281828459045, 1.0),
      (1e-300, -690.7755278982137),
      (1e300, 690.7755278982137),
    ])
  func logarithmTable(x: Double, expected: Double) {
    #expect(abs(naturalLogarithm(x) / expected - 1) <= 1e-15)
  }

  @Test("both agree with the C library over the whole range, to 1e-14")
  func againstTheCLibrary() {
    let seed: UInt64 = 0x5EED_0001
    var random = SeededGenerator(seed: seed)
    for _ in 0..<20_000 {
      let x = Double.random(in: -740...709, using: &random)
      let power = exponential(x)
      // Below 1e-300 a Double has fewer digits, and neither function can be better than those.
      let allowed = max(Foundation.exp(x) * 1e-14, .leastNonzeroMagnitude * 2)
      #expect(abs(power - Foundation.exp(x)) <= allowed, "seed \(seed), x \(x)")
      let significand = Double.random(in: 1...2, using: &random)
      let y = Double(sign: .plus, exponent: Int(x), significand: significand)
      let expected = Foundation.log(y)
      #expect(
        abs(naturalLogarithm(y) - expected) <= max(abs(expected) * 1e-14, 1e-300),
        "seed \(seed), y \(y)")
    }
  }

  @Test("the ends of the range are infinities, zero and not-a-number, never a crash")
  func ends() {
    #expect(exponential(710) == .infinity)
    #expect(exponential(.infinity) == .infinity)
    #expect(exponential(-746) == 0)
    #expect(exponential(-.infinity) == 0)
    #expect(exponential(.nan).isNaN)
    #expect(naturalLogarithm(0) == -.infinity)
    #expect(naturalLogarithm(-1).isNaN)
    #expect(naturalLogarithm(.infinity) == .infinity)
    #expect(naturalLogarithm(.nan).isNaN)
    #expect(naturalLogarithm(1) == 0)
  }
}
