import ControlCore
import Locks
import Quantities
import Synchronization

/// The packs of a bench and what is still to happen to them; safe from every thread.
final class BenchWorld: Sendable {
  private struct State {
    var packs: [BenchPack]
    var events: ArraySlice<BenchEvent>
    var outputs: @Sendable (String) -> Outputs = { _ in .safe }
    var power: @Sendable (String, Uptime) -> Bool = { _, _ in true }
    var loopHangsUntil = Uptime.start
    var watcher: @Sendable (BenchSight) -> Void = { _ in }
  }
  private let state: Locked<State>

  /// What happens at the beginning has happened.
  init(_ packs: [BenchPack], _ events: [BenchEvent]) {
    let sorted = events.sorted { $0.time < $1.time }
    state = Locked(State(packs: packs, events: sorted[...]))
    state.withLock { BenchWorld.happen(until: .start, &$0) }
  }

  func connect(_ outputs: @escaping @Sendable (String) -> Outputs) {
    state.withLock { $0.outputs = outputs }
  }

  func connect(power: @escaping @Sendable (String, Uptime) -> Bool) {
    state.withLock { $0.power = power }
  }

  var loopHangsUntil: Uptime { state.withLock(\.loopHangsUntil) }

  func watch(_ watcher: @escaping @Sendable (BenchSight) -> Void) {
    state.withLock { $0.watcher = watcher }
  }

  func pack(_ name: String) -> BenchPack? {
    state.withLock { state in state.packs.first { $0.settings.name == name } }
  }

  func apply(_ change: BenchChange, at now: Uptime) {
    state.withLock { BenchWorld.apply(change, at: now, &$0) }
  }

  /// Steps every pack with the outputs as they are, and lets happen what is due on the way.
  func advance(_ from: Uptime, _ to: Uptime) {
    // Read outside the lock: what drives the outputs may ask this world something.
    let (names, read, power, watcher) = state.withLock {
      ($0.packs.map(\.settings.name), $0.outputs, $0.power, $0.watcher)
    }
    let outputs = names.map(read)
    let powers = names.map { power($0, from) }
    let packs = state.withLock { state in
      for (index, isOn) in powers.enumerated() { state.packs[index].setPower(isOn) }
      return state.packs
    }
    for (pack, outputs) in zip(packs, outputs) {
      watcher(
        BenchSight(
          pack: pack.settings.name, time: from, outputs: outputs, plant: pack.plant,
          boardWrites: pack.board.writes.count))
    }
    state.withLock { state in
      var now = from
      while let event = state.events.first, Uptime(event.time) <= to {
        BenchWorld.step(Uptime(event.time) - now, outputs, &state)
        now = max(now, Uptime(event.time))
        BenchWorld.happen(until: now, &state)
      }
      BenchWorld.step(to - now, outputs, &state)
    }
  }

  private static func step(_ span: Duration, _ outputs: [Outputs], _ state: inout State) {
    guard span > .zero else { return }
    for index in state.packs.indices { state.packs[index].step(span, outputs[index]) }
  }

  private static func happen(until now: Uptime, _ state: inout State) {
    while let event = state.events.first, Uptime(event.time) <= now {
      state.events.removeFirst()
      apply(event.change, at: Uptime(event.time), &state)
    }
  }

  private static func apply(_ change: BenchChange, at now: Uptime, _ state: inout State) {
    if case .loopHangs(let span) = change { state.loopHangsUntil = now + span }
    for index in state.packs.indices { state.packs[index].apply(change) }
  }
}
