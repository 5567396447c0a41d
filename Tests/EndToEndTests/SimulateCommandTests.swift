import Foundation
import Testing

@Suite("simulate on the command line") struct SimulateCommandTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path
  private static let cabin = root + "/config/bd6a17s6p-16s-lfp.yaml"
  private static let chicago = root + "/config/weather/chicago-ohare.csv"

  @Test("a cold soak has the time and the energy of the closed form")
  func coldSoak() async throws {
    // 21 Ω at 51.2 V are 124.83 W; 88 kJ/K, 1.6 W/K: T∞ 58.02 °C, τ 55 000 s. From −20 to 5 °C:
    // 55 000 s · ln(78.02 / 53.02) = 21 247 s, and 736.7 Wh. Two seconds pass before the pad is on,
    // and two after it before charging.
    let json = try await Executable.json(
      "simulate", "--config", Self.cabin, "--ambient", "-20C", "--span", "7h", "--charger",
      "always", "--json")
    #expect(json["spanSeconds"] as? Double == 25_200)
    #expect(json["heaterStarts"] as? Int == 1)
    #expect(json["coldestCelsius"] as? Double == -20)
    let heated = try #require(json["heaterOnSeconds"] as? Double)
    #expect(abs(heated / 21_247 - 1) < 1e-3)
    #expect(json["firstChargeAllowedSeconds"] as? Double == heated + 4)
    #expect(json["chargeBlockedSeconds"] as? Double == heated + 4)
    let energy = try #require(json["energyWattHours"] as? Double)
    #expect(abs(energy / 736.7 - 1) < 1e-3)
    #expect(json["faults"] as? [String] == [])
    let none = try #require(json["noHeating"] as? [String: any Sendable])
    #expect(none["energyWattHours"] as? Double == 0)
    #expect(none["firstChargeAllowedSeconds"] is NSNull)
    #expect(none["firstChargeAllowedReason"] as? String == "charging was never permitted")
  }

  @Test("a winter in Chicago is a table of three packs with units, and says what its rows mean")
  func winter() async throws {
    let outcome = try await Executable.run(
      "simulate", "--config", Self.cabin, "--weather", Self.chicago, "--from", "01-01", "--to",
      "01-03")
    #expect(outcome.exitCode == 0 && outcome.errors == "")
    for text in [
      "cabin: 16S LFP on a BD6A17S6P, 280 Ah, 88 kJ/K, loses 1.6 W/K",
      "1 Jan 00:00 to 4 Jan 00:00, 3 d", "20 A, 9:00 to 15:00 each day; the pack begins at 50%",
      "this configuration  no heating  always hold", "pad's energy", "pad starts",
      "charging blocked", "coldest probe", "at or below 0 °C", "at or below 5 °C",
      "no heating: the same pack without its pad",
    ] {
      #expect(outcome.output.contains(text), "\(text)\n\(outcome.output)")
    }
  }

  @Test("a pad that is too weak is explained: where it settles, what it should reach, what to do")
  func weakPad() async throws {
    let text = try String(contentsOfFile: Self.cabin, encoding: .utf8)
      .replacingOccurrences(of: "resistance: 21 ohm", with: "resistance: 77.8 ohm")
    let path = FileManager.default.temporaryDirectory.appending(path: "weak-\(UUID()).yaml").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    let outcome = try await Executable.run(
      "simulate", "--config", path, "--ambient", "-30C", "--span", "5d")
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    // 51.2² / 77.8 = 33.69 W over 1.6 W/K are 21.06 K above −30 °C.
    for part in [
      "heater-unreachable: at −30 °C outside the pad settles at −8.9 °C, below the 5 °C that it "
        + "should reach.", "`warmgate size` finds a stronger pad",
      "always hold: the pad heats whenever the pack is below 5 °C, charger or not; here it got no "
        + "warmer than −",
    ] {
      #expect(outcome.output.contains(part), "\(part)\n\(outcome.output)")
    }
    #expect(!outcome.output.contains("all the time"))
  }

  @Test("always hold is said to keep the pack warm all the time only where it did")
  func held() async throws {
    let common = [
      "simulate", "--config", Self.cabin, "--ambient", "-20C", "--span", "1d", "--charger",
      "always",
    ]
    let cold = try await Executable.run(common)
    #expect(
      cold.output.contains(
        "below 5 °C, charger or not; here it began at −20.0 °C and was never colder."),
      "\(cold.output)")
    #expect(!cold.output.contains("all the time") && !cold.output.contains("heater-"))
    let warm = try await Executable.run(common + ["--start", "8C"])
    #expect(
      warm.output.contains(
        "always hold: the pad keeps the pack above 5 °C all the time, charger or not."),
      "\(warm.output)")
  }

  @Test("a preheat stands beside the same pack without it, is ready, and takes less than holding")
  func preheat() async throws {
    let arguments = [
      "simulate", "--config", Self.root + "/config/preheat.yaml", "--weather", Self.chicago,
      "--from", "01-10", "--days", "7", "--load", "0", "--learned",
    ]
    let json = try await Executable.json(arguments + ["--json"])
    let without = try #require(json["withoutPreheat"] as? [String: any Sendable])
    let hold = try #require(json["alwaysHold"] as? [String: any Sendable])
    func number(_ object: [String: any Sendable], _ key: String) throws -> Double {
      try #require(object[key] as? Double, "\(key)")
    }
    #expect(json["dueTimes"] as? Int == 7 && json["dueTimesReady"] as? Int == 7)
    let missed = "chargeBlockedWithChargerSeconds"
    #expect(try number(json, missed) < number(without, missed))
    #expect(try number(json, "energyWattHours") < number(hold, "energyWattHours"))
    let text = try await Executable.run(arguments)
    for part in [
      "this configuration  without preheat  no heating  always hold", "warm when it was due",
      "preheat: warm 30 min after sunrise, 15 min of margin, ready for 2 h; planned with the cold",
      "than always holding (", "; warm 7 of 7 times that it was due.", "less charge.",
    ] {
      #expect(text.output.contains(part), "\(part)\n\(text.output)")
    }
  }

  @Test("a pad off its label, a cold pad and a cold box change what a heat-up takes")
  func parameters() async throws {
    func simulated(_ options: String...) async throws -> Double {
      let json = try await Executable.json(
        [
          "simulate", "--config", Self.cabin, "--ambient", "-20C", "--span", "8h", "--charger",
          "always", "--load", "0", "--json",
        ] + options)
      return try #require(json["heaterOnSeconds"] as? Double)
    }
    // 10 % more than 21 Ω are 113.48 W: T∞ 50.93 °C, 55 000 s · ln(70.93 / 45.93) = 23 903 s.
    #expect(abs(try await simulated("--pad-deviation", "10") / 23_903 - 1) < 1e-3)
    // A tenth less is 138.70 W: T∞ 66.69 °C, 55 000 s · ln(86.69 / 61.69) = 18 712 s.
    #expect(abs(try await simulated("--pad-deviation", "-10") / 18_712 - 1) < 1e-3)
    let plain = try await simulated()
    // Copper has less in the cold, and so more power.
    #expect(try await simulated("--pad-per-kelvin", "0.39") < plain)
    #expect(try await simulated("--loss-per-kelvin", "0.4") < plain)
  }

  @Test("every cycle gives the same answer as leaping, and --csv has a line for each hour")
  func sameAndCSV() async throws {
    let csv = FileManager.default.temporaryDirectory.appending(path: "simulate-\(UUID()).csv")
    defer { try? FileManager.default.removeItem(at: csv) }
    let arguments = [
      "simulate", "--config", Self.cabin, "--weather", Self.chicago, "--from", "01-15", "--span",
      "3h", "--json",
    ]
    let leapt = try await Executable.run(arguments + ["--csv", csv.path])
    let whole = try await Executable.run(arguments + ["--every-second"])
    #expect(leapt.exitCode == 0 && whole.exitCode == 0)
    func lines(_ text: String) -> [Substring] {
      text.split(separator: "\n").filter { !$0.contains("\"cyclesRun\"") }
    }
    #expect(lines(leapt.output) == lines(whole.output))
    let rows = try String(contentsOf: csv, encoding: .utf8).split(separator: "\n")
    #expect(rows.count == 1 + 3)
    #expect(rows[1].hasPrefix("0,15 Jan 00:00,"))
  }

  /// What `--csv` writes of a pack in 20 °C, below the names of the columns.
  private func rows(_ arguments: String...) async throws -> [[Substring]] {
    let csv = FileManager.default.temporaryDirectory.appending(path: "simulate-\(UUID()).csv")
    defer { try? FileManager.default.removeItem(at: csv) }
    let outcome = try await Executable.run(
      ["simulate", "--config", Self.cabin, "--ambient", "20C", "--csv", csv.path] + arguments)
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    return try String(contentsOf: csv, encoding: .utf8).split(separator: "\n").dropFirst()
      .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
  }

  @Test("a CSV of more than 20 000 hours has lines of several hours each")
  func manyHours() async throws {
    // 24 000 hours, two in each line.
    let rows = try await rows("--days", "1000")
    #expect(rows.count == 12_000)
    #expect(rows.prefix(2).map { $0[0] } == ["0", "7200"])
  }

  @Test("--csv has a line for each whole hour, and one for what remains of the span")
  func hours() async throws {
    let rows = try await rows("--span", "90min")
    // Begin, and how long charging was permitted: not in the first cycle's second.
    let charged = try rows.map { try #require(Int($0[7])) }
    #expect(rows.map { $0[0] } == ["0", "3600"])
    #expect((3590...3600).contains(charged[0]) && charged[1] == 1800)
  }

  @Test(
    "what cannot be simulated says what is allowed, with exit code 2",
    arguments: [  // arguments after --config, a part of the message
      ([], "Give either --weather FILE or --ambient TEMPERATURE."),
      (["--ambient", "-20C", "--weather", "a.csv"], "Give either --weather FILE or --ambient"),
      (["--ambient", "-20F"], "--ambient is -20F; allowed: −90 °C to 60 °C, for example -20C."),
      (
        ["--ambient", "0C", "--charger", "9-15"], "allowed: always, never, or two times of the day"
      ),
      (["--ambient", "0C", "--pack", "shed"], "has no pack `shed`; it has: cabin."),
      (["--ambient", "0C", "--from", "10-01"], "--from and --to are days of a weather file"),
      (
        ["--ambient", "0C", "--pad-deviation", "80"], "--pad-deviation is 80; allowed: −50 to 50 %."
      ),
      (["--ambient", "0C", "--soc", "101"], "--soc is 101; allowed: 0 to 100 %."),
      (["--ambient", "0C", "--span", "7 years"], "allowed: up to 3650d, for example 10h or 7d."),
      (["--weather", "no-such.csv"], "no-such.csv cannot be read. Check the path"),
      (["--weather", cabin], "a line of column names, `month`, `day`, `hour` and `dry_bulb_C`"),
    ])
  func refused(arguments: [String], message: String) async throws {
    let outcome = try await Executable.run(["simulate", "--config", Self.cabin] + arguments)
    #expect(outcome.exitCode == 2)
    #expect(outcome.output == "")
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
  }
}
