import BoardCatalog
import ControlCore
import Quantities
import Testing

@Suite("S2: low-temperature charge protection") struct ChargeUndertemperatureTests {
  @Test(
    "a charged pack is blocked at the protection, and not above it",
    arguments: [  // coldest probe in °C, outputs
      (5.0, Outputs.charging), (0.1, .charging), (0.0, .safe), (-0.1, .safe), (-1, .safe),
      (-6.3, .safe), (-20, .safe), (-40, .safe), (-45, .safe),
    ])
  func protection(coldest: Double, after: Outputs) throws {
    var rig = try Rig()
    rig.set(0.5)
    #expect(rig.steps(4).outputs == .charging)
    try rig.walk(to: coldest)
    #expect(rig.decision?.outputs.charge == after.charge)
    #expect((rig.state.block == .released) == after.charge)
  }

  @Test(
    "a blocked pack is released when the coldest probe has reached recovery, and not before",
    arguments: [  // coldest probe in °C, is charging blocked
      (0.0, ChargeBlock.blocked), (0.1, .blocked), (4.9, .blocked), (5.0, .released),
      (5.1, .released),
    ])
  func recovery(coldest: Double, block: ChargeBlock) throws {
    var rig = try Rig(remembered: .blocked)
    rig.set(coldest)
    rig.steps(5)
    #expect(rig.state.block == block)
  }

  @Test("a pack that is heated is released at the stop value, one that is not at recovery")
  func releasedAtStop() throws {
    var rig = try Rig(remembered: .blocked) { $0.heater?.stop = Celsius(7) }
    try rig.heat(at: 4)
    for temperature in [4.9, 5, 5.9, 6.9] {
      rig.set(temperature)
      #expect(rig.step().outputs == .heating, "at \(temperature) °C")
    }
    rig.set(7)
    #expect(rig.step().outputs == .safe)
    #expect(rig.state.block == .released)

    rig = try Rig(remembered: .blocked) { $0.heater?.stop = Celsius(7) }
    rig.chargerPresent = .measured(false)
    rig.set(4.9)
    rig.steps(5)
    #expect(rig.state.block == .blocked)
    rig.set(5)
    rig.step()
    #expect(rig.state.block == .released)
  }

  @Test(
    "the effective thresholds are the stricter of the app's and the floors",
    arguments: [
      // chemistry, app protection/recovery, floor, minimum recovery, protection, recovery, origin
      (Chemistry.lfp, -20.0, -10.0, 0.0, Double?.none, 0.0, 2.0, Thresholds.Origin.chemistry),
      (.lfp, 0, 5, 0, nil, 0, 5, .app),
      (.lfp, 0, 1, 0, nil, 0, 2, .app),
      (.lfp, 5, 10, 0, nil, 5, 10, .app),
      (.lfp, -20, -10, 3, nil, 3, 5, .configuration),
      (.lfp, -20, -10, 3, 7, 3, 7, .configuration),
      (.lfp, 4, 9.5, 3, 7, 4, 9.5, .app),
      (.liIon, -20, -10, 0, nil, 0, 2, .chemistry),
      (.lto, -20, -10, -30, nil, -20, -10, .app),
      (.lto, -40, -35, -30, nil, -30, -28, .chemistry),
    ])
  func stricter(
    chemistry: Chemistry, appProtection: Double, appRecovery: Double, floor: Double,
    minimumRecovery: Double?, protection: Double, recovery: Double, origin: Thresholds.Origin
  ) throws {
    var rig = try Rig {
      $0.chemistry = chemistry
      $0.protectionFloor = Celsius(floor)
      $0.minimumRecovery = minimumRecovery.map { Celsius($0) }
    }
    rig.setApp(appProtection, appRecovery)
    let thresholds = try #require(rig.step().figures.thresholds)
    #expect(thresholds.protection == Celsius(protection))
    #expect(thresholds.recovery == Celsius(recovery))
    #expect(thresholds.stop == Celsius(recovery))
    #expect(thresholds.origin == origin)
  }

  @Test("a floor below the chemistry's does not loosen the protection")
  func floorCannotLoosen() throws {
    var rig = try Rig { $0.protectionFloor = Celsius(-15) }
    rig.setApp(-20, -10)
    rig.set(-5)
    #expect(rig.steps(4).outputs.charge == false)
    #expect(rig.state.block == .blocked)
  }

  @Test(
    "inside the band at the start, what was remembered decides",
    arguments: [  // remembered, probe in °C, outputs after five readings
      (ChargeBlock.undecided, 2.0, Outputs.charging), (.released, 2.0, .charging),
      (.blocked, 2.0, .heating), (.released, 0.0, .heating), (.undecided, -5, .heating),
      (.blocked, 5.0, .charging),
    ])
  func band(remembered: ChargeBlock, temperature: Double, outputs: Outputs) throws {
    var rig = try Rig(remembered: remembered)
    rig.set(temperature)
    #expect(rig.steps(5).outputs == outputs)
  }

  @Test("the coldest probe governs, whichever it is", arguments: [(-3.0, 4.0), (4.0, -3.0)])
  func coldest(t1: Double, t2: Double) throws {
    var rig = try Rig()
    rig.set(t1: t1, t2: t2)
    let decision = rig.steps(5)
    #expect(decision.outputs == .heating)
    #expect(decision.figures.coldestProbe == (t1 < t2 ? .t1 : .t2))
    #expect(decision.figures.hottest == .measured(Celsius(4)))
  }

  @Test("a report that may mean something colder is decided by the colder meaning")
  func lowestMeaning() throws {
    var rig = try Rig()
    // 4E 57 reports 100 as 0 °C ("−0") and means −1 to 0: with a protection of −0.5 it blocks.
    let folded = ProbeTemperature(reported: Celsius(0.1), lowest: Celsius(-0.9))
    rig.reading.probes.t1 = .measured(folded)
    rig.reading.probeResolution = Kelvins(1)
    rig.reading.probes.t2 = .measured(ProbeTemperature(exactly: Celsius(1)))
    let decision = rig.steps(5)
    #expect(decision.outputs.charge == false)
    #expect(decision.figures.coldest == .measured(folded))
    let verdict = rig.interlock.permit(.charging, rig.snapshot, rig.settings)
    #expect(verdict.refusal == .chargeWhileCold)
  }

  @Test("cold that was seen while the app's settings were too old blocks all the same")
  func coldWithOldSettings() throws {
    var rig = try Rig()
    #expect(rig.steps(5).outputs == .charging)
    // The settings live 120 s; then the pack gets cold and warm again, unseen by them.
    rig.appAnswers = false
    #expect(rig.steps(121).reason == .holdingSafe(.appSettings(.stale)))
    rig.set(-0.5)
    rig.step()
    rig.set(0.5)
    rig.step()
    rig.appAnswers = true
    // Between protection and recovery: as it was, and it was cold. The heater follows.
    #expect(rig.steps(5).outputs.charge == false)
    var interlock = rig.interlock
    let refusal = interlock.permit(.charging, rig.snapshot, rig.settings).refusal
    #expect(refusal == .chargeWhileCold)
  }
}
