/// What a stream of commands does next.
public enum StreamStep: Sendable {
    /// Send this command.
    case send(PipelineCommand)
    /// Nothing to send now: wait for an answer, for ``PostgresConnection/wakeStream()`` or for the time.
    case wait(upTo: Duration)
    /// End once everything sent is answered.
    case end
}

extension PostgresConnection {
    /// How long a stream looks for the next command before it goes to sleep. Waking a thread takes longer than most
    /// callers take to come back with their next command.
    private static let lingering: Duration = .microseconds(40)

    /// Runs commands for as long as there are any, each a transaction of its own, with up to `depth` of them under way:
    /// while the server works on one, the next is made and sent.
    ///
    /// Everything happens on the connection's thread. The first command that the server refuses ends the stream: those
    /// already sent are still answered, and nothing more is sent.
    ///
    /// - Parameters:
    ///   - next: Asked for the next step whenever there is room.
    ///   - answered: Told what each command came to, in order.
    /// - Throws: `PostgresError` when the connection is lost or does not answer by its deadline (commands that were not
    ///   answered may have taken effect), and `CancellationError`; what the two closures throw.
    public func stream(
        depth: Int, next: () throws -> StreamStep, answered: (Result<PipelineResult, PostgresError>) throws -> Void
    ) async throws {
        try await perform(nil, deadline: Self.noDeadline, cancellable: true) { operation in
            guard handle.enterPipeline() else { throw PostgresError(.misuse, handle.errorMessage) }
            var run = StreamRun(depth: max(1, depth), deadline: configuration.defaultDeadline)
            do {
                try drive(&run, operation, next, answered)
            } catch {
                // Whatever the reason, what is on its way can no longer be told apart.
                if !run.isIdle { abandon("a stream of commands broke off") }
                if !handle.isBad { _ = handle.exitPipeline() }
                throw error
            }
            if !handle.exitPipeline() { abandon("a stream of commands did not come to an end") }
        }
    }

    /// Has a sleeping stream ask for its next step. From any thread.
    public nonisolated func wakeStream() { waker.wake() }

    private func drive(
        _ run: inout StreamRun, _ operation: Operation, _ next: () throws -> StreamStep,
        _ answered: (Result<PipelineResult, PostgresError>) throws -> Void
    ) throws {
        var idleSince: ContinuousClock.Instant?
        while true {
            var wait = Duration.zero
            asking: while !run.isEnding, run.hasRoom {
                switch try next() {
                case .send(let command):
                    try send(command, &run, operation)
                    idleSince = nil
                case .wait(let limit):
                    wait = limit
                    break asking
                case .end: run.isEnding = true
                }
            }
            let isBlocked = handle.flush()
            let count = try receive(&run, answered)
            if handle.isBad { throw lost(operation) }
            if run.isIdle, run.isEnding { return }
            if count > 0 { continue }
            if run.isIdle {
                let now = ContinuousClock.now
                if now - (idleSince ?? now) < Self.lingering {
                    idleSince = idleSince ?? now
                    if waker.isCancelled(operation: operation.number) { throw CancellationError() }
                    continue
                }
                _ = try poll(reading: false, writing: false, until: now + wait)
                if waker.isCancelled(operation: operation.number) { throw CancellationError() }
                idleSince = nil
            } else {
                try awaitAnswer(&run, operation, isBlocked: isBlocked)
            }
        }
    }

    private func awaitAnswer(_ run: inout StreamRun, _ operation: Operation, isBlocked: Bool) throws {
        let wake = try poll(reading: true, writing: isBlocked, until: run.limit)
        if wake.readable, !handle.consumeInput() { throw lost(operation) }
        // What was sent is let finish: a commit that is under way is not given up.
        if waker.isCancelled(operation: operation.number) { run.isEnding = true }
        if let limit = run.limit, ContinuousClock.now >= limit, !wake.readable {
            abandon("the server did not answer in time")
            throw PostgresError(
                .deadlineExceeded, "the server did not answer in time; the connection is dropped",
                statement: run.currentStatement, outcomeUnknown: true)
        }
    }

    private func send(_ command: PipelineCommand, _ run: inout StreamRun, _ operation: Operation) throws {
        let buffer = try ParameterBuffer(command.parameters, of: command.statement)
        var pending: StreamRun.Prepared?
        let name: String
        if let sent = run.prepared, sent.statement == command.statement {
            name = sent.serverName
        } else {
            switch try prepared.find(command.statement, types: buffer.types) {
            case .ready(let known): name = known
            case .missing(let new):
                guard handle.sendPrepare(name: new, sql: command.statement.sql, types: buffer.types) else {
                    throw handle.isBad ? lost(operation) : PostgresError(.misuse, handle.errorMessage)
                }
                pending = StreamRun.Prepared(statement: command.statement, types: buffer.types, serverName: new)
                name = new
            }
        }
        operation.commitAtRisk = true
        guard handle.sendPrepared(name: name, buffer), handle.sendPipelineSync() else {
            throw handle.isBad
                ? lost(operation) : PostgresError(.misuse, handle.errorMessage, statement: command.statement.name)
        }
        run.sent(command.statement.name, preparing: pending)
    }

    /// Takes in what has arrived. Returns how many commands were answered.
    private func receive(
        _ run: inout StreamRun, _ answered: (Result<PipelineResult, PostgresError>) throws -> Void
    ) throws -> Int {
        var count = 0
        while !run.isIdle, !handle.isBusy {
            guard let result = handle.nextResult() else {
                // Ends the results of one message. Before its first result it means only that none is there yet.
                guard run.hasResult else { return count }
                run.hasResult = false
                continue
            }
            let status = result.status
            run.hasResult = status != .pipelineSync
            switch status {
            case .pipelineSync:
                if let new = run.preparedNow {
                    prepared.add(new.statement, types: new.types, serverName: new.serverName)
                }
                count += 1
                try refuseUnreplicatedCommit(run.currentStatement)
                try answered(run.finish())
            case .failure:
                let error = result.error(statement: run.currentStatement)
                if handle.isBad { return count }
                if let name = run.currentStatement { _ = prepared.forget(name, after: error) }
                run.failed(error)
            case .copyIn, .copyOut:
                abandon("COPY in a stream of commands")
                throw PostgresError(.misuse, "COPY in a stream of commands", statement: run.currentStatement)
            case .command, .rows: run.received(consume result)
            case .pipelineAborted: break
            }
        }
        return count
    }
}
