import Synchronization

/// One command, or one run of a pipeline, on its way through a connection. Lives on the connection's thread.
final class Operation {
    enum Interruption: Sendable {
        /// The caller's task was cancelled.
        case cancelled
        /// The caller's deadline passed.
        case deadline
        /// The caller's own closure threw in the middle of a COPY.
        case abandoned
    }

    /// Grows with every operation of the connection.
    let number: UInt64
    let deadline: ContinuousClock.Instant?
    let statement: String?
    /// True from when something was sent whose commit the loss of the connection would leave in doubt.
    var commitAtRisk = false
    /// The first error that the server reported.
    var serverError: PostgresError?
    private(set) var interruption: Interruption?
    private(set) var cancelRequest: CancelRequest?
    private(set) var graceEnd: ContinuousClock.Instant?

    init(number: UInt64, deadline: ContinuousClock.Instant?, statement: String?) {
        self.number = number
        self.deadline = deadline
        self.statement = statement
    }

    /// When to stop waiting and look again.
    var limit: ContinuousClock.Instant? { graceEnd ?? deadline }

    func interrupt(_ why: Interruption, request: CancelRequest?, graceEnd: ContinuousClock.Instant) {
        interruption = why
        cancelRequest = request
        self.graceEnd = graceEnd
    }

    /// What the caller is told in place of the server's "canceling statement due to user request".
    var interruptionError: (any Error)? {
        switch interruption {
        case .cancelled: CancellationError()
        case .deadline: PostgresError(.deadlineExceeded, "the deadline passed", statement: statement)
        case .abandoned, nil: nil
        }
    }
}

/// A cancel request on its way. PQcancel blocks on a connection of its own, so a thread of its own runs it.
final class CancelRequest: Sendable {
    private let finished = Atomic<Bool>(false)

    var isFinished: Bool { finished.load(ordering: .acquiring) }

    /// Nil if the system refuses the thread. `waker` is woken when the server has taken the request.
    static func start(_ handle: CancelHandle, waking waker: Waker) -> CancelRequest? {
        let request = CancelRequest()
        let started = startDetachedThread(named: "postgres-cancel") {
            // If the request fails the command goes on, and the grace period decides.
            _ = handle.request()
            request.finished.store(true, ordering: .releasing)
            waker.wake()
        }
        return started ? request : nil
    }
}
