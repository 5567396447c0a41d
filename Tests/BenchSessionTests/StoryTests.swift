import Bench
import BenchSession
import BoardCatalog
import ControlCore
import Foundation
import Quantities
import Testing

/// C of 8 cells of 5.42 kg and 1020 J/kgK, and the leak of their box, 0.1 W/K for each.
private let capacity = 8 * 5.42 * 1020
private let leak = 0.8
/// 8 · 3.2 V over 10.5 Ω.
private let power = 25.6 * 25.6 / 10.5

/// τ · ln((T∞ − T0) / (T∞ − T1)): the seconds from one temperature to the other with the pad on.
private func heatUp(from start: Double, to end: Double, ambient: Double) -> Double {
  let settled = ambient + power / leak
  return capacity / leak * log((settled - start) / (settled - end))
}

@Suite("Scenarios, through the real reader and the real loop", .serialized) struct StoryTests {
  @Test(
    "cold-soak: off, heating, off, charging; the heat-up takes what the closed form says, to 1 %",
    arguments: [BusProtocol.modbus, .jk4E57, .ddA5])
  func coldSoak(protocolName: BusProtocol) throws {
    let summary = try play("cold-soak", settings(protocolName, period: .seconds(5)))
    let pack = try #require(summary.packs.first)
    #expect(pack.unmet == [])
    #expect(summary.isMet)
    #expect(summary.ending == .storyOver)
    #expect(pack.outputs == [safe, heating, safe, charging])
    let times = pack.seconds
    try #require(times.count == 4)
    // 23 482 s by the closed form.
    let expected = heatUp(from: -20, to: 7, ambient: -20)
    #expect(abs((times[2] - times[1]) / expected - 1) < 0.01)
    // Three readings of one period each, and the charge gate 2 s or more after the heater.
    #expect((10...25).contains(times[1]))
    #expect((2...15).contains(times[3] - times[2]))
    #expect(pack.trace.bothOnAt == nil)
  }

  @Test("the closed form of a summary is that of the configured pad, worked out by hand")
  func closedForm() throws {
    let summary = try play(
      "app-changes-threshold", settings(period: .seconds(2)))
    let pack = try #require(summary.packs.first)
    let seen = try #require(pack.trace.heatUp())
    let expected = heatUp(from: seen.from.rawValue, to: 10, ambient: -10)
    #expect(abs(seen.closedForm.seconds - expected) < 0.01)
    #expect(seen.to == Celsius(10))
    #expect(abs(seen.took.seconds / expected - 1) < 0.01)
    // The recovery value changed at 3000 s, in the middle of one run of the heater.
    #expect(pack.outputs == [safe, heating, safe, charging])
    #expect(seen.began.sinceStart < .seconds(3000) && seen.ended.sinceStart > .seconds(3000))
    let taken = try #require(pack.trace.first { $0.thresholds?.recovery == Celsius(10) })
    #expect((3000...3036).contains(taken.time.sinceStart.seconds))
    #expect(pack.unmet == [])
  }

  @Test(
    "what interrupts heating turns both off in time, and heating returns after its end",
    arguments: [  // name, seconds to off, seconds from the end of the cause to heating
      ("unplugged-probe", 0.0...3.0, 2.0...6.0),
      ("silent-board", 2.0...8.0, 2.0...10.0),
      ("charger-removed", 0.0...3.0, 0.0...3.0), ("implausible-probe", 0.0...3.0, 2.0...6.0),
      ("ignored-probes", 0.0...33.0, 2.0...36.0), ("warm-mosfet", 0.0...3.0, 2.0...6.0),
      ("low-charge", 0.0...3.0, 0.0...3.0),
    ])
  func interruption(name: String, off: ClosedRange<Double>, back: ClosedRange<Double>) throws {
    let summary = try play(name, settings())
    let pack = try #require(summary.packs.first)
    #expect(pack.unmet == [])
    #expect(pack.outputs == [safe, heating, safe, heating])
    let times = pack.seconds
    try #require(times.count == 4)
    #expect(off.contains(times[2] - 600))
    #expect(back.contains(times[3] - 1200))
    #expect(pack.trace.bothOnAt == nil)
  }

  @Test(
    "what breaks is found by its name, and what must be off is off",
    arguments: [
      "frozen-probe", "open-pad", "shorted-pad", "detached-pad", "stuck-heater", "stuck-gate",
      "second-heater", "wrong-board", "noisy-line", "board-alarm", "detached-probe",
      "flickering-charger", "inverted-recovery", "lost-off", "hung-loop",
    ])
  func faults(name: String) throws {
    let summary = try play(name, settings())
    let pack = try #require(summary.packs.first)
    #expect(pack.unmet == [])
    #expect(pack.trace.bothOnAt == nil)
  }

  @Test("weak-pad: heating stops before the end of the rise, once it is sure to be below 7 °C")
  func weakPad() throws {
    let summary = try play("weak-pad", settings(period: .seconds(5)))
    let pack = try #require(summary.packs.first)
    #expect(pack.unmet == [])
    #expect(Array(pack.outputs.prefix(3)) == [safe, heating, safe])
    // The real pad ends at −30 + 25.6² / 26.25 / 0.8 = 1.2 °C.
    let end = -30 + 25.6 * 25.6 / 26.25 / leak
    #expect(end < 7)
    try #require(pack.trace.outputTurns.count >= 3)
    #expect(pack.trace.outputTurns[2].cells.rawValue < end)
    // Six hours later it is tried again.
    #expect(pack.seconds[2] < 0.5 * 90_000)
  }

  @Test("over-limit-pad: nothing is ever switched on, and the reason names the current limit")
  func overLimit() throws {
    let summary = try play("over-limit-pad", settings())
    let pack = try #require(summary.packs.first)
    #expect(pack.unmet == [])
    #expect(pack.outputs == [safe])
    #expect(pack.trace.turns.last?.reason == .coldWithoutHeat(.overLimit(.current)))
  }

  @Test("without a line `alive` a switch that is stuck keeps its power, and the run says so")
  func noPump() throws {
    var settings = try settings()
    settings.packs[0].lines.alive = nil
    let pack = try #require(try play("stuck-heater", settings).packs.first)
    #expect(
      pack.unmet.map(\.claim) == ["within 15 s `alive` has taken the power away, for good"])
  }

  @Test("preheat: 8 cells from 4 °C are at 7 °C just before the charger comes after ten hours")
  func preheat() throws {
    let summary = try play("preheat", settings(period: .seconds(5)))
    let pack = try #require(summary.packs.first)
    #expect(pack.unmet == [])
    #expect(pack.outputs == [safe, charging, safe, heating, safe, charging])
    let times = pack.seconds
    try #require(times.count == 6)
    // The planner reckons with 10 % more heat capacity and loss, and a pad at the top of ±5 %.
    let (ambient, settled) = (-20.0, -20 + power / 1.05 / (leak * 1.1))
    let tau = capacity / leak
    let start =
      tau
      * log(((settled - 7) * exp(36_000 / tau) + (4 - ambient)) / (settled - ambient))
    #expect(abs(times[3] - start) < 360, "\(times[3]) s, closed form \(start) s")
    #expect(times[4] < 36_000)
    #expect(times[4] > 36_000 - 3600)
  }

  @Test("several packs on one bus each play the story")
  func severalPacks() throws {
    var settings = try settings()
    var second = settings.packs[0]
    second.pack.name = "second"
    second.address = 2
    settings.packs.append(second)
    let summary = try play("unplugged-probe", settings)
    #expect(summary.packs.map(\.trace.pack.name) == ["bench", "second"])
    for pack in summary.packs {
      #expect(pack.unmet == [])
      #expect(pack.outputs == [safe, heating, safe, heating])
    }
  }

  @Test("a pack whose charger nobody senses is not heated, and the run says that this is not so")
  func unmet() throws {
    var settings = try settings()
    settings.packs[0].pack.chargerSource = .notSensed
    let summary = try play("charger-removed", settings)
    #expect(!summary.isMet)
    #expect(summary.packs[0].outputs == [safe])
    #expect(summary.text.hasSuffix("\nNOT as expected."))
  }

  @Test("a run that is given too little time, or is interrupted, ends early and is not as expected")
  func early() throws {
    let scenario = try #require(BenchScenario.named("cold-soak"))
    let short = try BenchRun(settings(), scenario, speed: 1, usesSimulatedChip: false) { _ in }
    let summary = try short.run(limit: .milliseconds(50))
    #expect(summary.ending == .timeUp)
    #expect(!summary.isMet)
    let interrupted = try BenchRun(settings(), scenario, speed: 1, usesSimulatedChip: false) { _ in
    }
    interrupted.interrupt()
    #expect(try interrupted.run().ending == .interrupted)
  }
}
