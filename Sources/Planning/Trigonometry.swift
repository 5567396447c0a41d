import Quantities

// Written here because this tier imports no platform library; the exponential and the logarithm
// are in `ThermalModel` for the same reason. A sunrise needs six digits, and these give fourteen.

/// sin a.
func sine(_ angle: Degrees) -> Double {
  // a = k · 90° + r with |r| ≤ 45°, exact as long as degrees are.
  let turns = (angle.rawValue / 90).rounded()
  let rest = (angle.rawValue - turns * 90) * radiansPerDegree
  switch Int(turns.truncatingRemainder(dividingBy: 4) + 4) % 4 {
  case 0: return sineSeries(rest)
  case 1: return cosineSeries(rest)
  case 2: return -sineSeries(rest)
  default: return -cosineSeries(rest)
  }
}

/// cos a.
func cosine(_ angle: Degrees) -> Double { sine(angle + Degrees(90)) }

/// tan a.
func tangent(_ angle: Degrees) -> Double { sine(angle) / cosine(angle) }

/// The angle from 0° to 180° that has this cosine, or `nil` where none has.
func arccosine(_ x: Double) -> Degrees? {
  guard x >= -1, x <= 1 else { return nil }
  // tan (a / 2) = √((1 − x) / (1 + x)).
  guard x > -1 else { return Degrees(180) }
  return Degrees(2 * arctangent(((1 - x) / (1 + x)).squareRoot()) / radiansPerDegree)
}

/// arctan t in radians, for t ≥ 0.
private func arctangent(_ t: Double) -> Double {
  if t > 1 { return .pi / 2 - arctangent(1 / t) }
  // arctan t = 2 arctan (t / (1 + √(1 + t²))), twice: t ≤ 0.199.
  let half = t / (1 + (1 + t * t).squareRoot())
  let quarter = half / (1 + (1 + half * half).squareRoot())
  // The first term left out is below 1e-18 of the first at 0.199.
  var sum = 0.0
  for n in stride(from: 25.0, through: 1, by: -2) { sum = 1 / n - sum * quarter * quarter }
  return 4 * quarter * sum
}

/// sin x for |x| ≤ π / 4; the first term left out is below 1e-17.
private func sineSeries(_ x: Double) -> Double {
  var sum = 1.0
  for n in stride(from: 17.0, through: 3, by: -2) { sum = 1 - sum * x * x / (n * (n - 1)) }
  return x * sum
}

/// cos x for |x| ≤ π / 4; the first term left out is below 1e-17.
private func cosineSeries(_ x: Double) -> Double {
  var sum = 1.0
  for n in stride(from: 16.0, through: 2, by: -2) { sum = 1 - sum * x * x / (n * (n - 1)) }
  return sum
}

let radiansPerDegree = Double.pi / 180
