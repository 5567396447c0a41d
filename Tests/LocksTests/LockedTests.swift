import Dispatch
import Glibc
import Locks
import Synchronization
import Testing

@Suite("A value behind a lock") struct LockedTests {
  @Test("8 threads that each add 10,000 times lose none of it")
  func counted() {
    let sum = Locked(0)
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      for _ in 0..<10_000 { sum.withLock { $0 += 1 } }
    }
    #expect(sum.withLock { $0 } == 80_000)
  }

  @Test("what fails inside comes out, and gives the value back")
  func failure() {
    struct Failure: Error {}
    let value = Locked("before")
    #expect(throws: Failure.self) {
      try value.withLock { (text: inout String) throws(Failure) in
        text = "changed"
        throw Failure()
      }
    }
    #expect(value.withLock { $0 } == "changed")
  }

  @Test("a value that somebody else has is not waited for")
  func ifAvailable() {
    let value = Locked(1)
    let seen = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: 2) { side in
      if side == 0 {
        value.withLock { _ in
          while seen.load(ordering: .acquiring) < 2 {
            if seen.load(ordering: .acquiring) == 0 { seen.store(1, ordering: .releasing) }
            sched_yield()
          }
        }
      } else {
        while seen.load(ordering: .acquiring) == 0 { sched_yield() }
        #expect(value.withLockIfAvailable { $0 } == nil)
        seen.store(2, ordering: .releasing)
      }
    }
    #expect(value.withLockIfAvailable { $0 } == 1)
  }
}
