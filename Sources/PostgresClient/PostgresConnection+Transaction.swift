import Logging

/// How a transaction is to run.
public struct TransactionOptions: Sendable, Hashable {
    /// PostgreSQL's isolation levels.
    public enum Isolation: String, Sendable, Hashable {
        /// Each statement sees what was committed before it.
        case readCommitted = "READ COMMITTED"
        /// All statements see one snapshot.
        case repeatableRead = "REPEATABLE READ"
        /// As if transactions ran one after another; may fail with SQLSTATE 40001, to be tried again.
        case serializable = "SERIALIZABLE"
    }

    /// Nil is the session's default.
    public var isolation: Isolation?
    /// Refuse to write.
    public var isReadOnly: Bool

    /// The session's defaults unless told otherwise.
    public init(isolation: Isolation? = nil, isReadOnly: Bool = false) {
        self.isolation = isolation
        self.isReadOnly = isReadOnly
    }

    var begin: String {
        var sql = "BEGIN"
        if let isolation { sql += " ISOLATION LEVEL \(isolation.rawValue)" }
        if isReadOnly { sql += " READ ONLY" }
        return sql
    }
}

extension PostgresConnection {
    /// Runs `body` between BEGIN and COMMIT; rolls back if it throws or the task is cancelled before COMMIT.
    ///
    /// COMMIT itself is not cancelled with the task. If the connection breaks during COMMIT the error says
    /// `outcomeUnknown`. Transactions do not nest.
    public func transaction<R: Sendable>(
        _ options: TransactionOptions = TransactionOptions(),
        _ body: @Sendable (isolated PostgresConnection) async throws -> R
    ) async throws -> R {
        guard transactionScope == nil, handle.isBad || handle.transactionStatus == .idle else {
            throw PostgresError(.misuse, "a transaction is open on this connection already")
        }
        let scope = Self.scopeNumbers.next()
        // No other task comes between: nothing here waits other than by blocking this thread.
        try await simple(options.begin, named: "begin", deadline: nil, cancellable: true)
        transactionScope = scope
        publish()
        defer {
            transactionScope = nil
            publish()
        }
        return try await Self.$transactionScopes.withValue(Self.transactionScopes + [scope]) {
            let result: R
            do {
                result = try await body(self)
                try Task.checkCancellation()
                try checkCommittable()
            } catch {
                await rollBack()
                throw error
            }
            try await commit()
            return result
        }
    }

    private static let scopeNumbers = Counter()

    private func checkCommittable() throws(PostgresError) {
        switch handle.transactionStatus {
        case .inTransaction: return
        case .inError:
            // COMMIT would answer "ROLLBACK" as if all were well.
            throw PostgresError(.misuse, "a statement of the transaction failed and its error was not passed on")
        case .idle:
            throw PostgresError(.misuse, "the transaction was ended by its own body")
        case .active, .unknown:
            throw PostgresError(.connectionLost, "the connection was lost during the transaction")
        }
    }

    private func commit() async throws {
        try await perform("commit", deadline: nil, cancellable: false) { operation in
            operation.commitAtRisk = true
            do throws(PostgresError) {
                _ = try exchange(operation) { handle in handle.sendSimple("COMMIT") }
            } catch {
                throw translated(error, operation)
            }
        }
    }

    /// Leaves the connection idle, or dropped if that cannot be had.
    func rollBack() async {
        guard !handle.isBad, handle.transactionStatus != .idle else { return }
        do {
            try await simple("ROLLBACK", named: "rollback", deadline: .seconds(30), cancellable: false)
        } catch {
            logger.debug("ROLLBACK failed", metadata: ["error": "\(error)"])
        }
        if handle.transactionStatus != .idle { abandon("a transaction could not be rolled back") }
    }

    // MARK: - For the pool

    /// Makes the connection fit for the next user. False if it is to be thrown away.
    func prepareForReuse() async -> Bool {
        guard !handle.isBad, transactionScope == nil else { return false }
        await rollBack()
        return !handle.isBad
    }

    /// Whether the server has closed a connection that lay idle.
    func isStillThere() -> Bool {
        let now = ContinuousClock.now
        while !handle.isBad {
            guard let wake = try? poll(reading: true, writing: false, until: now), wake.readable else { break }
            // An idle server that speaks sends a notice, or says goodbye and closes: the next look sees the end.
            if !handle.consumeInput() { abandon("the server closed the connection") }
        }
        return !handle.isBad
    }
}
