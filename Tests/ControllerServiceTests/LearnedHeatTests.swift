import ControlCore
import Foundation
import Learning
import Quantities
import Testing

@testable import ControllerService

/// R16 with 20 Ω at −20 °C, one cycle in ten seconds: the controller heats it at 0 and lets it cool
/// from 15 °C, and the cells follow as one node of 88 454 J/K and 1.6 W/K.
private final class Days {
  let lines = RecordingLines()
  let latches = LatchMemory(path: nil, packs: ["pack1"])
  let pack: PackController
  private let queue = EventQueue { _ in }
  private var now = Uptime.start
  private var cells = -5.0
  /// What of the pad's heat arrives.
  var contact = 1.0

  init(_ learned: LearnedMemory) throws {
    var configured = try #require(try Settings.fast().packs.first)
    configured.pack.control = .standard
    configured.pack.control.readingLifetime = .seconds(20)
    configured.pack.heater?.stop = Celsius(15)
    pack = PackController(
      configured, remembered: .undecided, drive: PackDrive(outputs: lines, inputs: lines),
      events: queue, latches: latches, memory: BlockMemory(path: nil), clock: TestClock(),
      learned: learned)
  }

  /// Lives through so many hours, or until the time is right.
  func live(hours: Double, until isRight: () -> Bool = { false }) {
    for _ in 0..<Int(hours * 360) {
      now = now + .seconds(10)
      let isHeated = lines.now.heater
      cells += ((isHeated ? 131.072 * contact : 0) - 1.6 * (cells + 20)) / 88_454 * 10
      var reading = BatteryReading(takenAt: now)
      let shown = Celsius((cells * 10).rounded() / 10)
      reading.probes = PerProbe(all: .measured(ProbeTemperature(exactly: shown)))
      reading.packVoltage = .measured(Volts(51.2))
      reading.current = .measured(Amperes(isHeated ? -2.56 : 0))
      reading.stateOfCharge = .measured(Percent(60))
      pack.inbox.put(reading)
      pack.inbox.put(AppSettings(takenAt: now, protection: Celsius(0), recovery: Celsius(5)))
      pack.cycle(at: now)
      if isRight() { return }
    }
  }

  var learned: LearnedHeat { pack.report?.learned ?? LearnedHeat() }
}

extension Interval {
  fileprivate func contains(_ value: Value) -> Bool { lower <= value && value <= upper }
}

@Suite("The controller learns its packs while it runs") struct LearnedHeatTests {
  @Test("two days tell heat capacity, loss, ambient and the time to warm; a restart keeps them")
  func learns() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "warmgate-\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let state = folder.appending(path: "state.json").path
    let memory = LearnedMemory(besideStateFile: state)
    let days = try Days(memory)
    days.live(hours: 0.5)
    #expect(days.learned == LearnedHeat())
    days.live(hours: 48)
    let capacity = try #require(days.learned.estimate.capacity)
    #expect(capacity.contains(JoulesPerKelvin(88_454)), "\(capacity)")
    #expect(try #require(days.learned.estimate.loss).contains(WattsPerKelvin(1.6)))
    #expect(try #require(days.learned.estimate.ambient).contains(Celsius(-20)))
    // What was learned is what the next cycle judges with.
    #expect(days.pack.report?.snapshot.thermal == days.learned.estimate)
    // From 0 °C to 15 °C: 55 284 s · ln((61.92 − 0) / (61.92 − 15)) = 15 335 s.
    days.live(hours: 12) { days.lines.now.heater }
    let warmUp = try #require(days.learned.warmUp)
    #expect(warmUp.shortest < .seconds(15_335))
    #expect(try #require(warmUp.longest) > .seconds(15_335))

    #expect(memory.store() == nil)
    let restarted = try Days(LearnedMemory(besideStateFile: state))
    restarted.live(hours: 0.01)
    let kept = try #require(restarted.learned.estimate.capacity)
    #expect((kept.likely / capacity.likely - 1).magnitude < 0.02, "\(kept)")
    #expect(restarted.learned.windowCount > 10)
  }

  @Test("a pad that comes off is judged sooner than without, and then nothing is known any more")
  func lostContact() throws {
    let days = try Days(LearnedMemory(besideStateFile: nil))
    days.live(hours: 48)
    days.live(hours: 12) { days.lines.now.heater }
    days.contact = 0
    let began = try #require(days.pack.report?.snapshot.now)
    days.live(hours: 12) { !days.latches.latched("pack1").isEmpty }
    #expect(days.latches.latched("pack1") == FaultSet(.heaterNoRise))
    let ended = try #require(days.pack.report?.snapshot.now)
    // 3060 s and the heat for 3 K of at most 100 kJ/K, against 8056 s for 6 K of 176 kJ/K.
    #expect(ended - began < .seconds(5500), "\(ended - began)")
    #expect(days.learned.estimate == .unknown)
  }

  @Test("a reload keeps what was learned, unless another pad is configured")
  func reload() throws {
    let days = try Days(LearnedMemory(besideStateFile: nil))
    days.live(hours: 10)
    var settings = days.pack.settings
    #expect(days.pack.learner.windowCount > 0)
    #expect(days.pack.learner(for: settings) == days.pack.learner)
    settings.heater?.resistance = Ohms(25)
    #expect(days.pack.learner(for: settings)?.windowCount == 0)
  }

  @Test("a file that is missing, damaged or too large is as if nothing had been learned")
  func damaged() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "warmgate-\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for text in [
      "", "{", #"{"pack1": [1, 2]}"#, #"{"pack1": "x"}"#,
      #"{"pack1": [-1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 5, 1]}"#,
      String(repeating: " ", count: 70_000),
    ] {
      let state = folder.appending(path: "state.json").path
      try text.write(
        to: folder.appending(path: "learned.json"), atomically: true, encoding: .utf8)
      let memory = LearnedMemory(besideStateFile: state)
      #expect(memory.learner(of: "pack1").windowCount == 0, "\(text.prefix(30))")
    }
  }
}
