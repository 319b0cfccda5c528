import Synchronization

/// A number that only grows, for those who want to see that work gets on.
final class FoldedCount: Sendable {
    private let count = Atomic(0)

    var value: Int { count.load(ordering: .relaxed) }

    func add(_ more: Int) { count.add(more, ordering: .relaxed) }
}
