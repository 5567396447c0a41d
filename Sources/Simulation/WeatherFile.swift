import Quantities

/// Reads hourly temperatures from the text of a weather file, whatever is in it.
///
/// Three formats are told apart by their first lines: EPW (EnergyPlus), TMY3 (NREL), and CSV with a
/// line of column names. See <doc:Simulating> for the columns.
public enum WeatherFile {
  /// The longest file that is read: ten years.
  public static let longest = 10 * CalendarHour.inYear

  /// Reads a file.
  ///
  /// - Throws: the first thing in it that cannot be right.
  public static func parse(_ bytes: [UInt8]) throws(WeatherError) -> WeatherSeries {
    let lines = WeatherLine.split(bytes)
    guard let first = lines.first else {
      throw WeatherError(
        nil, found: "nothing", allowed: "a CSV, EPW or TMY3 file",
        remedy: "config/weather/ has an example.")
    }
    let fields = first.fields
    if fields.first == "LOCATION" { return try epw(lines, place: fields) }
    if lines.count > 1, lines[1].fields.first == "Date (MM/DD/YYYY)" {
      return try tmy3(lines, place: fields)
    }
    return try csv(lines)
  }

  /// Source: EnergyPlus, Auxiliary Programs, "EnergyPlus Weather File (EPW) Data Dictionary":
  /// eight lines of header, then year, month, day, hour 1 to 24, minute, flags, dry bulb in °C;
  /// 99.9 is missing. Row 1 is what was observed at 1:00.
  private static func epw(
    _ lines: [WeatherLine], place: [String]
  ) throws(WeatherError) -> WeatherSeries {
    let header = lines.prefix(8)
    if let periods = header.first(where: { $0.fields.first == "DATA PERIODS" }) {
      guard periods.fields.dropFirst(2).first == "1" else {
        throw WeatherError(
          periods.number, found: periods.shown, allowed: "one value an hour",
          remedy: "Take an hourly EPW file.")
      }
    }
    var hours = HourlyValues(missing: { $0 >= 99.9 })
    for line in lines.dropFirst(8) {
      let fields = line.fields
      try hours.add(
        line, year: line.whole(fields, 0, "year"), month: line.whole(fields, 1, "month"),
        day: line.whole(fields, 2, "day"), hour: line.whole(fields, 3, "hour"),
        line.number(fields, 6, "dry bulb temperature"))
    }
    return try hours.series(place: place.count > 1 ? place[1] : nil)
  }

  /// Source: NREL/TP-581-43156, "Users Manual for TMY3 Data Sets": a line of the station, a line of
  /// column names, then MM/DD/YYYY, HH:MM (1:00 to 24:00) and the values; the dry bulb temperature
  /// is that at the time indicated, −9900 is missing.
  private static func tmy3(
    _ lines: [WeatherLine], place: [String]
  ) throws(WeatherError) -> WeatherSeries {
    guard let column = lines[1].fields.firstIndex(of: "Dry-bulb (C)") else {
      throw WeatherError(
        2, found: "no column `Dry-bulb (C)`", allowed: "the columns of TMY3",
        remedy: "Take the file as NREL gives it.")
    }
    var hours = HourlyValues(missing: { $0 <= -99 })
    for line in lines.dropFirst(2) {
      let fields = line.fields
      let date = fields[0].split(separator: "/", omittingEmptySubsequences: false).map(String.init)
      let time = (fields.count > 1 ? fields[1] : "").split(
        separator: ":", omittingEmptySubsequences: false
      ).map(String.init)
      try hours.add(
        line, year: line.whole(date, 2, "year"), month: line.whole(date, 0, "month"),
        day: line.whole(date, 1, "day"), hour: line.whole(time, 0, "hour"),
        line.number(fields, column, "dry bulb temperature"))
    }
    return try hours.series(place: place.count > 1 ? place[1] : nil)
  }

  private static func csv(_ lines: [WeatherLine]) throws(WeatherError) -> WeatherSeries {
    let names = lines[0].fields
    func column(_ name: String) throws(WeatherError) -> Int {
      if let index = names.firstIndex(of: name) { return index }
      throw WeatherError(
        lines[0].number, found: lines[0].shown,
        allowed: "a line of column names, `month`, `day`, `hour` and `dry_bulb_C` among them",
        remedy: "Write them over the columns; others are not read.")
    }
    let (month, day, hour) = try (column("month"), column("day"), column("hour"))
    let temperature = try column("dry_bulb_C")
    var hours = HourlyValues(missing: { _ in false })
    for line in lines.dropFirst() {
      let fields = line.fields
      try hours.add(
        line, year: nil, month: line.whole(fields, month, "month"),
        day: line.whole(fields, day, "day"), hour: line.whole(fields, hour, "hour"),
        line.number(fields, temperature, "temperature"))
    }
    return try hours.series(place: nil)
  }
}
