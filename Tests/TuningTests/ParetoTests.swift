import TestSupport
import Testing
import Tuning

@Suite("The Pareto set") struct ParetoTests {
  @Test("it holds what no other result beats in everything, in the order of the first figure")
  func small() {
    // energy in Wh, blocked hours, starts
    let results = [
      [300.0, 10, 5], [200, 20, 5], [200, 20, 6], [400, 10, 4], [100, 40, 9], [300, 10, 5],
      [301, 11, 6],
    ]
    // The third has one start more than the second; the last is beaten by the first, and the one
    // before it is the first again.
    #expect(Pareto.set(results) == [4, 1, 0, 3])
    #expect(Pareto.set([]) == [])
  }

  @Test("it is the one that comparing every result with every other one gives", arguments: 1...40)
  func bruteForce(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let figures = Int(random.next() % 3) + 1
    // Few values, so that many are equal.
    let results = (0..<Int(random.next() % 200)).map { _ in
      (0..<figures).map { _ in Double(random.next() % 12) }
    }
    let expected = results.indices.filter { index in
      !results.contains { other in
        zip(other, results[index]).allSatisfy { $0 <= $1 } && other != results[index]
      } && !results[..<index].contains(results[index])
    }
    #expect(Set(Pareto.set(results)) == Set(expected), "seed \(seed)")
    #expect(Pareto.set(results).count == expected.count, "seed \(seed)")
  }
}
