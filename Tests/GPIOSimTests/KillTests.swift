import Bench
import Foundation
import Glibc
import Quantities
import Synchronization
import TestSupport
import Testing

extension GPIOSimTests {
  /// `WARMGATE_KILLS` says how many (300), `WARMGATE_SEED` from which seed (1).
  @Suite("Killed at random instants, and started again") struct KillTests {
    /// How many packs are killed side by side: one starts while the other is watched.
    private static let packCount = 2

    private static func number(_ name: String, else standard: Int) -> Int {
      ProcessInfo.processInfo.environment[name].flatMap(Int.init) ?? standard
    }

    @Test("both off after each kill, nothing on before three good readings, no latch forgotten")
    func kills() throws {
      let count = KillTests.number("WARMGATE_KILLS", else: 300)
      let seed = UInt64(KillTests.number("WARMGATE_SEED", else: 1))
      print("kills: \(count), seed \(seed)")
      let packs = try (1...KillTests.packCount).map { try KilledPack($0) }
      let sampler = try KillTests.sampler(of: packs)
      let left = Countdown(count)
      let workers = packs.map { pack in
        Worker {
          var random = SeededGenerator(seed: seed << 8 + UInt64(pack.number))
          while pack.failures.isEmpty, left.take() { try pack.live(KilledLife(&random)) }
        }
      }
      let problems = workers.compactMap { $0.wait() }
      usleep(10_000)
      #expect(eventually { sampler.seen.isOftenEnough || sampler.seen.failure != nil })
      let seen = sampler.seen
      sampler.stop()
      print(seen.summary)
      print(KillTests.table(packs, seconds: seen.seconds))
      #expect(problems.isEmpty, "\(problems)")
      for pack in packs {
        #expect(pack.failures == [], "seed \(seed)")
        let edges = seen.edges.filter { $0.line / 2 == pack.number - 1 }
        #expect(KillTests.broken(pack, edges) == [], "seed \(seed)")
        let pauses = tooShortPauses(
          edges, charge: 2 * pack.number - 2, heater: 2 * pack.number - 1,
          delay: .microseconds(Int(KilledLife.delay)) * 0.95)
        #expect(pauses == [], "seed \(seed), pack \(pack.number)")
      }
      #expect(packs.reduce(0) { $0 + $1.lives.count } == count)
      #expect(seen.failure == nil)
      #expect(seen.bothOn == 0)
    }

    private static func sampler(of packs: [KilledPack]) throws -> LineSampler {
      let lines = try packs.flatMap { pack in
        try ["CHARGE", "HEATER"].map { try GPIOSim("\($0)\(pack.number)") }
      }
      let pairs = packs.enumerated().map { index, pack in
        LineSampler.Pair(
          charge: 2 * index, heater: 2 * index + 1,
          counter: { [board = pack.board] in board.requestCount }
        )
      }
      return try LineSampler(lines, pairs: pairs)
    }

    /// What the lines did that they may not, life by life.
    private static func broken(_ pack: KilledPack, _ edges: [LineSampler.Edge]) -> [String] {
      var broken: [String] = []
      var rises = edges.filter(\.isHigh)[...]
      for (number, seen) in pack.lives.enumerated() {
        let name = "pack \(pack.number), life \(number), \(seen.life)"
        if let early = rises.first, early.by < seen.started {
          broken.append("\(name): on before it was started")
        }
        let own = rises.prefix { $0.after <= seen.ended }
        rises = rises.dropFirst(own.count)
        if let first = own.first, first.count - seen.asked < ControlledPack.requestsUntilPermission
        {
          broken.append("\(name): on after \(first.count - seen.asked) requests")
        }
        let heated = own.contains { $0.line.isMultiple(of: 2) == false }
        let charged = own.contains { $0.line.isMultiple(of: 2) }
        if charged, seen.life.weather == .cold { broken.append("\(name): charging in the cold") }
        if heated, seen.life.weather == .warm { broken.append("\(name): heating in the warm") }
        if heated, pack.isLatched, !seen.life.isAcknowledged {
          broken.append("\(name): heating with an open pad latched")
        }
      }
      if !rises.isEmpty { broken.append("pack \(pack.number): on after the last end") }
      return broken
    }

    /// For a person: what was killed, and when.
    private static func table(_ packs: [KilledPack], seconds: Double) -> String {
      let lives = packs.flatMap(\.lives)
      let count = { (isMeant: (KilledLife.Record) -> Bool) in lives.count(where: isMeant) }
      return """
        killed: \(lives.count) in \(Int(seconds)) s: \(count(\.wasHeating)) while heating, \
        \(count(\.wasCharging)) while charging, \
        \(count { !$0.wasHeating && !$0.wasCharging && $0.life.isAfterOn }) between the two, \
        \(count { !$0.wasHeating && !$0.wasCharging && !$0.life.isAfterOn }) before anything was \
        on; \(count { $0.life.stoppedFor != nil }) of them stopped first; acknowledged in that \
        moment: \(count(\.wasCleared)) had reached the disk
        """
    }
  }
}

/// How many are still to be done, shared by those who do them.
private final class Countdown: Sendable {
  private let left: Atomic<Int>
  init(_ count: Int) { left = Atomic(count) }
  func take() -> Bool { left.subtract(1, ordering: .relaxed).newValue >= 0 }
}

/// A thread that works until it is done or throws.
private final class Worker: @unchecked Sendable {
  private let done = DispatchSemaphore(value: 0)
  private var problem: (any Error)?

  init(_ work: @escaping @Sendable () throws -> Void) {
    Thread { [self] in
      do { try work() } catch { problem = error }
      done.signal()
    }.start()
  }

  func wait() -> (any Error)? {
    done.wait()
    return problem
  }
}
