extension PostgresConnection {
    /// Runs several commands with `COPY ... FROM STDIN` among them, sent as one text: one transaction, and hardly more
    /// than one round trip. The first COPY takes the first of `data`, and so on.
    ///
    /// - Parameters:
    ///   - sql: The commands. They must not begin or end a transaction.
    ///   - data: What the COPYs take, each in the format that its COPY names.
    ///   - meanwhile: Called on the connection's thread while data are on their way, for there is time to look at other
    ///     things until the server has taken them in; again after each ``wakeStream()``, until it says that it is done. It
    ///     must be brief: while it runs nothing is sent.
    /// - Throws: `PostgresError`; nothing was done, unless its outcome is unknown.
    public func script(
        _ sql: String, copying data: [[UInt8]], deadline: Duration? = nil, meanwhile: () -> Bool = { true }
    ) async throws {
        guard !sql.utf8.contains(0) else { throw PostgresError(.misuse, "SQL with NUL in it", statement: "script") }
        try await perform("script", deadline: deadline) { operation in
            do throws(PostgresError) {
                try runScript(operation, sql, data, meanwhile)
            } catch {
                throw translated(error, operation)
            }
        }
    }

    private func runScript(
        _ operation: Operation, _ sql: String, _ data: [[UInt8]], _ meanwhile: () -> Bool
    ) throws(PostgresError) {
        operation.serverError = nil
        try begin(operation) { handle in handle.sendSimple(sql) }
        var next = 0
        var isDone = false
        var failure: PostgresError?
        while let result = try nextResult(operation) {
            switch result.status {
            case .command, .rows, .pipelineSync, .pipelineAborted: continue
            case .copyIn where next < data.count:
                guard data[next].withUnsafeBytes({ handle.putCopyData($0) }), handle.putCopyEnd(failing: nil) else {
                    throw lost(operation)
                }
                next += 1
                while !isDone, try isAwaiting(operation) {
                    isDone = meanwhile()
                    if !isDone { try wait(operation, forWriting: handle.flush()) }
                }
            case .copyIn:
                failure = failure ?? PostgresError(.misuse, "a COPY without data", statement: operation.statement)
                _ = handle.putCopyEnd(failing: "no data")
            case .copyOut:
                failure = failure ?? PostgresError(.misuse, "COPY TO in a script", statement: operation.statement)
                try skipCopyOut(operation)
            case .failure:
                failure = failure ?? result.error(statement: operation.statement)
                operation.serverError = failure
            }
        }
        try settle(operation)
        if handle.isBad { throw lost(operation) }
        if let failure { throw failure }
    }

    /// Whether there is no answer yet to what was sent so far.
    private func isAwaiting(_ operation: Operation) throws(PostgresError) -> Bool { handle.flush() || handle.isBusy }
}
