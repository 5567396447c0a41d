/// A file with all its mutants in it: which one is present is decided when the program runs, so
/// that all of them are built once.
struct Schema {
  /// A mutant with its number, which is how a program is told which one is present.
  struct Numbered {
    var number: Int
    var mutant: Mutant
  }

  private(set) var text = ""
  /// The lines on which each mutant is, to know which one does not compile.
  private(set) var places: [(number: Int, lines: ClosedRange<Int>)] = []
  /// The lines of each region, with the mutants in it.
  private(set) var regions: [(numbers: [Int], lines: ClosedRange<Int>)] = []
  private var line = 1

  /// The file that each changed target has besides its own: it says which mutant is present.
  static let support = """
    import Glibc

    public enum PresentMutant {
      public static let number = getenv("\(TestRun.variable)").flatMap { Int(String(cString: $0)) }
    }

    """

  init(_ source: SourceText, _ regions: [Region], _ mutants: [Numbered]) {
    var at = 0
    for region in regions {
      let own = mutants.filter { region.range.contains($0.mutant.range) }
      guard !own.isEmpty else { continue }
      put(source.string(at..<region.range.lowerBound))
      let start = line
      switch region.kind {
      case .body(let isValue): choose(source, region, own, word: isValue ? "return " : "")
      case .beginning:
        put("{ () in\n")
        choose(source, region, own, word: "return ")
        put("}()")
      }
      self.regions.append((own.map(\.number), start...line))
      at = region.range.upperBound
    }
    put(source.string(at..<source.bytes.count))
  }

  private mutating func choose(
    _ source: SourceText, _ region: Region, _ mutants: [Numbered], word: String
  ) {
    put("\nswitch PresentMutant.number {\n")
    for numbered in mutants {
      let range = numbered.mutant.range
      put("case \(numbered.number):\n")
      let start = line
      put(word + source.string(region.range.lowerBound..<range.lowerBound))
      put(numbered.mutant.replacement)
      put(source.string(range.upperBound..<region.range.upperBound) + "\n")
      places.append((numbered.number, start...line))
    }
    put("default:\n\(word)\(source.string(region.range))\n}\n")
  }

  private mutating func put(_ text: String) {
    self.text += text
    line += text.utf8.count { $0 == UInt8(ascii: "\n") }
  }
}

extension Range<Int> {
  fileprivate func contains(_ other: Range<Int>) -> Bool {
    other.lowerBound >= lowerBound && other.upperBound <= upperBound
  }
}
