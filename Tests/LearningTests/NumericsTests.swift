import Testing

@testable import Learning

@Suite("The numerical method") struct NumericsTests {
  @Test(
    "Student's t, against the usual tables",
    arguments: [
      (1.0, 12.7062), (2, 4.3027), (3, 3.1824), (4, 2.7764), (5, 2.5706), (6, 2.4469), (8, 2.3060),
      (10, 2.2281), (20, 2.0860), (30, 2.0423), (120, 1.9799), (1e6, 1.9600),
    ])
  func student(freedom: Double, table: Double) {
    #expect((studentT95(freedom: freedom) - table).magnitude < 0.0003, "\(freedom)")
  }

  @Test("a line through points: slope, intercept, what is left and their covariance")
  func line() throws {
    var factor = TriangularFactor(count: 2)
    // y = 2 + 3 x, with errors +0.1, −0.2, +0.1: they are orthogonal to a line.
    for (x, error) in [(0.0, 0.1), (1, -0.2), (2, 0.1)] {
      factor.add([1, x], 2 + 3 * x + error)
    }
    let solution = try #require(factor.solution())
    #expect((solution[0] - 2).magnitude < 1e-12 && (solution[1] - 3).magnitude < 1e-12)
    #expect((factor.remainder - 0.06).magnitude < 1e-12)
    // (XᵀX)⁻¹ of [[3, 3], [3, 5]] is [[5, −3], [−3, 3]] / 6.
    let covariance = try #require(factor.covariance())
    for (value, expected) in zip(covariance, [5.0 / 6, -0.5, -0.5, 0.5]) {
      #expect((value - expected).magnitude < 1e-12)
    }
  }

  @Test("rows that do not determine the unknowns have no solution")
  func singular() {
    var factor = TriangularFactor(count: 2)
    #expect(factor.solution() == nil)
    factor.add([1, 0], 1)
    #expect(factor.solution() == nil && factor.covariance() == nil)
    #expect(factor.condition == .infinity)
  }

  @Test("Rosenbrock's valley and Powell's singular function end at their minima")
  func minima() throws {
    // Source: Moré, Garbow, Hillstrom, "Testing unconstrained optimization software", 1981.
    let valley = try #require(
      LevenbergMarquardt.minimise(from: [-1.2, 1]) { [10 * ($0[1] - $0[0] * $0[0]), 1 - $0[0]] })
    #expect(valley.hasConverged)
    #expect((valley.parameters[0] - 1).magnitude < 1e-6)
    #expect((valley.parameters[1] - 1).magnitude < 1e-6)
    let powell = try #require(
      LevenbergMarquardt.minimise(from: [3, -1, 0, 1]) { x in
        [
          x[0] + 10 * x[1], 5.0.squareRoot() * (x[2] - x[3]), (x[1] - 2 * x[2]) * (x[1] - 2 * x[2]),
          10.0.squareRoot() * (x[0] - x[3]) * (x[0] - x[3]),
        ]
      })
    #expect(powell.sumOfSquares < 1e-12)
  }

  @Test("a start that is no number has no result")
  func notANumber() {
    #expect(LevenbergMarquardt.minimise(from: [0]) { _ in [.nan] } == nil)
  }

  @Test("errors that drift along count as few: 1 + 2 Σ ρ")
  func correlation() {
    // ρ₁ = −1: independent as far as the sum goes.
    #expect(correlationLength([[1, -1, 1, -1, 1, -1][...]]) == 1)
    // Two blocks of three: products at lag 1 are 1+1−1+1+1 = 3, at lag 2 they are 1−1−1+1 = 0.
    #expect(correlationLength([[1, 1, 1, -1, -1, -1][...]]) == 2)
  }
}
