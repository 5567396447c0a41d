import BoardCatalog
import ControlCore
import Foundation
import Quantities
import Testing

@testable import SettingsFile

@Suite("The table of keys and the readers") struct KeyTests {
  /// Every key of the table with a value.
  private static let full = """
    buses:
      rs485: { device: /dev/ttyUSB0, protocol: jk-modbus, baud: 9600, registers_per_read: 60 }
    packs:
      - name: shed
        bus: rs485
        address: 2
        board: B1A8S20P
        chemistry: lfp
        strings: 8
        probes: [T1]
        heater:
          resistance: 20 ohm
          tolerance: 10%
          supply: charger
          supply_voltage: 30 V
          stop: 20 °C
        thermal:
          heat_capacity: 40 kJ/K
          loss: 1.2 W/K
          probe_lag: 12 s
          film_heat_capacity: 150 J/K
          film_coupling: 4 W/K
          charge_capacity: 230 Ah
          internal_resistance: 8 mohm
        charge_protection: { floor: 3 °C, recovery: 9 °C }
        heat_when:
          with_charger: { soc_above: 6%, cell_voltage_above: 2.7 V }
          without_charger: { soc_above: 40%, cell_voltage_above: 3 V }
        charger_source: input
        outputs:
          charge: { line: CHARGE_EN, active: low }
          heater: { chip: gpiochip0, offset: 4, active: low }
          alive: { chip: gpiochip1, offset: 5, active: low }
        inputs:
          charger_present: { line: CHG_DET, active: low }
          heater_feedback: { line: HEAT_FB, active: low }
      - name: roof
        bus: rs485
        address: 3
        board: B1A8S20P
        chemistry: lfp
        strings: 8
        heater: { resistance: 20 ohm }
        preheat:
          ready_by: sunrise
          latitude: 46.5°
          longitude: 7 deg
          sunrise_offset: 30 min
          time_zone: Europe/Zurich
          ready_for: 3 h
          margin: 20 min
          soc_above: 45%
          ambient: -15 °C
        outputs:
          charge: { line: ROOF_CHARGE }
          heater: { line: ROOF_HEATER }
    control:
      period: 2 s
      reading_lifetime: 6 s
      interlock_delay: 3 s
      min_on: 70 s
      min_off: 80 s
    state_file: /var/lib/warmgate/a.json
    control_socket: /run/warmgate/a.sock
    watchdog: /dev/watchdog1
    """

  @Test("a file with every key of the table is read, each into its place")
  func everyKey() throws {
    let written = Set(Self.scalars.map(\.key)).union(["probes"])
    #expect(written == Set(Self.values(Keys.root).map(\.name)))
    #expect(
      try SettingsFile.parseProgram(Self.full, file: "full.yaml")
        == ProgramSettings(settings: Self.expected(), watchdog: "/dev/watchdog1"))
  }

  @Test("a value that is none is refused at its key, whichever key it is")
  func everyKeyIsRead() {
    for scalar in Self.scalars {
      let found = errors(scalar.replaced(by: "{ a: [b] }"))
      #expect(
        found.contains { $0.key.hasSuffix(scalar.key) && $0.line == scalar.line },
        "\(scalar.key) in line \(scalar.line)")
    }
  }

  @Test("both ends of every range are accepted, and what lies beyond them is not")
  func ranges() {
    for scalar in Self.scalars {
      guard let key = Self.values(Keys.root).first(where: { $0.name == scalar.key }) else {
        continue
      }
      let (inside, outside) = Self.ends(key)
      for (text, isRefused) in inside.map({ ($0, false) }) + outside.map({ ($0, true) }) {
        let found = errors(scalar.replaced(by: text))
        #expect(
          found.contains { $0.line == scalar.line && $0.allowed == allowed(key) } == isRefused,
          "\(scalar.key): \(text)")
      }
    }
  }

  @Test("the defaults of the table are those of the core")
  func defaults() throws {
    let text = """
      buses: { rs485: { device: /dev/ttyUSB0@bus } }
      packs:
        - name: shed
          bus: rs485
          board: B1A8S20P
          chemistry: lfp
          strings: 8
          heater: { resistance: 20 ohm@heater }
          preheat: { ready_by: "07:30"@preheat }
          thermal: {@thermal}
          outputs: { charge: { line: A@line }, heater: { line: B } }@pack
      control: {@control}
      """
    func filled(_ values: [String: String]) -> String {
      ["bus", "heater", "thermal", "preheat", "line", "pack", "control"].reduce(text) {
        text, name in
        text.replacing("@" + name, with: values[name] ?? "")
      }
    }
    func written(_ keys: [SettingKey], _ separator: String) -> String {
      keys.compactMap { key in
        if case .defaults(let text) = key.need { "\(separator)\(key.name): \(text)" } else { nil }
      }.joined()
    }
    let plain = try SettingsFile.parse(filled([:]), file: "a.yaml")
    let control = written(Keys.control.children, ", ").dropFirst(2)
    let thermal = written(Keys.thermal.children, ", ").dropFirst(2)
    let explicit = filled([
      "bus": written(Keys.buses.children, ", "), "heater": written(Keys.heater.children, ", "),
      "preheat": written(Keys.preheat.children, ", "),
      "line": written(Keys.line, ", "), "pack": written(Keys.packs.children, "\n    "),
      "control": String(control), "thermal": String(thermal),
    ])
    #expect(explicit != filled([:]))
    #expect(try SettingsFile.parse(explicit, file: "a.yaml") == plain)
    #expect(plain.control == .standard)
    #expect(plain.buses.map(\.registersPerRead) == [40])
    #expect(try SettingsFile.parseProgram(filled([:]), file: "a.yaml").watchdog == nil)
  }

  /// What `full` must come to.
  private static func expected() throws -> Settings {
    let board = try #require(Board.named("B1A8S20P"))
    var pack = PackSettings(name: "shed", board: board, chemistry: .lfp, stringCount: 8)
    pack.probes = FittedProbes(.t1)
    pack.heater = HeaterSettings(
      resistance: Ohms(20), tolerance: Percent(10), supply: .charger(maximum: Volts(30)),
      stop: Celsius(20))
    pack.thermal = ThermalSettings(
      heatCapacity: JoulesPerKelvin(40_000), loss: WattsPerKelvin(1.2), probeLag: .seconds(12),
      film: FilmSettings(heatCapacity: JoulesPerKelvin(150), coupling: WattsPerKelvin(4)),
      chargeCapacity: AmpereHours(230), internalResistance: Ohms(0.008))
    pack.protectionFloor = Celsius(3)
    pack.minimumRecovery = Celsius(9)
    pack.heatWithCharger = .whileAbove(
      HeatFloors(stateOfCharge: Percent(6), cellVoltage: Volts(2.7)))
    pack.heatWithoutCharger = .whileAbove(
      HeatFloors(stateOfCharge: Percent(40), cellVoltage: Volts(3)))
    pack.chargerSource = .inputLine
    pack.control = ControlSettings(
      period: .seconds(2), readingLifetime: .seconds(6), interlockDelay: .seconds(3),
      minimumOn: .seconds(70), minimumOff: .seconds(80))
    let lines = PackLines(
      charge: LineSettings(.name("CHARGE_EN"), activeLow: true),
      heater: LineSettings(.offset(chip: "gpiochip0", offset: 4), activeLow: true),
      alive: LineSettings(.offset(chip: "gpiochip1", offset: 5), activeLow: true),
      chargerPresent: LineSettings(.name("CHG_DET"), activeLow: true),
      heaterFeedback: LineSettings(.name("HEAT_FB"), activeLow: true))
    let bus = BusSettings(
      name: "rs485", device: "/dev/ttyUSB0", protocolName: .modbus, baud: 9600,
      registersPerRead: 60)
    var roof = PackSettings(name: "roof", board: board, chemistry: .lfp, stringCount: 8)
    roof.heater = HeaterSettings(resistance: Ohms(20), tolerance: Percent(0))
    roof.heatWithoutCharger = .whileAbove(.withoutCharger)
    roof.control = pack.control
    roof.preheat = PreheatSettings(
      readyBy: .sunrise(
        PreheatSettings.Place(latitude: Degrees(46.5), longitude: Degrees(7)),
        offset: .seconds(1800)))
    roof.preheat?.timeZone = "Europe/Zurich"
    roof.preheat?.readyFor = .seconds(10_800)
    roof.preheat?.margin = .seconds(1200)
    roof.preheat?.stateOfChargeFloor = Percent(45)
    roof.preheat?.ambient = Celsius(-15)
    let roofLines = PackLines(
      charge: LineSettings(.name("ROOF_CHARGE")), heater: LineSettings(.name("ROOF_HEATER")))
    return Settings(
      buses: [bus],
      packs: [
        ConfiguredPack(pack: pack, bus: "rs485", address: 2, lines: lines),
        ConfiguredPack(pack: roof, bus: "rs485", address: 3, lines: roofLines),
      ],
      control: pack.control, stateFile: "/var/lib/warmgate/a.json",
      controlSocket: "/run/warmgate/a.sock")
  }

  /// A key of `full` with a single value.
  private struct Scalar {
    var key: String
    var line: Int
    var range: Range<String.Index>

    func replaced(by text: String) -> String { full.replacingCharacters(in: range, with: text) }
  }

  private static var scalars: [Scalar] {
    full.matches(of: #/([a-z_0-9]+): ([^{}\[\],\n ][^{}\[\],\n]*[^{}\[\],\n ]|[0-9])/#).map {
      match in
      let before = full[..<match.2.startIndex]
      return Scalar(
        key: String(match.1), line: before.count { $0 == "\n" } + 1,
        range: match.2.startIndex..<match.2.endIndex)
    }
  }

  /// Every key at and below `keys` that has a value of its own and not a section.
  private static func values(_ keys: [SettingKey]) -> [SettingKey] {
    keys.flatMap { $0.children.isEmpty ? [$0] : values($0.children) }
  }

  /// Texts at the ends of a key's range, and texts just beyond them.
  private static func ends(_ key: SettingKey) -> (inside: [String], outside: [String]) {
    switch key.value {
    case .quantity(let dimension, let span):
      let unit = dimension.units.first { $0.factor == 1 }?.spelling ?? ""
      func text(_ number: Double) -> String { shortDecimal(number) + " " + unit }
      return (
        [text(span.lowest), text(span.highest)],
        [text(span.lowest - 0.01), text(span.highest + 0.01)]
      )
    case .whole(let range):
      return (
        ["\(range.lowerBound)", "\(range.upperBound)"],
        ["\(range.lowerBound - 1)", "\(range.upperBound + 1)"]
      )
    case .wholeOneOf(let numbers): return (numbers.map(String.init), ["1"])
    case .word(let words): return (words, ["other"])
    case .words, .text, .section, .policy, .named, .list: return ([], [])
    }
  }

  private func errors(_ text: String) -> [SettingsError] {
    do throws(SettingsErrors) {
      _ = try SettingsFile.parse(text, file: "full.yaml")
      return []
    } catch {
      return error.errors
    }
  }
}
