/// How many standard errors to each side hold 95 % of Student's t distribution.
///
/// - Parameter freedom: degrees of freedom; at least 1. They need not be whole.
func studentT95(freedom: Double) -> Double {
  precondition(freedom >= 1, "there is no interval without a degree of freedom")
  // Source: the usual tables; below five the expansion is not good enough.
  let few = [12.7062, 4.3027, 3.1824, 2.7764, 2.5706]
  if freedom < 5 {
    let low = Int(freedom)
    return few[low - 1] + (few[low] - few[low - 1]) * (freedom - Double(low))
  }
  // Source: Abramowitz and Stegun 26.7.5, for 0.975; the error is below 0.0002 from 5 on.
  let z = 1.959963984540054
  let z2 = z * z
  let g1 = z * (z2 + 1) / 4
  let g2 = z * ((5 * z2 + 16) * z2 + 3) / 96
  let g3 = z * (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384
  let g4 = z * ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945) / 92160
  return z + (g1 + (g2 + (g3 + g4 / freedom) / freedom) / freedom) / freedom
}
