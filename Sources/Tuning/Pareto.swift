/// Which of several results are worth a look: those that no other one beats in everything.
public enum Pareto {
  /// The indices of the results that are not dominated, in rising order of the first figure, then
  /// of the next.
  ///
  /// One result dominates another where no figure of it is greater and one is less. Of results
  /// with the same figures the first is kept: what makes no difference is no choice.
  ///
  /// - Parameter results: For each result the figures that should be small; all equally many.
  public static func set(_ results: [[Double]]) -> [Int] {
    // In this order a result can only be dominated by one before it.
    let order = results.indices.sorted { a, b in
      results[a] == results[b] ? a < b : results[a].lexicographicallyPrecedes(results[b])
    }
    var front: [Int] = []
    for index in order
    where !front.contains(where: { isAsGood(results[$0], results[index]) }) {
      front.append(index)
    }
    return front
  }

  /// Whether no figure of `a` is greater than that of `b`.
  static func isAsGood(_ a: [Double], _ b: [Double]) -> Bool {
    zip(a, b).allSatisfy { $0 <= $1 }
  }
}
