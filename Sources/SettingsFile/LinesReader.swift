import ControlCore
import Yams

/// A GPIO line with its place in the file.
struct ReadLine {
  var settings: LineSettings
  var key: String
  var place: Mark?
}

/// Reads the GPIO lines of a pack.
struct LinesReader {
  /// Every line that was read, for the check that none is used twice.
  private(set) var all: [ReadLine] = []

  mutating func read(_ pack: Section) -> PackLines? {
    let outputs = pack.section(Keys.outputs)
    let inputs = pack.section(Keys.inputs)
    let charge = line(outputs, Keys.charge)
    let heater = line(outputs, Keys.heaterOutput)
    let alive = line(outputs, Keys.alive)
    let charger = line(inputs, Keys.chargerPresent)
    let feedback = line(inputs, Keys.heaterFeedback)
    guard let charge else { return nil }
    return PackLines(
      charge: charge, heater: heater, alive: alive, chargerPresent: charger,
      heaterFeedback: feedback)
  }

  private mutating func line(_ parent: Section?, _ key: SettingKey) -> LineSettings? {
    guard let section = parent?.section(key) else { return nil }
    let active = section.word(Keys.active)
    guard let address = address(section) else { return nil }
    let settings = LineSettings(address, activeLow: active == "low")
    all.append(ReadLine(settings: settings, key: section.path, place: section.place))
    return settings
  }

  private func address(_ section: Section) -> LineAddress? {
    let hasName = section.node(Keys.lineName) != nil
    let hasChip = section.node(Keys.chip) != nil
    let hasOffset = section.node(Keys.offset) != nil
    if hasName, !hasChip, !hasOffset { return section.text(Keys.lineName).map { .name($0) } }
    if hasChip, hasOffset, !hasName {
      let chip = section.text(Keys.chip)
      let offset = section.whole(Keys.offset)
      guard let chip, let offset else { return nil }
      return .offset(chip: chip, offset: UInt32(offset))
    }
    // A misspelled key is reported already.
    guard section.isWhole else { return nil }
    let found =
      switch (hasName, hasChip, hasOffset) {
      case (true, _, _): "given by name and by number"
      case (false, true, false): "a chip without an offset"
      case (false, false, true): "an offset without a chip"
      case (false, _, _): "without a line"
      }
    section.errors.add(
      section.place, section.path, found: found,
      allowed: "`line: NAME`, or `chip: gpiochip0` with `offset: 17`",
      remedy: "Run gpioinfo to see names, chips and offsets.")
    return nil
  }
}
