import Foundation
import Glibc
import Locks
import Synchronization

/// Reads the levels of some lines through sysfs, all in turn, more than 1000 times a second.
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

  /// Starts to look at `lines`, every `period` nanoseconds as far as the machine can. Returns after
  /// the first look.
  init(_ lines: [GPIOSim], pairs: [Pair], period: Int64 = 400_000) throws {
    let files = try lines.map { try $0.openValue() }
    let thread = Thread { [shared, ended] in
      Looker(files, pairs, period).run(shared.seen) { shared.isStopped.load(ordering: .relaxed) }
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
  private let files: [Int32]
  private let pairs: [LineSampler.Pair]
  private let period: Int64
  /// For each line the pair that it belongs to.
  private let pairOf: [Int?]
  private var seen = LineSampler.Seen()
  private var before: [Int64]
  /// The time between the last two looks.
  private var gap: Int64 = 0

  init(_ files: [Int32], _ pairs: [LineSampler.Pair], _ period: Int64) {
    (self.files, self.pairs, self.period) = (files, pairs, period)
    pairOf = files.indices.map { line in
      pairs.firstIndex { $0.charge == line || $0.heater == line }
    }
    before = files.map { _ in 0 }
    seen.levels = files.map { _ in false }
    // Source: sched(7): 1 to 99; any is above every ordinary thread.
    var priority = sched_param(sched_priority: 50)
    seen.isRealTime = pthread_setschedparam(pthread_self(), SCHED_FIFO, &priority) == 0
  }

  func run(_ published: borrowing Locked<LineSampler.Seen>, until isStopped: () -> Bool) {
    var looker = self
    while !isStopped() {
      looker.look()
      looker.publish(published)
      if looker.seen.failure != nil { return }
      looker.pause()
    }
    while !looker.publish(published) { usleep(100) }
  }

  private mutating func look() {
    let now = nanoseconds()
    for line in files.indices {
      guard let level = level(line) else { return }
      if level != seen.levels[line], seen.samples > 0 {
        let count = level ? pairOf[line].map { pairs[$0].counter() } ?? 0 : 0
        seen.edges.append(
          LineSampler.Edge(
            line: line, isHigh: level, after: before[line], by: nanoseconds(), count: count))
      }
      seen.levels[line] = level
      before[line] = now
    }
    for pair in pairs where seen.levels[pair.charge] && seen.levels[pair.heater] {
      // Both once more: only what was high before and after another was high together with it.
      if level(pair.charge) == true, level(pair.heater) == true { seen.bothOn += 1 }
    }
    if seen.samples == 0 { seen.first = now } else { gap = now - seen.last }
    seen.longestGap = max(seen.longestGap, gap)
    seen.last = now
    seen.samples += 1
  }

  private mutating func level(_ line: Int) -> Bool? {
    var byte: UInt8 = 0
    guard pread(files[line], &byte, 1, 0) == 1 else {
      seen.failure = "line \(line) cannot be read: \(String(cString: strerror(errno)))"
      return nil
    }
    return byte == UInt8(ascii: "1")
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
    return true
  }

  /// Until the next look is due, or for a part of the period where this machine is too slow for
  /// that, so that it still has time for others. Does not ask for the time again: in a user-mode
  /// kernel each system call counts.
  private func pause() {
    let isSlow = gap > period * 3 / 2
    let until = isSlow ? period / 4 : seen.last + period
    var time = timespec(tv_sec: Int(until / 1_000_000_000), tv_nsec: Int(until % 1_000_000_000))
    clock_nanosleep(CLOCK_MONOTONIC, isSlow ? 0 : TIMER_ABSTIME, &time, nil)
  }
}

/// The time of CLOCK_MONOTONIC, which nobody can set, in nanoseconds.
func nanoseconds() -> Int64 {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}
