import CLineLook
import Foundation
import Glibc
import Locks
import Synchronization

/// Reads the levels of some lines through sysfs, all together, more than 1000 times a second.
///
/// It runs on a thread of its own with real-time priority, so that nothing that the program under
/// test does can keep it from looking: on one processor it is always the first to run. It never
/// waits for a lock either.
final class LineSampler: Sendable {
  /// A change of a line's level, between two looks at it.
  struct Edge: Equatable {
    /// Which line, in the order in which they were given.
    var line: Int
    var isHigh: Bool
    /// When the line still had its old level, in nanoseconds of CLOCK_MONOTONIC.
    var after: Int64
    /// When it was seen to have the new one.
    var by: Int64
    /// What the pair's counter said then.
    var count: Int
  }

  /// Two lines of which at most one may be high.
  struct Pair {
    var charge: Int
    var heater: Int
    /// Read when a line of the pair has gone high.
    var counter: @Sendable () -> Int = { 0 }
  }

  /// What the thread and those who ask share.
  struct Seen {
    var samples = 0
    var bothOn = 0
    var first: Int64 = 0
    var last: Int64 = 0
    var longestGap: Int64 = 0
    /// How many times there were 2 ms or more between two looks.
    var gaps = 0
    var edges: [Edge] = []
    var levels: [Bool] = []
    var isRealTime = false
    var failure: String?
  }

  private final class Shared: Sendable {
    let seen = Locked(Seen())
    let isStopped = Atomic(false)
  }
  private let shared = Shared()
  private let ended = DispatchSemaphore(value: 0)

  /// Starts to look at `lines`, every `period` nanoseconds on average as far as the machine can.
  /// Returns after the first look. The standard is 1100 looks a second.
  init(_ lines: [GPIOSim], pairs: [Pair], period: Int64 = 909_000) throws {
    let files = try lines.map { try $0.openValue() }
    var opened: OpaquePointer?
    let error = clinelook_open(files, Int32(files.count), &opened)
    guard error == 0, let opened else {
      throw GPIOSim.Missing(
        description: "the lines cannot be looked at: \(String(cString: strerror(-error)))")
    }
    // One thread's, which also ends it.
    nonisolated(unsafe) let look = opened
    let thread = Thread { [shared, ended] in
      Looker(look, count: files.count, pairs, period)
        .run(shared.seen) { shared.isStopped.load(ordering: .relaxed) }
      clinelook_close(look)
      for file in files { close(file) }
      ended.signal()
    }
    thread.name = "sampler"
    thread.start()
    while shared.seen.withLock({ $0.samples == 0 && $0.failure == nil }) { usleep(1000) }
  }

  deinit { stop() }

  /// Ends the thread.
  func stop() {
    guard !shared.isStopped.exchange(true, ordering: .relaxed) else { return }
    ended.wait()
  }

  /// Everything so far, but for what the last milliseconds brought.
  var seen: Seen { shared.seen.withLock { $0 } }
}

extension LineSampler.Seen {
  /// The time over which there were samples, in seconds.
  var seconds: Double { Double(last - first) / 1e9 }
  /// Samples in a second.
  var rate: Double { Double(samples - 1) / seconds }
  /// Whether there were 1000 in each second, taken over all of it.
  var isOftenEnough: Bool { rate >= 1000 }

  /// For a person: how often it looked, and what it saw.
  var summary: String {
    let figures = String(
      format: "%d samples in %.1f s: %.0f a second, longest gap %.1f ms", samples, seconds, rate,
      Double(longestGap) / 1e6)
    return "sampler: \(figures); both on in \(bothOn)\(isRealTime ? "" : "; no real-time priority")"
  }
}

/// The sampling thread's own.
private struct Looker {
  private let look: OpaquePointer
  private let pairs: [LineSampler.Pair]
  private let period: Int64
  /// For each line the pair that it belongs to.
  private let pairOf: [Int?]
  private var seen = LineSampler.Seen()
  private var levels: [UInt8]
  /// When the look before this one began.
  private var before: Int64 = 0
  /// Whether there is more to tell than that it still looks.
  private var hasNews = true

  init(_ look: OpaquePointer, count: Int, _ pairs: [LineSampler.Pair], _ period: Int64) {
    (self.look, self.pairs, self.period) = (look, pairs, period)
    levels = [UInt8](repeating: 0, count: count)
    pairOf = levels.indices.map { line in
      pairs.firstIndex { $0.charge == line || $0.heater == line }
    }
    seen.levels = levels.map { _ in false }
    // Source: sched(7): 1 to 99; any is above every ordinary thread.
    var priority = sched_param(sched_priority: 50)
    seen.isRealTime = pthread_setschedparam(pthread_self(), SCHED_FIFO, &priority) == 0
  }

  func run(_ published: borrowing Locked<LineSampler.Seen>, until isStopped: () -> Bool) {
    var looker = self
    while !isStopped() {
      looker.lookOnce()
      // Now and then also how often it has looked.
      if looker.hasNews || looker.seen.samples.isMultiple(of: 16) { looker.publish(published) }
      if looker.seen.failure != nil { return }
      looker.pause()
    }
    while !looker.publish(published) { usleep(100) }
  }

  private mutating func lookOnce() {
    let now = nanoseconds()
    guard take() else { return }
    for line in levels.indices where (levels[line] == 1) != seen.levels[line] {
      let isHigh = levels[line] == 1
      seen.levels[line] = isHigh
      guard seen.samples > 0 else { continue }
      let count = isHigh ? pairOf[line].map { pairs[$0].counter() } ?? 0 : 0
      seen.edges.append(
        LineSampler.Edge(
          line: line, isHigh: isHigh, after: before, by: nanoseconds(), count: count))
      hasNews = true
    }
    let together = pairs.filter { isOn($0) }
    // Once more: only what was high before and after another was high together with it.
    if !together.isEmpty, take() {
      seen.bothOn += together.count(where: isOn)
      hasNews = true
    }
    if seen.samples == 0 {
      seen.first = now
    } else {
      seen.longestGap = max(seen.longestGap, now - before)
      if now - before >= 2_000_000 { seen.gaps += 1 }
    }
    (seen.last, before) = (now, now)
    seen.samples += 1
  }

  private func isOn(_ pair: LineSampler.Pair) -> Bool {
    levels[pair.charge] == 1 && levels[pair.heater] == 1
  }

  /// Reads all levels.
  private mutating func take() -> Bool {
    let error = clinelook_take(look, &levels)
    if error == 0 { return true }
    seen.failure = "the lines cannot be read: \(String(cString: strerror(-error)))"
    hasNews = true
    return false
  }

  /// Hands over what was seen, unless somebody looks at it just now. Each edge once.
  @discardableResult private mutating func publish(
    _ published: borrowing Locked<LineSampler.Seen>
  ) -> Bool {
    let edges = seen.edges
    let isDone: Void? = published.withLockIfAvailable { published in
      var next = seen
      next.edges = []
      swap(&next.edges, &published.edges)
      next.edges += edges
      published = next
    }
    guard isDone != nil else { return false }
    seen.edges.removeAll(keepingCapacity: true)
    hasNews = false
    return true
  }

  /// Until the next look is due. Looks that the machine has kept it from are made up for soon, one
  /// at a time, and those whom it watches have a part of the period in between: it runs before all
  /// others, and on a slow machine it would be alone.
  private func pause() {
    let due = seen.first + Int64(seen.samples) * period
    let isBehind = due < seen.last + period / 2
    let until = isBehind ? period / 4 : due
    var time = timespec(tv_sec: Int(until / 1_000_000_000), tv_nsec: Int(until % 1_000_000_000))
    clock_nanosleep(CLOCK_MONOTONIC, isBehind ? 0 : TIMER_ABSTIME, &time, nil)
  }
}

/// The time of CLOCK_MONOTONIC, which nobody can set, in nanoseconds.
func nanoseconds() -> Int64 {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}
