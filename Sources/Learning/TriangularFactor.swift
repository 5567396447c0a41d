/// The triangle and the right-hand side of a linear least-squares problem, fed row by row.
///
/// Each row is rotated in by Givens rotations: memory does not grow with the number of rows, and
/// the product of the matrix with itself, which doubles the digits that are lost, is never formed.
/// Source: Golub and Van Loan, *Matrix Computations*, 4th edition, sections 5.1.8 and 6.5.
struct TriangularFactor: Hashable, Sendable {
  /// The number of unknowns.
  let count: Int
  /// R, row by row; what is below its diagonal is zero.
  private(set) var triangle: [Double]
  /// Qᵀb: R · x = right is solved for the unknowns.
  private(set) var right: [Double]
  /// The sum of squares that is left at the solution.
  private(set) var remainder = 0.0

  /// A problem without rows. At least one unknown.
  init(count: Int) {
    self.count = count
    triangle = [Double](repeating: 0, count: count * count)
    right = [Double](repeating: 0, count: count)
  }

  /// Takes in the equation row · x = value.
  mutating func add(_ row: [Double], _ value: Double) {
    precondition(row.count == count, "a row has a number for each unknown")
    var (row, value) = (row, value)
    for i in 0..<count where row[i] != 0 {
      let diagonal = triangle[i * count + i]
      let length = (diagonal * diagonal + row[i] * row[i]).squareRoot()
      let (cosine, sine) = (diagonal / length, row[i] / length)
      for j in i..<count {
        let (upper, lower) = (triangle[i * count + j], row[j])
        triangle[i * count + j] = cosine * upper + sine * lower
        row[j] = cosine * lower - sine * upper
      }
      (right[i], value) = (cosine * right[i] + sine * value, cosine * value - sine * right[i])
    }
    remainder += value * value
  }

  /// A factor that was kept: n · n numbers of the triangle, and n of the right-hand side.
  init(triangle: [Double], right: [Double]) {
    precondition(triangle.count == right.count * right.count, "a triangle fits its side")
    (count, self.triangle, self.right) = (right.count, triangle, right)
  }

  /// Makes every row so far count less: its weight is multiplied by a share.
  mutating func fade(by share: Double) {
    for i in triangle.indices { triangle[i] *= share.squareRoot() }
    for i in right.indices { right[i] *= share.squareRoot() }
    remainder *= share
  }

  /// Lets the last unknown be off from what it was, by a standard deviation of so much.
  ///
  /// The unknown as it was is put before the others and rotated away, with the row
  /// (new − old) / deviation = 0.
  mutating func loosen(last deviation: Double) {
    let n = count
    var wide = TriangularFactor(count: n + 1)
    var walk = [Double](repeating: 0, count: n + 1)
    (walk[0], walk[n]) = (-1 / deviation, 1 / deviation)
    wide.add(walk, 0)
    for i in 0..<n {
      var row = [triangle[i * n + n - 1]]
      row += triangle[(i * n)..<(i * n + n - 1)]
      row.append(0)
      wide.add(row, right[i])
    }
    for i in 0..<n {
      right[i] = wide.right[i + 1]
      for j in 0..<n { triangle[i * n + j] = wide.triangle[(i + 1) * (n + 1) + j + 1] }
    }
  }

  /// The unknowns, or `nil` where the rows do not determine them.
  func solution() -> [Double]? { solved(right) }

  /// (RᵀR)⁻¹, row by row: the covariance of the unknowns for errors of variance 1; `nil` where the
  /// rows do not determine them.
  func covariance() -> [Double]? {
    // The columns of R⁻¹, each from a unit vector.
    var inverse: [[Double]] = []
    for column in 0..<count {
      var unit = [Double](repeating: 0, count: count)
      unit[column] = 1
      guard let solved = solved(unit) else { return nil }
      inverse.append(solved)
    }
    var result = [Double](repeating: 0, count: count * count)
    for i in 0..<count {
      for j in 0..<count {
        result[i * count + j] = inverse.reduce(0) { $0 + $1[i] * $1[j] }
      }
    }
    return result
  }

  /// How many times worse the worst determined combination of unknowns is than the best, each
  /// unknown in a unit of its own size: an upper bound, by at most the number of unknowns. Infinite
  /// where the rows do not determine them.
  var condition: Double {
    let norms = columnNorms
    guard let covariance = covariance() else { return .infinity }
    var inverse = 0.0
    for i in 0..<count { inverse += covariance[i * count + i] * norms[i] * norms[i] }
    return (Double(count) * inverse).squareRoot()
  }

  /// The length of each column.
  var columnNorms: [Double] {
    (0..<count).map { column in
      (0...column).reduce(0.0) { sum, row in
        sum + triangle[row * count + column] * triangle[row * count + column]
      }.squareRoot()
    }
  }

  private func solved(_ side: [Double]) -> [Double]? {
    var x = side
    let largest = columnNorms.max() ?? 0
    for i in stride(from: count - 1, through: 0, by: -1) {
      for j in (i + 1)..<max(count, i + 1) { x[i] -= triangle[i * count + j] * x[j] }
      let diagonal = triangle[i * count + i]
      guard diagonal.magnitude > largest * 1e-280, diagonal != 0 else { return nil }
      x[i] /= diagonal
      guard x[i].isFinite else { return nil }
    }
    return x
  }
}
