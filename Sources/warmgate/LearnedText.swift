import Foundation
import Learning
import Quantities

/// What was learned of a pack, for people and for programs.
struct LearnedText {
  /// One value that is learned or not.
  struct Row {
    /// In the first column.
    var name: String
    /// The key in JSON, without its unit, and the unit at its end.
    var key: String
    var unit: String
    /// The key of the configuration's `thermal` section, where it has one.
    var setting: String?
    /// Likely, lower and upper in the unit, or why they are not known.
    var value: Result<[Double], Unknown>
    /// A number of the unit as it is printed.
    var print: @Sendable (Double) -> String

    /// From where to where, or ± its half where both ends look like the value.
    func interval(_ numbers: [Double]) -> String {
      let (value, lower, upper) = (print(numbers[0]), print(numbers[1]), print(numbers[2]))
      guard lower == value, upper == value else { return "\(lower) to \(upper)" }
      let half = max(numbers[2] - numbers[0], numbers[0] - numbers[1])
      // A difference of temperatures is in kelvins.
      return "± " + (unit == "Celsius" ? Kelvins(half).text(places: 3) : print(half))
    }
  }

  /// Why a value is not known.
  struct Unknown: Error { var reason: String }

  var rows: [Row]
  /// What it comes from, in a line.
  var source: String
  /// More facts for programs.
  var facts: [String: Any]
  var capacity: Learned<JoulesPerKelvin>

  /// What a log told.
  init(_ fit: ThermalFit, of log: ThermalLog, file: String) {
    capacity = fit.capacity
    rows = LearnedText.rows(
      capacity: LearnedText.value(fit.capacity), loss: LearnedText.value(fit.loss))
    rows += [
      Row(
        name: "time constant", key: "timeConstant", unit: "Seconds",
        value: LearnedText.seconds(fit.timeConstant), print: { hours($0) }),
      Row(
        name: "probe lag", key: "probeLag", unit: "Seconds", setting: "probe_lag",
        value: LearnedText.seconds(fit.probeLag), print: { figures($0) + " s" }),
      Row(
        name: "film heat capacity", key: "filmHeatCapacity", unit: "JoulesPerKelvin",
        setting: "film_heat_capacity", value: LearnedText.value(fit.film),
        print: { figures($0) + " J/K" }),
      Row(
        name: "film coupling", key: "filmCoupling", unit: "WattsPerKelvin",
        setting: "film_coupling", value: LearnedText.value(fit.contact),
        print: { figures($0) + " W/K" }),
    ]
    if let ambient = fit.ambient { rows.append(LearnedText.ambientRow(LearnedText.value(ambient))) }
    let span = log.runs.reduce(0.0) { $0 + ($1[$1.count - 1].at - $1[0].at).seconds }
    let readings = log.runs.reduce(0) { $0 + $1.count }
    source =
      "\(file): \(readings) readings in \(counted(log.runs.count, "run")) over \(hours(span)), "
      + "in steps of \(figures(log.step.rawValue)) K"
    if !fit.errors.isEmpty {
      let errors = fit.errors.map { $0.text(places: 2) }.joined(separator: ", ")
      source +=
        "; model less reading \(errors) (root mean square), "
        + "as good as \(decimal(fit.independentCount, places: 0)) independent readings"
    }
    facts = [
      "readings": readings, "runs": log.runs.count, "spanSeconds": span,
      "modelErrorKelvins": fit.errors.map(\.rawValue),
      "independentReadings": fit.errors.isEmpty ? NSNull() : fit.independentCount as Any,
    ]
  }

  /// What the running controller has learned of a pack, from its status.
  init(status pack: [String: Any]) {
    let learned = pack["learned"] as? [String: Any] ?? [:]
    func value(_ key: String, _ unit: String) -> Result<[Double], Unknown> {
      let names = ["\(key)\(unit)", "\(key)Lower\(unit)", "\(key)Upper\(unit)"]
      let numbers = names.compactMap { learned[$0] as? Double }
      guard numbers.count == 3 else {
        return .failure(
          Unknown(reason: "the controller has not seen enough heating and cooling yet"))
      }
      return .success(numbers)
    }
    let known = value("heatCapacity", "JoulesPerKelvin")
    capacity = .unknown(.neverSwitched)
    if case .success(let numbers) = known,
      let interval = Interval(
        lower: JoulesPerKelvin(numbers[1]), likely: JoulesPerKelvin(numbers[0]),
        upper: JoulesPerKelvin(numbers[2]))
    {
      capacity = .known(interval)
    }
    rows = LearnedText.rows(capacity: known, loss: value("loss", "WattsPerKelvin"))
    rows.append(LearnedText.ambientRow(value("ambient", "Celsius")))
    let windows = learned["windows"] as? Int ?? 0
    source =
      "\(pack["pack"] as? String ?? "the pack"): from \(counted(windows, "window")) of heating "
      + "and cooling that the controller has seen"
    facts = ["pack": pack["pack"] ?? NSNull(), "windows": windows]
  }

  private static func rows(
    capacity: Result<[Double], Unknown>, loss: Result<[Double], Unknown>
  ) -> [Row] {
    [
      Row(
        name: "heat capacity", key: "heatCapacity", unit: "JoulesPerKelvin",
        setting: "heat_capacity", value: capacity,
        print: { $0 < 1000 ? figures($0) + " J/K" : figures($0 / 1000) + " kJ/K" }),
      Row(
        name: "loss", key: "loss", unit: "WattsPerKelvin", setting: "loss", value: loss,
        print: { figures($0) + " W/K" }),
    ]
  }

  private static func ambientRow(_ value: Result<[Double], Unknown>) -> Row {
    Row(
      name: "ambient", key: "ambient", unit: "Celsius", value: value,
      print: { Celsius($0).text(places: 1) })
  }

  private static func value<Value: Quantity>(
    _ learned: Learned<Value>
  ) -> Result<[Double], Unknown> {
    switch learned {
    case .known(let interval):
      .success([interval.likely, interval.lower, interval.upper].map(\.rawValue))
    case .unknown(let obstacle): .failure(Unknown(reason: "\(obstacle)"))
    }
  }

  private static func seconds(_ learned: Learned<Duration>) -> Result<[Double], Unknown> {
    switch learned {
    case .known(let interval):
      .success([interval.likely, interval.lower, interval.upper].map(\.seconds))
    case .unknown(let obstacle): .failure(Unknown(reason: "\(obstacle)"))
    }
  }
}

extension LearnedText {
  /// The keys of the configuration that were learned: name, value, and its interval.
  var settings: [(key: String, value: String, interval: String)] {
    rows.compactMap { row in
      guard let key = row.setting, case .success(let numbers) = row.value else { return nil }
      return (key, row.print(numbers[0]), row.interval(numbers))
    }
  }

  var text: String {
    var table = TextTable([
      ("", .left), ("value", .right), ("95 % interval", .left),
    ])
    var reasons: [String] = []
    for row in rows {
      switch row.value {
      case .success(let numbers):
        table.add([row.name, row.print(numbers[0]), row.interval(numbers)])
      case .failure(let unknown):
        table.add([row.name, "unknown", ""])
        reasons.append("\(row.name) is unknown: \(unknown.reason).")
      }
    }
    var lines = [source, "", table.text]
    if !reasons.isEmpty { lines += [""] + reasons }
    if !settings.isEmpty {
      lines += ["", "For the pack in the configuration:", "    thermal:"]
      lines += settings.map { "      \($0.key): \($0.value) # \($0.interval)" }
    }
    return lines.joined(separator: "\n")
  }

  var jsonObject: [String: Any] {
    var object = facts
    for row in rows {
      let names = [
        "\(row.key)\(row.unit)", "\(row.key)Lower\(row.unit)", "\(row.key)Upper\(row.unit)",
      ]
      switch row.value {
      case .success(let numbers):
        for (name, number) in zip(names, numbers) { object[name] = number }
      case .failure(let unknown):
        for name in names { object[name] = NSNull() }
        object["\(row.key)Reason"] = unknown.reason
      }
    }
    return object
  }
}

/// A number of things, for example `1 run` or `3 runs`.
private func counted(_ count: Int, _ thing: String) -> String {
  count == 1 ? "1 \(thing)" : "\(count) \(thing)s"
}

/// A number with three figures, for example `88.5`, `1.61` or `1240`.
private func figures(_ value: Double) -> String {
  switch value.magnitude {
  case ..<1: shortDecimal(value)
  case ..<10: decimal(value, places: 2)
  case ..<100: decimal(value, places: 1)
  default: decimal(value, places: 0)
  }
}

/// A span for people: hours, or minutes below two hours.
private func hours(_ seconds: Double) -> String {
  seconds < 7200
    ? decimal(seconds / 60, places: 1) + " min" : decimal(seconds / 3600, places: 1) + " h"
}
