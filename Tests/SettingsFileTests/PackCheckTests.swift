import BoardCatalog
import ControlCore
import Quantities
import SettingsFile
import Testing

@Suite("What a pack's settings come to") struct PackCheckTests {
  @Test(
    "a pad is accepted or refused at the highest voltage, with its lowest resistance",
    arguments: [  // board, chemistry, strings, pad in Ω, tolerance in %, smallest in Ω or accepted
      // 24 × 4.2 V = 100.8 V: 100.8² / 200 = 50.803; / 0.95 = 53.477.
      ("B2A24S20P", "li-ion", 24, "33.3", "0", "50.81 Ω"),
      ("B2A24S20P", "li-ion", 24, "33.6", "0", "50.81 Ω"),
      ("B2A24S20P", "li-ion", 24, "50.8", "0", "50.81 Ω"),
      ("B2A24S20P", "li-ion", 24, "50.81", "0", nil),
      ("B2A24S20P", "li-ion", 24, "51", "0", nil),
      ("B2A24S20P", "li-ion", 24, "51", "5", "53.48 Ω"),
      // 8 × 4.2 V = 33.6 V: 33.6 / 3 = 11.2; 33.6² / 100 = 11.2896.
      ("B2A8S20P", "li-ion", 8, "11.2", "0", "11.29 Ω"),
      ("B2A8S20P", "li-ion", 8, "11.3", "0", nil),
      ("B1A8S20P", "li-ion", 8, "11.2", "0", nil),
      ("B1A8S20P", "li-ion", 8, "11.19", "0", "11.20 Ω"),
      // 8 × 3.65 V = 29.2 V: 29.2 / 3 = 9.733.
      ("B2A8S20P", "lfp", 8, "8", "0", "9.74 Ω"),
      ("B2A8S20P", "lfp", 8, "10", "0", nil),
      // 16 × 3.65 V = 58.4 V: 58.4 / 3 / 0.95 = 20.491.
      ("BD6A17S6P", "lfp", 16, "20", "5", "20.50 Ω"),
      ("BD6A17S6P", "lfp", 16, "21", "5", nil),
    ])
  func pads(
    board: String, chemistry: String, strings: Int, pad: String, tolerance: String,
    smallest: String?
  ) {
    let text = """
      buses: { rs485: { device: /dev/ttyUSB0 } }
      packs:
        - name: shed
          bus: rs485
          board: \(board)
          chemistry: \(chemistry)
          strings: \(strings)
          heater: { resistance: \(pad) ohm, tolerance: \(tolerance)% }
          outputs: { charge: { line: CHARGE }, heater: { line: HEATER } }
      """
    do throws(SettingsErrors) {
      _ = try SettingsFile.parse(text, file: "pad.yaml")
      #expect(smallest == nil)
    } catch {
      #expect(error.errors.map(\.key) == ["packs[shed].heater.resistance"])
      #expect(error.errors.map(\.line) == [8])
      #expect(
        error.errors.allSatisfy { $0.allowed.hasSuffix("which is \(smallest ?? "-") or more") },
        "\(error)")
    }
  }

  @Test("voltages, currents and powers of the 8S LFP pack with 10.5 Ω −5%")
  func points() throws {
    let pack = try #require(
      SettingsFile.load(path: Folder.config + "/b2a8s20p-8s-lfp.yaml").packs.first)
    let check = PackCheck(pack.pack)
    let pad = try #require(check.pad)
    // 2.6, 3.2 and 3.65 V a cell; 10.5 × 0.95 = 9.975 Ω; I = U / R, P = U² / R.
    #expect(
      pad.points.map(\.packVoltage).map { $0.text(places: 2) } == ["20.80 V", "25.60 V", "29.20 V"])
    #expect(
      pad.points.map(\.highest.current).map { $0.text(places: 3) }
        == ["2.085 A", "2.566 A", "2.927 A"])
    #expect(
      pad.points.map(\.highest.power).map { $0.text(places: 1) } == ["43.4 W", "65.7 W", "85.5 W"])
    #expect(
      pad.points.map(\.nominal.current).map { $0.text(places: 3) }
        == ["1.981 A", "2.438 A", "2.781 A"])
    #expect(pad.bindingLimit == .current)
    #expect(pad.minimumResistance.text(places: 3) == "10.246 Ω")
    #expect([check.protection, check.recovery] == [Celsius(0), Celsius(5)])
    #expect(check.stop == Celsius(7))
  }

  @Test("a charger that feeds the pad counts where its voltage is the higher one")
  func charger() {
    var pack = PackSettings(
      name: "shed", board: Board.all[18], chemistry: .lfp, stringCount: 8)
    pack.heater = HeaterSettings(
      resistance: Ohms(20), tolerance: Percent(0), supply: .charger(maximum: Volts(28)))
    let points = PackCheck(pack).pad?.points ?? []
    // 20.8 and 25.6 V lie below the charger's 28 V; 29.2 V does not.
    #expect(points.map(\.highest.voltage.rawValue) == [28, 28, 29.2])
  }

  @Test("without a pad only the temperatures remain, and LTO has its own")
  func temperatures() {
    let pack = PackSettings(
      name: "shed", board: Board.all[0], chemistry: .lto, stringCount: 12)
    let check = PackCheck(pack)
    #expect(check.pad == nil)
    #expect(check.stop == nil)
    #expect([check.protection, check.recovery] == [Celsius(-30), Celsius(-28)])
  }
}
