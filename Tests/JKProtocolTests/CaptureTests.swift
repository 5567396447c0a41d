import Quantities
import Testing

@testable import JKProtocol

@Suite("Recorded frames") struct CaptureTests {
  @Test("a status frame says what the index states", arguments: StatusExpectation.all)
  func status(expected: StatusExpectation) throws {
    let bytes = try Capture.bytes(expected.file)
    let status = try Frame55AA.decode(bytes, model: expected.model).status
    #expect(status.packVoltage == .measured(Volts(expected.volts)))
    #expect(status.current == .measured(Amperes(expected.amperes)))
    #expect(status.stateOfCharge == .measured(Percent(expected.soc)))
    #expect(status.chargeMosfetOn == .measured(expected.charge))
    #expect(status.dischargeMosfetOn == .measured(expected.discharge))
    #expect(status.heatingOn == .measured(expected.heating))
    #expect(status.heaterCurrent == .measured(Amperes(expected.heaterAmperes)))
    #expect(status.alarms == .measured(BoardAlarms(rawValue: expected.alarms)))
    // The phantom 0.0 °C of T4 and T5 on B boards is absent; PB boards have both.
    let hasFour = expected.model.hasPrefix("JK_PB")
    let absent = Measured<ProbeTemperature>.unknown(.absent)
    let probes = PerProbe(
      t1: expected.t1 == -200 ? absent : probe(expected.t1),
      t2: expected.t2 == -200 ? absent : probe(expected.t2),
      t4: hasFour ? probe(expected.t4) : absent, t5: hasFour ? probe(expected.t5) : absent)
    #expect(status.probes == probes)
    #expect(
      status.mosfet
        == (expected.mosfet == -200 ? .unknown(.absent) : .measured(Celsius(expected.mosfet))))
    let layout = RegisterLayout(origin: -6, littleEndian: true)
    let raw = [RegisterField.temperature3, .temperature4, .temperature5, .sensorsPresent].map {
      layout.raw($0, in: bytes.span)
    }
    let tenths = [expected.t3, expected.t4, expected.t5].map { Int(($0 * 10).rounded()) }
    #expect(raw == tenths + [expected.presence])
  }

  @Test("a settings frame says what the index states", arguments: SettingsExpectation.all)
  func settings(expected: SettingsExpectation) throws {
    let bytes = try Capture.bytes(expected.file)
    let settings = try Frame55AA.decode(bytes, firmware: expected.firmware).settings
    #expect(settings.chargeProtection == .measured(Celsius(expected.protection)))
    #expect(settings.chargeRecovery == .measured(Celsius(expected.recovery)))
    #expect(settings.stringCount == .measured(expected.cells))
    #expect(settings.heatingSwitchOn == .measured(expected.control & 1 == 1))
    #expect(settings.probesDisabled == .measured(expected.control & 2 == 2))
    if let chargeSwitch = expected.chargeSwitch {
      #expect(settings.chargeSwitchOn == .measured(chargeSwitch))
    }
    // 60 and 50 are the alarm temperatures of older firmware, never heating set points.
    let isOld = expected.heatBytes == [60, 50]
    let heat = expected.heatBytes.map { Measured.measured(Celsius(Double($0))) }
    #expect(settings.heatStart == (isOld ? .unknown(.notCarried) : heat[0]))
    #expect(settings.heatStop == (isOld ? .unknown(.notCarried) : heat[1]))
    let layout = RegisterLayout(origin: -6, littleEndian: true)
    let raw = [RegisterField.controlWord, .deviceAddress, .heatStart, .heatStop].map {
      layout.raw($0, in: bytes.span)
    }
    #expect(raw == [expected.control, expected.address] + expected.heatBytes)
  }

  @Test("an identity frame says what the index states", arguments: IdentityExpectation.all)
  func identity(expected: IdentityExpectation) throws {
    let report = try Frame55AA.decode(try Capture.bytes(expected.file))
    var identity = BoardIdentity()
    identity.model = .measured(expected.model)
    identity.hardware = .measured(expected.hardware)
    identity.firmware = .measured(expected.firmware)
    #expect(report == BoardReport(identity: identity))
  }

  @Test("cells of 55AAEB90 frames are those that the recorders' tests assert")
  func cells55AA() throws {
    let old = try Frame55AA.decode(try Capture.bytes("ble-pb-14.20-type2-2.hex")).status
    #expect(old.cellVoltages.count == 16)
    #expect([0, 10].map { old.cellVoltages[$0] } == [Volts(3.246), Volts(3.216)])
    let new = try Frame55AA.decode(try Capture.bytes("ble-pb-15.38-type2-2.hex")).status
    #expect(new.cellVoltages.count == 16)
    #expect(
      [0, 12, 15].map { new.cellVoltages[$0] } == [Volts(3.333), Volts(3.320), Volts(3.337)])
  }

  @Test("the PB settings frame holds the over-temperature pair of its document, 35 and 32 °C")
  func overtemperature() throws {
    let bytes = try Capture.bytes("pb-settings-addr3-15.41.hex")
    let settings = try Frame55AA.decode(bytes).settings
    #expect(settings.chargeOvertemperature == .measured(Celsius(35)))
    #expect(settings.chargeOvertemperatureRecovery == .measured(Celsius(32)))
    #expect(settings.heatStart == .unknown(.notRead), "without the firmware it is not known")
  }

  @Test("every recorded file has an expectation")
  func everyFileIsCovered() throws {
    let covered =
      StatusExpectation.all.map(\.file) + SettingsExpectation.all.map(\.file)
      + IdentityExpectation.all.map(\.file) + Capture4E57Tests.files + CaptureModbusTests.files
    #expect(try Capture.names().sorted() == covered.sorted())
  }
}
