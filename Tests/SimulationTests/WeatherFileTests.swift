import Foundation
import Quantities
import TestSupport
import Testing

@testable import Simulation

/// Excerpts that tests change: fewer rows and columns. `Weather/` has a day as it is published.
private enum Sample {
  static let csv = """
    # a comment
    month,day,hour,dry_bulb_C,wind
    12,31,22,-3.5,1
    12,31,23,-4,
    12,31,24,-4.5,2
    1,1,1,-5,2
    """
  static let tmy3 = """
    725300,"CHICAGO OHARE INTL AP",IL,-6.0,41.983,-87.917,205
    Date (MM/DD/YYYY),Time (HH:MM),ETR (W/m^2),ETRN (W/m^2),Dry-bulb (C),Dry-bulb source
    01/01/1986,01:00,0,0,-12.2,A
    01/01/1986,02:00,0,0,-11.7,A
    01/01/1986,03:00,0,0,-11.1,A
    """
  static let epw = """
    LOCATION,Chicago Ohare Intl Ap,IL,USA,TMY3,725300,41.98,-87.92,-6.0,201.0
    DESIGN CONDITIONS,1,Climate Design Data 2009 ASHRAE Handbook,,Heating,1,-20
    TYPICAL/EXTREME PERIODS,6,Summer - Week Nearest Max Temperature For Period,Summer
    GROUND TEMPERATURES,3,.5,,,,-1.89,-3.06
    HOLIDAYS/DAYLIGHT SAVINGS,No,0,0,0
    COMMENTS 1,Custom/User Format
    COMMENTS 2, -- Ground temps produced with a standard soil diffusivity
    DATA PERIODS,1,1,Data,Sunday, 1/ 1,12/31
    1986,1,1,1,0,?9?9?9?9E0?9?9?9,-12.2,-16.1,73,99500
    1986,1,1,2,0,?9?9?9?9E0?9?9?9,-11.7,-15.6,73,99500
    1986,1,1,3,0,?9?9?9?9E0?9?9?9,-11.1,-15.0,73,99500
    """
}

@Suite("Weather files") struct WeatherFileTests {
  @Test("CSV, TMY3 and EPW give the hour and the temperatures as they are written")
  func formats() throws {
    let chicago = [-12.2, -11.7, -11.1].map { Celsius($0) }
    let first = try #require(CalendarHour(month: 1, day: 1, hour: 1))
    #expect(
      try parse(Sample.tmy3)
        == WeatherSeries(place: "CHICAGO OHARE INTL AP", first: first, temperatures: chicago))
    #expect(
      try parse(Sample.epw)
        == WeatherSeries(place: "Chicago Ohare Intl Ap", first: first, temperatures: chicago))
    #expect(
      try parse(Sample.csv)
        == WeatherSeries(
          first: try #require(CalendarHour(month: 12, day: 31, hour: 22)),
          temperatures: [-3.5, -4, -4.5, -5].map { Celsius($0) }))
  }

  @Test(
    "whole first days as they are published give the same hours as config/weather",
    arguments: ["chicago-ohare-first-day.epw", "chicago-ohare-first-day.tmy3.csv"])
  func published(name: String) throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let file = folder.appending(path: "Weather/\(name)")
    let series = try WeatherFile.parse([UInt8](Data(contentsOf: file)))
    let year = folder.deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "config/weather/chicago-ohare.csv")
    let whole = try WeatherFile.parse([UInt8](Data(contentsOf: year)))
    #expect(series.first == CalendarHour(month: 1, day: 1, hour: 1))
    #expect(series.temperatures.count == 24)
    #expect(series.temperatures == Array(whole.temperatures.prefix(24)))
    #expect(series.place?.uppercased() == "CHICAGO OHARE INTL AP")
  }

  @Test("Windows line ends, a byte order mark and Latin-1 names are read past")
  func harmless() throws {
    let plain = try parse(Sample.epw)
    let windows = Sample.epw.replacingOccurrences(of: "\n", with: "\r\n")
    #expect(try WeatherFile.parse([0xEF, 0xBB, 0xBF] + Array(windows.utf8)) == plain)
    // "Zürich" in ISO 8859-1: FC is no UTF-8.
    var bytes = Array(Sample.epw.utf8)
    bytes.replaceSubrange(9..<16, with: [0x5A, 0xFC, 0x72, 0x69, 0x63, 0x68])
    #expect(try WeatherFile.parse(bytes).temperatures == plain.temperatures)
  }

  @Test(
    "what cannot be right says where, what, and what to do",
    arguments: [  // what is replaced in the CSV, by what, the message
      (
        "month,day", "mouth,day",
        "line 2: found `mouth,day,hour,dry_bulb_C,wind`; allowed: a line "
          + "of column names, `month`, `day`, `hour` and `dry_bulb_C` among them. Write them over "
          + "the columns; others are not read."
      ),
      (
        "12,31,23", "12,32,23",
        "line 4: found 12/32, hour 23; allowed: a day and an hour 0 to 24. "
          + "Correct the line."
      ),
      (
        "12,31,23", "12,31,24",
        "line 4: found 1 Jan 00:00; allowed: 31 Dec 23:00, an hour after "
          + "the line before. Put the lines in the order of time, one for each hour."
      ),
      (
        "-4,\n", "nan,\n",
        "line 4: found `nan` as the temperature; allowed: a decimal number. "
          + "Correct the line, or take the file again from where it came."
      ),
      (
        "-4,\n", "\n",
        "line 4: found `` as the temperature; allowed: a decimal number. "
          + "Correct the line, or take the file again from where it came."
      ),
      (
        "-4,\n", "-99.9,\n",
        "line 4: found −99.9 °C; allowed: −90 °C to 60 °C, none missing. "
          + "Fill the gap with the values around it, if it is a short one."
      ),
      (
        "12,31,23", "12,0x1F,23",
        "line 4: found `0x1F` as the day; allowed: a whole number. "
          + "Correct the line, or take the file again from where it came."
      ),
    ])
  func broken(text: String, by other: String, message: String) {
    let file = Sample.csv.replacingOccurrences(of: text, with: other)
    let error = #expect(throws: WeatherError.self) { try parse(file) }
    #expect(error?.description == message)
  }

  @Test("a missing temperature in EPW (99.9) and TMY3 (−9900) is none")
  func missing() {
    for (text, value) in [(Sample.epw, "99.9"), (Sample.tmy3, "-9900")] {
      let file = text.replacingOccurrences(of: "-11.7", with: value)
      #expect(throws: WeatherError.self) { try parse(file) }
    }
    let halves = Sample.epw.replacingOccurrences(of: "DATA PERIODS,1,1", with: "DATA PERIODS,1,2")
    #expect(throws: WeatherError.self) { try parse(halves) }
  }

  @Test("a leap day is left out, and the next line goes on")
  func leapDay() throws {
    let rows = (0..<24).map { "2,28,\($0),1" } + (0..<24).map { "2,29,\($0),2" } + ["3,1,0,3"]
    let file = (["month,day,hour,dry_bulb_C"] + rows).joined(separator: "\n")
    let series = try parse(file)
    #expect(series.temperatures.count == 25 && series.temperatures.last == Celsius(3))
  }

  @Test("whatever bytes there are, the answer is a series or an error, never a crash")
  func hostile() {
    var random = SeededGenerator(seed: 0x5EED_0009)
    for sample in [Sample.csv, Sample.epw, Sample.tmy3] {
      for _ in 0..<400 {
        var bytes = Array(sample.utf8)
        for _ in 0..<Int.random(in: 1...8, using: &random) {
          let at = Int.random(in: 0..<bytes.count, using: &random)
          if Bool.random(using: &random) {
            bytes[at] = UInt8.random(in: 0...255, using: &random)
          } else {
            bytes.remove(at: at)
          }
        }
        if let series = try? WeatherFile.parse(bytes) {
          #expect(series.temperatures.allSatisfy { $0 >= Celsius(-90) && $0 <= Celsius(60) })
        }
      }
    }
    for text in ["", "\n", ",", "LOCATION", "LOCATION,x\n1", "a\nDate (MM/DD/YYYY)\n"] {
      #expect(throws: WeatherError.self) { try parse(text) }
    }
  }

  @Test("the winter of config/weather is 182 days, from −22.8 to 26.1 °C")
  func chicago() throws {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "config/weather/chicago-ohare.csv")
    let series = try WeatherFile.parse([UInt8](Data(contentsOf: url)))
    #expect(series.isYear)
    let october = try #require(CalendarHour(month: 10, day: 1))
    let april = try #require(CalendarHour(month: 4, day: 1))
    #expect(october.hours(to: april) == 182 * 24)
    guard case .hourly(let hours) = series.ambient(from: october, hours: 182 * 24) else {
      Issue.record("a year has a winter")
      return
    }
    #expect(hours.count == 182 * 24 + 1)
    #expect(hours.dropFirst().min() == Celsius(-22.8))
    #expect(hours.dropFirst().max() == Celsius(26.1))
  }

  private func parse(_ text: String) throws(WeatherError) -> WeatherSeries {
    try WeatherFile.parse(Array(text.utf8))
  }
}

@Suite("Straight lines between the hours") struct AmbientTests {
  @Test("the temperature runs straight from hour to hour, and stays after the last one")
  func line() {
    let ambient = Ambient.hourly([Celsius(-10), Celsius(-4), Celsius(-8)])
    for (minutes, expected) in [(0, -10.0), (30, -7), (60, -4), (90, -6), (120, -8), (500, -8)] {
      let temperature = ambient.temperature(at: .seconds(minutes * 60))
      #expect(abs((temperature - Celsius(expected)).rawValue) < 1e-9)
    }
  }

  @Test("an hour of the calendar knows its day, wraps at the year's end, and has no 29 February")
  func calendar() throws {
    #expect(CalendarHour(month: 2, day: 29) == nil)
    let silvester = try #require(CalendarHour(month: 12, day: 31, hour: 24))
    #expect(silvester == CalendarHour(month: 1, day: 1))
    let march = try #require(CalendarHour(month: 3, day: 1, hour: 5))
    #expect(march.dayOfYear == 60 && march.description == "1 Mar 05:00")
    for index in 0..<CalendarHour.inYear {
      let (month, day, hour) = CalendarHour(index: index).parts
      #expect(CalendarHour(month: month, day: day, hour: hour)?.index == index)
    }
  }
}
