import BoardCatalog
import ControlCore
import Quantities
import SettingsFile
import Testing

@Suite("The configurations in config/") struct ConfigTests {
  @Test("each of them loads, and the seven that users are told of are there")
  func allLoad() throws {
    let files = try Folder.yaml(Folder.config)
    #expect(
      files == [
        "24s-li-ion.yaml", "b2a8s20p-8s-lfp.yaml", "bd6a17s6p-16s-lfp.yaml", "bench.yaml",
        "minimal.yaml", "preheat.yaml", "three-packs-one-bus.yaml",
      ])
    for file in files { #expect(try !load(file).packs.isEmpty) }
  }

  @Test("the minimal one has every default")
  func minimal() throws {
    let board = try #require(Board.named("B1A8S20P"))
    var pack = PackSettings(name: "shed", board: board, chemistry: .lfp, stringCount: 8)
    pack.heatWithoutCharger = .whileAbove(.withoutCharger)
    #expect(
      try load("minimal.yaml")
        == Settings(
          buses: [
            BusSettings(
              name: "rs485", device: "/dev/ttyUSB0", protocolName: .automatic, baud: 115_200)
          ],
          packs: [
            ConfiguredPack(
              pack: pack, bus: "rs485", address: 1,
              lines: PackLines(charge: LineSettings(.name("CHARGE_EN"))))
          ], control: .standard, stateFile: "/var/lib/warmgate/state.json",
          controlSocket: "/run/warmgate/control.sock"))
  }

  @Test("the one of the B2A8S20P is read key by key")
  func everyKey() throws {
    let board = try #require(Board.named("B2A8S20P"))
    var pack = PackSettings(name: "shed", board: board, chemistry: .lfp, stringCount: 8)
    pack.heater = HeaterSettings(
      resistance: Ohms(10.5), tolerance: Percent(5), supply: .pack, stop: Celsius(7))
    pack.minimumRecovery = Celsius(5)
    pack.heatWithCharger = .whileAbove(
      HeatFloors(stateOfCharge: Percent(5), cellVoltage: Volts(2.8)))
    pack.heatWithoutCharger = .never
    pack.chargerSource = .inputLine
    #expect(
      try load("b2a8s20p-8s-lfp.yaml")
        == Settings(
          buses: [
            BusSettings(
              name: "rs485", device: "/dev/ttyUSB0", protocolName: .modbus, baud: 115_200)
          ],
          packs: [
            ConfiguredPack(
              pack: pack, bus: "rs485", address: 1,
              lines: PackLines(
                charge: LineSettings(.name("CHARGE_EN")), heater: LineSettings(.name("HEATER")),
                alive: LineSettings(.name("ALIVE")),
                chargerPresent: LineSettings(.name("CHG_DET")),
                heaterFeedback: LineSettings(.name("HEAT_FB"))))
          ], control: .standard, stateFile: "/var/lib/warmgate/state.json",
          controlSocket: "/run/warmgate/control.sock"))
  }

  @Test("the one with a schedule is ready half an hour after sunrise, with floors of 40 %")
  func preheat() throws {
    let pack = try #require(load("preheat.yaml").packs.first?.pack)
    var preheat = PreheatSettings(
      readyBy: .sunrise(
        PreheatSettings.Place(latitude: Degrees(42), longitude: Degrees(-87.9)),
        offset: .seconds(1800)))
    preheat.stateOfChargeFloor = Percent(40)
    preheat.ambient = Celsius(-15)
    preheat.timeZone = "America/Chicago"
    #expect(pack.preheat == preheat)
    #expect(pack.thermal.heatCapacity == JoulesPerKelvin(88_000))
    #expect(pack.thermal.loss == WattsPerKelvin(1.6))
    #expect(pack.heatWithoutCharger == .never)
  }

  @Test("lines are read by chip and number too, active low")
  func chipAndOffset() throws {
    let lines = try load("bd6a17s6p-16s-lfp.yaml").packs.map(\.lines)
    #expect(
      lines == [
        PackLines(
          charge: LineSettings(.offset(chip: "gpiochip0", offset: 17), activeLow: true),
          heater: LineSettings(.offset(chip: "gpiochip0", offset: 27), activeLow: true),
          chargerPresent: LineSettings(.offset(chip: "gpiochip0", offset: 22)))
      ])
  }

  @Test("the bench has the lines that the gpio-sim chip has")
  func bench() throws {
    let script = try Folder.text(Folder.config + "/bench.yaml")
    for name in ["CHARGE", "HEATER", "ALIVE", "CHG_DET", "HEAT_FB"] {
      #expect(script.contains("line: \(name) }"))
    }
    let lines = try load("bench.yaml").packs.map(\.lines)
    #expect(
      lines == [
        PackLines(
          charge: LineSettings(.name("CHARGE")), heater: LineSettings(.name("HEATER")),
          alive: LineSettings(.name("ALIVE")), chargerPresent: LineSettings(.name("CHG_DET")),
          heaterFeedback: LineSettings(.name("HEAT_FB")))
      ])
  }

  private func load(_ file: String) throws -> Settings {
    try SettingsFile.load(path: Folder.config + "/" + file)
  }
}
