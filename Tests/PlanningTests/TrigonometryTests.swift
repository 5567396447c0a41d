import Foundation
import Quantities
import TestSupport
import Testing

@testable import Planning

@Suite("Sine, cosine and arccosine") struct TrigonometryTests {
  @Test(
    "are exact where a right angle or a cube knows them",
    arguments: [  // degrees, sin, cos
      (0.0, 0.0, 1.0), (30, 0.5, 3.0.squareRoot() / 2), (45, 0.5.squareRoot(), 0.5.squareRoot()),
      (60, 3.0.squareRoot() / 2, 0.5), (90, 1, 0), (180, 0, -1), (270, -1, 0), (360, 0, 1),
      (-30, -0.5, 3.0.squareRoot() / 2), (-90, -1, 0), (750, 0.5, 3.0.squareRoot() / 2),
    ] as [(Double, Double, Double)])
  func known(angle: Double, sin: Double, cos: Double) {
    #expect(abs(sine(Degrees(angle)) - sin) < 1e-15)
    #expect(abs(cosine(Degrees(angle)) - cos) < 1e-15)
  }

  @Test("agree with the C library to 1e-12 over a century of the sun's longitude")
  func library() {
    var random = SeededGenerator(seed: 7)
    for _ in 0..<2000 {
      let angle = Double.random(in: -36_000...36_000, using: &random)
      #expect(abs(sine(Degrees(angle)) - sin(angle * .pi / 180)) < 1e-12, "seed 7, \(angle)°")
      let x = Double.random(in: -1...1, using: &random)
      let found = arccosine(x)?.rawValue ?? .nan
      #expect(abs(found - acos(x) * 180 / .pi) < 1e-12, "seed 7, arccos \(x)")
    }
  }

  @Test("no angle has a cosine beyond one")
  func beyond() {
    #expect(arccosine(1.0001) == nil)
    #expect(arccosine(-1.0001) == nil)
    #expect(arccosine(-1) == Degrees(180))
    #expect(arccosine(1) == Degrees(0))
  }
}
