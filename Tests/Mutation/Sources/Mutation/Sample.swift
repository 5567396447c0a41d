/// Some of the mutants, the same ones on every machine for one seed. A change of one line of the
/// core changes only what is drawn there.
public struct Sample {
  private let seed: UInt64

  /// A sample; another seed draws others.
  public init(seed: UInt64) { self.seed = seed }

  /// So many of the mutants, in their order, and all those that were planted by hand.
  public func drawn(_ count: Int, of mutants: [Mutant]) -> [Mutant] {
    let made = mutants.indices.filter { mutants[$0].kind != .planted }
    let lots = Dictionary(uniqueKeysWithValues: made.map { ($0, lot(of: mutants[$0])) })
    let chosen = Set(made.sorted { (lots[$0] ?? 0, $0) < (lots[$1] ?? 0, $1) }.prefix(count))
    return mutants.indices.filter { mutants[$0].kind == .planted || chosen.contains($0) }
      .map { mutants[$0] }
  }

  /// A number from what the mutant does, without its place (FNV-1a).
  private func lot(of mutant: Mutant) -> UInt64 {
    var hash = 0xCBF2_9CE4_8422_2325 ^ seed
    for byte in "\(mutant.file)\n\(mutant.before)\n\(mutant.after)".utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
    }
    return hash
  }
}
