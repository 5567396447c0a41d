import BoardCatalog
import ControlCore
import Quantities
import TestSupport
import Testing

@Suite("S1 and S8: off first, then a pause, then on; off is never delayed")
struct BreakBeforeMakeTests {
  @Test("charging goes off at once, the heater follows 2 s later")
  func chargeToHeat() throws {
    var rig = try Rig()
    rig.set(0.5)
    rig.steps(4)
    rig.set(0)
    let timeline = (0..<4).map { _ in rig.step().outputs }
    #expect(timeline == [.safe, .safe, .heating, .heating])
  }

  @Test("the heater goes off at once, charging follows 2 s later")
  func heatToCharge() throws {
    var rig = try Rig(remembered: .blocked)
    try rig.heat(at: 4.5)
    let timeline = [4.9, 5.0, 5.0, 5.0, 5.0].map { temperature in
      rig.set(temperature)
      return rig.step().outputs
    }
    #expect(timeline == [.heating, .safe, .safe, .charging, .charging])
  }

  @Test(
    "the pause is the configured one, from the first step on",
    arguments: [  // interlock delay in s, the step of one second at which the heater comes on
      (1, 3), (2, 3), (3, 4), (10, 11), (30, 31),
    ])
  func firstPause(delay: Int, step: Int) throws {
    var rig = try Rig { $0.control.interlockDelay = .seconds(delay) }
    rig.set(-5)
    let timeline = (1...40).map { _ in rig.step().outputs }
    #expect(timeline.firstIndex(of: .heating) == step - 1)
  }

  @Test("an output that went off stays off for the minimum off time")
  func minimumOff() throws {
    var rig = try Rig()
    rig.set(0.5)
    #expect(rig.steps(100).outputs == .charging)
    rig.reading.packVoltage = .unknown(.notRead)
    rig.step()
    rig.reading.packVoltage = .measured(Volts(51.2))
    // Off since one step: 60 s are over at the 60th step after it.
    let timeline = (1...61).map { _ in rig.step().outputs }
    #expect(timeline.firstIndex(of: .charging) == 59)
    #expect(timeline[57] == .safe)
  }

  @Test("a run shorter than the minimum on time is ended at once, and lengthens the pause after it")
  func minimumOn() throws {
    var rig = try Rig()
    try rig.heat(at: -5)
    rig.steps(9)  // the run is 9 s old
    rig.reading.packVoltage = .unknown(.notRead)
    #expect(rig.step().outputs == .safe)  // 10 s: 50 s are owed to the pause of 60 s
    rig.reading.packVoltage = .measured(Volts(51.2))
    let timeline = (1...120).map { _ in rig.step() }
    #expect(timeline.firstIndex { $0.outputs == .heating } == 109)
    // Three good readings come first; the charge gate has been off for long.
    for decision in timeline[2..<109] {
      #expect(decision.reason == .coldWithoutHeat(.minimumOff))
    }
  }

  @Test("what a short run owes is counted from the minimum on time, whatever the off time is")
  func owed() throws {
    var rig = try Rig {
      $0.control.minimumOn = .seconds(30)
      $0.control.minimumOff = .seconds(90)
    }
    try rig.heat(at: -5)
    rig.steps(9)
    rig.chargerPresent = .measured(false)
    #expect(rig.step().outputs == .safe)  // 10 s: 20 s are owed to the pause of 90 s
    rig.chargerPresent = .measured(true)
    let timeline = (1...120).map { _ in rig.step().outputs }
    #expect(timeline.firstIndex(of: .heating) == 109)
  }

  @Test("scenario 3: an hour of ±0.3 K of noise at the protection starts the heater once at most")
  func noise() throws {
    var random = SeededGenerator(seed: 3)
    var rig = try Rig()
    rig.set(0.3)
    var heaterStarts = 0
    var chargeStops = 0
    var last = rig.steps(4).outputs
    for _ in 0..<3600 {
      let tenths = Int.random(in: -3...3, using: &random)
      rig.set(Double(tenths) / 10)
      let outputs = rig.step().outputs
      if outputs.heater, !last.heater { heaterStarts += 1 }
      if !outputs.charge, last.charge { chargeStops += 1 }
      last = outputs
    }
    #expect(heaterStarts == 1, "seed 3")
    #expect(chargeStops == 1, "seed 3")
    #expect(last == .heating)
  }
}
