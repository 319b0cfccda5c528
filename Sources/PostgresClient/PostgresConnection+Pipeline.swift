/// A statement and its parameters, to run in a pipeline.
public struct PipelineCommand: Sendable {
    /// What to run. COPY cannot be.
    public let statement: Statement
    /// Its parameters.
    public let parameters: [PostgresValue]

    /// The statement with these parameters.
    public init(_ statement: Statement, _ parameters: [PostgresValue] = []) {
        self.statement = statement
        self.parameters = parameters
    }
}

/// What one command of a pipeline came to.
public struct PipelineResult: Sendable {
    private let shared: SharedResult
    private let statement: String

    init(_ shared: SharedResult, statement: String) {
        self.shared = shared
        self.statement = statement
    }

    /// Rows inserted, updated, deleted or selected.
    public var affectedRows: Int { shared.result.affectedRows }
    /// Rows returned.
    public var rowCount: Int { shared.result.rowCount }

    /// Every row through `decode`, in order.
    public func rows<T>(_ decode: (borrowing PostgresRow) throws -> T) throws -> [T] {
        try shared.result.map(statement: statement, decode)
    }
}

extension PostgresConnection {
    /// Runs many commands in one round trip. Outside a transaction they are one: all take effect, or none.
    ///
    /// Statements not yet prepared are prepared on the way. The first failure is thrown, with its `pipelineIndex`; it
    /// undoes the rest (within `transaction`, it fails that transaction).
    public func pipeline(_ commands: [PipelineCommand], deadline: Duration? = nil) async throws -> [PipelineResult] {
        if commands.isEmpty { return [] }
        return try await perform(nil, deadline: deadline) { operation in
            let run = PipelineRun(commands)
            guard handle.enterPipeline() else { throw PostgresError(.misuse, handle.errorMessage) }
            try drive(run, operation)
            try settle(operation)
            if !handle.isBad, !handle.exitPipeline() { abandon("the pipeline did not come to an end") }
            if let failure = run.failure {
                if operation.interruption != nil, failure.code == .server, failure.sqlState == "57014" {
                    throw operation.interruptionError ?? failure
                }
                throw failure
            }
            return try run.finishedResults()
        }
    }

    /// Sends and receives by turns until the server has answered the sync. Reading goes on while the socket takes no
    /// more: a server whose answers nobody reads stops reading too.
    private func drive(_ run: PipelineRun, _ operation: Operation) throws(PostgresError) {
        while true {
            if operation.serverError == nil { operation.serverError = run.failure }
            if !run.isSyncSent { try sendSome(run, operation) }
            let isBlocked = handle.flush()
            if receive(run) { return }
            if handle.isBad { throw lost(operation) }
            if isBlocked || run.isSyncSent { try wait(operation, forWriting: isBlocked) }
        }
    }

    /// Queues commands up to what a socket takes at a time, and the sync after the last.
    private func sendSome(_ run: PipelineRun, _ operation: Operation) throws(PostgresError) {
        var queued = 0
        while queued < PipelineRun.portion {
            let isComplete = run.nextCommand == run.commands.count
            if isComplete || run.failure != nil || operation.interruption != nil {
                // Ended early, what was sent must not be committed by the sync. A failure that the server reported
                // sees to that; for any other reason to stop, send a command that fails.
                if !isComplete, !run.hasServerFailure { sendPoison(run) }
                guard handle.sendPipelineSync() else { throw lost(operation) }
                run.isSyncSent = true
                if transactionScope == nil { operation.commitAtRisk = true }
                return
            }
            do throws(PostgresError) {
                queued += try sendNext(run)
            } catch {
                if handle.isBad { throw lost(operation) }
                run.fail(error, at: run.nextCommand)
            }
        }
    }

    private func sendNext(_ run: PipelineRun) throws(PostgresError) -> Int {
        let command = run.commands[run.nextCommand]
        let buffer = try ParameterBuffer(command.parameters, of: command.statement)
        let name: String
        if let pending = try run.pendingName(command.statement, buffer.types) {
            name = pending
        } else {
            switch try prepared.find(command.statement, types: buffer.types) {
            case .ready(let known): name = known
            case .missing(let new):
                guard handle.sendPrepare(name: new, sql: command.statement.sql, types: buffer.types) else {
                    throw PostgresError(.misuse, handle.errorMessage, statement: command.statement.name)
                }
                run.sentPrepare(command.statement, buffer.types, serverName: new)
                name = new
            }
        }
        guard handle.sendPrepared(name: name, buffer) else {
            throw PostgresError(.misuse, handle.errorMessage, statement: command.statement.name)
        }
        run.sentCommand()
        return buffer.bytes.count + 64
    }

    /// A command that fails with SQLSTATE 57014 (or, where there is no plpgsql, with another).
    private func sendPoison(_ run: PipelineRun) {
        let sql = "DO $$BEGIN RAISE EXCEPTION 'given up by the client' USING ERRCODE = 'query_canceled'; END$$"
        _ = handle.sendPrepare(name: "", sql: sql, types: [])
        run.sentPoison()
        if let buffer = try? ParameterBuffer([]) {
            _ = handle.sendPrepared(name: "", buffer)
            run.sentPoison()
        }
    }

    /// Takes in what has arrived. True when the pipeline's end has been reached.
    private func receive(_ run: PipelineRun) -> Bool {
        while run.isAwaiting, !handle.isBusy {
            guard let result = handle.nextResult() else {
                // Ends the results of one entry. Before its first result it means only that none is there yet.
                guard run.hasResult else { return false }
                if let (statement, types, name) = run.finishEntry() {
                    prepared.add(statement, types: types, serverName: name)
                }
                continue
            }
            let status = result.status
            switch status {
            case .pipelineSync: return true
            case .failure:
                let error = result.error(statement: run.currentStatement)
                if handle.isBad { return false }
                if let name = run.currentStatement { _ = prepared.forget(name, after: error) }
                run.serverFailed(error)
            case .copyIn, .copyOut:
                run.serverFailed(PostgresError(.misuse, "COPY in a pipeline", statement: run.currentStatement))
                abandon("COPY in a pipeline")
                return true
            case .command, .rows: run.received(consume result)
            case .pipelineAborted: run.receivedNothing()
            }
        }
        return false
    }
}
