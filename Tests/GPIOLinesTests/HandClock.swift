import ControlCore
import Quantities
import Synchronization

/// A clock that moves only when a test moves it.
final class HandClock: ControlClock {
  private let nanoseconds = Atomic<Int64>(0)

  var now: Uptime { Uptime(nanoseconds: nanoseconds.load(ordering: .sequentiallyConsistent)) }
  func advance(by span: Duration) {
    nanoseconds.add(span.wholeNanoseconds, ordering: .sequentiallyConsistent)
  }
  func sleep(until deadline: Uptime) {}
  func wake() {}
}

/// An instant `seconds` after the start.
func at(_ seconds: Int) -> Uptime { Uptime(.seconds(seconds)) }
