/// `value` with exactly `places` decimal places, halves away from zero, for example `−6.3`.
///
/// The minus sign is U+2212, as in printed tables; a value that rounds to zero has none. A number
/// too large to print in this form, an infinity and "not a number" are named in words.
///
/// - Parameter places: 0 to 6.
public func decimal(_ value: Double, places: Int) -> String {
  precondition((0...6).contains(places), "decimal places must be 0 to 6")
  guard value.isFinite else { return value.isNaN ? "not a number" : value < 0 ? "−∞" : "∞" }
  var scale: Int64 = 1
  for _ in 0..<places { scale *= 10 }
  // A decimal that was written with `places + 1` digits must round as written, not as the nearest
  // binary fraction below it: 2.675 is printed 2.68.
  let scaled = value.magnitude * Double(scale)
  let nudged = (scaled + scaled.ulp * 2).rounded(.toNearestOrAwayFromZero)
  guard nudged < 9e18 else { return value < 0 ? "below −9e12" : "above 9e12" }
  let whole = Int64(nudged)
  let sign = value < 0 && whole > 0 ? "−" : ""
  guard places > 0 else { return "\(sign)\(whole)" }
  let digits = String(whole % scale)
  let zeros = String(repeating: "0", count: places - digits.utf8.count)
  return "\(sign)\(whole / scale).\(zeros)\(digits)"
}

/// `value` with up to three decimal places, trailing zeros dropped, for example `10.5` or `3`.
public func shortDecimal(_ value: Double) -> String {
  var text = decimal(value, places: 3)
  guard value.isFinite, text.utf8.contains(UInt8(ascii: ".")) else { return text }
  while text.hasSuffix("0") { text.removeLast() }
  if text.hasSuffix(".") { text.removeLast() }
  return text
}
