import BoardCatalog
import ControlCore
import Quantities
import Testing

@testable import ControllerService

@Suite("What a person is told, and when") struct NarratorTests {
  /// A pack that is decided for, and the narrator that watches it.
  private struct Told {
    let settings: PackSettings
    var narrator: Narrator
    var state = ControllerState()
    var now = Uptime.start
    var protection = 0.0
    var recovery = 5.0
    var celsius = 10.0
    var linkProblem: String?

    init() throws {
      settings = try Settings.fast().packs[0].pack
      narrator = Narrator(settings, remembered: .undecided)
    }

    mutating func step() -> [ControllerEvent] {
      now = now + .milliseconds(20)
      var reading = BatteryReading(takenAt: now)
      reading.probes = PerProbe(all: .measured(ProbeTemperature(exactly: Celsius(celsius))))
      reading.packVoltage = .measured(Volts(51.2))
      reading.probeResolution = Kelvins(30)
      let app = AppSettings(
        takenAt: now, protection: Celsius(protection), recovery: Celsius(recovery))
      let snapshot = Snapshot(now: now, battery: .measured(reading), app: .measured(app))
      let step = decide(state, snapshot, settings)
      state = step.state
      let report = PackReport(
        sentence: "", name: settings.name, snapshot: snapshot, decision: step.decision,
        driven: step.decision.outputs, linkProblem: linkProblem)
      return narrator.changes(report, block: state.block)
    }

    mutating func sentences() -> [String] { step().map(\.sentence) }
  }

  @Test("a start is told step by step, and then nothing more while nothing changes")
  func start() throws {
    var told = try Told()
    #expect(
      told.sentences() == [
        "pack1: low-temperature charge protection 0.0 °C, recovery 5.0 °C.",
        "pack1: charging off, heating off: 1 of 3 good readings; both stay off until then.",
        "pack1: charging is now released by temperature.",
      ])
    #expect(told.sentences() == [])
    _ = told.step()
    #expect(
      told.sentences() == [
        "pack1: charging on, heating off: coldest probe T1 10.0 °C is above 0.0 °C (the app's "
          + "setting)."
      ])
    told.celsius = 9.5
    #expect(told.sentences() == [])
  }

  @Test("a change made in the app is told with its old and its new values")
  func appChange() throws {
    var told = try Told()
    _ = told.step()
    told.recovery = 10
    #expect(
      told.sentences() == [
        "pack1: low-temperature charge protection in the app changed from 0.0 °C, recovery "
          + "5.0 °C, to 0.0 °C, recovery 10.0 °C."
      ])
  }

  @Test("a protection below the chemistry's floor is a warning with its remedy")
  func preset() throws {
    var told = try Told()
    (told.protection, told.recovery) = (-20, -10)
    let events = told.step()
    #expect(events[1].level == .warning)
    #expect(
      events[1].sentence
        == "pack1: the app would charge LFP cells down to −20.0 °C; 0.0 °C holds instead. Set the "
        + "protection in the app to 0 °C.")
  }

  @Test("a setting that cannot be right is a warning, and the last good one holds")
  func rejected() throws {
    var told = try Told()
    _ = told.step()
    told.recovery = -3
    let events = told.step()
    #expect(events.map(\.level) == [.notice, .warning])
    #expect(events[1].level == .warning)
    #expect(events[1].sentence.contains("the last good setting holds"))
  }

  @Test("the board's silence is told once, and its return once")
  func link() throws {
    var told = try Told()
    for _ in 0..<5 { _ = told.step() }
    told.linkProblem = "no answer within 0.8 s."
    #expect(told.sentences() == ["pack1: no answer within 0.8 s."])
    #expect(told.sentences() == [])
    told.linkProblem = nil
    let sentences = told.sentences()
    #expect(sentences.first == "pack1: the BMS answers again.")
  }
}
