public import Logging

/// A bounded set of connections, lent out in the order in which they are asked for.
///
/// While the server is away the pool tries again, with growing waits, as long as somebody is waiting; those who wait
/// do so until their lease timeout.
public final class PostgresPool: Sendable {
    /// What the pool holds at a moment.
    public struct Statistics: Sendable, Hashable {
        /// Most connections at a time.
        public var maxSize: Int
        /// Connections that stand, lent out or idle.
        public var open: Int
        /// Of these, those not lent out.
        public var idle: Int
        /// Connections being made.
        public var connecting: Int
        /// Tasks waiting for a connection.
        public var waiting: Int
    }

    private typealias Machine = PoolStateMachine

    private struct Held: Sendable {
        let connection: PostgresConnection
        let expires: ContinuousClock.Instant?
    }

    private struct Lease: Sendable {
        let id: Machine.ConnectionID
        let connection: PostgresConnection
    }

    private struct State: Sendable {
        var machine: Machine
        var held: [Machine.ConnectionID: Held] = [:]
        var attempts: [Machine.ConnectionID: Task<Void, Never>] = [:]
        var waiters: [Machine.WaiterID: CheckedContinuation<Lease, any Error>] = [:]
        var closers: [CheckedContinuation<Void, Never>] = []
        var isFinished = false
        var lastFailure: PostgresError?
    }

    /// What is to be done once the lock is released.
    private struct Effects: Sendable {
        var resumed: [(CheckedContinuation<Lease, any Error>, Result<Lease, any Error>)] = []
        var closers: [CheckedContinuation<Void, Never>] = []
        /// For the caller to close.
        var connections: [PostgresConnection] = []
        /// For the caller to cancel and wait for.
        var attempts: [Task<Void, Never>] = []
    }

    private let configuration: PostgresConfiguration
    private let leaseTimeout: Duration
    private let maxLifetime: Duration?
    private let backoff: Backoff
    private let logger: Logger
    private let numbers = Counter()
    private let state: Monitor<State>

    /// A pool of at most `maxSize` connections. None is made until one is asked for.
    ///
    /// `leaseTimeout`: how long `withConnection` waits. `maxLifetime`: age at which a connection is replaced when it
    /// is given back, give or take a tenth.
    public init(
        _ configuration: PostgresConfiguration, maxSize: Int, leaseTimeout: Duration = .seconds(10),
        maxLifetime: Duration? = nil, logger: Logger
    ) {
        self.configuration = configuration
        self.leaseTimeout = leaseTimeout
        self.maxLifetime = maxLifetime
        self.logger = logger
        backoff = Backoff()
        state = Monitor(State(machine: Machine(maxSize: maxSize)))
    }

    /// What the pool holds now.
    public var statistics: Statistics { state.withLock { $0.machine.statistics } }

    /// Lends a connection to `body`. A transaction that `body` leaves open is rolled back.
    ///
    /// Throws `.leaseTimeout` if none came free in time, `.closed`, `CancellationError`, and what `body` throws.
    public func withConnection<R>(
        isolation: isolated (any Actor)? = #isolation, _ body: (PostgresConnection) async throws -> R
    ) async throws -> R {
        let lease = try await lease()
        do {
            let result = try await body(lease.connection)
            await giveBack(lease)
            return result
        } catch {
            await giveBack(lease)
            throw error
        }
    }

    /// Lends no more, closes what is idle, and returns once all that is lent has come back.
    public func close() async {
        let left = apply { $0.close() }
        for attempt in left.attempts { attempt.cancel() }
        for attempt in left.attempts { await attempt.value }
        for connection in left.connections { await connection.close() }
        await withCheckedContinuation { continuation in
            let isFinished = state.withLock { state in
                if !state.isFinished { state.closers.append(continuation) }
                return state.isFinished
            }
            if isFinished { continuation.resume() }
        }
    }

    // MARK: - Lending

    private func lease() async throws -> Lease {
        try Task.checkCancellation()
        let waiter = numbers.next()
        let deadline = ContinuousClock.now.advanced(by: leaseTimeout)
        var lease: Lease
        if let idle = leaseNow() {
            lease = idle
        } else {
            lease = try await wait(waiter, until: deadline) { $0.lease(waiter) }
        }
        // A server that went away took the idle connections with it.
        while !(await isAlive(lease)) {
            let dead = lease.id
            state.withLock { $0.held[dead] = nil }
            lease = try await wait(waiter, until: deadline) { $0.wasDead(dead, waiter: waiter) }
        }
        return lease
    }

    private func leaseNow() -> Lease? {
        state.withLock { state in
            guard let id = state.machine.leaseNow(), let held = state.held[id] else { return nil }
            return Lease(id: id, connection: held.connection)
        }
    }

    private func isAlive(_ lease: Lease) async -> Bool {
        guard lease.connection.isUsable else { return false }
        if lease.connection.isSilent { return true }
        return await lease.connection.isStillThere()
    }

    private func wait(
        _ waiter: Machine.WaiterID, until deadline: ContinuousClock.Instant,
        _ event: @escaping @Sendable (inout Machine) -> [Machine.Action]
    ) async throws -> Lease {
        try await withThrowingTaskGroup(of: Lease?.self) { group in
            group.addTask { try await self.queue(waiter, until: deadline, event) }
            group.addTask {
                try? await Task.sleep(until: deadline, clock: .continuous)
                // Without effect if the waiter was served.
                self.apply { $0.giveUp(waiter, Task.isCancelled ? .cancelled : .leaseTimeout) }
                return nil
            }
            defer { group.cancelAll() }
            for try await lease in group {
                if let lease { return lease }
            }
            throw CancellationError()
        }
    }

    private func queue(
        _ waiter: Machine.WaiterID, until deadline: ContinuousClock.Instant,
        _ event: @escaping @Sendable (inout Machine) -> [Machine.Action]
    ) async throws -> Lease {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                apply(adding: (waiter, continuation), event)
                // Whoever wanted to end the wait before it began found nothing to end.
                if Task.isCancelled { apply { $0.giveUp(waiter, .cancelled) } }
                if ContinuousClock.now >= deadline { apply { $0.giveUp(waiter, .leaseTimeout) } }
            }
        } onCancel: {
            apply { $0.giveUp(waiter, .cancelled) }
        }
    }

    private func giveBack(_ lease: Lease) async {
        let connection = lease.connection
        var isFit = connection.isIdle
        if !isFit, connection.isUsable { isFit = await connection.prepareForReuse() }
        let expires = state.withLock { $0.held[lease.id]?.expires }
        if let expires, expires < .now { isFit = false }
        if !isFit { await connection.close() }
        let fit = isFit
        if !fit { state.withLock { $0.held[lease.id] = nil } }
        let left = apply { $0.returned(lease.id, isFit: fit) }
        for connection in left.connections { await connection.close() }
    }

    // MARK: - Connecting

    private func connect(_ id: Machine.ConnectionID, failures: Int) async {
        do {
            if failures > 0 { try await Task.sleep(for: backoff.delay(afterFailures: failures)) }
            let connection = try await PostgresConnection.connect(configuration, logger: logger)
            let expires = maxLifetime.map { ContinuousClock.now.advanced(by: $0 * Double.random(in: 0.9...1.1)) }
            let held = Held(connection: connection, expires: expires)
            // Closed at once if the pool was closed meanwhile.
            let left = apply(holding: (id, held)) { $0.connected(id) }
            for connection in left.connections { await connection.close() }
        } catch {
            let failure = error as? PostgresError
            if failure?.code != .cancelled, let failure {
                logger.warning("no connection to PostgreSQL", metadata: ["error": "\(failure)"])
            }
            apply(failing: (id, failure)) { $0.connectFailed(id) }
        }
    }

    // MARK: - State

    /// Feeds the state machine one event and carries out what it decides, but for what the caller must wait for.
    @discardableResult
    private func apply(
        adding waiter: (Machine.WaiterID, CheckedContinuation<Lease, any Error>)? = nil,
        holding held: (Machine.ConnectionID, Held)? = nil,
        failing attempt: (Machine.ConnectionID, PostgresError?)? = nil,
        _ event: (inout Machine) -> [Machine.Action]
    ) -> Effects {
        let effects = state.withLock { state -> Effects in
            if let waiter { state.waiters[waiter.0] = waiter.1 }
            if let held {
                state.held[held.0] = held.1
                state.attempts[held.0] = nil
                state.lastFailure = nil
            }
            if let attempt {
                state.attempts[attempt.0] = nil
                state.lastFailure = attempt.1 ?? state.lastFailure
            }
            var effects = Effects()
            for action in event(&state.machine) { carryOut(action, &state, &effects) }
            return effects
        }
        for (continuation, result) in effects.resumed { continuation.resume(with: result) }
        for closer in effects.closers { closer.resume() }
        return effects
    }

    private func carryOut(_ action: Machine.Action, _ state: inout State, _ effects: inout Effects) {
        switch action {
        case .connect(let id, let failures):
            // Unstructured, because an attempt belongs to no one caller: the one that occasioned it may give up while
            // the next waits for its outcome. `close` cancels it and waits for it.
            state.attempts[id] = Task { await self.connect(id, failures: failures) }
        case .grant(let id, let waiter):
            guard let continuation = state.waiters.removeValue(forKey: waiter), let held = state.held[id] else {
                return
            }
            let lease = Lease(id: id, connection: held.connection)
            effects.resumed.append((continuation, .success(lease)))
        case .refuse(let waiter, let code):
            guard let continuation = state.waiters.removeValue(forKey: waiter) else { return }
            effects.resumed.append((continuation, .failure(refusal(code, state.lastFailure))))
        case .close(let id):
            if let held = state.held.removeValue(forKey: id) { effects.connections.append(held.connection) }
        case .abandon(let id):
            if let attempt = state.attempts.removeValue(forKey: id) { effects.attempts.append(attempt) }
        case .finished:
            state.isFinished = true
            effects.closers = state.closers
            state.closers.removeAll()
        }
    }

    private func refusal(_ code: PostgresError.Code, _ lastFailure: PostgresError?) -> any Error {
        switch code {
        case .cancelled: return CancellationError()
        case .leaseTimeout:
            let why = lastFailure.map { "; the last attempt to connect: \($0.message)" } ?? ""
            return PostgresError(.leaseTimeout, "no connection came free within \(leaseTimeout)\(why)")
        default: return PostgresError(code, "the pool is closed")
        }
    }
}
