internal import Quantities
internal import Synchronization

/// Until when a pack's outputs may be on. Lock-free: the control thread renews it, the lease guard
/// ends it, and neither can hold the other up.
struct OutputLease: ~Copyable, Sendable {
  /// In nanoseconds; meaningful while an output may be on.
  private let deadline = Atomic<Int64>(.min)
  private let mayBeOn = Atomic(false)
  /// Whether the end of the present lease would be counted: once, and only when it ran out.
  private let isUncounted = Atomic(false)
  private let expired = Atomic<Int>(0)

  /// How many leases ran out, since none of the control cycles renewed them in time.
  var expirations: Int { expired.load(ordering: .sequentiallyConsistent) }

  /// Begins or renews. To be called before an output is driven active: an output that may be on
  /// always has a deadline.
  func begin(until end: Uptime) {
    deadline.store(end.nanoseconds, ordering: .sequentiallyConsistent)
    isUncounted.store(true, ordering: .sequentiallyConsistent)
    mayBeOn.store(true, ordering: .sequentiallyConsistent)
  }

  /// Ends the lease after every output was driven inactive.
  func end() { mayBeOn.store(false, ordering: .sequentiallyConsistent) }

  /// Lets the guard drive the outputs inactive again and again: for a line that did not obey, and
  /// for the time after shutting down.
  func forbid() {
    isUncounted.store(false, ordering: .sequentiallyConsistent)
    deadline.store(.min, ordering: .sequentiallyConsistent)
    mayBeOn.store(true, ordering: .sequentiallyConsistent)
  }

  /// Whether an output may be on although its time is over. Stays true until the outputs are known
  /// to be off or the lease begins anew, so that a late activation is undone by the next look.
  func hasRunOut(at now: Uptime) -> Bool {
    guard mayBeOn.load(ordering: .sequentiallyConsistent),
      now.nanoseconds >= deadline.load(ordering: .sequentiallyConsistent)
    else { return false }
    if isUncounted.exchange(false, ordering: .sequentiallyConsistent) {
      expired.add(1, ordering: .sequentiallyConsistent)
    }
    return true
  }
}
