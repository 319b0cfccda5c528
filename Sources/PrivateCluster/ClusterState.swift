import NIOConcurrencyHelpers

extension PrivateCluster {
    /// What a private cluster is doing.
    public enum State: Sendable, Equatable {
        /// The server is being prepared or started; crash recovery counts as starting.
        case starting
        /// The server accepts connections.
        case ready
        /// The server has gone, or could not be started again; it will be tried again after a pause.
        case lost(reason: String)
        /// The server is stopped on request, or its first start has failed.
        case stopped
    }
}

/// Tells every subscriber of a cluster's state.
final class StateHub: Sendable {
    private struct Storage {
        var current = PrivateCluster.State.stopped
        var next = 0
        var subscribers: [Int: AsyncStream<PrivateCluster.State>.Continuation] = [:]
    }

    private let storage = NIOLockedValueBox(Storage())

    var current: PrivateCluster.State { storage.withLockedValue { $0.current } }

    func set(_ state: PrivateCluster.State) {
        let subscribers = storage.withLockedValue { storage in
            guard storage.current != state else { return [AsyncStream<PrivateCluster.State>.Continuation]() }
            storage.current = state
            let subscribers = Array(storage.subscribers.values)
            if state == .stopped { storage.subscribers = [:] }
            return subscribers
        }
        // Outside the lock: finishing a stream calls back into `remove`.
        for subscriber in subscribers {
            subscriber.yield(state)
            if state == .stopped { subscriber.finish() }
        }
    }

    func subscribe() -> AsyncStream<PrivateCluster.State> {
        let (stream, continuation) = AsyncStream.makeStream(of: PrivateCluster.State.self)
        let number = storage.withLockedValue { storage in
            if storage.current != .stopped { continuation.yield(storage.current) }
            storage.next += 1
            storage.subscribers[storage.next] = continuation
            return storage.next
        }
        continuation.onTermination = { [weak self] _ in
            self?.storage.withLockedValue { _ = $0.subscribers.removeValue(forKey: number) }
        }
        return stream
    }
}
