import ControlCore
import Quantities
import Testing

@Suite("The fault table") struct FaultTableTests {
  @Test("every fault has its own name, its own bit, words and a remedy")
  func rows() {
    #expect(Set(Fault.allCases.map(\.rawValue)).count == Fault.allCases.count)
    #expect(Set(Fault.allCases.map { FaultSet($0).rawValue }).count == Fault.allCases.count)
    #expect(Set(Fault.allCases.map(\.rule.seen)).count == Fault.allCases.count)
    for fault in Fault.allCases {
      #expect(FaultSet(fault).faults == [fault])
      #expect(fault.rule.seen.count > 20 && fault.rule.remedy.count > 20, "\(fault)")
    }
  }

  @Test("what each fault does is what the safety case says")
  func effects() {
    let faults: (FaultEffect) -> FaultSet = { effect in
      FaultSet(Fault.allCases.filter { $0.rule.effect == effect })
    }
    #expect(faults(.report) == FaultSet([.appSettingsRejected]))
    #expect(faults(.chargingOff) == FaultSet([.boardAlarm, .emergency]))
    #expect(
      faults(.heatingOff)
        == FaultSet([
          .heaterNoRise, .heaterOpen, .heaterShorted, .heaterOvertemperature, .heaterUnreachable,
          .heaterOverLimit, .secondHeater, .latchesNotStored,
        ]))
    #expect(
      faults(.powerCut) == FaultSet([.chargeGateStuck, .heaterRisingWhileOff, .readbackDiffers]))
    // The sets that the outputs are decided with; a cut of the power is both off and more.
    #expect(FaultSet.chargingOff == faults(.chargingOff))
    #expect(FaultSet.heatingOff == faults(.heatingOff))
    #expect(FaultSet.powerCut == faults(.powerCut))
    #expect(FaultSet.bothOff == faults(.bothOff).union(faults(.powerCut)))
    // Everything else is unknown, and unknown is off.
    #expect(faults(.bothOff).faults.count == Fault.allCases.count - 1 - 2 - 8 - 3)
  }

  @Test("a fault of the pad, of a switch or of this program latches; what is unknown clears itself")
  func latching() {
    #expect(
      FaultSet.latching
        == FaultSet([
          .heaterNoRise, .heaterOpen, .heaterShorted, .heaterRisingWhileOff, .chargeGateStuck,
          .readbackDiffers, .interlockRefused, .latchesUnknown,
        ]))
  }

  @Test("a set lists the fault with the gravest effect first")
  func order() {
    let set = FaultSet([.appSettingsRejected, .heaterOpen, .probeAbsent, .readbackDiffers])
    #expect(set.faults == [.readbackDiffers, .probeAbsent, .heaterOpen, .appSettingsRejected])
    var less = set
    less.remove(.probeAbsent)
    #expect(!less.contains(.probeAbsent) && less.contains(.heaterOpen))
  }
}
