import JKProtocol
import Quantities
import TestSupport
import Testing

@Suite("What an emulated board says is what is read") struct RoundTripTests {
  /// A PB board, every field set.
  static let example: BoardReport = {
    var random = SeededGenerator(seed: 1)
    return report(using: &random, model: "JK_PB2A16S20P")
  }()

  /// Random values that the registers can hold.
  private static func report(using random: inout SeededGenerator, model: String) -> BoardReport {
    func tenths(_ range: ClosedRange<Int>) -> Measured<Celsius> {
      .measured(Celsius(Double(Int.random(in: range, using: &random)) / 10))
    }
    var report = BoardReport()
    let cells = Int.random(in: 1...32, using: &random)
    report.status.cellVoltages = (0..<cells).map { _ in
      Volts(Double(Int.random(in: 0...5000, using: &random)) / 1000)
    }
    let volts = Double(Int.random(in: 0...144_000, using: &random)) / 1000
    report.status.packVoltage = .measured(Volts(volts))
    let milliamperes = Int.random(in: -1_000_000...1_000_000, using: &random)
    report.status.current = .measured(Amperes(Double(milliamperes) / 1000))
    report.status.mosfet = tenths(-499...1499)
    for probe in Probe.allCases {
      let isThere = Int.random(in: 0..<5, using: &random) > 0
      let value = tenths(-499...1499).map { ProbeTemperature(exactly: $0) }
      report.status.probes[probe] = isThere ? value : .unknown(.absent)
    }
    if !BoardModel.hasFourProbes(model) {
      report.status.probes.t4 = .unknown(.absent)
      report.status.probes.t5 = .unknown(.absent)
    }
    report.status.stateOfCharge = .measured(
      Percent(Double(Int.random(in: 0...100, using: &random))))
    report.status.chargeMosfetOn = .measured(Bool.random(using: &random))
    report.status.dischargeMosfetOn = .measured(Bool.random(using: &random))
    report.status.heatingOn = .measured(Bool.random(using: &random))
    let heater = Double(Int.random(in: -5000...5000, using: &random)) / 1000
    report.status.heaterCurrent = .measured(Amperes(heater))
    report.status.chargerPlugged = .measured(Bool.random(using: &random))
    report.status.emergency = .measured(Bool.random(using: &random))
    let alarms = UInt64(UInt32.random(in: 0...UInt32.max, using: &random))
    report.status.alarms = .measured(BoardAlarms(rawValue: alarms))
    report.settings.chargeProtection = tenths(-450...250)
    report.settings.chargeRecovery = tenths(-450...250)
    report.settings.chargeOvertemperature = tenths(0...1000)
    report.settings.chargeOvertemperatureRecovery = tenths(0...1000)
    report.settings.stringCount = .measured(cells)
    report.settings.chargeSwitchOn = .measured(Bool.random(using: &random))
    report.settings.heatingSwitchOn = .measured(Bool.random(using: &random))
    report.settings.probesDisabled = .measured(Bool.random(using: &random))
    report.settings.heatStart = .measured(Celsius(Double(Int.random(in: -40...49, using: &random))))
    report.settings.heatStop = .measured(Celsius(Double(Int.random(in: -40...49, using: &random))))
    report.identity.model = .measured(model)
    report.identity.hardware = .measured("15A")
    report.identity.firmware = .measured("15.41")
    return report
  }

  @Test("over Modbus, as blocks and as 55AAEB90 frames", arguments: 1...200)
  func registers(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let model = seed.isMultiple(of: 2) ? "JK_PB2A16S20P" : "JK_B2A8S20P"
    let report = Self.report(using: &random, model: model)
    let map = RegisterMap(report)
    var dump = RegisterDump()
    let reads = ModbusPlan.status(model: model) + ModbusPlan.settings() + ModbusPlan.identity()
    for read in reads { try dump.store(try #require(map.words(for: read)), from: read) }
    #expect(dump.report() == report)

    let status = try Frame55AA.decode(Frame55AA.encode(map.status), model: model)
    #expect(status == BoardReport(status: report.status))
    let settings = try Frame55AA.decode(Frame55AA.encode(map.settings), firmware: "15.41")
    #expect(settings == BoardReport(settings: report.settings))
    let identity = try Frame55AA.decode(Frame55AA.encode(map.info))
    #expect(identity == BoardReport(identity: report.identity))
  }

  @Test("the bytes of one reply and the image give the same")
  func direct() throws {
    let map = RegisterMap(Self.example)
    var image = RegisterImage(.status)
    let read = ModbusRead(address: 0x1290, registerCount: 48)
    let words = try #require(map.words(for: read))
    try image.store(words, from: read)
    let bytes = words.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    let status = try BoardStatus(registers: bytes.span, from: read, model: "JK_PB2A16S20P")
    #expect(status == image.status(model: "JK_PB2A16S20P"))
    #expect(status.packVoltage == Self.example.status.packVoltage)
    #expect(status.mosfet == .unknown(.notRead), "the read begins behind it")
  }

  @Test("over 4E 57, to its own resolution", arguments: 1...200)
  func jk4E57(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    var report = Self.report(using: &random, model: "JK_B2A8S20P")
    // Whole degrees, 10 mV, 10 mA, and what the protocol does not carry left out.
    func whole(_ range: ClosedRange<Int>) -> Double {
      Double(Int.random(in: range, using: &random))
    }
    let t1 = whole(-40...99)
    report.status.probes.t1 = .measured(
      ProbeTemperature(reported: Celsius(t1), lowest: Celsius(t1 < 0 ? t1 - 1 : t1)))
    report.status.probes.t2 = .unknown(seed.isMultiple(of: 3) ? .absent : .implausible)
    report.status.mosfet = .measured(Celsius(whole(-40...99)))
    report.status.packVoltage = .measured(Volts(whole(0...14_400) / 100))
    report.status.current = .measured(Amperes(whole(-32_767...32_767) / 100))
    let alarms = UInt64(whole(0...0x7FFF))
    report.status.alarms = .measured(BoardAlarms(rawValue: alarms << 32 & 0x1F_0000_0000))
    report.settings.chargeProtection = .measured(Celsius(whole(-45...25)))
    report.settings.chargeRecovery = .measured(Celsius(whole(-45...25)))
    report.settings.chargeOvertemperature = .measured(Celsius(whole(0...100)))
    let status = report.status
    report.status = BoardStatus()
    report.status.packVoltage = status.packVoltage
    report.status.current = status.current
    report.status.probes = status.probes
    report.status.mosfet = status.mosfet
    report.status.stateOfCharge = status.stateOfCharge
    report.status.chargeMosfetOn = status.chargeMosfetOn
    report.status.dischargeMosfetOn = status.dischargeMosfetOn
    report.status.alarms = status.alarms
    report.status.cellVoltages = status.cellVoltages
    report.settings.chargeOvertemperatureRecovery = .unknown(.notCarried)
    report.settings.heatingSwitchOn = .unknown(.notCarried)
    report.settings.probesDisabled = .unknown(.notCarried)
    report.settings.heatStart = .unknown(.notCarried)
    report.settings.heatStop = .unknown(.notCarried)
    #expect(try Frame4E57.decode(Frame4E57.reply(report)) == report)
    #expect(try Frame4E57.decode(Frame4E57.reply(report, command: 3)) == report)
  }

  @Test("over DD A5, to its own resolution", arguments: 1...200)
  func ddA5(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    func whole(_ range: ClosedRange<Int>) -> Double {
      Double(Int.random(in: range, using: &random))
    }
    var report = BoardReport()
    report.status.packVoltage = .measured(Volts(whole(0...14_400) / 100))
    report.status.current = .measured(Amperes(whole(-32_768...32_767) / 100))
    let absent = Measured<ProbeTemperature>.unknown(.absent)
    report.status.probes = PerProbe(all: absent)
    if seed % 3 > 0 { report.status.probes.t1 = probe(whole(-499...1499) / 10) }
    if seed % 3 > 1 { report.status.probes.t2 = probe(whole(-499...1499) / 10) }
    report.status.stateOfCharge = .measured(Percent(whole(0...100)))
    report.status.chargeMosfetOn = .measured(seed.isMultiple(of: 2))
    report.status.dischargeMosfetOn = .measured(seed.isMultiple(of: 5))
    report.status.alarms = .measured(seed.isMultiple(of: 7) ? .chargeUndertemperature : [])
    report.status.cellVoltages = (0..<(1 + seed % 32)).map { _ in Volts(whole(0...5000) / 1000) }
    report.settings.stringCount = .measured(1 + seed % 32)
    report.identity.hardware = .measured("JK-B2A24S v3")
    var read = BoardReport()
    for command in FrameDDA5.Command.allCases {
      try FrameDDA5.decode(FrameDDA5.reply(command, report)).add(to: &read)
    }
    #expect(read == report)
  }

  @Test("an emulated fault reads as that fault")
  func faults() throws {
    var report = Self.example
    report.status.probes = PerProbe(all: .unknown(.implausible))
    report.status.mosfet = .unknown(.absent)
    report.settings.chargeProtection = .unknown(.implausible)
    let map = RegisterMap(report)
    let status = map.status.status(model: "JK_PB2A16S20P")
    #expect(status.probes == report.status.probes)
    #expect(status.mosfet == .unknown(.absent))
    #expect(map.settings.settings(firmware: nil).chargeProtection == .unknown(.implausible))
    var reply = BoardReport()
    try FrameDDA5.decode(FrameDDA5.reply(.basic, report)).add(to: &reply)
    #expect(reply.status.probes.t1 == .unknown(.implausible))
  }
}
