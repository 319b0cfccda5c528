/// The decisions of a connection pool, without its I/O: events go in, actions come out.
struct PoolStateMachine: Sendable {
    typealias ConnectionID = UInt64
    typealias WaiterID = UInt64

    enum Action: Sendable, Equatable {
        /// Begin to connect, after a wait if so many attempts in a row have failed.
        case connect(ConnectionID, failures: Int)
        /// Hand this connection to this waiter.
        case grant(ConnectionID, to: WaiterID)
        /// Tell the waiter that it gets none.
        case refuse(WaiterID, PostgresError.Code)
        /// Close this connection; it is no longer counted.
        case close(ConnectionID)
        /// Give up the attempt to connect.
        case abandon(ConnectionID)
        /// The pool is closed and nothing is left in it.
        case finished
    }

    private enum State {
        case connecting, idle, leased
    }

    let maxSize: Int
    private var connections: [ConnectionID: State] = [:]
    /// The one used last is given out first, so that those not needed stay untouched.
    private var idle: [ConnectionID] = []
    private var waiters: [WaiterID] = []
    private var failures = 0
    private var lastConnection: ConnectionID = 0
    private(set) var isClosed = false

    init(maxSize: Int) {
        self.maxSize = max(1, maxSize)
    }

    var statistics: PostgresPool.Statistics {
        let connecting = connections.values.count { $0 == .connecting }
        return PostgresPool.Statistics(
            maxSize: maxSize, open: connections.count - connecting, idle: idle.count, connecting: connecting,
            waiting: waiters.count)
    }

    // MARK: - Events

    /// Someone wants a connection.
    mutating func lease(_ waiter: WaiterID) -> [Action] {
        if isClosed { return [.refuse(waiter, .closed)] }
        waiters.append(waiter)
        return serve()
    }

    /// A connection at once, if one is idle; then nobody is waiting.
    mutating func leaseNow() -> ConnectionID? {
        guard !isClosed, let connection = idle.popLast() else { return nil }
        connections[connection] = .leased
        return connection
    }

    /// A waiter gives up, or its time is over. No action if it was served before.
    mutating func giveUp(_ waiter: WaiterID, _ code: PostgresError.Code) -> [Action] {
        guard let place = waiters.firstIndex(of: waiter) else { return [] }
        waiters.remove(at: place)
        return [.refuse(waiter, code)]
    }

    mutating func connected(_ connection: ConnectionID) -> [Action] {
        guard connections[connection] == .connecting else { return [.close(connection)] }
        failures = 0
        connections[connection] = .idle
        idle.append(connection)
        return serve()
    }

    mutating func connectFailed(_ connection: ConnectionID) -> [Action] {
        guard connections.removeValue(forKey: connection) != nil else { return [] }
        failures += 1
        return serve()
    }

    /// A leased connection comes back; if it is not fit to be used again it has been closed already.
    mutating func returned(_ connection: ConnectionID, isFit: Bool) -> [Action] {
        guard connections[connection] == .leased else { return [] }
        if isClosed {
            connections[connection] = nil
            return (isFit ? [.close(connection)] : []) + finishIfEmpty()
        }
        if isFit {
            connections[connection] = .idle
            idle.append(connection)
        } else {
            connections[connection] = nil
        }
        return serve()
    }

    /// A connection just granted turned out to be dead: its waiter goes back to the head of the queue.
    mutating func wasDead(_ connection: ConnectionID, waiter: WaiterID) -> [Action] {
        connections[connection] = nil
        if isClosed { return [.refuse(waiter, .closed)] + finishIfEmpty() }
        waiters.insert(waiter, at: 0)
        return serve()
    }

    mutating func close() -> [Action] {
        guard !isClosed else { return [] }
        isClosed = true
        var actions = waiters.map { Action.refuse($0, .closed) }
        waiters.removeAll()
        for (connection, state) in connections.sorted(by: { $0.key < $1.key }) {
            switch state {
            case .leased: continue
            case .idle: actions.append(.close(connection))
            case .connecting: actions.append(.abandon(connection))
            }
            connections[connection] = nil
        }
        idle.removeAll()
        return actions + finishIfEmpty()
    }

    // MARK: - Decisions

    private mutating func serve() -> [Action] {
        var actions: [Action] = []
        while !waiters.isEmpty, let connection = idle.popLast() {
            connections[connection] = .leased
            actions.append(.grant(connection, to: waiters.removeFirst()))
        }
        // While the server is away one attempt at a time is enough.
        let connecting = connections.values.count { $0 == .connecting }
        let wanted = failures > 0 ? min(1, waiters.count) : waiters.count
        for _ in 0..<max(0, min(wanted - connecting, maxSize - connections.count)) {
            lastConnection += 1
            connections[lastConnection] = .connecting
            actions.append(.connect(lastConnection, failures: failures))
        }
        return actions
    }

    private func finishIfEmpty() -> [Action] {
        isClosed && connections.isEmpty ? [.finished] : []
    }
}
