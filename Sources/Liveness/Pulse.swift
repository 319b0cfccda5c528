import Glibc
import Synchronization

/// Tells of work that goes round for ever whether it still does: each time round it promises by when it will be heard of
/// again.
public final class Pulse: Sendable {
    /// Microseconds of a clock that stands still while the machine sleeps.
    private let limit = Atomic(Int64.max)

    /// Nothing is promised yet.
    public init() {}

    /// Whether a promise was not kept. Work that has not begun, or has ended, promises nothing.
    public var isOverdue: Bool { Self.now > limit.load(ordering: .relaxed) }

    /// The work is heard of again within that time.
    package func promise(within time: Duration) {
        let (seconds, attoseconds) = time.components
        limit.store(Self.now + seconds * 1_000_000 + attoseconds / 1_000_000_000_000, ordering: .relaxed)
    }

    /// The work has ended.
    package func rest() { limit.store(.max, ordering: .relaxed) }

    private static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
    }
}
