import BoardCatalog
import ControlCore
import Quantities
import Testing

@Suite("What is wrong with a board, its line, a gate or a line keeps off what it must")
struct BoardFaultTests {
  @Test(
    "a board that is not the configured one switches nothing on",
    arguments: [  // model, strings read, strings in the app, chemistry in the app, is it another
      ("JK_BD6A17S6P", 16, 16, Chemistry.lfp, false), ("JK-BD6A17S", 16, 16, .lfp, false),
      ("jk_bd6a17s6p-2", 16, 16, .lfp, false), ("Input Userdata", 16, 16, .lfp, false),
      ("JK_B2A8S20P", 16, 16, .lfp, true), ("JK_BD6A20S10P", 16, 16, .lfp, true),
      ("JK_BD6A17S6P", 15, 16, .lfp, true), ("JK_BD6A17S6P", 16, 8, .lfp, true),
      ("JK_BD6A17S6P", 16, 16, .liIon, true),
    ])
  func mismatch(
    model: String, strings: Int, set: Int, chemistry: Chemistry, isOther: Bool
  ) throws {
    var rig = try Rig()
    rig.reading.model = .measured(model)
    rig.reading.cellCount = .measured(strings)
    rig.app = .measured(
      AppSettings(takenAt: .start, protection: Celsius(0), recovery: Celsius(5)))
    if case .measured(var app) = rig.app {
      app.stringCount = .measured(set)
      app.chemistry = .measured(chemistry)
      rig.app = .measured(app)
    }
    rig.steps(5)
    #expect(rig.decision?.faults == (isOther ? FaultSet(.boardMismatch) : []))
    #expect(rig.decision?.outputs == (isOther ? .safe : .charging))
    if isOther { #expect(rig.decision?.reason == .holdingSafe(.fault(.boardMismatch))) }
  }

  /// V of the pack for each of 16 cells, V of the lowest and the highest, and the fault.
  struct Voltage: Sendable {
    var chemistry: Chemistry
    var pack, lowest, highest: Double
    var fault: Fault?

    init(
      _ chemistry: Chemistry, _ pack: Double, _ lowest: Double, _ highest: Double, _ fault: Fault?
    ) {
      (self.chemistry, self.fault) = (chemistry, fault)
      (self.pack, self.lowest, self.highest) = (pack, lowest, highest)
    }
  }

  static let voltages = [
    Voltage(.lfp, 3.2, 3.2, 3.2, nil), Voltage(.lfp, 2.0, 2.0, 2.0, nil),
    Voltage(.lfp, 1.99, 2.0, 2.0, .packVoltageOutOfRange),
    Voltage(.lfp, 3.86, 3.8, 3.8, .packVoltageOutOfRange),
    Voltage(.lfp, 3.2, 1.99, 3.2, .cellVoltageOutOfRange),
    Voltage(.lfp, 3.2, 3.2, 3.86, .cellVoltageOutOfRange),
    Voltage(.lfp, 3.2, 3.2, 3.85, nil), Voltage(.liIon, 4.4, 4.4, 4.4, nil),
    Voltage(.liIon, 2.5, 2.5, 2.5, nil),
    Voltage(.liIon, 4.41, 4.4, 4.4, .packVoltageOutOfRange),
    Voltage(.liIon, 3.7, 2.49, 3.7, .cellVoltageOutOfRange),
    Voltage(.lto, 1.5, 1.5, 3.0, nil), Voltage(.lto, 2.3, 1.49, 2.3, .cellVoltageOutOfRange),
    Voltage(.lto, 3.01, 3.0, 3.0, .packVoltageOutOfRange),
  ]

  @Test(
    "a voltage outside what the cells can have is off, in either direction", arguments: voltages)
  func voltage(row: Voltage) throws {
    var rig = try Rig { $0.chemistry = row.chemistry }
    rig.reading.packVoltage = .measured(Volts(row.pack * 16))
    rig.reading.lowestCell = .measured(Volts(row.lowest))
    rig.reading.highestCell = .measured(Volts(row.highest))
    rig.steps(5)
    #expect(rig.decision?.faults == row.fault.map { FaultSet($0) } ?? [])
    #expect(rig.decision?.outputs == (row.fault == nil ? .charging : .safe))
  }

  @Test("after a fault that keeps both off three good readings are needed again")
  func evidenceAfterFault() throws {
    var rig = try Rig()
    rig.steps(5)
    rig.reading.lowestCell = .measured(Volts(1.9))
    #expect(rig.steps(3).reason == .holdingSafe(.fault(.cellVoltageOutOfRange)))
    rig.reading.lowestCell = .measured(Volts(3.2))
    #expect(rig.step().reason == .holdingSafe(.gatheringEvidence(goodReadings: 1)))
    #expect(rig.step().reason == .holdingSafe(.gatheringEvidence(goodReadings: 2)))
    #expect(rig.step().reason == .chargeWaits(.minimumOff))
  }

  @Test("an alarm that forbids charging ends it, and leaves a cold pack its heat")
  func alarm() throws {
    var rig = try Rig()
    rig.steps(4)
    rig.reading.warnings = .chargeForbidden
    #expect(rig.step().reason == .chargeWaits(.fault(.boardAlarm)))
    #expect(rig.decision?.outputs == .safe)
    rig.set(-5)
    rig.steps(1)
    var cold = try Rig()
    cold.reading.warnings = .chargeForbidden
    try cold.heat()
    #expect(cold.decision?.faults == FaultSet(.boardAlarm))
  }

  @Test("a board that heats by itself keeps our heater off, as long as it does")
  func secondHeater() throws {
    var rig = try Rig { $0.control.minimumOff = .zero }
    rig.settings.control.minimumOn = .zero
    try rig.heat()
    rig.reading.boardHeats = .measured(true)
    #expect(rig.step().reason == .coldWithoutHeat(.fault(.secondHeater)))
    rig.reading.boardHeats = .measured(false)
    #expect(rig.step().outputs == .heating)
  }

  @Test("no reading for a minute is a link that is down, and it is over with the first reading")
  func linkDown() throws {
    var rig = try Rig()
    rig.steps(5)
    rig.boardAnswers = false
    // The last reading lives 5 s; a minute counts from its end.
    rig.steps(65)
    #expect(rig.decision?.faults == FaultSet(.readingStale))
    rig.steps(1)
    #expect(rig.decision?.faults == FaultSet([.readingStale, .linkDown]))
    rig.boardAnswers = true
    #expect(rig.step().faults == [])
    #expect(rig.decision?.alarms == FaultSet([.readingStale, .linkDown]))
  }

  @Test(
    "ten damaged replies of forty are too many, five are few enough again",
    arguments: [  // damaged of forty, is it a fault, damaged of the next forty, is it still
      (9, false, 9, false), (10, true, 5, true), (10, true, 4, false), (40, true, 0, false),
    ])
  func frameErrors(first: Int, isFault: Bool, second: Int, isStill: Bool) throws {
    var rig = try Rig()
    rig.steps(5)
    rig.exchanges = ExchangeCount(all: 39, damaged: first)
    #expect(rig.step().faults == [])
    rig.exchanges = ExchangeCount(all: 40, damaged: first)
    #expect(rig.step().faults == (isFault ? FaultSet(.frameErrors) : []))
    #expect(rig.decision?.outputs == (isFault ? .safe : .charging))
    rig.exchanges = ExchangeCount(all: 80, damaged: first + second)
    #expect(rig.step().faults == (isStill ? FaultSet(.frameErrors) : []))
  }

  @Test(
    "charge current with the gate off for 10 s is a gate that is stuck",
    arguments: [(1.0, false), (1.1, true), (20.0, true), (-20.0, false)])
  func stuckGate(amperes: Double, isFault: Bool) throws {
    var rig = try Rig { $0.heatWithCharger = .never }
    rig.set(-5)
    rig.steps(5)
    rig.reading.current = .measured(Amperes(amperes))
    rig.steps(10)
    #expect(rig.latched == [])
    rig.steps(1)
    #expect(rig.latched == (isFault ? FaultSet(.chargeGateStuck) : []))
    // Latched: a warm pack is not charged either, although the current has gone.
    rig.reading.current = .measured(Amperes(0))
    for celsius in -5...10 {
      rig.set(Double(celsius))
      rig.steps(10)
    }
    #expect(rig.decision?.outputs == (isFault ? .safe : .charging))
  }

  @Test(
    "a line that reads back as another for 3 s is a fault, whichever it is and whichever way",
    arguments: [Outputs.heating, .charging, Outputs(charge: true, heater: true)])
  func readback(found: Outputs) throws {
    var rig = try Rig { $0.heatWithCharger = .never }
    rig.set(-5)
    rig.steps(5)
    rig.readback = .measured(found)
    rig.steps(3)
    rig.readback = nil
    rig.steps(1)
    #expect(rig.latched == [])
    rig.readback = .measured(found)
    rig.steps(3)
    #expect(rig.latched == [])
    rig.steps(1)
    #expect(rig.latched == FaultSet(.readbackDiffers))
    #expect(rig.decision?.outputs == .safe)
  }

  @Test("an output that reads back as off while it should be on is a fault too")
  func readbackOff() throws {
    var rig = try Rig()
    rig.steps(5)
    rig.readback = .measured(.safe)
    rig.steps(4)
    #expect(rig.latched == FaultSet(.readbackDiffers))
  }

  @Test("a feedback line that says on for 3 s while the heater is off is a switch that is stuck")
  func feedback() throws {
    var rig = try Rig()
    rig.heaterFeedback = .measured(true)
    rig.steps(3)
    #expect(rig.latched == [])
    rig.steps(1)
    #expect(rig.latched == FaultSet(.readbackDiffers))
  }

  @Test("settings of the app that cannot be right are a fault until good ones are read")
  func appSettings() throws {
    var rig = try Rig()
    rig.steps(5)
    rig.setApp(5, 5)
    #expect(rig.step().faults == FaultSet(.appSettingsRejected))
    #expect(rig.decision?.outputs == .charging)
    rig.setApp(0, 5)
    #expect(rig.step().faults == [])
  }

  @Test(
    "S7: what is latched keeps off what it must, and the interlock knows it by itself",
    arguments: Fault.allCases.filter { $0.rule.clearing == .acknowledged })
  func latched(fault: Fault) throws {
    let keepsBothOff = fault.rule.effect != .heatingOff
    var warm = try Rig()
    warm.latched = FaultSet(fault)
    #expect(warm.steps(8).outputs == (keepsBothOff ? .safe : .charging))
    #expect(warm.decision?.newlyLatched == [])
    var cold = try Rig()
    cold.latched = FaultSet(fault)
    cold.set(-5)
    #expect(cold.steps(90).outputs == .safe)
    let heater = cold.interlock.permit(.heating, cold.snapshot, cold.settings)
    #expect(heater.refusal == .latched)
    if keepsBothOff {
      #expect(warm.interlock.permit(.charging, warm.snapshot, warm.settings).refusal == .latched)
    }
    // Acknowledged: everything is as if it had never been.
    cold.latched = []
    #expect(cold.steps(90).outputs == .heating)
  }
}
