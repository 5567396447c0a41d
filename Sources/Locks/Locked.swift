#if THREAD_SANITIZER
  import Glibc

  /// A value behind a lock, for the thread sanitizer: it knows this lock, and not the other.
  public struct Locked<Value: ~Copyable>: ~Copyable, @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let value = UnsafeMutablePointer<Value>.allocate(capacity: 1)

    /// A value that only `withLock` gives out.
    public init(_ initial: consuming sending Value) {
      pthread_mutex_init(mutex, nil)
      value.initialize(to: initial)
    }

    deinit {
      value.deinitialize(count: 1)
      value.deallocate()
      pthread_mutex_destroy(mutex)
      mutex.deallocate()
    }

    /// Runs `body` with the value while nobody else has it.
    public borrowing func withLock<Result: ~Copyable, Failure: Error>(
      _ body: (inout sending Value) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
      pthread_mutex_lock(mutex)
      defer { pthread_mutex_unlock(mutex) }
      return try body(&value.pointee)
    }

    /// The same, unless somebody else has the value now: then `nil`, at once.
    public borrowing func withLockIfAvailable<Result: ~Copyable, Failure: Error>(
      _ body: (inout sending Value) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result? {
      guard pthread_mutex_trylock(mutex) == 0 else { return nil }
      defer { pthread_mutex_unlock(mutex) }
      return try body(&value.pointee)
    }
  }
#else
  public import Synchronization

  /// A value behind a lock: the standard library's `Mutex` under a name of its own, so that a build
  /// with the thread sanitizer can put a lock in its place that the sanitizer understands.
  ///
  /// On Linux `Mutex` is a priority-inheriting futex. Where two threads meet, the kernel hands it
  /// on, and no instruction says so: the sanitizer then reports a race that is none. Source: Linux,
  /// futex(2), FUTEX_LOCK_PI; Swift, stdlib/public/Synchronization/Mutex/LinuxImpl.swift.
  public typealias Locked<Value: ~Copyable> = Mutex<Value>
#endif
