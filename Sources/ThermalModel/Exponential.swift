/// eˣ, to within two units in the last place.
///
/// Written here because this tier imports no platform library. Above the range of `Double` it is
/// infinite, below it 0; "not a number" stays so.
public func exponential(_ x: Double) -> Double {
  guard x.isFinite else { return x == -.infinity ? 0 : x }
  guard x < 709.79 else { return .infinity }
  guard x > -745.2 else { return 0 }
  // x = k · ln 2 + r with |r| ≤ ln 2 / 2. The upper part of ln 2 ends in zeros, so k · upper is
  // exact, and r loses nothing.
  let k = (x * 1.4426950408889634).rounded()
  let r = (x - k * ln2Upper) - k * ln2Lower
  // The series ends where the next term is below 1e-17 at |r| = 0.347.
  var sum = 1.0
  for n in stride(from: 14.0, through: 1, by: -1) { sum = 1 + r / n * sum }
  return Double(sign: .plus, exponent: Int(k), significand: sum)
}

/// ln x, to within two units in the last place.
///
/// It is −∞ at 0 and "not a number" below.
public func naturalLogarithm(_ x: Double) -> Double {
  guard x > 0 else { return x == 0 ? -.infinity : .nan }
  guard x.isFinite else { return x }
  // x = m · 2ᵉ with m around 1, and ln m = 2 artanh s with s = (m − 1) / (m + 1), |s| ≤ 0.172.
  var m = x.significand
  var e = Double(x.exponent)
  if m > 2.0.squareRoot() {
    m /= 2
    e += 1
  }
  let s = (m - 1) / (m + 1)
  var sum = 0.0
  // The last term is below 1e-18 of the first at |s| = 0.172.
  for n in stride(from: 23.0, through: 1, by: -2) { sum = sum * (s * s) + 1 / n }
  return e * ln2Upper + (2 * s * sum + e * ln2Lower)
}

// ln 2 in two parts. Source: fdlibm, e_exp.c, ln2HI and ln2LO.
private let ln2Upper = 6.93147180369123816490e-01
private let ln2Lower = 1.90821492927058770002e-10
