import BoardCatalog
import ControlCore
import Quantities
import SettingsFile
import Testing

/// What follows from other keys where a key is left out.
@Suite("Settings that follow from others") struct DerivedTests {
  @Test(
    "the rate follows from the protocol, and so does whether the app's settings are carried",
    arguments: [  // protocol, bits per second, app's settings carried
      ("auto", 115_200, true), ("jk-modbus", 115_200, true), ("jk-4e57", 115_200, true),
      ("jk-dda5", 9600, false),
    ])
  func protocolName(name: String, baud: Int, carried: Bool) throws {
    let settings = try load(bus: ", protocol: \(name)")
    #expect(settings.buses.map(\.baud) == [baud])
    #expect(settings.packs.map(\.pack.appSettingsCarried) == [carried])
  }

  @Test("a rate that is written wins over the protocol's")
  func baud() throws {
    #expect(try load(bus: ", baud: 9600").buses.map(\.baud) == [9600])
    #expect(try load(bus: ", protocol: jk-dda5, baud: 115200").buses.map(\.baud) == [115_200])
  }

  @Test(
    "without a policy the pad heats from the pack only where no charger can be sensed",
    arguments: [  // keys of the pack, charger source, policy without a charger
      ("", ChargerSource.notSensed, HeatPolicy.whileAbove(.withoutCharger)),
      ("charger_source: none", .notSensed, .whileAbove(.withoutCharger)),
      ("charger_source: board", .board, .never),
      ("inputs: { charger_present: { line: DET } }", .inputLine, .never),
      (
        "heat_when: { without_charger: { soc_above: 60% } }", .notSensed,
        .whileAbove(HeatFloors(stateOfCharge: Percent(60), cellVoltage: nil))
      ),
    ])
  func policies(pack: String, source: ChargerSource, without: HeatPolicy) throws {
    let packs = try load(pack: pack).packs.map(\.pack)
    #expect(packs.map(\.chargerSource) == [source])
    #expect(packs.map(\.heatWithoutCharger) == [without])
    #expect(packs.map(\.heatWithCharger) == [.whileAbove(.withCharger)])
  }

  @Test("board names are read as people write them")
  func boards() throws {
    for name in ["B1A8S20P", "b1a8s20p", "JK-B1A8S20P", "JK_B1A8S20P"] {
      #expect(try load(board: name).packs.map(\.pack.board.name) == ["B1A8S20P"])
    }
  }

  private func load(
    bus: String = "", pack: String = "", board: String = "B1A8S20P"
  ) throws -> Settings {
    try SettingsFile.parse(
      """
      buses: { rs485: { device: /dev/ttyUSB0\(bus) } }
      packs:
        - name: shed
          bus: rs485
          board: \(board)
          chemistry: lfp
          strings: 8
          heater: { resistance: 20 ohm }
          outputs: { charge: { line: CHARGE }, heater: { line: HEATER } }
          \(pack)
      """, file: "derived.yaml")
  }
}
