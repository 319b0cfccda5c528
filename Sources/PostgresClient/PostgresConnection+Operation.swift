import CLinux
import Glibc

extension PostgresConnection {
    /// A deadline that never passes, for commands that may take longer than the configured default.
    public static let noDeadline: Duration = .seconds(100 * 366 * 86_400)

    /// Runs `body` as one operation: nothing else runs on this connection until it is over.
    func perform<R>(
        _ statement: String?, deadline: Duration?, cancellable: Bool = true, _ body: (Operation) throws -> R
    ) async throws -> R {
        try checkAccess(statement)
        let limit = (deadline ?? configuration.defaultDeadline).map { ContinuousClock.now.advanced(by: $0) }
        let operation = Operation(number: nextNumber(), deadline: limit, statement: statement)
        defer { publish() }
        guard cancellable else { return try body(operation) }
        try Task.checkCancellation()
        return try await withTaskCancellationHandler {
            try carryOut(operation, body)
        } onCancel: { [waker, number = operation.number] in
            waker.cancel(operation: number)
        }
    }

    /// A method and not the bare closure: a closure that does not mention `self` is not isolated to it, even within a
    /// method of an actor, and would run elsewhere.
    private func carryOut<R>(_ operation: Operation, _ body: (Operation) throws -> R) throws -> R {
        try body(operation)
    }

    private func checkAccess(_ statement: String?) throws(PostgresError) {
        guard !handle.isBad else {
            throw PostgresError(.closed, closeReason ?? "the connection is lost", statement: statement)
        }
        if let transactionScope, !Self.transactionScopes.contains(transactionScope) {
            throw PostgresError(
                .misuse, "another task has a transaction open on this connection", statement: statement)
        }
    }

    // MARK: - Sending and receiving

    /// Queues a command, collects all its results, and returns the last. The server's error is thrown once the
    /// connection is idle again.
    func exchange(
        _ operation: Operation, _ send: (borrowing ConnectionHandle) -> Bool
    ) throws(PostgresError) -> QueryResult? {
        try begin(operation, send)
        return try collect(operation)
    }

    func begin(_ operation: Operation, _ send: (borrowing ConnectionHandle) -> Bool) throws(PostgresError) {
        operation.serverError = nil
        guard send(handle) else {
            throw handle.isBad ? lost(operation) : PostgresError(.misuse, handle.errorMessage)
        }
        // Within `transaction`, whose COMMIT is not this command, a loss means that nothing was committed.
        if transactionScope == nil { operation.commitAtRisk = true }
    }

    func collect(_ operation: Operation) throws(PostgresError) -> QueryResult? {
        var last: QueryResult?
        var failure: PostgresError?
        while let result = try nextResult(operation) {
            let status = result.status
            switch status {
            case .command, .rows: last = consume result
            case .failure:
                failure = failure ?? result.error(statement: operation.statement)
                operation.serverError = failure
            case .copyIn:
                failure = PostgresError(.misuse, "COPY needs copyIn or copyOut", statement: operation.statement)
                _ = handle.putCopyEnd(failing: "not expected")
            case .copyOut:
                failure = PostgresError(.misuse, "COPY needs copyIn or copyOut", statement: operation.statement)
                try skipCopyOut(operation)
            case .pipelineSync, .pipelineAborted: break
            }
        }
        try settle(operation)
        if let failure {
            throw handle.isBad ? lost(operation) : failure
        }
        return last
    }

    func skipCopyOut(_ operation: Operation) throws(PostgresError) {
        while true {
            switch handle.getCopyData({ _ in }) {
            case .row: continue
            case .wouldBlock: try wait(operation, forWriting: false)
            case .end, .failed: return
            }
        }
    }

    /// The next result of the command; nil at its end.
    func nextResult(_ operation: Operation) throws(PostgresError) -> QueryResult? {
        while handle.flush() { try wait(operation, forWriting: true) }
        while handle.isBusy { try wait(operation, forWriting: false) }
        return handle.nextResult()
    }

    /// After a cancel request was sent, waits until the server has taken it: before that it might hit the command
    /// that comes next.
    func settle(_ operation: Operation) throws(PostgresError) {
        try refuseUnreplicatedCommit(operation.statement)
        guard let request = operation.cancelRequest else { return }
        while !request.isFinished {
            _ = try poll(reading: false, writing: false, until: operation.limit)
            if !request.isFinished, let limit = operation.limit, ContinuousClock.now >= limit {
                // The command itself was answered, so its outcome is known; only the connection is spoilt.
                abandon("the server did not take a cancel request")
                return
            }
        }
    }

    /// Takes no commit for done that a synchronous standby may not have: whether it is, a later commit tells that is
    /// acknowledged.
    func refuseUnreplicatedCommit(_ statement: String?) throws(PostgresError) {
        guard handle.hasUnreplicatedCommit else { return }
        abandon("a commit was not acknowledged by the synchronous standby")
        throw PostgresError(
            .connectionLost, "the commit was not acknowledged by the synchronous standby", statement: statement,
            outcomeUnknown: true)
    }

    // MARK: - Waiting

    struct Wake {
        var readable: Bool
        var writable: Bool
    }

    /// One wait on the socket and the waker.
    func poll(reading: Bool, writing: Bool, until limit: ContinuousClock.Instant?) throws(PostgresError) -> Wake {
        let microseconds = limit.map { max(0, ContinuousClock.now.duration(to: $0).wholeMicroseconds) } ?? -1
        let socket = reading || writing ? handle.socket : -1
        let bits = caselog_wait(socket, reading ? 1 : 0, writing ? 1 : 0, waker.descriptor, microseconds)
        guard bits >= 0 else {
            let number = errno
            abandon("poll failed")
            throw PostgresError(.connectionLost, "poll failed: errno \(number)")
        }
        if bits & Int32(CASELOG_WOKEN) != 0 { waker.drain() }
        return Wake(readable: bits & Int32(CASELOG_READABLE) != 0, writable: bits & Int32(CASELOG_WRITABLE) != 0)
    }

    /// Waits for the server, reading what it sends; attends to cancellation and deadline meanwhile.
    func wait(_ operation: Operation, forWriting: Bool) throws(PostgresError) {
        let wake = try poll(reading: true, writing: forWriting, until: operation.limit)
        if wake.readable, !handle.consumeInput() { throw lost(operation) }
        if operation.interruption == nil {
            if waker.isCancelled(operation: operation.number) {
                try interrupt(operation, .cancelled)
            } else if let deadline = operation.deadline, ContinuousClock.now >= deadline {
                try interrupt(operation, .deadline)
            }
        } else if let end = operation.graceEnd, ContinuousClock.now >= end {
            throw unanswered(operation)
        }
    }

    func interrupt(_ operation: Operation, _ why: Operation.Interruption) throws(PostgresError) {
        let request = handle.makeCancelHandle().flatMap { CancelRequest.start($0, waking: waker) }
        let end = ContinuousClock.now.advanced(by: configuration.cancelGrace)
        operation.interrupt(why, request: request, graceEnd: end)
        if request == nil { throw unanswered(operation) }
    }

    private func unanswered(_ operation: Operation) -> PostgresError {
        abandon("the server did not answer a cancel request in time")
        return PostgresError(
            operation.interruption == .deadline ? .deadlineExceeded : .connectionLost,
            "the server did not answer a cancel request in time; the connection is dropped",
            statement: operation.statement, outcomeUnknown: operation.commitAtRisk)
    }

    /// The error for a broken connection, with what the server said last if it said anything.
    func lost(_ operation: Operation) -> PostgresError {
        var said = operation.serverError
        if said == nil, handle.isBad, let result = handle.nextResult(), result.status == .failure {
            said = result.error(statement: operation.statement)
        }
        var error = said ?? PostgresError(.connectionLost, handle.errorMessage, statement: operation.statement)
        error.code = .connectionLost
        error.outcomeUnknown = operation.commitAtRisk
        abandon("the connection is lost")
        return error
    }

    /// What to throw for `error`: the interruption, if the server reported that it gave up because of ours.
    ///
    /// A server-side statement_timeout has the same SQLSTATE; it remains the server's error.
    func translated(_ error: PostgresError, _ operation: Operation) -> any Error {
        guard let interruption = operation.interruptionError else { return error }
        if error.code == .server, error.sqlState == "57014" { return interruption }
        if error.code == .connectionLost, operation.interruption == .cancelled, !error.outcomeUnknown {
            return interruption
        }
        return error
    }
}
