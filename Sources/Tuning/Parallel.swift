import Dispatch
import Locks
import Synchronization

/// `body` of every number below `count`, on several cores; the results are in order.
///
/// - Parameters:
///   - workers: How many run at the same time; at least 1.
///   - progress: Called on the calling thread with the share that is done, 0 to 1.
func inParallel<Value: Sendable>(
  count: Int, workers: Int, progress: (Double) -> Void, _ body: @escaping @Sendable (Int) -> Value
) -> [Value] {
  precondition(workers >= 1, "somebody works")
  let work = SharedWork<Value>(count: count)
  let group = DispatchGroup()
  // A queue of its own, so that the workers are as many as asked for.
  let queue = DispatchQueue(label: "tuning", attributes: .concurrent)
  for _ in 0..<min(workers, count) {
    queue.async(group: group) {
      while let index = work.next() { work.finish(index, body(index)) }
    }
  }
  while group.wait(timeout: .now() + .milliseconds(100)) == .timedOut {
    progress(Double(work.finished) / Double(count))
  }
  return work.results
}

/// What the workers share: which number is next, and the results so far.
private final class SharedWork<Value: Sendable>: Sendable {
  private let count: Int
  private let begun = Atomic(0)
  private let done: Locked<[(index: Int, value: Value)]>

  init(count: Int) {
    self.count = count
    done = Locked([])
  }

  func next() -> Int? {
    let index = begun.add(1, ordering: .relaxed).oldValue
    return index < count ? index : nil
  }

  func finish(_ index: Int, _ value: Value) {
    done.withLock { $0.append((index, value)) }
  }

  var finished: Int { done.withLock { $0.count } }

  var results: [Value] {
    done.withLock { done in done.sorted { $0.index < $1.index }.map(\.value) }
  }
}
