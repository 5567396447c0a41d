import Bench
import BoardCatalog
import ControlCore
import Quantities
import Testing

@testable import BenchSession
@testable import ControllerService

@Suite("The bench in a terminal") struct BenchScreenTests {
  /// A pack in the middle of its heat-up, and nine events, the newest one long.
  private func frame() throws -> (BenchFrame, [BenchMessage]) {
    let settings = try settings()
    let pack = settings.packs[0].pack
    var plant = PackPlant(
      chemistry: .lfp, stringCount: 8, temperature: Celsius(-6.5), ambient: Celsius(-20),
      padResistance: Ohms(10.5))
    plant.isChargerPresent = true
    let sight = BenchSight(
      pack: "bench", time: Uptime(.seconds(3723)), outputs: heating, plant: plant)
    var reading = BatteryReading(takenAt: Uptime(.seconds(3722)))
    reading.packVoltage = .measured(Volts(25.6))
    reading.probes.t1 = .measured(ProbeTemperature(exactly: Celsius(-6.5)))
    reading.probes.t2 = .unknown(.absent)
    let snapshot = Snapshot(now: sight.time, battery: .measured(reading))
    let decision = decide(ControllerState(remembered: .undecided), snapshot, pack).decision
    let report = PackReport(
      sentence: "", name: "bench", snapshot: snapshot, decision: decision, driven: heating,
      linkProblem: nil)
    let scenario = try #require(BenchScenario.named("cold-soak"))
    let frame = BenchFrame(
      scenario: scenario, settings: settings, lines: "in-memory lines", time: sight.time,
      speed: 600, speedReached: 412.4,
      packs: [BenchFrame.Pack(settings: pack, sight: sight, report: report)])
    let messages = (1...9).map { number in
      BenchMessage(
        BenchEvent(.ambient(Celsius(Double(-number))), at: .seconds(number)))
    }
    return (frame, messages)
  }

  @Test("it shows time, speed, probes, outputs and charger, and an absent probe with its reason")
  func content() throws {
    let (frame, messages) = try frame()
    let screen = BenchScreen(columns: 100, rows: 60, isColoured: false)
    let lines = screen.lines(frame, events: messages)
    #expect(lines.contains("  pack time 1:02:03   speed 600×, really 412×"))
    // −6.5 °C is half of the way from −20 to 7 °C.
    let bar = String(repeating: "█", count: 16) + String(repeating: "░", count: 16)
    #expect(lines.contains("  T1    −6.5 °C  \(bar) −20 °C to 7 °C"))
    #expect(lines.contains("  T2    unknown  no sensor fitted"))
    #expect(lines.contains("  charging off   heating ON    charger there"))
    // The last eight events.
    #expect(lines.suffix(8).first == " 0:00:02  scenario: it is −2.0 °C outside.")
    #expect(lines.last == " 0:00:09  scenario: it is −9.0 °C outside.")
  }

  @Test(
    "no line is longer than the terminal, and no block higher",
    arguments: [(80, 24), (60, 24), (200, 12), (100, 60)])
  func size(columns: Int, rows: Int) throws {
    let (frame, messages) = try frame()
    let screen = BenchScreen(columns: columns, rows: rows, isColoured: false)
    let lines = screen.lines(frame, events: messages)
    #expect(lines.count < rows)
    #expect(lines.allSatisfy { $0.count <= columns })
    #expect(!lines.joined().contains("\u{1B}"))
  }

  @Test("colour is only where it is wanted")
  func colour() throws {
    let (frame, _) = try frame()
    let screen = BenchScreen(columns: 100, rows: 60, isColoured: true)
    let line = try #require(screen.lines(frame, events: []).first { $0.contains("heating") })
    #expect(line.contains("heating \u{1B}[1;31mON \u{1B}[0m"))
  }

  @Test(
    "the bar is empty at the start, full at the stop, and never more or less",
    arguments: [  // °C, full cells of 4 between −20 and 0 °C
      (-30.0, 0), (-20, 0), (-15.1, 0), (-15, 1), (-10, 2), (-0.1, 3), (0, 4), (20, 4),
    ])
  func bar(value: Double, full: Int) {
    let expected =
      String(repeating: "█", count: full) + String(repeating: "░", count: 4 - full)
    #expect(
      BenchScreen.bar(Celsius(value), from: Celsius(-20), to: Celsius(0), 4) == expected)
  }
}
