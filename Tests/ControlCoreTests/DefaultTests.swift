import BoardCatalog
import ControlCore
import Quantities
import Testing

@Suite("What holds where nobody has said anything") struct DefaultTests {
  @Test("times: 1 s a cycle, 5 s for a reading, 120 s for the app, 2 s between outputs, 60 s each")
  func times() {
    let expected = ControlSettings(
      period: .seconds(1), readingLifetime: .seconds(5), appSettingsLifetime: .seconds(120),
      interlockDelay: .seconds(2), minimumOn: .seconds(60), minimumOff: .seconds(60))
    #expect(ControlSettings.standard == expected)
    #expect(ControlSettings.standard.lease == .seconds(3))
    // Only the lifetime of the app's settings has a default of its own.
    let given = ControlSettings(
      period: .seconds(2), readingLifetime: .seconds(7), interlockDelay: .seconds(3),
      minimumOn: .seconds(10), minimumOff: .seconds(20))
    #expect(given.appSettingsLifetime == .seconds(120))
    #expect(given.minimumOn == .seconds(10))
    #expect(given.minimumOff == .seconds(20))
    #expect(given.lease == .seconds(6))
  }

  @Test(
    "a pack: the chemistry's floor, T1 and T2, no pad, heat with a charger above 5 % only",
    arguments: [(Chemistry.lfp, 0.0), (.liIon, 0), (.lto, -30)])
  func pack(chemistry: Chemistry, floor: Double) throws {
    let board = try #require(Board.named("BD6A17S6P"))
    let pack = PackSettings(name: "shed", board: board, chemistry: chemistry, stringCount: 16)
    #expect(pack.protectionFloor == Celsius(floor))
    #expect(pack.probes == [FittedProbes(.t1), FittedProbes(.t2)])
    #expect(Probe.allCases.filter { pack.probes.contains($0) } == [.t1, .t2])
    #expect(pack.heater == nil)
    #expect(pack.minimumRecovery == nil)
    #expect(pack.appSettingsCarried == true)
    #expect(
      pack.heatWithCharger
        == .whileAbove(HeatFloors(stateOfCharge: Percent(5), cellVoltage: nil)))
    #expect(pack.heatWithoutCharger == .never)
    #expect(pack.chargerSource == .notSensed)
    #expect(pack.preheat == nil)
    #expect(pack.thermal == .unknown)
    #expect(pack.control == .standard)
    #expect(HeatFloors.withoutCharger == HeatFloors(stateOfCharge: Percent(30), cellVoltage: nil))
  }

  @Test("a preheated pack is kept ready for 2 h, started 15 min early, and heated down to 30 %")
  func preheat() {
    let schedule = PreheatSettings(readyBy: .charger)
    #expect(schedule.readyBy == .charger)
    #expect(schedule.readyFor == .seconds(2 * 3600))
    #expect(schedule.margin == .seconds(15 * 60))
    #expect(schedule.stateOfChargeFloor == Percent(30))
    #expect(schedule.ambient == nil)
    #expect(schedule.timeZone == nil)
  }

  /// Source: 5.42 kg for each cell of 280 Ah (EVE LF280K) of 1020 J/kgK (LUT thesis 10024/171871),
  /// and 0.1 W/K through 25 mm of XPS.
  @Test(
    "a pack that nobody has measured takes up heat by its charge, and loses it by its strings",
    arguments: [  // strings, configured Ah, J/K and W/K, and what is reckoned with
      Expected(16, given: (nil, nil, nil), (280, 5.42 * 1020 * 16, 1.6)),
      Expected(8, given: (nil, nil, nil), (280, 5.42 * 1020 * 8, 0.8)),
      Expected(16, given: (140, nil, nil), (140, 5.42 * 1020 * 8, 1.6)),
      Expected(16, given: (560, nil, nil), (560, 5.42 * 1020 * 32, 1.6)),
      Expected(16, given: (100, 30_000, 2.5), (100, 30_000, 2.5)),
    ])
  func heat(_ row: Expected) throws {
    var pack = try PackSettings.r16()
    pack.stringCount = row.strings
    pack.thermal = ThermalSettings(
      heatCapacity: row.given.capacity.map { JoulesPerKelvin($0) },
      loss: row.given.loss.map { WattsPerKelvin($0) },
      chargeCapacity: row.given.charge.map { AmpereHours($0) })
    #expect(pack.expectedChargeCapacity == AmpereHours(row.result.charge))
    #expect(pack.expectedHeatCapacity == JoulesPerKelvin(row.result.capacity))
    #expect(pack.expectedLoss == WattsPerKelvin(row.result.loss))
  }

  struct Expected: Sendable {
    var strings: Int
    var given: (charge: Double?, capacity: Double?, loss: Double?)
    var result: (charge: Double, capacity: Double, loss: Double)

    init(
      _ strings: Int, given: (charge: Double?, capacity: Double?, loss: Double?),
      _ result: (charge: Double, capacity: Double, loss: Double)
    ) {
      (self.strings, self.given, self.result) = (strings, given, result)
    }
  }

  @Test("a pad hangs on the pack, and a sensor of it is unknown until it is read")
  func nothingRead() {
    let pad = HeaterSettings(resistance: Ohms(20), tolerance: Percent(5))
    #expect(pad.supply == .pack)
    #expect(pad.stop == nil)
    #expect(pad.lowestResistance == Ohms(19))

    let reading = BatteryReading(takenAt: .start)
    #expect(reading.packVoltage == .unknown(.notRead))
    #expect(reading.current == .unknown(.notRead))
    #expect(reading.probes == PerProbe(all: .unknown(.notRead)))
    #expect(reading.probeResolution == Kelvins(0.1))
    #expect(reading.stateOfCharge == .unknown(.notRead))
    #expect(reading.lowestCell == .unknown(.notRead))
    #expect(reading.highestCell == .unknown(.notRead))
    #expect(reading.cellCount == .unknown(.notRead))
    #expect(reading.model == .unknown(.notRead))
    #expect(reading.boardHeats == .unknown(.notRead))
    #expect(reading.chargerPlugged == .unknown(.notRead))
    #expect(reading.warnings == [])

    let snapshot = Snapshot(now: .start)
    #expect(snapshot.battery == .unknown(.notRead))
    #expect(snapshot.app == .unknown(.notRead))
    #expect(snapshot.chargerPresent == .unknown(.notRead))
    #expect(snapshot.heaterFeedback == .unknown(.notRead))
    #expect(snapshot.readback == .unknown(.notRead))
    #expect(snapshot.exchanges == ExchangeCount(all: 0, damaged: 0))
    #expect(snapshot.latched == [])

    let app = AppSettings(takenAt: .start, protection: Celsius(0), recovery: Celsius(5))
    #expect(app.chargeOvertemperature == .unknown(.notRead))
    #expect(app.chargeOvertemperatureRecovery == .unknown(.notRead))
    #expect(app.stringCount == .unknown(.notCarried))
    #expect(app.chemistry == .unknown(.notCarried))

    let figures = Figures()
    #expect(figures.coldest == .unknown(.notRead))
    #expect(figures.hottest == .unknown(.notRead))
    #expect(figures.packVoltage == .unknown(.notRead))
  }

  @Test("nobody remembers whether charging was blocked")
  func notRemembered() {
    #expect(ControllerState().block == .undecided)
    #expect(ControllerState() == ControllerState(remembered: .undecided))
    #expect(Interlock() == Interlock(remembered: .undecided))
    #expect(Interlock() != Interlock(remembered: .blocked))
  }

  @Test("a bus reads 40 registers at a time, at the rate of its protocol")
  func bus() {
    let bus = BusSettings(
      name: "rs485", device: "/dev/ttyUSB0", protocolName: .modbus, baud: 115_200)
    #expect(bus.registersPerRead == 40)
    let rates = BusProtocol.allCases.map(\.standardBaud)
    #expect(rates == [115_200, 115_200, 115_200, 9600])
  }

  @Test("each line of a pack is the one that it is said to be")
  func lines() {
    let names = ["CHARGE_EN", "HEATER", "ALIVE", "CHG_DET", "HEAT_FB"]
    let all = names.map { LineSettings(.name($0)) }
    let lines = PackLines(
      charge: all[0], heater: all[1], alive: all[2], chargerPresent: all[3],
      heaterFeedback: all[4])
    #expect(
      [lines.charge, lines.heater, lines.alive, lines.chargerPresent, lines.heaterFeedback] == all)
  }

  @Test("a line is active high, and is named by its name or by chip and offset")
  func line() {
    #expect(LineSettings(.name("HEATER")).activeLow == false)
    #expect(LineAddress.name("HEATER").description == "HEATER")
    #expect(LineAddress.offset(chip: "gpiochip0", offset: 17).description == "gpiochip0:17")
    let failure = OutputFailure(
      .lineBusy, line: "HEATER", found: "another program has it", remedy: "End it.")
    #expect(failure.description == "line HEATER: another program has it. End it.")
  }

  @Test(
    "the records of latched faults and of held lines lie beside the state file",
    arguments: [  // state file, the folder of both
      (String?.none, String?.none), ("/var/lib/warmgate/state.json", "/var/lib/warmgate/"),
      ("state.json", ""), ("/state.json", "/"),
    ])
  func records(stateFile: String?, folder: String?) {
    let settings = Settings(buses: [], packs: [], control: .standard, stateFile: stateFile)
    #expect(settings.latchFile == folder.map { $0 + "latches" })
    #expect(settings.lineFile == folder.map { $0 + "lines" })
  }

  @Test("one bit a warning, one bit a fault, in their order")
  func bits() {
    let warnings: [BoardWarnings] = [
      .emergency, .probesDisabled, .probeAnomaly, .chargeForbidden,
    ]
    #expect(warnings.map(\.rawValue) == [1, 2, 4, 8])
    for (index, fault) in Fault.allCases.enumerated() {
      #expect(FaultSet(fault).rawValue == 1 << UInt32(index), "\(fault)")
      #expect(FaultSet([fault]).rawValue == 1 << UInt32(index), "\(fault)")
    }
    for probe in Probe.allCases {
      #expect(FittedProbes(probe).rawValue == 1 << UInt8(probe.rawValue))
    }
  }
}
