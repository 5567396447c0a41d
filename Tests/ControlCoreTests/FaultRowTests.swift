import BoardCatalog
import ControlCore
import Quantities
import Testing

/// R16: 20 Ω on 51.2 V are 2.56 A and 131.072 W; 16 · 11 kJ/K are 528 kJ for 3 K, or 4028.3 s.
@Suite("Each row of the fault table: what is seen, for how long, what it does, how it clears")
struct FaultRowTests {
  @Test("each fault comes, acts and goes as its row says", arguments: Fault.allCases)
  func row(fault: Fault) throws {
    let course = fault.course
    var rig = try Rig(course.change)
    course.prepare(&rig)
    if course.before == .heating { try rig.heat(at: course.cold) } else { rig.steps(5) }
    #expect(rig.decision?.outputs == course.before)
    for count in 0..<course.delay {
      course.cause(&rig, count)
      rig.step(after: course.step)
      try #require(!rig.sees(fault), "after \(count + 1) steps")
    }
    for count in course.delay..<course.delay + course.slack where !rig.sees(fault) {
      course.cause(&rig, count)
      rig.step(after: course.step)
    }
    #expect(rig.sees(fault), "not after \(course.delay + course.slack) steps")
    switch fault.rule.effect {
    case .report: #expect(rig.decision?.outputs == course.before)
    case .chargingOff, .heatingOff, .bothOff, .powerCut: #expect(rig.decision?.outputs == .safe)
    }
    clears(fault, course, &rig)
  }

  private func clears(_ fault: Fault, _ course: FaultCourse, _ rig: inout Rig) {
    let stopped = rig.now
    course.cure(&rig)
    switch fault.rule.clearing {
    case .byItself:
      #expect(rig.returns(to: course.before, within: 300) == true, "it does not clear by itself")
    case .after(let pause):
      #expect(rig.returns(to: course.before, within: Int(pause.seconds) + 10) == true)
      #expect(rig.now - stopped >= pause - .seconds(1))
    case .acknowledged:
      #expect(rig.latched.contains(fault))
      #expect(rig.returns(to: course.before, within: 300) == false, "it is latched")
      if !fault.isOfTheService { #expect(!rig.sees(fault), "its cause is gone") }
      // A person acknowledges it.
      rig.latched.remove(fault)
      #expect(rig.returns(to: course.before, within: 300) == true, "it is acknowledged")
    }
    #expect(!rig.sees(fault))
    if !fault.isOfTheService { #expect(rig.decision?.alarms.contains(fault) == true) }
  }
}

/// How a fault comes about, and how it ends.
struct FaultCourse: Sendable {
  /// The outputs before it.
  var before = Outputs.charging
  /// The probes of a pack that is heated before it, in °C.
  var cold = -6.3
  var change: @Sendable (inout PackSettings) -> Void = { _ in }
  var prepare: @Sendable (inout Rig) -> Void = { _ in }
  var step = Duration.seconds(1)
  /// For so many steps the cause is there and the fault is not; this is the row's delay.
  var delay = 0
  /// Then it is there within so many.
  var slack = 1
  /// What happens; called before each step with the count of those before.
  var cause: @Sendable (inout Rig, Int) -> Void
  /// What ends it.
  var cure: @Sendable (inout Rig) -> Void = { _ in }

  /// Something that a warm pack that is being charged has, and then has not.
  static func charged(
    delay: Int = 0, _ cause: @escaping @Sendable (inout Rig) -> Void,
    cure: @escaping @Sendable (inout Rig) -> Void
  ) -> FaultCourse {
    FaultCourse(delay: delay, cause: { rig, _ in cause(&rig) }, cure: cure)
  }

  /// Something that a cold pack that is being heated has, and then has not.
  static func heated(
    delay: Int = 0, _ cause: @escaping @Sendable (inout Rig) -> Void,
    cure: @escaping @Sendable (inout Rig) -> Void
  ) -> FaultCourse {
    FaultCourse(before: .heating, delay: delay, cause: { rig, _ in cause(&rig) }, cure: cure)
  }

  static func probe(_ report: Measured<ProbeTemperature>) -> FaultCourse {
    charged {
      $0.reading.probes.t2 = report
    } cure: {
      $0.set(10)
    }
  }

  static func warning(_ warning: BoardWarnings) -> FaultCourse {
    charged {
      $0.reading.warnings = warning
    } cure: {
      $0.reading.warnings = []
    }
  }

  static func silence(delay: Int) -> FaultCourse {
    charged(delay: delay) {
      $0.boardAnswers = false
    } cure: {
      $0.boardAnswers = true
    }
  }

  static func appStrings(_ count: Int, cured: Int) -> FaultCourse {
    charged {
      $0.setApp(strings: count)
    } cure: {
      $0.setApp(strings: cured)
    }
  }
}

extension Rig {
  /// Whether the last step saw the fault, or the service says that it is there.
  fileprivate func sees(_ fault: Fault) -> Bool {
    fault.isOfTheService ? latched.contains(fault) : decision?.faults.contains(fault) == true
  }

  /// Whether the outputs come to this within so many seconds.
  fileprivate mutating func returns(to outputs: Outputs, within seconds: Int) -> Bool {
    for _ in 0..<seconds where step().outputs == outputs { return true }
    return false
  }

  fileprivate mutating func setApp(strings: Int) {
    guard case .measured(var settings) = app else { return }
    settings.stringCount = .measured(strings)
    app = .measured(settings)
  }

  fileprivate mutating func setCurrent(_ amperes: Double) {
    reading.current = .measured(Amperes(amperes))
  }
}

extension Fault {
  /// Whether the service finds it, and the core obeys.
  fileprivate var isOfTheService: Bool {
    self == .interlockRefused || self == .latchesUnknown || self == .latchesNotStored
  }

  fileprivate var course: FaultCourse {
    switch self {
    case .probeAbsent: .probe(.unknown(.absent))
    case .probeImplausible: .probe(.measured(ProbeTemperature(exactly: Celsius(-200))))
    case .probeJumped:
      .charged {
        $0.set(t1: 11.2, t2: 10)
      } cure: {
        $0.set(t1: 11.2, t2: 10)
      }
    case .probeFrozen:
      // 51 min, while the other probe moves.
      FaultCourse(before: .heating, delay: 3059, slack: 2) { rig, count in
        rig.set(t1: -6.3 + Double(count / 60) / 10, t2: -6.3)
      } cure: {
        $0.set(-6.2)
      }
    case .probeSpread:
      // A kelvin a second, as a battery may; the eleventh is one too many.
      FaultCourse(delay: 10) { rig, count in
        rig.set(t1: 10, t2: 11 + Double(count))
      } cure: {
        $0.set(t1: 11, t2: 21)
      }
    case .probesNotTrusted: .warning(.probeAnomaly)
    case .readingStale: .silence(delay: 5)
    case .linkDown: .silence(delay: 65)
    case .frameErrors:
      .charged {
        $0.exchanges = ExchangeCount(all: 40, damaged: 10)
      } cure: {
        $0.exchanges = ExchangeCount(all: 80, damaged: 14)
      }
    case .appSettingsRejected:
      .charged {
        $0.setApp(5, 5)
      } cure: {
        $0.setApp(0, 5)
      }
    case .boardMismatch: .appStrings(15, cured: 16)
    case .packVoltageOutOfRange:
      .charged {
        $0.reading.packVoltage = .measured(Volts(3.86 * 16))
      } cure: {
        $0.reading.packVoltage = .measured(Volts(51.2))
      }
    case .cellVoltageOutOfRange:
      .charged {
        $0.reading.highestCell = .measured(Volts(3.86))
      } cure: {
        $0.reading.highestCell = .measured(Volts(3.3))
      }
    case .boardAlarm: .warning(.chargeForbidden)
    case .emergency: .warning(.emergency)
    case .chargeGateStuck:
      .heated(delay: 10) {
        $0.setCurrent(1.1)
      } cure: {
        $0.setCurrent(0)
      }
    case .heaterNoRise:
      // The heat for 6 K, 8056.6 s, while a tenth comes and goes.
      FaultCourse(before: .heating, delay: 8056, slack: 3) { rig, count in
        rig.set(-6.3 + Double(count / 600 % 2) / 10)
      }
    case .heaterOpen:
      .heated(delay: 10) {
        $0.heaterFeedback = .measured(false)
      } cure: {
        $0.heaterFeedback = .unknown(.notRead)
      }
    case .heaterShorted:
      // The first reading trips the heater; the step back proves that it was the pad.
      FaultCourse(before: .heating, prepare: { $0.setCurrent(0) }, delay: 1) { rig, count in
        rig.setCurrent(count == 0 ? -3.01 : 0)
      }
    case .heaterRisingWhileOff:
      // 0.0008 K/s: a rise of 3.0 K in tenths is seen at 2.95 K, after 3687.5 s.
      FaultCourse(change: { $0.heatWithCharger = .never }, delay: 3680, slack: 20) { rig, count in
        rig.setCurrent(-2.56)
        rig.set(((-10 + 0.0008 * Double(count)) * 10).rounded() / 10)
      } cure: {
        $0.setCurrent(0)
        $0.set(5)
      }
    case .heaterOvertemperature:
      FaultCourse(
        before: .heating, cold: 25.5,
        change: {
          $0.heater?.stop = Celsius(30)
          ($0.protectionFloor, $0.minimumRecovery) = (Celsius(26), Celsius(28))
        }, delay: 9
      ) { rig, count in
        rig.set(t1: 25.5, t2: 26.5 + Double(count))
      } cure: {
        $0.set(t1: 25.5, t2: 34.6)
      }
    case .heaterUnreachable:
      // 1310.72 J a step: 806 for the first 6 K, in which it rises by 2 K, and 403 for the next
      // 3 K, in which it rises by half a kelvin.
      FaultCourse(
        before: .heating, change: { $0.control.readingLifetime = .seconds(20) },
        step: .seconds(10), delay: 1208, slack: 4
      ) { rig, count in
        let rise = count <= 807 ? 2 * Double(count) / 807 : 2 + 0.5 * Double(count - 807) / 403
        rig.set(((-6.3 + rise) * 10).rounded() / 10)
      }
    case .heaterOverLimit:
      .heated {
        $0.reading.packVoltage = .measured(Volts(60.1))
      } cure: {
        $0.reading.packVoltage = .measured(Volts(51.2))
      }
    case .secondHeater:
      .heated {
        $0.reading.boardHeats = .measured(true)
      } cure: {
        $0.reading.boardHeats = .measured(false)
      }
    case .readbackDiffers:
      .charged(delay: 3) {
        $0.readback = .measured(.safe)
      } cure: {
        $0.readback = nil
      }
    case .interlockRefused, .latchesUnknown:
      .charged {
        $0.latched.insert(self)
      } cure: { _ in
      }
    case .latchesNotStored:
      .heated {
        $0.latched.insert(self)
      } cure: {
        $0.latched.remove(self)
      }
    }
  }
}
