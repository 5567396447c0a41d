import Foundation
import Testing

@Suite("what pictures show is there, and is as large as it was long") struct PictureTests {
  private static let config = SizeCommandTests.project
    .appending(path: "config/bd6a17s6p-16s-lfp.yaml").path

  private func inFolder(_ body: (_ folder: URL) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "picture-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await body(folder)
  }

  private func texts(_ file: URL) throws -> [String] {
    let document = try String(contentsOf: file, encoding: .utf8)
    return document.matches(of: />([^<\n]+)<\/text>/).map { String($0.output.1) }
  }

  @Test("over weeks the hatched and the filled surfaces are as large as the times they stand for")
  func surfaces() async throws {
    try await inFolder { folder in
      let file = folder.appending(path: "weeks.svg")
      let json = try await Executable.json(
        "simulate", "--config", Self.config, "--ambient", "-5C", "--span", "20d", "--load", "0",
        "--plot", file.path, "--json")
      let blocked = try #require(json["chargeBlockedSeconds"] as? Double)
      let heated = try #require(json["heaterOnSeconds"] as? Double)
      let drawing = try Drawing(file)
      // Three lanes of 56 px, of which 0.64 are drawn on; a picture without such lanes has its
      // hatch over the whole height of the first frame.
      let lane = 0.64 * 56
      let whole = drawing.frameWidth * lane / (20 * 86_400)
      #expect(abs(drawing.surface("fill=\"url(#hatch-0)\"") / whole / blocked - 1) < 0.02)
      #expect(abs(drawing.surface("fill=\"#D55E00\"") / whole / heated - 1) < 0.02)
      // 9:00 to 15:00 of each day: a quarter.
      #expect(
        abs(drawing.surface("fill=\"#000000\"") / (drawing.frameWidth * lane) - 0.25) < 0.005)
      let texts = try texts(file)
      #expect(texts.contains("Outputs: share of each 6 h; full height is all of it"))
    }
  }

  @Test("marks without points and a line of one point are neither drawn nor named")
  func nothingToShow() async throws {
    try await inFolder { folder in
      let file = folder.appending(path: "one.svg")
      let outcome = try await Executable.run(
        "tune", "--config", Self.config, "--ambient", "-20 °C", "--span", "6h", "--charger",
        "always", "--sweep", "heater.resistance=21 ohm", "--plot", file.path)
      #expect(outcome.exitCode == 0, "\(outcome.errors)")
      let texts = try texts(file)
      #expect(texts.contains("as configured") && texts.contains("balanced"))
      #expect(!texts.contains("others") && !texts.contains("least energy for each wait"))
      #expect(!(try String(contentsOf: file, encoding: .utf8)).contains("below the line"))
    }
  }

  @Test("where no pad warms the pack, a sentence says so in the place of an empty chart")
  func noPadWarms() async throws {
    try await inFolder { folder in
      let file = folder.appending(path: "none.svg")
      let outcome = try await Executable.run(
        "size", "--board", "BD6A17S6P", "--chemistry", "li-ion", "--strings", "8", "--design-day",
        "-60C", "--loss", "50 W/K", "--plot", file.path)
      #expect(outcome.exitCode == 0, "\(outcome.errors)")
      let texts = try texts(file)
      #expect(!texts.contains("time until warm in h") && !texts.contains("E24 pads, allowed"))
      // 8 · 3.7 V = 29.6 V; 29.6² / 11.2 Ω = 78.2 W; / 50 W/K = 1.56 K.
      #expect(
        texts.contains(
          "None of the pads warms the pack from −60.0 °C to 2 °C: even the strongest allowed, "
            + "11.20 Ω, settles at −58.4 °C."), "\(texts)")
    }
  }

  @Test("drawing a PNG leaves the files beside it alone")
  func neighbours() async throws {
    try await inFolder { folder in
      let own = folder.appending(path: "pads.png.svg")
      try Data("mine".utf8).write(to: own)
      let outcome = try await Executable.run(
        "size", "--board", "BD6A17S6P", "--chemistry", "lfp", "--strings", "16", "--plot",
        folder.appending(path: "pads.png").path)
      #expect(outcome.exitCode == 0, "\(outcome.errors)")
      #expect(FileManager.default.contents(atPath: own.path) == Data("mine".utf8))
      let missing = try await Executable.run(
        "size", "--board", "BD6A17S6P", "--chemistry", "lfp", "--strings", "16", "--plot",
        folder.appending(path: "no/pads.png").path)
      #expect(missing.exitCode == 2)
      #expect(missing.errors.contains("no/pads.png cannot be written: "), "\(missing.errors)")
    }
  }
}

/// A drawn document, as far as its rectangles go.
private struct Drawing {
  let frameWidth: Double
  private let lines: [Substring]

  init(_ file: URL) throws {
    let document = try String(contentsOf: file, encoding: .utf8)
    lines = document.split(separator: "\n")
    let frame = try #require(
      document.firstMatch(of: /<rect x="[^"]+" y="[^"]+" width="([^"]+)" height="[^"]+" class="fr/))
    frameWidth = try #require(Double(frame.output.1))
  }

  /// The area in square pixels of all rectangles in paths that have `attribute`.
  func surface(_ attribute: String) -> Double {
    lines.filter { $0.hasPrefix("<path") && $0.contains(attribute) }.reduce(0) { sum, line in
      sum
        + line.matches(of: /M([0-9.]+) ([0-9.]+) H([0-9.]+) V([0-9.]+) H/).reduce(0) {
          sum, corner in
          let numbers = [corner.output.1, corner.output.2, corner.output.3, corner.output.4]
            .compactMap { Double($0) }
          guard numbers.count == 4 else { return .nan }
          return sum + (numbers[2] - numbers[0]) * abs(numbers[3] - numbers[1])
        }
    }
  }
}
