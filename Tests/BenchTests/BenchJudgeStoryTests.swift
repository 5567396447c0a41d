import Bench
import BoardCatalog
import ControlCore
import Quantities
import Testing

private let heating = Outputs(charge: false, heater: true)
private let charging = Outputs(charge: true, heater: false)

/// A run that somebody makes up: what is seen of the pack from one second to another.
private struct Made {
  /// From when on, in seconds.
  var from: Int
  var outputs = Outputs.safe
  var alarms: FaultSet = []
  var reason: Reason?
  var hasPower = true
  /// Whether the heater's switch has failed shorted.
  var isStuck = false
  var boardWrites = 0
}

private func pack() throws -> PackSettings {
  let board = try #require(Board.named("B2A8S20P"))
  var pack = PackSettings(name: "bench", board: board, chemistry: .lfp, stringCount: 8)
  pack.heater = HeaterSettings(
    resistance: Ohms(10.5), tolerance: Percent(5), stop: Celsius(7))
  pack.appSettingsCarried = false
  pack.minimumRecovery = Celsius(5)
  return pack
}

/// Looks once a second, to the end of the scenario's span.
private func trace(_ name: String, _ parts: [Made]) throws -> (BenchScenario, BenchTrace) {
  let scenario = try #require(BenchScenario.named(name))
  let settings = try pack()
  var trace = BenchTrace(settings)
  var plant = PackPlant(
    chemistry: .lfp, stringCount: 8, temperature: scenario.start, ambient: scenario.ambient,
    padResistance: Ohms(10.5))
  var decision = decide(ControllerState(), Snapshot(now: .start), settings).decision
  let span = min(Int(scenario.span.seconds), 1800)
  for second in 0...span {
    guard let part = parts.last(where: { $0.from <= second }) else { continue }
    (plant.hasPower, plant.isHeaterStuck) = (part.hasPower, part.isStuck)
    decision.alarms = part.alarms
    if let reason = part.reason { decision.reason = reason }
    let sight = BenchSight(
      pack: "bench", time: Uptime(.seconds(second)), outputs: part.outputs, plant: plant,
      boardWrites: part.boardWrites)
    trace.note(sight, decision)
    plant.step(.seconds(1), part.outputs, boardCharges: true)
  }
  return (scenario, trace)
}

private func unmet(_ name: String, _ parts: [Made]) throws -> [String] {
  let (scenario, trace) = try trace(name, parts)
  return BenchJudge(scenario, trace).checks.filter { !$0.isMet }.map(\.claim)
}

@Suite("The judge finds a controller that does something else") struct BenchJudgeStoryTests {
  static let names = BenchScenario.all.map(\.name)

  @Test("one that does nothing, for any story", arguments: names)
  func idle(name: String) throws {
    let claims = try unmet(name, [Made(from: 0)])
    #expect(!claims.isEmpty)
  }

  @Test("one that always heats, for any story", arguments: names)
  func stubborn(name: String) throws {
    let claims = try unmet(name, [Made(from: 3, outputs: heating)])
    #expect(!claims.isEmpty)
  }

  @Test("one that charges a cold pack, for any story that begins cold", arguments: names)
  func charges(name: String) throws {
    let scenario = try #require(BenchScenario.named(name))
    let claims = try unmet(name, [Made(from: 3, outputs: charging)])
    #expect(
      claims.contains("never charged at or below the protection") == (scenario.start < Celsius(0)))
    #expect(!claims.isEmpty)
  }

  @Test("one that writes to a board once, for any story", arguments: names)
  func writes(name: String) throws {
    let claims = try unmet(name, [Made(from: 0), Made(from: 9, boardWrites: 1)])
    #expect(claims.contains("nothing was ever written to the board"))
    let clean = try unmet(name, [Made(from: 0)])
    #expect(!clean.contains("nothing was ever written to the board"))
  }

  @Test(
    "one that comes back before the cause has gone, or too late, or for another reason",
    arguments: [  // story, reason, second to which it is off, claims unmet
      ("implausible-probe", HoldReason.probe(.t2, .implausible), 1203, 0),
      ("implausible-probe", .probe(.t2, .implausible), 1199, 1),
      ("implausible-probe", .probe(.t2, .implausible), 1220, 1),
      ("implausible-probe", .probe(.t1, .implausible), 1203, 1),
      ("ignored-probes", .probesNotTrusted, 1230, 0),
      ("ignored-probes", .probesNotTrusted, 1240, 1),
      ("ignored-probes", .fault(.boardAlarm), 1230, 1),
      ("warm-mosfet", .probe(.t1, .absent), 1203, 0),
      ("warm-mosfet", .probe(.t1, .absent), 900, 1),
    ])
  func interruption(name: String, reason: HoldReason, until: Int, count: Int) throws {
    let claims = try unmet(
      name,
      [
        Made(from: 0), Made(from: 3, outputs: heating, reason: .heating),
        Made(from: 602, reason: .holdingSafe(reason)),
        Made(from: until, outputs: heating, reason: .heating),
      ])
    #expect(claims.count == count, "\(claims)")
  }

  @Test(
    "one that heats below the floor of the charge, or between floor and return",
    arguments: [(602, 1201, 0), (610, 1201, 1), (602, 901, 1), (602, 1210, 1)])  // off, on, unmet
  func lowCharge(off: Int, on: Int, count: Int) throws {
    let claims = try unmet(
      "low-charge",
      [
        Made(from: 0), Made(from: 3, outputs: heating, reason: .heating),
        Made(from: off, reason: .coldWithoutHeat(.stateOfCharge(floor: Percent(5)))),
        Made(from: on, outputs: heating, reason: .heating),
      ])
    #expect(claims.count == count, "\(claims)")
  }

  @Test(
    "one that lets the power of a stuck switch be: too late, for a time only, or not at all",
    arguments: [  // seconds from the fault to the cut, does it come back, is it unmet
      (11, false, false), (15, false, false), (17, false, true), (11, true, true),
      (2000, false, true),
    ])
  func powerCut(delay: Int, comesBack: Bool, isUnmet: Bool) throws {
    let alarms = FaultSet(.readbackDiffers)
    var parts = [
      Made(from: 0), Made(from: 3, outputs: heating),
      Made(from: 600, outputs: heating, isStuck: true),
      Made(from: 904, alarms: alarms, isStuck: true),
      Made(from: 904 + delay, alarms: alarms, hasPower: false, isStuck: true),
    ]
    if comesBack { parts.append(Made(from: 1500, alarms: alarms, isStuck: true)) }
    let claim = "within 15 s `alive` has taken the power away, for good"
    #expect(try unmet("stuck-heater", parts) == (isUnmet ? [claim] : []))
  }

  @Test(
    "one whose outputs outlive its loop, whose `alive` goes on, or that comes back in between",
    arguments: [  // off after s, power gone after s, on again at s, claims unmet
      (3, 12, 721, 0), (6, 12, 721, 0), (8, 12, 721, 1), (3, 20, 721, 1), (3, 12, 640, 1),
      (3, 12, 661, 1), (3, 12, 730, 1),
    ])
  func hang(off: Int, cut: Int, on: Int, count: Int) throws {
    let claims = try unmet(
      "hung-loop",
      [
        Made(from: 0), Made(from: 3, outputs: heating), Made(from: 600 + off),
        Made(from: 600 + cut, hasPower: false), Made(from: on, outputs: heating),
      ])
    #expect(claims.count == count, "\(claims)")
  }

  /// Charger gone at 600, 630 … 1170 s, there from 615, 645 … 1185 s.
  @Test(
    "one that follows a flickering charger, or is late to go off",
    arguments: [  // s from the charger's going to off, flickers for each run, claims unmet
      (1, 4, 0), (1, 1, 1), (5, 4, 1),
    ])
  func flicker(late: Int, every: Int, count: Int) throws {
    var parts = [Made(from: 0), Made(from: 3, outputs: heating)]
    for turn in stride(from: 0, to: 20, by: every) {
      let gone = 600 + 30 * turn
      parts.append(Made(from: gone + late))
      parts.append(Made(from: gone + 30 * (every - 1) + 16, outputs: heating))
    }
    let claims = try unmet("flickering-charger", parts)
    #expect(claims.count == count, "\(claims)")
  }

  @Test("one that uses settings that cannot be right, or stops for them")
  func inverted() throws {
    let alarms = FaultSet(.appSettingsRejected)
    let right = [
      Made(from: 0), Made(from: 3, outputs: heating),
      Made(from: 610, outputs: heating, alarms: alarms),
    ]
    #expect(try unmet("inverted-recovery", right) == [])
    let claim = "heating goes on with the settings that were right"
    #expect(try unmet("inverted-recovery", right + [Made(from: 900, alarms: alarms)]) == [claim])
    let silent = [Made(from: 0), Made(from: 3, outputs: heating)]
    #expect(
      try unmet("inverted-recovery", silent)
        == ["the fault is found by its name, app-settings-rejected"])
    let late = silent + [Made(from: 640, outputs: heating, alarms: alarms)]
    #expect(try unmet("inverted-recovery", late).count == 1)
  }

  @Test("one that believes a probe in the air for too long, or heats on")
  func detached() throws {
    let alarms = FaultSet(.probeSpread)
    let begin = [Made(from: 0), Made(from: 3, outputs: heating)]
    #expect(try unmet("detached-probe", begin + [Made(from: 681, alarms: alarms)]) == [])
    #expect(try unmet("detached-probe", begin + [Made(from: 800, alarms: alarms)]).count == 1)
    let on = begin + [Made(from: 681, outputs: heating, alarms: alarms)]
    #expect(try unmet("detached-probe", on) == ["both outputs are off from then on"])
  }
}
