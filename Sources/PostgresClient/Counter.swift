import Synchronization

/// Hands out numbers from 1, each once in the process.
final class Counter: Sendable {
    private let last = Atomic<UInt64>(0)

    func next() -> UInt64 {
        last.add(1, ordering: .relaxed).newValue
    }
}
