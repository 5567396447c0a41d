import BoardCatalog
import ControlCore
import Dispatch
import Locks
import Quantities
import Synchronization

/// Visits every state that the controller can come to, by every combination of inputs in every
/// state, and judges each step by the safety rules.
///
/// From each state a warm pack must come to be charged again, and a cold one with a sound pad to be
/// heated: what is safe must also end.
public struct Exploration: Sendable {
  /// What was visited.
  public struct Figures: Sendable {
    /// Different states.
    public var states = 0
    /// Steps that were judged.
    public var transitions = 0
    /// Combinations of inputs in each state.
    public var situations = 0
  }

  private let settings: PackSettings
  private let situations: [Situation]
  /// The delays in steps.
  private let delay: Int
  /// Steps within which good inputs must lead to the right output: three that a probe is believed
  /// again after a jump, three good readings, the delays, and one for each acknowledged fault.
  private let patience: Int

  /// The whole product of inputs with delays of one step; or, `narrow`, a part of it with longer
  /// delays, which a debug build visits within seconds.
  public init(narrow: Bool) {
    situations =
      narrow
      ? Situation.all.filter {
        [.sound, .padShorted].contains($0.condition) && [.right, .notRead].contains($0.order)
          && $0.link != .isSilent && [.cold, .between, .warm].contains($0.band)
      } : Situation.all
    delay = narrow ? 2 : 1
    patience = 16 + 2 * delay
    var settings = PackSettings(
      name: "explored", board: Board.all[0], chemistry: .lfp, stringCount: 16)
    // 3 A are reached at 54 V.
    settings.heater = HeaterSettings(resistance: Ohms(18), tolerance: Percent(0))
    settings.heater?.stop = Celsius(10)
    settings.chargerSource = .inputLine
    settings.preheat = PreheatSettings(readyBy: .charger)
    let pause = ExploredState.step * delay
    settings.control = ControlSettings(
      period: ExploredState.step, readingLifetime: .seconds(15),
      appSettingsLifetime: .seconds(15), interlockDelay: pause, minimumOn: .zero,
      minimumOff: narrow ? pause : .zero)
    self.settings = settings
  }

  /// Visits every state, on every core, and tells of the figures so far after each wave: the states
  /// that are as many steps away from the start.
  ///
  /// - Throws: the first step that broke a rule, or a state from which there is no way back.
  public func run(tell: (Figures) -> Void = { _ in }) throws(Violation) -> Figures {
    var figures = Figures(situations: situations.count)
    var seen: Set<ExploredKey> = []
    var wave: [ExploredState] = []
    for block in [ChargeBlock.undecided, .blocked, .released] {
      for latched in [FaultSet(), FaultSet(.latchesUnknown)] {
        let state = ExploredState(remembered: block, latched: latched, settings)
        if seen.insert(ExploredKey(state, delay: delay)).inserted { wave.append(state) }
      }
    }
    while !wave.isEmpty {
      figures.states += wave.count
      figures.transitions += wave.count * situations.count
      var next: [ExploredState] = []
      // Piece by piece, or what several parts of a large wave have found would not fit in memory.
      for start in stride(from: 0, to: wave.count, by: Exploration.piece) {
        let piece = wave[start..<min(start + Exploration.piece, wave.count)]
        for found in try met(from: piece, unlike: seen) {
          for (key, state) in found where seen.insert(key).inserted { next.append(state) }
        }
      }
      wave = next
      tell(figures)
    }
    return figures
  }

  private typealias Found = [(ExploredKey, ExploredState)]

  /// States that are gone through before what they found is put together.
  private static let piece = 16_384

  /// What one step leads to from each state of a piece, by parts of it on every core.
  private func met(
    from wave: ArraySlice<ExploredState>, unlike seen: Set<ExploredKey>
  ) throws(Violation) -> [Found] {
    let size = 256
    let first = wave.startIndex
    let parts = Locked<[Int: Result<Found, Violation>]>([:])
    DispatchQueue.concurrentPerform(iterations: (wave.count + size - 1) / size) { part in
      let states = wave[(first + part * size)..<min(first + (part + 1) * size, wave.endIndex)]
      let result = Result { () throws(Violation) in
        var found = Found()
        var own: Set<ExploredKey> = []
        for state in states {
          try visit(state) { next, input in
            let key = ExploredKey(next, delay: delay)
            if !seen.contains(key), own.insert(key).inserted {
              found.append((key, next.led(by: input, from: state)))
            }
          }
        }
        return found
      }
      parts.withLock { $0[part] = result }
    }
    var all: [Found] = []
    // In the order of the parts, so that every run finds the same.
    for (_, result) in parts.withLock({ $0 }).sorted(by: { $0.key < $1.key }) {
      all.append(try result.get())
    }
    return all
  }

  /// Judges every step from a state, and shows each state that one leads to with the input.
  private func visit(
    _ state: ExploredState, show: (ExploredState, Situation?) -> Void
  ) throws(Violation) {
    try returns(from: state)
    show(state.restarted(settings), nil)
    for situation in situations {
      var next = state
      if let broken = next.live(situation, settings) {
        throw Violation(rule: broken, path: next.led(by: situation, from: state).path)
      }
      show(next, situation)
      if !next.latched.isEmpty {
        next.acknowledge()
        show(next, situation)
      }
    }
  }

  /// With good inputs a warm pack is charged and a cold one is heated, from wherever that begins.
  private func returns(from state: ExploredState) throws(Violation) {
    let ends: [(Situation, Outputs)] = [
      (Situation(band: .warm), Outputs(charge: true, heater: false)),
      (Situation(band: .cold), Outputs(charge: false, heater: true)),
    ]
    for (situation, end) in ends {
      var next = state
      var steps = 0
      while next.outputs != end {
        steps += 1
        let broken = next.live(situation, settings)
        next = next.led(by: situation, from: next)
        if let broken { throw Violation(rule: broken, path: next.path) }
        next.acknowledge()
        guard steps <= patience else {
          throw Violation(rule: "deadlock: never \(end)", path: next.path)
        }
      }
    }
  }

  /// A rule that was broken, and the inputs that led there from the start.
  public struct Violation: Error, Sendable, CustomStringConvertible {
    /// The rule.
    public let rule: String
    /// One input a step.
    public let path: [String]
    /// Both in lines.
    public var description: String { rule + "\n  after " + path.joined(separator: "\n  then ") }
  }
}
