import Foundation
import Quantities
import Testing

/// Watches a pack's lines from outside the program under test, all the time.
final class LineWatch {
  /// What is on.
  struct Levels: Equatable {
    var charge: Bool
    var heater: Bool
    static let off = Levels(charge: false, heater: false)
    static let charging = Levels(charge: true, heater: false)
    static let heating = Levels(charge: false, heater: true)
  }

  private let charge: GPIOSim
  private let heater: GPIOSim
  private let sampler: LineSampler
  private static let (chargeIndex, heaterIndex, aliveIndex) = (0, 1, 2)

  /// Starts to watch; `requests` counts what the pack's board has been asked so far.
  init(requests: @escaping @Sendable () -> Int = { 0 }) throws {
    charge = try GPIOSim("CHARGE")
    heater = try GPIOSim("HEATER")
    sampler = try LineSampler(
      [charge, heater, try GPIOSim("ALIVE")],
      pairs: [
        LineSampler.Pair(
          charge: LineWatch.chargeIndex, heater: LineWatch.heaterIndex, counter: requests)
      ])
  }

  deinit { sampler.stop() }

  /// What is on now.
  func levels() throws -> Levels {
    Levels(charge: try charge.level() == 1, heater: try heater.level() == 1)
  }

  /// Everything that the sampler has seen.
  var seen: LineSampler.Seen { sampler.seen }
  /// The changes of the charge gate's and the heater's line.
  var switches: [LineSampler.Edge] { seen.edges.filter { $0.line != LineWatch.aliveIndex } }
  /// The changes of the alive line.
  var pulses: [LineSampler.Edge] { seen.edges.filter { $0.line == LineWatch.aliveIndex } }

  /// S1 from outside: the lines were looked at 1000 times a second or more, they were never both
  /// on, and between one going off and the other going on there was `delay`, but for the twentieth
  /// part that the drive of a line may be later than its decision.
  func expectNeverBoth(
    delay: Duration = .milliseconds(500), _ location: SourceLocation = #_sourceLocation
  ) {
    // It makes up for what a machine that was busy kept it from.
    #expect(
      eventually { self.seen.isOftenEnough || self.seen.failure != nil }, sourceLocation: location)
    let seen = seen
    print(seen.summary)
    #expect(seen.failure == nil, sourceLocation: location)
    #expect(seen.bothOn == 0, sourceLocation: location)
    #expect(
      tooShortPauses(
        switches, charge: LineWatch.chargeIndex, heater: LineWatch.heaterIndex,
        delay: delay * 0.95) == [],
      sourceLocation: location)
  }
}

/// The pauses between one line of a pair going off and the other going on that were shorter than
/// `delay`.
///
/// What was seen late may have happened earlier: a pause counts from the earliest instant of going
/// off to the latest of going on, so that a sampler that was held up accuses nobody.
func tooShortPauses(
  _ edges: [LineSampler.Edge], charge: Int, heater: Int, delay: Duration
) -> [Duration] {
  var wentOff: [Int: Int64] = [:]
  var pauses: [Duration] = []
  for edge in edges where edge.line == charge || edge.line == heater {
    if edge.isHigh {
      guard let off = wentOff[edge.line == charge ? heater : charge] else { continue }
      let pause = Duration.nanoseconds(edge.by - off)
      if pause < delay { pauses.append(pause) }
    } else {
      wentOff[edge.line] = edge.after
    }
  }
  return pauses
}
