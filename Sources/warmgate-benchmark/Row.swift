import Foundation

/// One measured figure: beside its goal, and beside its reference where it has one.
struct Row {
  /// What a figure is counted in.
  enum Unit: String {
    case nanoseconds = "ns"
    case microseconds = "µs"
    case milliseconds = "ms"
    case seconds = "s"
    case mebibytes = "MiB"
    case percent = "% of a core"
    case allocations = "allocations"
  }

  /// What a figure must not exceed.
  enum Goal {
    case atMost(Double)
    /// So many times the reference.
    case ratio(Double)
    /// The figure is there for scale.
    case none
  }

  var what: String
  var value: Double
  var unit: Unit
  var goal: Goal
  /// What it is compared with, and that figure in the same unit.
  var reference: (name: String, value: Double)?

  /// How many times the reference.
  var ratio: Double? { reference.map { value / $0.value } }

  /// Whether the goal is reached; `nil` where there is none.
  var isReached: Bool? {
    switch goal {
    case .atMost(let limit): value <= limit
    case .ratio(let limit): ratio.map { $0 <= limit }
    case .none: nil
    }
  }

  private var goalText: String {
    switch goal {
    case .atMost(let limit): "≤ \(number(limit)) \(unit.rawValue)"
    case .ratio(let limit): "≤ \(number(limit)) × reference"
    case .none: "–"
    }
  }

  static func table(_ rows: [Row]) -> String {
    let lines =
      [["what", "measured", "reference", "ratio", "goal", ""]]
      + rows.map { row in
        [
          row.what, "\(number(row.value)) \(row.unit.rawValue)",
          row.reference.map { "\($0.name): \(number($0.value)) \(row.unit.rawValue)" } ?? "–",
          row.ratio.map { String(format: "%.3f", $0) } ?? "–", row.goalText,
          row.isReached.map { $0 ? "reached" : "MISSED" } ?? "",
        ]
      }
    let widths = (0..<6).map { column in lines.map { $0[column].count }.max() ?? 0 }
    return lines.map { line in
      zip(line, widths).map { cell, width in
        cell + String(repeating: " ", count: width - cell.count)
      }.joined(separator: "  ").trimmingCharacters(in: .whitespaces)
    }.joined(separator: "\n")
  }

  static func json(_ rows: [Row]) -> String {
    let objects = rows.map { row -> [String: Any] in
      [
        "what": row.what, "value": row.value, "unit": row.unit.rawValue, "goal": row.goalText,
        "reference": row.reference.map { $0.name as Any } ?? NSNull(),
        "referenceValue": row.reference.map { $0.value as Any } ?? NSNull(),
        "ratio": row.ratio.map { $0 as Any } ?? NSNull(),
        "reached": row.isReached.map { $0 as Any } ?? NSNull(),
      ]
    }
    let data = try? JSONSerialization.data(
      withJSONObject: objects, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
    return data.map { String(decoding: $0, as: UTF8.self) } ?? "[]"
  }
}

/// Three figures that count.
private func number(_ value: Double) -> String {
  let places = value >= 100 ? 0 : value >= 10 ? 1 : value == value.rounded() ? 0 : 2
  return String(format: "%.\(places)f", value)
}
