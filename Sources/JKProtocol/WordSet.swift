/// Which 16-bit words of a block are there. Holds 192 words, more than any block has.
struct WordSet: Hashable, Sendable {
  private var low: UInt64 = 0
  private var middle: UInt64 = 0
  private var high: UInt64 = 0

  /// Every word.
  static let all: WordSet = {
    var set = WordSet()
    (set.low, set.middle, set.high) = (.max, .max, .max)
    return set
  }()

  /// Whether word `index` is in the set.
  @inline(__always)
  func contains(_ index: Int) -> Bool {
    let bit = UInt64(1) << UInt64(index & 63)
    switch index >> 6 {
    case 0: return low & bit != 0
    case 1: return middle & bit != 0
    case 2: return high & bit != 0
    default: return false
    }
  }

  /// Puts word `index` into the set.
  mutating func insert(_ index: Int) {
    let bit = UInt64(1) << UInt64(index & 63)
    switch index >> 6 {
    case 0: low |= bit
    case 1: middle |= bit
    case 2: high |= bit
    default: preconditionFailure("a block has fewer than 192 words")
    }
  }
}
