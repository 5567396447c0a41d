import Quantities

extension ThermalLog {
  /// The table that `warmgate simulate --csv` writes, as one of readings; `nil` for another one.
  ///
  /// It has a line for each hour or so: how long the pad was on in it, the power it took then, and
  /// what the coldest probe showed at its end.
  static func readings(ofSimulation text: String) -> String? {
    let lines = text.split(whereSeparator: \.isNewline)
      .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    let names = ["begin_s", "heater_on_s", "greatest_power_W", "coldest_last_C", "ambient_C"]
    guard let heading = lines.first else { return nil }
    let places = names.compactMap { name in heading.firstIndex { $0 == name } }
    guard places.count == names.count else { return nil }
    let parts = lines.dropFirst().map { line in
      places.map { $0 < line.count ? Double(line[$0]) ?? .nan : .nan }
    }
    var readings = ["t_s,cells_C,power_W,ambient_C"]
    for (part, next) in zip(parts, parts.dropFirst()) {
      let span = next[0] - part[0]
      let power = next[2] * next[1] / span
      let cells = [next[0], part[3], power, part[4]]
      readings.append(cells.map { $0.isNaN ? "" : "\($0)" }.joined(separator: ","))
    }
    return readings.joined(separator: "\n")
  }
}
