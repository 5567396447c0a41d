import BoardCatalog
import ControlCore
import Quantities
import Testing

/// A fault that is in the decision cannot be acknowledged: what is latched has to be seen at once,
/// and what nobody can look at has not gone.
@Suite("S7: a latched fault is seen as long as its cause may be there") struct AcknowledgeableTests
{
  /// A controller that has just started, with a fault latched before; the pack is not heated.
  private func restarted(_ fault: Fault, at celsius: Double = -5) throws -> Rig {
    var rig = try Rig { $0.heatWithCharger = .never }
    rig.latched = FaultSet(fault)
    rig.set(celsius)
    rig.reading.current = .measured(Amperes(0))
    return rig
  }

  @Test(
    "a charge gate: as long as current flows, is not known, or the board is silent",
    arguments: [  // A, is it seen
      (Double?.some(0), false), (1.0, false), (1.1, true), (20, true), (nil, true),
    ])
  func gate(amperes: Double?, isSeen: Bool) throws {
    var rig = try restarted(.chargeGateStuck)
    rig.boardAnswers = false
    #expect(rig.steps(3).faults.contains(.chargeGateStuck) == true)
    rig.boardAnswers = true
    #expect(rig.steps(3).faults.contains(.chargeGateStuck) == false)
    rig.reading.current = amperes.map { .measured(Amperes($0)) } ?? .unknown(.notRead)
    #expect(rig.step().faults.contains(.chargeGateStuck) == isSeen)
    rig.reading.current = .measured(Amperes(0))
    #expect(rig.step().faults.contains(.chargeGateStuck) == false)
    rig.boardAnswers = false
    #expect(rig.steps(5).faults.contains(.chargeGateStuck) == false)
    #expect(rig.step().faults.contains(.chargeGateStuck) == true)
  }

  @Test("the same current for a moment is no fault where none is latched")
  func notLatched() throws {
    var rig = try Rig { $0.heatWithCharger = .never }
    rig.set(-5)
    rig.reading.current = .measured(Amperes(20))
    #expect(rig.steps(8).faults == [])
  }

  @Test("what was acknowledged counts anew: a moment later it is not latched again")
  func anew() throws {
    var rig = try Rig { $0.heatWithCharger = .never }
    rig.set(-5)
    rig.reading.current = .measured(Amperes(20))
    rig.readback = .measured(.charging)
    rig.steps(12)
    #expect(rig.latched == FaultSet([.chargeGateStuck, .readbackDiffers]))
    rig.reading.current = .measured(Amperes(0))
    rig.readback = nil
    rig.steps(2)
    rig.latched = []
    rig.reading.current = .measured(Amperes(20))
    rig.readback = .measured(.charging)
    rig.steps(3)
    #expect(rig.latched == [])
  }

  @Test(
    "a line: as long as it reads back as another, or not at all",
    arguments: [
      (Measured<Outputs>.measured(.safe), false), (.measured(.heating), true),
      (.measured(.charging), true), (.unknown(.notRead), true),
    ])
  func line(readback: Measured<Outputs>, isSeen: Bool) throws {
    var rig = try restarted(.readbackDiffers)
    #expect(rig.steps(2).faults.contains(.readbackDiffers) == false)
    rig.readback = readback
    #expect(rig.step().faults.contains(.readbackDiffers) == isSeen)
    rig.readback = nil
    #expect(rig.step().faults.contains(.readbackDiffers) == false)
    rig.heaterFeedback = .measured(true)
    #expect(rig.step().faults.contains(.readbackDiffers) == true)
  }

  /// 20 Ω on 51.2 V: the window is 4028.3 s; two thirds of 2.56 A are 1.707 A.
  @Test(
    "a pad that may be fed while off: until its current stops, the pack cools or stays as it is")
  func risingWhileOff() throws {
    let fault = Fault.heaterRisingWhileOff
    var rig = try restarted(fault)
    rig.boardAnswers = false
    #expect(rig.steps(3).faults.contains(fault) == true, "nobody can look")
    rig.boardAnswers = true
    rig.reading.current = .measured(Amperes(-1.71))
    #expect(rig.steps(4028).faults.contains(fault) == true, "within the window")
    #expect(rig.steps(4).faults.contains(fault) == false, "a load, and no warmth in all that time")
    // It stays so while nothing changes.
    #expect(rig.steps(4000).faults.contains(fault) == false)
    rig.reading.current = .measured(Amperes(0))
    #expect(rig.step().faults.contains(fault) == false)
    rig.reading.current = .measured(Amperes(-2.56))
    #expect(rig.step().faults.contains(fault) == true, "the current has come back")
    rig.set(-5.1)
    #expect(rig.step().faults.contains(fault) == false, "a pack that cools is not heated")
    rig.reading.current = .unknown(.notRead)
    #expect(rig.step().faults.contains(fault) == true, "the current is not known")
    rig.reading.current = .measured(Amperes(0))
    #expect(rig.step().faults.contains(fault) == false)
    rig.reading.probes.t2 = .unknown(.absent)
    rig.reading.current = .measured(Amperes(-2.56))
    #expect(rig.step().faults.contains(fault) == true, "a probe is not known")
    rig.reading.probes.t2 = rig.reading.probes.t1
    rig.reading.current = .measured(Amperes(0))
    #expect(rig.steps(4).faults.contains(fault) == false)
    rig.boardAnswers = false
    #expect(rig.steps(5).faults.contains(fault) == false)
    #expect(rig.step().faults.contains(fault) == true, "the board is silent")
  }

  @Test("where the pack's current cannot show it, it can be acknowledged")
  func notShown() throws {
    for change: @Sendable (inout PackSettings) -> Void in [
      { $0.heater = nil }, { $0.heater?.supply = .charger(maximum: Volts(58.4)) },
      { $0.heater?.resistance = Ohms(52) },  // 0.985 A, and less than 1 A is not judged
      // It may be 49.4 Ω and take 1.036 A, which is not what is expected of it.
      { $0.heater = HeaterSettings(resistance: Ohms(52), tolerance: Percent(5)) },
    ] {
      var rig = try restarted(.heaterRisingWhileOff)
      change(&rig.settings)
      rig.reading.current = .measured(Amperes(-2.56))
      #expect(rig.steps(4).faults.contains(.heaterRisingWhileOff) == false)
    }
  }
}
