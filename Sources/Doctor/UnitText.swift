/// The text of a systemd unit and of what was laid over it: each directive with its values.
public struct UnitText: Hashable, Sendable {
  /// The values of each directive in order, by `Section.Name`. An empty value clears the list.
  public private(set) var values: [String: [String]] = [:]

  /// Reads the texts one after another, as systemd does with a unit and its drop-ins.
  ///
  /// Source: systemd.syntax(7): a backslash at the end of a line continues it, an empty assignment
  /// resets a list.
  public init(_ texts: [String]) {
    for text in texts {
      var section = ""
      let joined = text.replacing("\\\n", with: " ")
      for line in joined.split(separator: "\n") {
        let line = line.trimmed
        if line.isEmpty || line.hasPrefix("#") || line.hasPrefix(";") { continue }
        if line.hasPrefix("["), line.hasSuffix("]") {
          section = String(line.dropFirst().dropLast())
        } else if let equals = line.firstIndex(of: "=") {
          let key = "\(section).\(line[..<equals].trimmed)"
          let value = String(line[line.index(after: equals)...].trimmed)
          if value.isEmpty { values[key] = [] } else { values[key, default: []].append(value) }
        }
      }
    }
  }

  /// The last value of a directive of the service: the one that counts where only one does.
  func last(_ name: String) -> String? { values["Service.\(name)"]?.last }

  /// The words of all values of a directive of the service.
  func words(_ name: String) -> [String] {
    (values["Service.\(name)"] ?? []).flatMap { $0.split(separator: " ").map(String.init) }
  }
}

/// A span of time as systemd writes it, for example `1min 30s` or `10`; zero where it is off.
///
/// Source: systemd.time(7). `nil` for what is none.
func systemdSpan(_ text: String) -> Duration? {
  if text == "off" { return .zero }
  if text == "infinity" { return .seconds(Int64.max / 4) }
  var total = Duration.zero
  var rest = text.trimmed[...]
  guard !rest.isEmpty else { return nil }
  while !rest.isEmpty {
    let digits = rest.prefix { $0.isNumber || $0 == "." }
    rest = rest.dropFirst(digits.count)
    let unit = rest.drop { $0 == " " }.prefix { $0.isLetter }
    guard let number = Double(digits) else { return nil }
    let seconds: Double? =
      switch unit {
      case "us", "usec": 1e-6
      case "ms", "msec": 1e-3
      case "", "s", "sec", "second", "seconds": 1
      case "m", "min", "minute", "minutes": 60
      case "h", "hr", "hour", "hours": 3600
      case "d", "day", "days": 86400
      default: nil
      }
    guard let seconds else { return nil }
    total += .seconds(number * seconds)
    rest = rest.drop { $0 == " " }.dropFirst(unit.count).drop { $0 == " " }
  }
  return total
}

extension StringProtocol {
  /// Without spaces and ends of lines at both ends.
  var trimmed: String {
    var text = Substring(self)
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}
