internal import CGPIO
internal import ControlCore
internal import Glibc

/// Where a line is: the device node of its chip, and its offset there.
struct LinePlace: Hashable, Sendable {
  var path: String
  var offset: UInt32
}

/// A chip of this machine, and which of its lines have the name that is looked for.
struct ChipFacts: Hashable, Sendable {
  var path: String
  var name: String
  var label: String
  var lineCount: UInt32
  /// 0, or why the chip could not be opened.
  var errorNumber: Int32 = 0
  /// The offsets of the lines with the name that is looked for.
  var matches: [UInt32] = []
}

/// Finds a line on this machine.
func locate(_ address: LineAddress) throws(OutputFailure) -> LinePlace {
  switch address {
  case .name(let name):
    try place(ofName: name, on: presentChips(withLine: name))
  case .offset(let chip, let offset):
    try place(ofOffset: offset, onChip: chip, among: chips(matching: chip))
  }
}

/// The one line that has `name`, or the failure that says why there is no such one.
func place(ofName name: String, on chips: [ChipFacts]) throws(OutputFailure) -> LinePlace {
  let found = chips.flatMap { chip in
    chip.matches.map { LinePlace(path: chip.path, offset: $0) }
  }
  if found.count > 1 { throw .ambiguous(name, places: found) }
  if let place = found.first { return place }
  if let closed = chips.first(where: { $0.errorNumber != 0 }) {
    throw .opening(name, path: closed.path, errorNumber: closed.errorNumber)
  }
  throw chips.isEmpty ? .noChips(name) : .unknownName(name, chips: chips)
}

/// The line at `offset` of the chip that is called `chip` by name, path or label.
func place(
  ofOffset offset: UInt32, onChip chip: String, among chips: [ChipFacts]
) throws(OutputFailure) -> LinePlace {
  let line = "\(chip):\(offset)"
  let named = chips.filter { $0.name == chip || $0.path == chip }
  let matching = named.isEmpty ? chips.filter { $0.label == chip } : named
  guard let only = matching.first else {
    throw chips.isEmpty ? .noChips(line) : .unknownChip(chip, line: line, chips: chips)
  }
  guard matching.count == 1 else {
    throw .ambiguous(line, places: matching.map { LinePlace(path: $0.path, offset: offset) })
  }
  guard only.errorNumber == 0 else {
    throw .opening(line, path: only.path, errorNumber: only.errorNumber)
  }
  guard offset < only.lineCount else { throw .offsetTooLarge(line, chip: only) }
  return LinePlace(path: only.path, offset: offset)
}

/// Who holds a line, or `nil` where nobody does or the kernel does not say.
func holder(of place: LinePlace) -> String? {
  var consumer = [CChar](repeating: 0, count: 32)
  guard cgpio_consumer(place.path, place.offset, &consumer, consumer.count) == 1 else { return nil }
  let name = String(
    decoding: consumer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  return name.isEmpty ? nil : name
}

/// Every chip in `/dev`, and where each has lines called `name`.
private func presentChips(withLine name: String) -> [ChipFacts] {
  presentChips().map { chip in
    guard chip.errorNumber == 0 else { return chip }
    var chip = chip
    var offsets = [UInt32](repeating: 0, count: Int(chip.lineCount))
    let count = cgpio_find_name(chip.path, name, &offsets, Int32(offsets.count))
    if count < 0 { chip.errorNumber = -count }
    chip.matches = Array(offsets.prefix(Int(max(count, 0))))
    return chip
  }
}

/// The chips that `text` may mean: a path names a device node wherever it is; else all in `/dev`.
private func chips(matching text: String) -> [ChipFacts] {
  guard text.hasPrefix("/") else { return presentChips() }
  var chip = cgpio_chip()
  _ = cgpio_describe_chip(text, &chip)
  guard chip.error != ENOENT else { return presentChips() }
  var facts = ChipFacts(chip)
  facts.path = text
  return [facts]
}

/// Every chip in `/dev`, also those that could not be opened.
private func presentChips() -> [ChipFacts] {
  let capacity = 64
  var chips = [cgpio_chip](repeating: cgpio_chip(), count: capacity)
  let count = cgpio_list_chips(&chips, Int32(capacity))
  return chips.prefix(max(0, min(Int(count), capacity))).map(ChipFacts.init)
}

extension ChipFacts {
  fileprivate init(_ chip: cgpio_chip) {
    self.init(
      path: text(of: chip.path), name: text(of: chip.name), label: text(of: chip.label),
      lineCount: chip.lines, errorNumber: chip.error)
  }
}

/// The text in a C array of characters, which Swift sees as a tuple.
func text<Characters>(of characters: Characters) -> String {
  withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
}
