import NIOConcurrencyHelpers

/// Where appends wait for the one writer.
final class Intake: Sendable {
    /// The most events that may wait; further appends are refused as overloaded.
    static let mostWaiting = 20_000
    /// The most events that one transaction adds, unless a single append has more.
    static let mostInBatch = 1000
    /// The most bytes of content that one transaction adds, unless a single append has more.
    static let mostBytesInBatch = 4 << 20

    private struct State {
        var waiting: [Submission] = []
        var waitingEvents = 0
        var closedFor: AppendError?
        var sleeper: CheckedContinuation<Void, Never>?
        var needsRenewal = false
    }

    private let state = NIOLockedValueBox(State())

    /// Queues an append, or answers it at once where it cannot wait.
    func add(_ submission: Submission) {
        let (refusal, sleeper) = state.withLockedValue { state -> (AppendError?, CheckedContinuation<Void, Never>?) in
            if let closedFor = state.closedFor { return (closedFor, nil) }
            guard state.waiting.isEmpty || state.waitingEvents + submission.events.count <= Self.mostWaiting else {
                return (.overloaded, nil)
            }
            state.waiting.append(submission)
            state.waitingEvents += submission.events.count
            defer { state.sleeper = nil }
            return (nil, state.sleeper)
        }
        if let refusal { submission.answer(.failure(refusal)) }
        sleeper?.resume()
    }

    /// What the next transaction is to add; empty if nothing waits.
    func takeBatch() -> [Submission] {
        state.withLockedValue { state in
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

    /// Takes no more: further appends are refused for that reason.
    func close(_ reason: AppendError) {
        let sleeper = state.withLockedValue { state in
            if state.closedFor == nil { state.closedFor = reason }
            defer { state.sleeper = nil }
            return state.sleeper
        }
        sleeper?.resume()
    }

    /// Has the writer renew its lease when it next has nothing to write.
    func askForRenewal() {
        state.withLockedValue { state in
            state.needsRenewal = true
            defer { state.sleeper = nil }
            return state.sleeper
        }?.resume()
    }

    /// Whether the lease is to be renewed; asked once for each time.
    func needsRenewal() -> Bool {
        state.withLockedValue { state in
            defer { state.needsRenewal = false }
            return state.needsRenewal
        }
    }

    /// Returns when something waits, when it is closed, or when the lease is to be renewed. For the one writer, on whose executor it
    /// stays.
    func wait(isolation: isolated (any Actor)? = #isolation) async {
        await withCheckedContinuation(isolation: isolation) { continuation in
            let isReady = state.withLockedValue { state in
                if state.waiting.isEmpty, state.closedFor == nil, !state.needsRenewal {
                    state.sleeper = continuation
                    return false
                }
                return true
            }
            if isReady { continuation.resume() }
        }
    }
}
