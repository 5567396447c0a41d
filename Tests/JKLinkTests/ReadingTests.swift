import Bench
import BoardCatalog
import ControlCore
import Foundation
import JKProtocol
import Quantities
import Testing

@testable import JKLink

@Suite("Reading a board") struct ReadingTests {
  @Test(
    "a sample says what the board says, with the time at which it was asked", arguments: protocols)
  func sample(protocolName: BusProtocol) throws {
    try OneBoard.run(protocolName) { one throws in
      let bus = one.bus(protocolName)
      let expected = coldReading(protocolName, takenAt: one.clock.now)
      #expect(try bus.readStatus(address: 1) == expected)
      one.clock.advance(by: .seconds(1))
      let later = coldReading(protocolName, takenAt: one.clock.now)
      #expect(try bus.readStatus(address: 1) == later)
    }
  }

  /// A program that is stopped as a whole, or a machine that sleeps, between question and answer
  /// finds the answer waiting when it goes on: as old as the sleep, and not new (S4).
  @Test(
    "a reading is as old as its question, however late its answer is looked at",
    arguments: protocols)
  func asked(protocolName: BusProtocol) throws {
    try OneBoard.run(protocolName) { one throws in
      let bus = one.bus(protocolName)
      // So that it is known which board it is.
      _ = try bus.readStatus(address: 1)
      let asked = one.clock.now
      one.board.faults.delay = .milliseconds(200)
      let sleep = Thread { [clock = one.clock] in
        usleep(100_000)
        clock.advance(by: .seconds(3600))
      }
      sleep.start()
      let reading = try bus.readStatus(address: 1)
      while !sleep.isFinished { usleep(1000) }
      #expect(one.clock.now - asked == .seconds(3600))
      #expect(reading == coldReading(protocolName, takenAt: asked))
    }
  }

  @Test("the app's settings come over where the protocol carries them")
  func appSettings() throws {
    let expected: [(BusProtocol, Measured<Celsius>?)] = [  // the over-temperature's recovery
      (.modbus, .measured(Celsius(55))), (.jk4E57, .unknown(.notCarried)), (.ddA5, nil),
    ]
    for (protocolName, overtemperatureRecovery) in expected {
      try OneBoard.run(protocolName) { one throws in
        var settings = overtemperatureRecovery.map {
          AppSettings(
            takenAt: one.clock.now, protection: Celsius(-20), recovery: Celsius(-10),
            chargeOvertemperature: .measured(Celsius(60)), chargeOvertemperatureRecovery: $0)
        }
        settings?.stringCount = .measured(8)
        #expect(try one.bus(protocolName).readAppSettings(address: 1) == settings)
      }
    }
  }

  @Test("the app's chemistry comes over with 4E 57, the one protocol that has it")
  func chemistry() throws {
    var report = coldReport()
    report.settings.batteryType = .measured(.lto)
    try OneBoard.run(.jk4E57, report) { one throws in
      let settings = try one.bus(.jk4E57).readAppSettings(address: 1)
      #expect(settings?.chemistry == .measured(.lto))
    }
  }

  @Test(
    "what the board heats by itself, and the alarms that forbid charging, come over",
    arguments: [  // current in the board's heating output in A, its flag, does it heat
      (0.0, false, false), (0.5, false, true), (0.0, true, true), (0.05, false, false),
    ])
  func boardsOwn(amperes: Double, flag: Bool, heats: Bool) throws {
    var report = coldReport()
    report.status.heaterCurrent = .measured(Amperes(amperes))
    report.status.heatingOn = .measured(flag)
    report.status.alarms = .measured([.cellOvervoltage])
    try OneBoard.run(.modbus, report) { one throws in
      let reading = try one.bus(.modbus).readStatus(address: 1)
      #expect(reading.boardHeats == .measured(heats))
      #expect(reading.warnings == .chargeForbidden)
    }
  }

  @Test("the report over Modbus is all that the board says")
  func modbusReport() throws {
    try OneBoard.run(.modbus) { one throws in
      var expected = coldReport()
      // Firmware below 15.41 has no heating set points of its own.
      expected.settings.heatStart = .unknown(.notCarried)
      #expect(try one.bus(.modbus).readReport(address: 1) == expected)
    }
  }

  @Test("the report over 4E 57 lacks what the protocol does not carry")
  func report4E57() throws {
    try OneBoard.run(.jk4E57) { one throws in
      var expected = coldReport()
      expected.status.probes.t1 = .measured(
        ProbeTemperature(reported: Celsius(-6), lowest: Celsius(-7)))
      expected.status.mosfet = .measured(Celsius(4))  // 4.5 °C, the fraction cut off
      expected.status.heatingOn = .unknown(.notCarried)
      expected.status.heaterCurrent = .unknown(.notCarried)
      expected.status.chargerPlugged = .unknown(.notCarried)
      expected.status.emergency = .unknown(.notCarried)
      expected.settings.chargeOvertemperatureRecovery = .unknown(.notCarried)
      expected.settings.heatingSwitchOn = .unknown(.notCarried)
      expected.settings.probesDisabled = .unknown(.notCarried)
      #expect(try one.bus(.jk4E57).readReport(address: 1) == expected)
    }
  }

  @Test("the report over DD A5 has the measurements and the hardware version")
  func reportDDA5() throws {
    try OneBoard.run(.ddA5) { one throws in
      var expected = BoardReport()
      let cold = coldReport()
      expected.status.packVoltage = cold.status.packVoltage
      expected.status.current = cold.status.current
      expected.status.probes = cold.status.probes
      expected.status.stateOfCharge = cold.status.stateOfCharge
      expected.status.chargeMosfetOn = cold.status.chargeMosfetOn
      expected.status.dischargeMosfetOn = cold.status.dischargeMosfetOn
      expected.status.alarms = cold.status.alarms
      expected.status.cellVoltages = cold.status.cellVoltages
      expected.settings.stringCount = cold.settings.stringCount
      expected.identity.hardware = cold.identity.hardware
      #expect(try one.bus(.ddA5).readReport(address: 1) == expected)
    }
  }

  @Test("settings that come along with a 4E 57 sample are not asked for twice")
  func settingsAtHand() throws {
    try OneBoard.run(.jk4E57) { one throws in
      let bus = one.bus(.jk4E57)
      _ = try bus.readStatus(address: 1)
      let takenAt = one.clock.now
      one.clock.advance(by: .seconds(2))
      #expect(try bus.readAppSettings(address: 1)?.takenAt == takenAt)
      #expect(one.board.requestCount == 1)
      #expect(try bus.readAppSettings(address: 1)?.takenAt == one.clock.now)
      #expect(one.board.requestCount == 2)
      _ = try bus.readStatus(address: 1)
      one.clock.advance(by: .milliseconds(2001))
      #expect(try bus.readAppSettings(address: 1)?.takenAt == one.clock.now)
      #expect(one.board.requestCount == 4)
    }
  }

  @Test("what forbids trusting the board comes with the first sample")
  func warnings() throws {
    var report = coldReport()
    report.status.emergency = .measured(true)
    report.status.alarms = .measured([.probeAnomaly])
    report.settings.probesDisabled = .measured(true)
    try OneBoard.run(.modbus, report) { one throws in
      let reading = try one.bus(.modbus).readStatus(address: 1)
      #expect(reading.warnings == [.emergency, .probesDisabled, .probeAnomaly])
    }
  }

  @Test(
    "an app setting that cannot be read is a failure, never a number",
    arguments: [BusProtocol.modbus, .jk4E57])
  func unreadableSetting(protocolName: BusProtocol) throws {
    var report = coldReport()
    report.settings.chargeRecovery = .unknown(.implausible)
    try OneBoard.run(protocolName, report) { one throws in
      let bus = one.bus(protocolName)
      #expect(
        failure { () throws(LinkFailure) in
          try bus.readAppSettings(address: 1)
        }?.kind == .badReply)
      #expect(try bus.readStatus(address: 1).packVoltage == .measured(Volts(26.4)))
    }
  }

  @Test("an address that no board can have is refused before the device is touched")
  func badAddress() throws {
    for address in [-1, 0, 248] {
      let found = failure { () throws(LinkFailure) in
        try bus("/nowhere", .modbus).readStatus(address: address)
      }
      #expect(
        found
          == LinkFailure(
            .badAddress, place: "/nowhere", found: "board address \(address)",
            remedy:
              "Give the address of the board, 1 to 247, as set in JK's app or by its switches."))
    }
  }
}
