import CaseRecord
import NIOConcurrencyHelpers

/// A large batch that is made ready on another thread, while the connection's own sends the one before.
final class BulkPreparation: Sendable {
    /// A batch that is ready to be written.
    struct Ready: Sendable {
        let bulk: BulkWrite
        /// The versions that it leaves the records at.
        let versions: [ChildID: Int64]
        let recordedAt: Instant
    }

    private let outcome = NIOLockedValueBox<Ready??>(nil)
    private let task: Task<Ready?, Never>

    /// Begins; `finished` is told from any thread when ``isFinished``.
    ///
    /// - Parameter make: Makes the batch ready; `nil` where it adds nothing or is a small one then.
    init(_ make: @escaping @Sendable () -> Ready?, finished: @escaping @Sendable () -> Void) {
        task = Task.detached { [outcome] in
            let ready = make()
            outcome.withLockedValue { $0 = .some(ready) }
            finished()
            return ready
        }
    }

    /// Whether it is over.
    var isFinished: Bool { outcome.withLockedValue { $0 != nil } }

    /// What it came to, waited for.
    var value: Ready? { get async { await task.value } }
}
