/// What came of a run, for a person.
public struct MutationReport: CustomStringConvertible {
  private let fates: [(mutant: Mutant, fate: MutationRun.Fate)]
  private let rejected: Int
  private let isWhole: Bool
  private let rows: [Equivalent]

  /// The report of a run; `isWhole` when every mutant was tried, so that each row of the table of
  /// equivalent ones must have its mutant.
  public init(_ fates: [(Mutant, MutationRun.Fate)], rejected: Int, isWhole: Bool) {
    self.init(fates, rejected: rejected, isWhole: isWhole, rows: Equivalent.all)
  }

  init(
    _ fates: [(Mutant, MutationRun.Fate)], rejected: Int, isWhole: Bool, rows: [Equivalent]
  ) {
    self.fates = fates.map { (mutant: $0, fate: $1) }
    (self.rejected, self.isWhole, self.rows) = (rejected, isWhole, rows)
  }

  /// Whether nothing survived, and the table is true.
  public var isGood: Bool { survivors.isEmpty && untrue.isEmpty && !fates.isEmpty }

  /// Each mutant that was killed, and what killed it.
  public var killers: [String] {
    fates.compactMap { mutant, fate in
      if case .killed(let test) = fate { "killed: \(mutant), by \(test)" } else { nil }
    }
  }

  /// Survivors, the equivalent ones with their reasons, figures for each kind, and the sum.
  public var description: String {
    let equivalent = fates.compactMap { mutant, fate in
      if case .equivalent(let reason) = fate { "equivalent: \(mutant). \(reason)" } else { nil }
    }
    let killed = fates.count - equivalent.count - survivors.count
    let kinds = Mutant.Kind.allCases.compactMap { kind -> String? in
      let own = fates.filter { $0.mutant.kind == kind }
      let dead = own.filter { if case .killed = $0.fate { true } else { false } }.count
      return own.isEmpty ? nil : "  \(kind.rawValue): \(own.count), killed \(dead)"
    }
    let lines =
      equivalent + kinds + untrue.map { "untrue: \($0)" } + survivors.map { "SURVIVED: \($0)" } + [
        "mutants: \(fates.count), killed: \(killed), equivalent: \(equivalent.count), "
          + "survived: \(survivors.count)",
        "besides, the compiler rejects \(rejected)",
      ]
    return lines.joined(separator: "\n")
  }

  private var survivors: [Mutant] {
    fates.filter { $0.fate == .survived }.map(\.mutant)
  }

  /// Rows of the table whose mutant is not there, or does not survive.
  private var untrue: [String] {
    rows.compactMap { row in
      let own = fates.filter { row.names($0.mutant) }
      let text = "\(row.file): `\(row.before)` becomes `\(row.after)`"
      if own.isEmpty { return isWhole ? "\(text): there is no such mutant" : nil }
      let survives = own.contains { if case .equivalent = $0.fate { true } else { false } }
      return survives ? nil : "\(text): it is killed, and so not equivalent"
    }
  }
}
