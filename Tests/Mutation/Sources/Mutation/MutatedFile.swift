import SwiftOperators
import SwiftParser
import SwiftSyntax

/// A source file with everything that could be mistaken in it.
public struct MutatedFile {
  let source: SourceText
  let regions: [Region]
  /// The mistakes, in the order of the file.
  public let mutants: [Mutant]

  /// Reads a file, which is below `Sources` as `file`; `known` are the names that it may use.
  public init(file: String, text: String, known: Set<String>) {
    source = SourceText(file: file, text: text)
    let parsed = Parser.parse(source: text)
    // What does not fold is not of Swift's own operators; the compiler has the last word.
    let tree = OperatorTable.standardOperators.foldAll(parsed) { _ in }
    let regions = RegionFinder.regions(of: tree)
    let mutator = Mutator(source, Swaps(known: known))
    mutator.walk(tree)
    var seen: Set<Mutant> = []
    mutants = mutator.mutants.filter { mutant in
      regions.contains { region in
        region.range.lowerBound <= mutant.range.lowerBound
          && mutant.range.upperBound <= region.range.upperBound
      } && seen.insert(mutant).inserted
    }.sorted { ($0.range.lowerBound, $0.replacement) < ($1.range.lowerBound, $1.replacement) }
    self.regions = regions
  }

  /// The names in a file, whatever they are names of.
  static func names(in text: String) -> Set<String> {
    var names: Set<String> = []
    for token in Parser.parse(source: text).tokens(viewMode: .sourceAccurate) {
      if case .identifier(let name) = token.tokenKind { names.insert(name) }
    }
    return names
  }

  /// The mutant of a mistake that was written down as one text for another, or what is wrong with
  /// that. Of both texts only what differs is replaced.
  func planted(_ fault: PlantedFault) throws(MutationError) -> Mutant {
    let places = source.text.ranges(of: fault.text)
    guard places.count == 1, let place = places.first else {
      throw MutationError(
        "\(fault.file) has the text of \"\(fault.words)\" \(places.count) times instead of once")
    }
    let (old, new) = (Array(fault.text.utf8), Array(fault.fault.utf8))
    var same = zip(old, new).prefix { $0 == $1 }.count
    // A character of several bytes stays whole.
    while same > 0, same < old.count, old[same] & 0xC0 == 0x80 { same -= 1 }
    let rest = min(old.count, new.count) - same
    var tail = zip(old.reversed(), new.reversed()).prefix { $0 == $1 }.prefix(rest).count
    while tail > 0, old[old.count - tail] & 0xC0 == 0x80 { tail -= 1 }
    let start = source.text.utf8.distance(from: source.text.startIndex, to: place.lowerBound)
    let range = (start + same)..<(start + old.count - tail)
    guard
      regions.contains(where: {
        $0.range.lowerBound <= range.lowerBound && range.upperBound <= $0.range.upperBound
      })
    else {
      throw MutationError("\"\(fault.words)\" is not in a function or a beginning value")
    }
    return source.mutant(
      .planted, range, String(decoding: new[same..<(new.count - tail)], as: UTF8.self),
      words: fault.words)
  }
}

/// What keeps a run from being one: its place and its reason in one sentence.
public struct MutationError: Error, CustomStringConvertible {
  /// The sentence.
  public let description: String
  init(_ description: String) { self.description = description }
}
