import Foundation
import Testing

/// A log of R16 (88 454 J/K, 1.6 W/K) at −20 °C: heat and cooling in turn, read in tenths.
private func log(hours: [Double], heading: String = "t_s,cells_C,power_W,ambient_C") -> String {
  var lines = [heading]
  var (cells, seconds) = (-10.0, 0)
  for (index, span) in hours.enumerated() {
    let power = index.isMultiple(of: 2) ? 131.072 : 0
    for _ in 0..<Int(span * 60) {
      lines.append("\(seconds),\((cells * 10).rounded() / 10),\(power),-20")
      let end = -20 + power / 1.6
      cells = end + (cells - end) * exp(-60 * 1.6 / 88_454)
      seconds += 60
    }
  }
  return lines.joined(separator: "\n")
}

private func file(_ text: String, _ name: String) throws -> URL {
  let folder = FileManager.default.temporaryDirectory.appending(path: "warmgate-\(UUID())")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  let url = folder.appending(path: name)
  try Data(text.utf8).write(to: url)
  return url
}

private let project = URL(filePath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent()

@Suite("warmgate learn") struct LearnCommandTests {
  @Test("a night of heating and cooling tells heat capacity and loss")
  func night() async throws {
    let night = try file(log(hours: [3, 4, 2, 3]), "night.csv")
    let json = try await Executable.json("learn", "--csv", night.path, "--json")
    let lower = try #require(json["heatCapacityLowerJoulesPerKelvin"] as? Double)
    let upper = try #require(json["heatCapacityUpperJoulesPerKelvin"] as? Double)
    #expect(lower < 88_454 && 88_454 < upper && upper / lower < 1.05, "\(lower) to \(upper)")
    let loss = try #require(json["lossWattsPerKelvin"] as? Double)
    #expect(abs(loss / 1.6 - 1) < 0.03, "\(loss)")
    #expect(json["filmCouplingWattsPerKelvin"] is NSNull)
    #expect((json["filmCouplingReason"] as? String)?.contains("film's temperature") == true)
    let text = try await Executable.run("learn", "--csv", night.path)
    #expect(text.exitCode == 0 && text.errors == "")
    #expect(text.output.contains("\n    thermal:\n      heat_capacity: 88."), "\(text.output)")
  }

  @Test("--write puts the values into a copy of the configuration, which is right")
  func write() async throws {
    let night = try file(log(hours: [3, 4, 2, 3]), "night.csv")
    let config = project.appending(path: "config/bd6a17s6p-16s-lfp.yaml").path
    let copy = night.deletingLastPathComponent().appending(path: "new.yaml").path
    let outcome = try await Executable.run(
      "learn", "--config", config, "--csv", night.path, "--write", copy)
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    let text = try String(contentsOfFile: copy, encoding: .utf8)
    #expect(text.contains("heat_capacity: 88.") && text.contains("loss: 1.6"), "\(text)")
    let before = try String(contentsOfFile: config, encoding: .utf8)
    #expect(
      text.contains("#")
        && text.split(separator: "\n").count
          >= before.split(separator: "\n").count
    )
    let check = try await Executable.run("check", copy)
    #expect(check.exitCode == 0, "\(check.errors)")
  }

  @Test("heater and voltage do with the pad in the configuration, and headings can be named")
  func columns() async throws {
    let night = try file(
      log(hours: [3, 4], heading: "when,T1,heat_W,around").replacingOccurrences(
        of: ",0,-20", with: ",0.0,-20"), "night.csv")
    let outcome = try await Executable.run(
      "learn", "--csv", night.path, "--column", "time=when", "--column", "cells=T1", "--column",
      "ambient=around")
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
  }

  @Test("a log that does not tell is answered with no, and why")
  func tooLittle() async throws {
    let cooling = try file(log(hours: [0, 5]), "cooling.csv")
    let outcome = try await Executable.run("learn", "--csv", cooling.path)
    #expect(outcome.exitCode == 1)
    #expect(outcome.output.contains("heat capacity is unknown: there was never any heat"))
  }

  @Test(
    "what cannot be done is a usage error",
    arguments: [
      (["learn"], "Give a log"),
      (["learn", "--csv", "/nowhere.csv"], "/nowhere.csv cannot be read"),
      (["learn", "--csv", "x", "--running"], "Give a log"),
      (["learn", "--csv", "x", "--column", "T1"], "--column is T1"),
      (["learn", "--csv", "x", "--write", "y"], "--write needs --config"),
    ])
  func usage(arguments: [String], message: String) async throws {
    let outcome = try await Executable.run(arguments)
    #expect(outcome.exitCode == 2)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
  }
}
