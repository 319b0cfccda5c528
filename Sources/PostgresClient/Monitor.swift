import Glibc

/// A value behind a mutex, with a condition to wait on: the lock of this module.
///
/// Built on pthreads because the thread sanitizer understands those; `Synchronization.Mutex` gives it false alarms
/// on Linux.
///
/// `@unchecked Sendable`: `value` is touched only between `pthread_mutex_lock` and `pthread_mutex_unlock`.
final class Monitor<Value: Sendable>: @unchecked Sendable {
    private var value: Value
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>

    init(_ value: Value) {
        self.value = value
        mutex = .allocate(capacity: 1)
        condition = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        condition.initialize(to: pthread_cond_t())
        let failed = pthread_mutex_init(mutex, nil) != 0 || pthread_cond_init(condition, nil) != 0
        precondition(!failed, "a mutex with default attributes cannot fail to initialise")
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    /// Runs `body` with the lock held. `body` must not block and must not call out.
    func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&value)
    }

    /// As `withLock`, then wakes one waiting thread.
    func withLockThenSignal(_ body: (inout Value) -> Void) {
        withLock(body)
        pthread_cond_signal(condition)
    }

    /// Blocks the calling thread until `body`, called with the lock held, gives a result.
    func wait<Result>(for body: (inout Value) -> Result?) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            if let result = body(&value) { return result }
            pthread_cond_wait(condition, mutex)
        }
    }
}
