import BoardCatalog
import ControlCore
import Foundation
import Quantities
import SettingsFile
import TestSupport
import Testing

@Suite("Damaged configurations") struct FuzzTests {
  /// Each seed makes this many files.
  private static let filesForEachSeed = 1000

  @Test(
    "no damage crashes the reader, and what still loads keeps every safety rule",
    arguments: [UInt64](1...6))
  func damage(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let originals = try Folder.yaml(Folder.config).map { try Folder.text(Folder.config + "/" + $0) }
    var loaded = 0
    for number in 0..<Self.filesForEachSeed {
      var text = originals[Int.random(in: 0..<originals.count, using: &random)]
      for _ in 0..<Int.random(in: 1...3, using: &random) { text = damaged(text, &random) }
      let result = Result { () throws(SettingsErrors) in
        try SettingsFile.parse(text, file: "fuzz.yaml")
      }
      switch result {
      case .success(let settings):
        loaded += 1
        let rule = brokenRule(settings)
        #expect(rule == nil, "seed \(seed), file \(number): \(rule ?? "")\n\(text)")
      case .failure(let errors):
        #expect(
          errors.errors.allSatisfy { !$0.found.isEmpty && !$0.allowed.isEmpty },
          "seed \(seed), file \(number)")
      }
    }
    // Neither all right nor all wrong: otherwise the damage says nothing.
    #expect((1..<Self.filesForEachSeed).contains(loaded), "seed \(seed): \(loaded) loaded")
  }

  @Test("absurd files are refused like any other")
  func absurd() throws {
    let names = (0..<1000).map { "k\($0): 1\n" }.joined()
    let laughs = (1...30).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]\n" }.joined()
    for text in [
      String(repeating: "[", count: 100_000), String(repeating: "{a: ", count: 50_000),
      String(repeating: "- ", count: 100_000), String(repeating: "? ", count: 50_000),
      String(repeating: "a: 1\n", count: 2000), String(repeating: "\t", count: 100_000),
      "a0: &a0 x\n" + laughs + "? *a30\n: 1\n", "b: c\n  \"d\na0: &a0 x\n" + laughs, names,
      names + names,
      "buses: " + String(repeating: "9", count: 200_000), String(repeating: "#", count: 200_000),
      "? [a, b]\n: 1\n? [a, b]\n: 2\n", "\"\": 1\n\"\": 2\n", "a: 1\n\"a\": 2\n'a': 3\n",
    ] {
      #expect(throws: SettingsErrors.self) { try SettingsFile.parse(text, file: "a.yaml") }
    }
  }

  /// One change: of a number, of a word, of a character, of whole lines.
  private func damaged(_ text: String, _ random: inout SeededGenerator) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let row = Int.random(in: 0..<lines.count, using: &random)
    switch Int.random(in: 0..<7, using: &random) {
    case 0: lines.remove(at: row)
    case 1: lines.insert(lines[Int.random(in: 0..<lines.count, using: &random)], at: row)
    case 2: lines.swapAt(row, Int.random(in: 0..<lines.count, using: &random))
    case 3: lines[row] = numberChanged(lines[row], &random)
    case 4:
      let other = lines[Int.random(in: 0..<lines.count, using: &random)]
      lines[row] = wordExchanged(lines[row], other, &random)
    case 5:
      let pieces = [
        "{", "}", "[", "]", ":", "- ", "\"", "'", "&a ", "*a", "!!map ", "|", "? ", "\t",
      ]
      lines[row] += pieces[Int.random(in: 0..<pieces.count, using: &random)]
    default:
      var scalars = Array(text.unicodeScalars)
      let place = Int.random(in: 0..<scalars.count, using: &random)
      let value = UInt32.random(in: 0...0x2FF, using: &random)
      scalars[place] = Unicode.Scalar(value) ?? "?"
      var view = String.UnicodeScalarView()
      view.append(contentsOf: scalars)
      return String(view)
    }
    return lines.joined(separator: "\n")
  }

  private func numberChanged(_ line: String, _ random: inout SeededGenerator) -> String {
    let numbers = line.matches(of: #/[0-9]+(\.[0-9]+)?/#).map(\.range)
    let new = [
      "0", "-1", "2", "7", "8", "9.9", "10.2", "16", "24", "30", "51", "1e3", "010", "9999",
    ]
    guard let range = numbers.randomElement(using: &random) else { return line }
    return line.replacingCharacters(
      in: range, with: new[Int.random(in: 0..<new.count, using: &random)])
  }

  /// A word of `line` replaced by one of `other`.
  private func wordExchanged(
    _ line: String, _ other: String, _ random: inout SeededGenerator
  ) -> String {
    let words = line.matches(of: #/[A-Za-z0-9_]+/#).map(\.range)
    let others = other.matches(of: #/[A-Za-z0-9_]+/#).map(\.range)
    guard let to = words.randomElement(using: &random),
      let from = others.randomElement(using: &random)
    else { return line }
    return line.replacingCharacters(in: to, with: String(other[from]))
  }

  /// The first rule that settings break which were loaded, with arithmetic of its own.
  private func brokenRule(_ settings: Settings) -> String? {
    if settings.packs.isEmpty { return "no packs" }
    let control = settings.control
    if control.readingLifetime < control.period * 2 { return "lifetime below two periods" }
    if control.interlockDelay < .milliseconds(100) { return "no interlock delay" }
    if Set(settings.packs.map(\.pack.name)).count < settings.packs.count { return "names" }
    let addresses = settings.packs.flatMap { lines($0.lines) }.map(\.address)
    if Set(addresses).count < addresses.count { return "a line is used twice" }
    for configured in settings.packs {
      let others = settings.packs.filter { $0.bus == configured.bus }
      let bus = settings.buses.first { $0.name == configured.bus }
      guard let bus else { return "no bus" }
      if others.count > 1, bus.protocolName != .modbus { return "several packs on one bus" }
      if Set(others.map(\.address)).count < others.count { return "an address is used twice" }
      if let rule = brokenRule(configured) { return rule }
    }
    return nil
  }

  private func brokenRule(_ configured: ConfiguredPack) -> String? {
    let pack = configured.pack
    if !pack.board.strings(of: pack.chemistry).contains(pack.stringCount) { return "strings" }
    if pack.probes.isEmpty { return "no probes" }
    // 0 °C for LFP and Li-ion, −30 °C for LTO.
    let coldest = pack.chemistry == .lto ? -30.0 : 0
    if pack.protectionFloor.rawValue < coldest { return "floor below the chemistry's" }
    if let recovery = pack.minimumRecovery,
      recovery.rawValue < pack.protectionFloor.rawValue + 2
    {
      return "recovery too near"
    }
    if (pack.heater == nil) != (configured.lines.heater == nil) { return "pad and line" }
    guard let heater = pack.heater else { return nil }
    if let stop = heater.stop, let recovery = pack.minimumRecovery, stop < recovery {
      return "stop below recovery"
    }
    guard let rating = pack.heaterRating else { return "no heating option" }
    var voltage = pack.chemistry.maximumCellVoltage.rawValue * Double(pack.stringCount)
    if case .charger(let maximum) = heater.supply { voltage = max(voltage, maximum.rawValue) }
    let lowest = heater.resistance.rawValue * (100 - heater.tolerance.rawValue) / 100
    let rounding = 1 + 1e-8
    if voltage / lowest > rating.currentLimit.rawValue * rounding { return "over the current" }
    if voltage * voltage / lowest > rating.powerLimit.rawValue * rounding {
      return "over the power"
    }
    return nil
  }

  private func lines(_ lines: PackLines) -> [LineSettings] {
    [lines.charge, lines.heater, lines.alive, lines.chargerPresent, lines.heaterFeedback]
      .compactMap(\.self)
  }
}
