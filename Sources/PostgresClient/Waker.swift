import CLinux
import Glibc
import Synchronization

/// Wakes a connection's thread out of its wait, from any thread, and says why.
final class Waker: Sendable {
    /// Becomes readable when something is to be looked at.
    let descriptor: Int32
    private let cancelled = Atomic<UInt64>(0)

    /// Throws `.connectionFailed` if the process has no file descriptor left.
    init() throws(PostgresError) {
        descriptor = caselog_eventfd()
        guard descriptor >= 0 else {
            throw PostgresError(.connectionFailed, "no eventfd: errno \(errno)")
        }
    }

    deinit { close(descriptor) }

    func wake() {
        caselog_eventfd_signal(descriptor)
    }

    func drain() {
        caselog_eventfd_drain(descriptor)
    }

    /// Asks that the operation with this number be given up. Without effect once it is over: numbers only grow and
    /// the running operation always has the greatest.
    func cancel(operation number: UInt64) {
        cancelled.max(number, ordering: .releasing)
        wake()
    }

    func isCancelled(operation number: UInt64) -> Bool {
        cancelled.load(ordering: .acquiring) == number
    }
}
