public import Quantities

/// Why a table of readings cannot be used: where, what was found, what is allowed.
public struct ThermalLogFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// The line, from 1 on; `nil` where it is the whole table.
  public var line: Int?
  /// What is wrong, and what is allowed.
  public var problem: String
  /// Both in words.
  public var description: String { line.map { "line \($0): \(problem)" } ?? problem }
}

extension ThermalLog {
  /// What a column of a table holds.
  public enum Column: String, Hashable, Sendable, CaseIterable {
    /// Seconds from any beginning, rising.
    case time
    /// The cells' temperature as a probe shows it, in °C.
    case cells
    /// The heat from this reading to the next, in W.
    case power
    /// Whether the pad is on: 1 or 0, on or off, true or false. The voltage gives the power then.
    case heater
    /// The voltage across the pad, in V.
    case voltage
    /// The temperature around the pack, in °C.
    case ambient
    /// The temperature of the pad's film, in °C.
    case film

    /// The names that a heading of the column may have; the first one is that of the examples.
    public var names: [String] {
      switch self {
      case .time: ["t_s", "time_s", "seconds"]
      case .cells: ["cells_C", "coldest_C", "T_cell_C"]
      case .power: ["power_W", "heat_W", "heat_W_estimated"]
      case .heater: ["heater", "heater_on"]
      case .voltage: ["voltage_V", "pack_V"]
      case .ambient: ["ambient_C", "T_ambient_C"]
      case .film: ["film_C", "T_film_C"]
      }
    }
  }

  /// A pause between two readings of more than so many times the usual one begins a new run: what
  /// heat flowed meanwhile is not in the table.
  static let longestPause = 10.0

  /// Reads a table of comma-separated values: a heading with the columns' names, then a reading a
  /// line. Lines that begin with # are notes; other columns are left alone.
  ///
  /// What `warmgate simulate --csv` writes is read, too, unless columns are named.
  ///
  /// A line with an empty cell in one of its columns is a reading that failed: it ends a run.
  ///
  /// - Parameter names: headings other than the usual ones.
  /// - Parameter resistance: the pad's, where the table has `heater` and `voltage` and no power.
  public init(
    csv text: String, names: [Column: String] = [:], resistance: Ohms? = nil
  ) throws(ThermalLogFailure) {
    let text = (names.isEmpty ? ThermalLog.readings(ofSimulation: text) : nil) ?? text
    var table: Table?
    var rows: [(line: Int, sample: Sample?)] = []
    var number = 0
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      number += 1
      let words = line.drop { $0 == " " || $0 == "\u{FEFF}" }
      if words.isEmpty || words.hasPrefix("#") { continue }
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(trimmed)
      guard let table else {
        table = try Table(heading: cells, line: number, names: names, resistance: resistance)
        continue
      }
      let sample = try table.sample(cells, line: number)
      rows.append((number, sample))
    }
    guard table != nil else {
      throw ThermalLogFailure(
        line: nil,
        problem: "the table is empty; its first line is a heading such as "
          + "t_s,cells_C,power_W,ambient_C")
    }
    self.init()
    try add(rows)
  }

  private mutating func add(_ rows: [(line: Int, sample: Sample?)]) throws(ThermalLogFailure) {
    var last: Sample?
    var spans: [Duration] = []
    for row in rows {
      guard let sample = row.sample else { continue }
      if let last {
        guard sample.at > last.at else {
          throw ThermalLogFailure(
            line: row.line,
            problem: "the time is \(shortDecimal(sample.at.seconds)) s, not after the "
              + "\(shortDecimal(last.at.seconds)) s before it; times must rise")
        }
        spans.append(sample.at - last.at)
      }
      last = sample
    }
    spans.sort()
    let usual = spans.isEmpty ? .zero : spans[spans.count / 2]
    var run: [Sample] = []
    for row in rows {
      guard let sample = row.sample else {
        add(run)
        run = []
        continue
      }
      if let last = run.last, sample.at - last.at > usual * Self.longestPause {
        add(run)
        run = []
      }
      run.append(sample)
    }
    add(run)
  }
}

/// Where the columns of a table are.
private struct Table {
  private var places: [ThermalLog.Column: Int] = [:]
  private let resistance: Ohms?

  init(
    heading: [Substring], line: Int, names: [ThermalLog.Column: String], resistance: Ohms?
  ) throws(ThermalLogFailure) {
    self.resistance = resistance
    for column in ThermalLog.Column.allCases {
      let wanted = names[column].map { [$0] } ?? column.names
      places[column] = heading.firstIndex { cell in
        wanted.contains { $0.lowercased() == cell.lowercased() }
      }
      if let name = names[column], places[column] == nil {
        throw ThermalLogFailure(
          line: line,
          problem: "there is no column \"\(name)\"; there are: "
            + heading.joined(separator: ", "))
      }
    }
    for column in [ThermalLog.Column.time, .cells] where places[column] == nil {
      throw ThermalLogFailure(
        line: line,
        problem: "no column for the \(column == .time ? "time" : "cells' temperature")"
          + "; one of these names is needed: \(column.names.joined(separator: ", ")). There are: "
          + heading.joined(separator: ", "))
    }
    let isSwitched = places[.heater] != nil && places[.voltage] != nil && resistance != nil
    guard places[.power] != nil || isSwitched else {
      throw ThermalLogFailure(
        line: line,
        problem: "no column for the heat: \(ThermalLog.Column.power.names[0]) is "
          + "needed, or heater and voltage_V with a pad in the configuration. There are: "
          + heading.joined(separator: ", "))
    }
  }

  /// The reading of a line, or `nil` where one of its cells is empty.
  func sample(
    _ cells: [Substring], line: Int
  ) throws(ThermalLogFailure) -> ThermalLog.Sample? {
    guard let time = try number(.time, cells, line),
      let temperature = try number(.cells, cells, line),
      let power = try power(cells, line)
    else { return nil }
    guard power >= .zero else {
      throw ThermalLogFailure(
        line: line, problem: "the power is \(power); a pad gives 0 W or more")
    }
    var sample = ThermalLog.Sample(
      at: .seconds(time), temperature: Celsius(temperature), power: power)
    if places[.ambient] != nil {
      guard let ambient = try number(.ambient, cells, line) else { return nil }
      sample.ambient = Celsius(ambient)
    }
    if places[.film] != nil {
      guard let film = try number(.film, cells, line) else { return nil }
      sample.film = Celsius(film)
    }
    return sample
  }

  private func power(_ cells: [Substring], _ line: Int) throws(ThermalLogFailure) -> Watts? {
    if places[.power] != nil { return try number(.power, cells, line).map { Watts($0) } }
    guard let place = places[.heater], place < cells.count, !cells[place].isEmpty,
      let resistance, let voltage = try number(.voltage, cells, line)
    else { return nil }
    switch cells[place].lowercased() {
    case "1", "on", "true": return Volts(voltage).squared / resistance
    case "0", "off", "false": return .zero
    case let other:
      throw ThermalLogFailure(
        line: line, problem: "the heater is \"\(other)\"; 1 or 0, on or off, true or false")
    }
  }

  private func number(
    _ column: ThermalLog.Column, _ cells: [Substring], _ line: Int
  ) throws(ThermalLogFailure) -> Double? {
    guard let place = places[column], place < cells.count, !cells[place].isEmpty else { return nil }
    guard let value = Double(cells[place]), value.isFinite, value.magnitude < 1e9 else {
      throw ThermalLogFailure(
        line: line,
        problem: "the \(column.rawValue) is \"\(cells[place].prefix(20))\", not a "
          + "number; a point separates the decimals")
    }
    return value
  }
}

private func trimmed(_ cell: Substring) -> Substring {
  var cell = cell.drop { $0 == " " || $0 == "\t" || $0 == "\"" || $0 == "\u{FEFF}" }
  while let last = cell.last, last == " " || last == "\t" || last == "\"" { cell.removeLast() }
  return cell
}
