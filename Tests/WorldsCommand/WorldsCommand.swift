import ArgumentParser
import Foundation
import Locks
import Synchronization
import Worlds

/// Lives through many worlds on every core, and says which rule was broken where, if any was.
@main struct WorldsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "warmgate-worlds",
    abstract: "Runs the real controller through seeded worlds in which everything breaks.",
    discussion: """
      Each world is one pack for ten days in steps of a second. A broken rule is printed with its \
      seed and step; --days 10 with that --seed lives through the same world again.

      Example: warmgate-worlds --days 1000
      """)

  @Option(help: "Pack-days to live through.")
  var days = 1000

  @Option(help: "The first seed; the next worlds have the next numbers.")
  var seed: UInt64 = 1

  @Option(help: "Print every step from this one on, for so many steps.")
  var traceFrom: Int?

  @Option(help: "How many steps are printed.")
  var traceCount = 60

  @Flag(help: "Visit every state of the controller instead.")
  var explore = false

  private static let daysPerWorld = 10

  func run() throws {
    if explore { return try exploreAll() }
    let count = max(1, (days + Self.daysPerWorld - 1) / Self.daysPerWorld)
    let total = Locked(WorldFigures())
    let failures = Locked<[BrokenRule]>([])
    let start = ContinuousClock.now
    let (seed, traceFrom, traceCount) = (seed, traceFrom, traceCount)
    DispatchQueue.concurrentPerform(iterations: count) { index in
      var world = World(seed: seed + UInt64(index))
      do throws(BrokenRule) {
        let figures = try world.live(
          Self.daysPerWorld * 86_400,
          trace: traceFrom.map { from in
            { step, snapshot, decision, outputs in
              guard step >= from, step < from + traceCount else { return }
              print(step, snapshot, decision, outputs, separator: "\n  ")
            }
          })
        total.withLock { $0.add(figures) }
      } catch {
        failures.withLock { $0.append(error) }
      }
    }
    let took = Double((ContinuousClock.now - start).components.seconds)
    let figures = total.withLock { $0 }
    report(figures, took, worlds: count)
    for failure in failures.withLock({ $0 }).sorted(by: { $0.seed < $1.seed }) {
      print("BROKEN: \(failure)")
    }
    guard failures.withLock(\.isEmpty) else { throw ExitCode(1) }
    print("no rule was broken")
  }

  private func exploreAll() throws {
    do throws(Exploration.Violation) {
      let figures = try Exploration(narrow: false).run { figures in
        FileHandle.standardError.write(Data("states so far: \(figures.states)\n".utf8))
      }
      print("states: \(figures.states), inputs in each: \(figures.situations)")
      print("steps judged: \(figures.transitions)")
      print("no rule was broken, and no state is without a way back")
    } catch {
      print("BROKEN: \(error)")
      throw ExitCode(1)
    }
  }

  private func report(_ figures: WorldFigures, _ seconds: Double, worlds: Int) {
    print("worlds: \(worlds), seeds \(seed) to \(seed + UInt64(worlds) - 1)")
    print("pack-days: \(figures.steps / 86_400), steps of 1 s: \(figures.steps)")
    print("heating: \(figures.heating) s, charging: \(figures.charging) s")
    print("restarts: \(figures.restarts), acknowledged: \(figures.acknowledged)")
    print("replies damaged: \(figures.damaged), decoded all the same: \(figures.damagedTaken)")
    let injected = figures.injected.values.reduce(0, +)
    print("faults injected: \(injected)\n  \(list(figures.injected))")
    print("faults found: \(figures.found.values.reduce(0, +))\n  \(list(figures.found))")
    print("took \(Int(seconds)) s")
  }

  private func list(_ counts: [String: Int]) -> String {
    counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
  }
}
