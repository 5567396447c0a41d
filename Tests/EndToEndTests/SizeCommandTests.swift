import Foundation
import FoundationXML
import Testing

@Suite("size with a coldest day, and its picture") struct SizeCommandTests {
  /// The project, for the files that the documents name.
  static let project = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private static let pack = [
    "size", "--board", "BD6A17S6P", "--chemistry", "lfp", "--strings", "16", "--tolerance", "5%",
    "--design-day", "-20 °C", "--stop", "5C", "--heat-capacity", "88.4544 kJ/K", "--loss",
    "1.6 W/K",
  ]

  @Test("the table says which pads are allowed, how long they take, and which are too weak")
  func table() async throws {
    let outcome = try await Executable.run(Self.pack + ["--pad", "21 ohm"])
    #expect(outcome.exitCode == 0 && outcome.errors == "")
    let rows = outcome.output.split(separator: "\n").map { $0.split(separator: " ") }
    // 58.4 V / (20 Ω · 0.95) = 3.07 A; 21 Ω: 2.93 A. 51.2² / 21 = 124.8 W, T∞ = 58.0 °C, and
    // τ · ln(78.019 / 53.019) = 55 284 s · 0.38630 = 21 356 s = 5 h 56 min: 740.5 Wh.
    let row21 = ["21", "Ω", "2.93", "A", "171", "W", "yes,", "yours", "125", "W"]
    #expect(rows.contains(row21.map { $0[...] } + ["5", "h", "56", "min", "741", "Wh"]))
    #expect(rows.contains { $0.starts(with: ["20", "Ω", "3.07", "A", "180", "W", "no:", "over"]) })
    // 51.2² / 68 / 1.6 = 24.1 K above −20 °C.
    #expect(rows.contains { $0.prefix(2) == ["68", "Ω"] && $0.suffix(3) == ["at", "4.1", "°C"] })
    #expect(outcome.output.contains("From 65.5 Ω on a pad never reaches 5 °C on that day."))
    let warm = try await Executable.run(Self.pack + ["--stop", "-21 °C"])
    #expect(warm.output.contains("no colder than −21 °C, where heating stops: no pad is needed."))
  }

  @Test("JSON has the pads with their times, and null with the reason where there is none")
  func json() async throws {
    let outcome = try await Executable.run(Self.pack + ["--json"])
    let object = try #require(
      JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    let day = try #require(object["designDay"] as? [String: Any])
    #expect(day["meanCelsius"] as? Double == -20 && day["holdingPowerWatts"] as? Double == 40)
    #expect(day["coldestHourCelsius"] is NSNull)
    #expect(day["reasons"] as? [String: String] == ["coldestHourCelsius": "the mean was given"])
    let pads = try #require(day["pads"] as? [[String: Any]])
    #expect(pads.count == 17 && pads[2]["isAllowed"] as? Bool == false)
    #expect(pads[15]["untilWarmSeconds"] is NSNull)
    #expect((pads[15]["reasons"] as? [String: String])?["heatWattHours"] != nil)
    // 22 Ω: 51.2² / 22 / 1.6 = 74.47 K; τ · ln(74.47 / 49.47).
    let expected = 88_454.4 / 1.6 * log(74.4727 / 49.4727)
    #expect(abs((pads[3]["untilWarmSeconds"] as? Double ?? 0) - expected) < 1)
  }

  @Test("a weather's coldest day, the configuration's pad and a picture come together")
  func picture() async throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "size-\(UUID()).svg").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let outcome = try await Executable.run(
      "size", "--config", Self.project.appending(path: "config/bd6a17s6p-16s-lfp.yaml").path,
      "--weather", Self.project.appending(path: "config/weather/chicago-ohare.csv").path,
      "--plot", path)
    #expect(outcome.exitCode == 0 && outcome.output.contains("yes, yours"), "\(outcome.errors)")
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(XMLParser(data: data).parse())
    let text = String(decoding: data, as: UTF8.self)
    for words in [
      "3 A limit: R = U / 3 A", "200 W limit: R = U² / 200 W", "pad 21 Ω −5%", "16S full: 58.4 V",
      "resistance of the pad in Ω", "time until warm in h", "smallest allowed: 20.49 Ω",
    ] {
      #expect(text.contains(">\(words)<"), "\(words)")
    }
  }

  @Test("the coldest day of a year may be New Year's night")
  func newYear() async throws {
    var lines = ["month,day,hour,dry_bulb_C"]
    let months = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    for (month, days) in months.enumerated() {
      for hour in 0..<(days * 24) {
        let isCold = (month == 0 && hour < 12) || (month == 11 && hour >= 31 * 24 - 12)
        lines.append("\(month + 1),\(hour / 24 + 1),\(hour % 24),\(isCold ? -35 : 0)")
      }
    }
    let path = FileManager.default.temporaryDirectory.appending(path: "year-\(UUID()).csv").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try lines.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
    let outcome = try await Executable.run(
      "size", "--config", Self.project.appending(path: "config/bd6a17s6p-16s-lfp.yaml").path,
      "--weather", path)
    #expect(outcome.output.contains("from 31 Dec 12:00"), "\(outcome.output)\(outcome.errors)")
    #expect(outcome.output.contains("Coldest day: −35.0 °C"), "\(outcome.output)")
  }

  @Test(
    "what cannot be is a usage error that says what is allowed",
    arguments: [
      (["--plot", "a.jpg"], "--plot is a.jpg; allowed: a file that ends in .svg or .png."),
      (["--loss", "1.6"], "--loss is 1.6; allowed: 0.01 W/K to 1000 W/K, with the unit."),
      (["--pad", "3 W"], "--pad is 3 W; allowed: 0.1 Ω to 10000 Ω, with the unit."),
      (["--weather", "w"], "Give either --weather FILE or --design-day TEMPERATURE."),
      (["--config", "c"], "--config says --board, --chemistry and --strings already."),
      (["--pack", "p"], "--pack is a pack of --config."),
    ])
  func refused(arguments: [String], message: String) async throws {
    let outcome = try await Executable.run(Self.pack + arguments)
    #expect(outcome.exitCode == 2 && outcome.output == "")
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
  }

  @Test("PNG is made by rsvg-convert, and where there is none the message says what to do")
  func png() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "size-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "pads.png").path
    let made = try await Executable.run(Self.pack + ["--plot", path])
    #expect(made.exitCode == 0, "\(made.errors)")
    // The signature of PNG. Source: PNG specification, section 5.2.
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(data.prefix(8) == Data([137, 80, 78, 71, 13, 10, 26, 10]))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["pads.png"])
    let none = try await Executable.run(
      Self.pack + ["--plot", path], environment: ["PATH": folder.path])
    #expect(none.exitCode == 2)
    #expect(
      none.errors == "--plot is \(path), and there is no rsvg-convert to make PNG. Install it "
        + "(apt install librsvg2-bin), or name a file that ends in .svg.\n")
  }
}
