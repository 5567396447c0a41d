import ControlCore
import Quantities
import Testing
import Worlds

/// A working day of one world, which a debug build lives through in a second or two.
private let span = 4 * 3600

@Suite("Seeded worlds in which everything breaks") struct WorldTests {
  @Test("no rule is broken in four hours of each of 24 worlds", arguments: UInt64(1)...24)
  func rules(seed: UInt64) throws {
    var world = World(seed: seed)
    #expect(try world.live(span).steps == span)
  }

  @Test("the same seed lives through the same world, step by step")
  func replay() throws {
    func record() throws -> [Outputs] {
      var world = World(seed: 3)
      var seen: [Outputs] = []
      _ = try world.live(5000, trace: { _, _, _, outputs in seen.append(outputs) })
      return seen
    }
    let first = try record()
    #expect(first.count > 4000)
    #expect(try record() == first)
  }

  @Test("the worlds are not idle: they heat, charge, break, find faults and recover")
  func notIdle() throws {
    var all = WorldFigures()
    for seed in UInt64(1)...24 {
      var world = World(seed: seed)
      all.add(try world.live(span / 2))
    }
    #expect(all.heating > 1000 && all.charging > 10_000, "seeds 1 to 24")
    #expect(all.injected.count == 30, "every kind is injected: \(all.injected)")
    #expect(all.found.count >= 15, "\(all.found)")
    #expect(all.acknowledged > 0 && all.restarts > 0 && all.damaged > 0)
  }

  /// What a defect of the controller could do, and the rule that must notice.
  static let sabotages: [(rule: String, sabotage: World.Saboteur)] = [
    ("S1: both on", { outputs, _, _ in outputs = Outputs(charge: true, heater: true) }),
    (
      "S1: charging too soon",
      { outputs, _, decision in
        if decision.reason == .chargeWaits(.interlockDelay) { outputs.charge = true }
      }
    ),
    (
      "S4",
      { outputs, snapshot, _ in if snapshot.battery.value == nil { outputs.charge = true } }
    ),
    (
      "S2",
      { outputs, snapshot, _ in
        if snapshot.latched.isEmpty, !outputs.heater { outputs.charge = true }
      }
    ),
    (
      "S3",
      { outputs, _, _ in if outputs.charge { outputs = Outputs(charge: false, heater: true) } }
    ),
    (
      "S6",
      { outputs, _, decision in
        if case .holdingSafe(.gatheringEvidence) = decision.reason { outputs.charge = true }
      }
    ),
    (
      "S7",
      { outputs, snapshot, decision in
        if !snapshot.latched.isEmpty, case .coldWithoutHeat(.fault) = decision.reason {
          outputs.heater = true
        }
      }
    ),
  ]

  @Test("each rule bites: a controller that breaks it is caught", arguments: 0..<7)
  func bites(index: Int) throws {
    let (rule, sabotage) = WorldTests.sabotages[index]
    var rules: Set<String> = []
    for seed in UInt64(1)...40 {
      var world = World(seed: seed)
      do throws(BrokenRule) { _ = try world.live(span, sabotage: sabotage) } catch {
        rules.insert(error.rule)
      }
      if rules.contains(where: { $0.hasPrefix(rule) }) { break }
    }
    #expect(rules.contains { $0.hasPrefix(rule) }, "\(rule) in \(rules)")
  }
}
