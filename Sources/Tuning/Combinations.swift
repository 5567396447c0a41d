/// Every combination of the values of several sweeps, in a fixed order.
public struct Combinations: Hashable, Sendable {
  /// The sweeps; the last one varies fastest.
  public let sweeps: [Sweep]
  /// How many combinations there are.
  public let count: Int

  /// The combinations of `sweeps`; without any there is one, which changes nothing.
  ///
  /// - Throws: a key that is swept twice, or too many combinations.
  public init(_ sweeps: [Sweep]) throws(SweepError) {
    var count = 1
    var keys: Set<[String]> = []
    for sweep in sweeps {
      let key = sweep.key.joined(separator: ".")
      guard keys.insert(sweep.key).inserted else {
        throw SweepError(key, "is there twice", allowed: "each key once")
      }
      count *= sweep.values.count
      guard count <= Sweep.limit else {
        throw SweepError(
          key, "makes more than \(Sweep.limit) combinations",
          allowed: "at most \(Sweep.limit) of all sweeps together")
      }
    }
    (self.sweeps, self.count) = (sweeps, count)
  }

  /// The values of one combination, one for each sweep.
  ///
  /// - Parameter index: 0 to `count` − 1.
  public func values(_ index: Int) -> [String] {
    precondition((0..<count).contains(index), "there is such a combination")
    var rest = index
    var values: [String] = []
    for sweep in sweeps.reversed() {
      values.append(sweep.values[rest % sweep.values.count])
      rest /= sweep.values.count
    }
    return values.reversed()
  }
}
