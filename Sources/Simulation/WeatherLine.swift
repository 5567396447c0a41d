import Quantities

/// A line of a weather file with its number, comments and empty lines left out.
struct WeatherLine {
  let number: Int
  let text: String

  /// The lines of a file; bytes that are no text become U+FFFD. A `#` begins a comment line.
  static func split(_ bytes: [UInt8]) -> [WeatherLine] {
    var lines: [WeatherLine] = []
    let isMarked = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    let content = isMarked ? bytes[3...] : bytes[...]
    for (index, part) in content.split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false
    ).enumerated() {
      let line = part.last == UInt8(ascii: "\r") ? part.dropLast() : part
      guard let first = line.first, first != UInt8(ascii: "#") else { continue }
      lines.append(WeatherLine(number: index + 1, text: String(decoding: line, as: UTF8.self)))
    }
    return lines
  }

  /// The fields between commas, without quotes and the spaces around them; at least one.
  var fields: [String] {
    text.split(separator: ",", omittingEmptySubsequences: false).map { field in
      var field = field
      while field.first == " " || field.first == "\"" { field.removeFirst() }
      while field.last == " " || field.last == "\"" { field.removeLast() }
      return String(field)
    }
  }

  /// The line as messages show it.
  var shown: String {
    text.count > 60 ? "`\(text.prefix(60))…`" : "`\(text)`"
  }

  func whole(_ fields: [String], _ index: Int, _ name: String) throws(WeatherError) -> Int {
    // `01` and `1` are both written.
    if index < fields.count, fields[index].utf8.count <= 4,
      fields[index].utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let value = Int(fields[index])
    {
      return value
    }
    throw unreadable(fields, index, name, allowed: "a whole number")
  }

  func number(_ fields: [String], _ index: Int, _ name: String) throws(WeatherError) -> Double {
    // Only plain decimals: Swift would read `nan` and `0x1p4` as numbers too.
    let plain = Set("0123456789.-".utf8)
    if index < fields.count, fields[index].utf8.allSatisfy(plain.contains),
      let value = Double(fields[index]), value.isFinite
    {
      return value
    }
    throw unreadable(fields, index, name, allowed: "a decimal number")
  }

  private func unreadable(
    _ fields: [String], _ index: Int, _ name: String, allowed: String
  ) -> WeatherError {
    let found = index < fields.count ? "`\(fields[index].prefix(40))`" : "nothing"
    return WeatherError(
      number, found: "\(found) as the \(name)", allowed: allowed,
      remedy: "Correct the line, or take the file again from where it came.")
  }
}

/// Collects the values of a file, each an hour after the one before.
struct HourlyValues {
  private let isMissing: (Double) -> Bool
  private var first: CalendarHour?
  private var temperatures: [Celsius] = []

  /// No weather is colder or hotter. Source: WMO, records of −89.2 °C and 56.7 °C.
  private static let possible = Celsius(-90)...Celsius(60)

  init(missing: @escaping (Double) -> Bool) { isMissing = missing }

  /// Adds a value. A typical year has its months from different years, so that the year counts for
  /// nothing but the leap day, which is left out.
  mutating func add(
    _ line: WeatherLine, year: Int?, month: Int, day: Int, hour: Int, _ value: Double
  ) throws(WeatherError) {
    if month == 2, day == 29 { return }
    guard let time = CalendarHour(month: month, day: day, hour: hour) else {
      throw WeatherError(
        line.number, found: "\(month)/\(day), hour \(hour)", allowed: "a day and an hour 0 to 24",
        remedy: "Correct the line.")
    }
    let isKnown = !isMissing(value) && HourlyValues.possible.contains(Celsius(value))
    guard isKnown else {
      throw WeatherError(
        line.number, found: "\(shortDecimal(value)) °C", allowed: "−90 °C to 60 °C, none missing",
        remedy: "Fill the gap with the values around it, if it is a short one.")
    }
    if let first {
      let expected = first.advanced(by: temperatures.count)
      guard time == expected else {
        throw WeatherError(
          line.number, found: "\(time)", allowed: "\(expected), an hour after the line before",
          remedy: "Put the lines in the order of time, one for each hour.")
      }
    }
    guard temperatures.count < WeatherFile.longest else {
      throw WeatherError(
        line.number, found: "more than ten years", allowed: "up to ten years",
        remedy: "Leave out what is not simulated.")
    }
    first = first ?? time
    temperatures.append(Celsius(value))
  }

  func series(place: String?) throws(WeatherError) -> WeatherSeries {
    guard let first, temperatures.count >= 2 else {
      throw WeatherError(
        nil, found: "\(temperatures.count) hours", allowed: "two hours or more",
        remedy: "config/weather/ has an example.")
    }
    return WeatherSeries(place: place, first: first, temperatures: temperatures)
  }
}
