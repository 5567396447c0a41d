/// Nonlinear least squares by the Levenberg–Marquardt method, with the damping in the units of each
/// parameter.
///
/// There is no well-kept numerical library among the Swift packages, so the method is written out
/// here, and tests compare it with `scipy.optimize`. Sources: D. W. Marquardt, "An algorithm for
/// least-squares estimation of nonlinear parameters", 1963; J. J. Moré, "The Levenberg–Marquardt
/// algorithm: implementation and theory", Lecture Notes in Mathematics 630, 1978, for the scaling
/// and the rotations; H. B. Nielsen, "Damping parameter in Marquardt's method", IMM-REP-1999-05,
/// for the damping from step to step.
struct LevenbergMarquardt {
  /// What a run came to.
  struct Result {
    /// The parameters with the smallest sum of squares that was found.
    var parameters: [Double]
    /// What is left at them.
    var residuals: [Double]
    /// The factor of the Jacobian at them.
    var factor: TriangularFactor
    var sumOfSquares: Double
    /// Whether no further step would lower the sum of squares by a part in 10¹⁰.
    var hasConverged: Bool
  }

  /// More iterations than any fit here needs by far; one that needs more has no minimum.
  static let mostIterations = 200

  /// Minimises the sum of squares of `residuals`, from `start` on; `nil` where even that is no
  /// number.
  static func minimise(
    from start: [Double], _ residuals: ([Double]) -> [Double]
  ) -> Result? {
    var point = start
    var left = residuals(point)
    var sum = squares(left)
    guard sum.isFinite else { return nil }
    var damping = 1e-3
    var growth = 2.0
    var scale = [Double](repeating: 0, count: start.count)
    var factor = jacobian(at: point, left, residuals)
    for _ in 0..<mostIterations {
      for (i, norm) in factor.columnNorms.enumerated() { scale[i] = max(scale[i], norm) }
      guard let step = step(factor, damping, scale) else { break }
      let next = zip(point, step).map { $0 + $1 }
      let nextLeft = residuals(next)
      let nextSum = squares(nextLeft)
      // What the linear model promises: ‖J·h‖² + 2·λ·‖D·h‖².
      let promised = promise(factor, step, damping, scale)
      let gain = (sum - nextSum) / promised
      let isLast = promised <= 1e-10 * sum || sum == 0
      if gain > 0, nextSum.isFinite {
        (point, left, sum) = (next, nextLeft, nextSum)
        factor = jacobian(at: point, left, residuals)
        let bend = 2 * gain - 1
        damping *= max(1.0 / 3, 1 - bend * bend * bend)
        growth = 2
      } else {
        damping *= growth
        growth *= 2
      }
      if isLast {
        return Result(
          parameters: point, residuals: left, factor: factor, sumOfSquares: sum,
          hasConverged: true)
      }
    }
    return Result(
      parameters: point, residuals: left, factor: factor, sumOfSquares: sum, hasConverged: false)
  }

  private static func squares(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 } }

  /// The step h with (JᵀJ + λD²)h = −Jᵀr: the damping is added as rows √λ·D.
  private static func step(
    _ factor: TriangularFactor, _ damping: Double, _ scale: [Double]
  ) -> [Double]? {
    var damped = factor
    for i in scale.indices {
      var row = [Double](repeating: 0, count: scale.count)
      // A parameter that nothing depends on stays where it is.
      row[i] = scale[i] > 0 ? damping.squareRoot() * scale[i] : 1
      damped.add(row, 0)
    }
    return damped.solution()
  }

  private static func promise(
    _ factor: TriangularFactor, _ step: [Double], _ damping: Double, _ scale: [Double]
  ) -> Double {
    var sum = 0.0
    for i in step.indices {
      var row = 0.0
      for j in i..<step.count { row += factor.triangle[i * factor.count + j] * step[j] }
      sum += row * row + 2 * damping * scale[i] * scale[i] * step[i] * step[i]
    }
    return sum
  }

  /// The factor of the Jacobian by differences; the right-hand side is −r.
  ///
  /// The step is the cube root of the precision, at which truncation and rounding of a central
  /// difference are equal.
  private static func jacobian(
    at point: [Double], _ left: [Double], _ residuals: ([Double]) -> [Double]
  ) -> TriangularFactor {
    let columns = point.indices.map { i -> [Double] in
      var (before, after) = (point, point)
      let size = 6e-6 * max(1, point[i].magnitude)
      before[i] -= size
      after[i] += size
      let span = after[i] - before[i]
      return zip(residuals(after), residuals(before)).map { ($0 - $1) / span }
    }
    var factor = TriangularFactor(count: point.count)
    for row in left.indices { factor.add(columns.map { $0[row] }, -left[row]) }
    return factor
  }
}
