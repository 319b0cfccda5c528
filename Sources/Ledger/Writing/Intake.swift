import NIOConcurrencyHelpers

/// Where appends wait for the one writer.
final class Intake: Sendable {
    /// The most events that may wait; further appends are refused as overloaded.
    static let mostWaiting = 20_000
    /// The most events that one transaction adds, unless a single append has more.
    static let mostInBatch = 1000
    /// The most bytes of content that one transaction adds, unless a single append has more.
    static let mostBytesInBatch = 4 << 20

    fileprivate struct State {
        var waiting: [Submission] = []
        var waitingEvents = 0
        var closedFor: AppendError?
        /// How many events the writer waits for, while it may be asleep.
        var isWaitedFor: Int?
        var wake: (@Sendable () -> Void)?
    }

    private let state = NIOLockedValueBox(State())

    /// Queues an append, or answers it at once where it cannot wait.
    func add(_ submission: Submission) {
        let (refusal, wake) = state.withLockedValue { state -> (AppendError?, (@Sendable () -> Void)?) in
            if let closedFor = state.closedFor { return (closedFor, nil) }
            guard state.waiting.isEmpty || state.waitingEvents + submission.events.count <= Self.mostWaiting else {
                return (.overloaded, nil)
            }
            state.waiting.append(submission)
            state.waitingEvents += submission.events.count
            return (nil, state.takeWake())
        }
        if let refusal { submission.answer(.failure(refusal)) }
        wake?()
    }

    /// What the next transaction is to add; empty if fewer events wait. The writer is woken when more arrives.
    func takeBatch(atLeast least: Int) -> [Submission] {
        state.withLockedValue { state in
            guard state.waitingEvents >= least else {
                state.isWaitedFor = least
                return []
            }
            var (events, bytes, count) = (0, 0, 0)
            for submission in state.waiting {
                let fits =
                    events + submission.events.count <= Self.mostInBatch
                    && bytes + submission.size <= Self.mostBytesInBatch
                guard count == 0 || fits else { break }
                events += submission.events.count
                bytes += submission.size
                count += 1
            }
            let batch = Array(state.waiting.prefix(count))
            state.waiting.removeFirst(count)
            state.waitingEvents -= events
            return batch
        }
    }

    /// All that has waited since before that moment.
    func take(arrivedBefore moment: ContinuousClock.Instant) -> [Submission] {
        state.withLockedValue { state in
            let old = state.waiting.prefix { $0.arrived < moment }
            let taken = Array(old)
            state.waiting.removeFirst(taken.count)
            state.waitingEvents -= taken.reduce(0) { $0 + $1.events.count }
            return taken
        }
    }

    /// Whether no more is taken. What waits is still to be written.
    var isClosed: Bool { state.withLockedValue { $0.closedFor != nil } }

    /// Whether nothing waits.
    var isEmpty: Bool { state.withLockedValue { $0.waiting.isEmpty } }

    /// Takes no more: further appends are refused for that reason.
    func close(_ reason: AppendError) {
        let wake = state.withLockedValue { state in
            if state.closedFor == nil { state.closedFor = reason }
            return state.wake
        }
        wake?()
    }

    /// How the one writer is woken; `nil` while there is none.
    func wakes(_ wake: (@Sendable () -> Void)?) {
        state.withLockedValue { $0.wake = wake }
    }
}

extension Intake.State {
    fileprivate mutating func takeWake() -> (@Sendable () -> Void)? {
        guard let least = isWaitedFor, waitingEvents >= least else { return nil }
        isWaitedFor = nil
        return wake
    }
}
