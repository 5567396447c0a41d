import BoardCatalog
import ControlCore
import Quantities
import Yams

/// A pack with its sections in the file.
struct ReadPack {
  var settings: ConfiguredPack
  var section: Section
  var heater: Section?
  var policy: Section?
  var preheat: Section?
  var lines: [ReadLine]
  /// Whether every key of it could be read: only then do rules across its keys say anything.
  var isWhole: Bool
}

/// Reads `packs`: what each pack is, where it is, and how it may be heated and charged.
struct PacksReader {
  let errors: ErrorList
  let control: ControlSettings

  func read(_ root: Section) -> [ReadPack]? {
    guard let nodes = root.list(Keys.packs) else { return nil }
    if nodes.isEmpty, let node = root.node(Keys.packs) {
      root.report(node, Keys.packs, found: "empty")
    }
    return nodes.enumerated().compactMap { index, node in
      let name = node.mapping?[Keys.name.name]?.scalar?.string
      let label = name.flatMap { TextRule.name.accepts($0) ? $0 : nil } ?? "\(index + 1)"
      return pack(root.section(node, path: "packs[\(label)]", keys: Keys.packs.children))
    }
  }

  private func pack(_ section: Section) -> ReadPack? {
    let errorsBefore = errors.count
    let name = section.text(Keys.name)
    let bus = section.text(Keys.bus)
    let address = section.whole(Keys.address)
    let board = board(section)
    let chemistry = section.word(Keys.chemistry).flatMap(Chemistry.init)
    let strings = section.whole(Keys.strings)
    let probes = probes(section)
    let heater = section.section(Keys.heater)
    let pad = heater.flatMap(HeaterReader.read)
    let thermal = section.section(Keys.thermal).map(ThermalReader.read)
    let protection = section.section(Keys.chargeProtection)
    let floor: Celsius? = protection?.quantity(Keys.floor)
    let recovery: Celsius? = protection?.quantity(Keys.recovery)
    let policy = PolicyReader(section)
    let preheat = section.section(Keys.preheat)
    let schedule = preheat.flatMap(PreheatReader.read)
    var reader = LinesReader()
    let lines = reader.read(section)
    let source = chargerSource(section, lines)
    guard let name, let bus, let address, let board, let chemistry, let strings, let lines else {
      return nil
    }
    var settings = PackSettings(
      name: name, board: board, chemistry: chemistry, stringCount: strings)
    settings.probes = probes
    settings.heater = pad
    settings.thermal = thermal ?? .unknown
    settings.protectionFloor = floor ?? chemistry.chargeFloor
    settings.minimumRecovery = recovery
    settings.chargerSource = source
    settings.heatWithCharger = policy.withCharger ?? .whileAbove(.withCharger)
    // Where no charger can be sensed, a pad that never heats would be of no use.
    settings.heatWithoutCharger =
      policy.withoutCharger ?? (source == .notSensed ? .whileAbove(.withoutCharger) : .never)
    settings.preheat = schedule
    settings.control = control
    let configured = ConfiguredPack(pack: settings, bus: bus, address: address, lines: lines)
    return ReadPack(
      settings: configured, section: section, heater: heater, policy: policy.section,
      preheat: preheat, lines: reader.all, isWhole: errors.count == errorsBefore && section.isWhole)
  }

  private func board(_ section: Section) -> Board? {
    guard let name = section.text(Keys.board) else { return nil }
    if let board = Board.named(name) { return board }
    if let node = section.node(Keys.board) {
      section.report(
        node, Keys.board, found: found(node),
        hint: didYouMean(name, among: Board.all.map(\.name)))
    }
    return nil
  }

  private func probes(_ section: Section) -> FittedProbes {
    guard section.node(Keys.probes) != nil, let nodes = section.list(Keys.probes) else {
      return .t1AndT2
    }
    var probes: FittedProbes = []
    for node in nodes {
      let probe = Probe.allCases.first { $0.description == node.scalar?.string }
      if let probe, FittedProbes.t1AndT2.contains(probe), !probes.contains(probe) {
        probes.insert(FittedProbes(probe))
      } else {
        let isTwice = probe.map(probes.contains) ?? false
        section.report(
          node, Keys.probes, found: found(node) + (isTwice ? " twice" : ""),
          remedy: isTwice ? "Name each probe once." : nil)
      }
    }
    if nodes.isEmpty, let node = section.node(Keys.probes) {
      section.report(node, Keys.probes, found: "empty")
    }
    return probes
  }

  private func chargerSource(_ section: Section, _ lines: PackLines?) -> ChargerSource {
    let hasLine = lines?.chargerPresent != nil
    guard let node = section.node(Keys.chargerSource) else {
      return hasLine ? .inputLine : .notSensed
    }
    let word = section.word(Keys.chargerSource)
    if lines != nil, let word, (word == "input") != hasLine {
      section.errors.add(
        node.mark, section.path(Keys.chargerSource.name),
        found: "`\(word)` \(hasLine ? "with" : "without") inputs.charger_present",
        allowed: "`input` with that line, `board` and `none` without it",
        remedy: hasLine ? "Remove one of the two." : "Add the line, or choose another source.")
    }
    switch word {
    case "input": return .inputLine
    case "board": return .board
    default: return .notSensed
    }
  }
}
