import ControlCore
import Foundation
import Locks
public import Quantities
import Synchronization

/// Carries events from the control loop to those who log and store them, on a thread of its own.
///
/// The loop only appends: a slow disk, a blocked terminal or a full log cannot delay it (S8).
/// The queue holds a bounded number of events; what does not fit is counted and reported.
public final class EventQueue: Sendable {
  /// A day of a pack that changes its mind every minute, and far more than ever happens at once.
  static let capacity = 2048

  private struct Pending: Sendable {
    var events: [ControllerEvent] = []
    var lost = 0
    var isClosed = false
  }

  private let pending = Locked(Pending())
  private let filled = DispatchSemaphore(value: 0)
  private let drained = DispatchSemaphore(value: 0)
  private let sink: @Sendable (ControllerEvent) -> Void

  /// A queue whose events go to `sink`, one after another, on the queue's own thread.
  public init(sink: @escaping @Sendable (ControllerEvent) -> Void) {
    self.sink = sink
    let thread = Thread { [self] in drain() }
    thread.name = "events"
    thread.stackSize = 512 << 10
    thread.start()
  }

  /// Whether every event has been taken by the queue's thread.
  var isEmpty: Bool { pending.withLock { $0.events.isEmpty } }

  /// Appends an event. Never blocks for longer than the copy takes.
  func post(_ event: ControllerEvent) {
    pending.withLock {
      if $0.events.count < EventQueue.capacity { $0.events.append(event) } else { $0.lost += 1 }
    }
    filled.signal()
  }

  /// Appends what the program itself has to say, so that a thread that says it never waits for the
  /// log either.
  public func say(_ level: ControllerEvent.Level, _ sentence: String, at now: Uptime) {
    post(
      ControllerEvent(at: now, pack: nil, kind: .controller, level: level, sentence: sentence))
  }

  /// Ends the queue and waits until its events are written, at most for `limit`.
  public func close(waitingAtMost limit: Duration) {
    pending.withLock { $0.isClosed = true }
    filled.signal()
    _ = drained.wait(timeout: .now() + limit.seconds)
  }

  private func drain() {
    while true {
      filled.wait()
      let batch = pending.withLock { pending in
        defer {
          pending.events = []
          pending.lost = 0
        }
        return pending
      }
      for event in batch.events { sink(event) }
      if batch.lost > 0, let last = batch.events.last {
        let sentence = "\(batch.lost) events were lost: the log could not be written in time"
        sink(
          ControllerEvent(
            at: last.at, pack: nil, kind: .controller, level: .warning, sentence: sentence))
      }
      if batch.isClosed {
        drained.signal()
        return
      }
    }
  }
}
