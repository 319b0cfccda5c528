extension PostgresConnection {
    /// Runs a statement and decodes its rows.
    ///
    /// Throws `PostgresError`, `CancellationError`, or what `decode` throws. Without a deadline the configuration's
    /// default holds.
    public func query<T: Sendable>(
        _ statement: Statement, _ parameters: [PostgresValue] = [], deadline: Duration? = nil,
        _ decode: @Sendable (borrowing PostgresRow) throws -> T
    ) async throws -> [T] {
        try await run(statement, parameters, deadline: deadline) { result in
            try result.map(statement: statement.name, decode)
        }
    }

    /// Runs a statement for its effect. Returns the number of rows affected.
    @discardableResult
    public func execute(
        _ statement: Statement, _ parameters: [PostgresValue] = [], deadline: Duration? = nil
    ) async throws -> Int {
        try await run(statement, parameters, deadline: deadline) { result in result.affectedRows }
    }

    /// Runs SQL text as it is: several commands may stand in it, parameters may not. For migrations and settings.
    ///
    /// Commands that do not begin a transaction of their own run as one.
    public func simple(_ sql: String, deadline: Duration? = nil) async throws {
        try await simple(sql, named: nil, deadline: deadline, cancellable: true)
    }

    func simple(_ sql: String, named name: String?, deadline: Duration?, cancellable: Bool) async throws {
        guard !sql.utf8.contains(0) else { throw PostgresError(.misuse, "SQL with NUL in it", statement: name) }
        try await perform(name, deadline: deadline, cancellable: cancellable) { operation in
            do throws(PostgresError) {
                _ = try exchange(operation) { handle in handle.sendSimple(sql) }
            } catch {
                throw translated(error, operation)
            }
        }
    }

    private func run<R>(
        _ statement: Statement, _ parameters: [PostgresValue], deadline: Duration?,
        _ use: (borrowing QueryResult) throws -> R
    ) async throws -> R {
        let buffer = try ParameterBuffer(parameters, of: statement)
        return try await perform(statement.name, deadline: deadline) { operation in
            let result: QueryResult?
            do throws(PostgresError) {
                result = try runPrepared(operation, statement, buffer)
            } catch {
                throw translated(error, operation)
            }
            guard let result else {
                throw PostgresError(.connectionLost, "the server sent no result", statement: statement.name)
            }
            return try use(result)
        }
    }

    private func runPrepared(
        _ operation: Operation, _ statement: Statement, _ buffer: ParameterBuffer
    ) throws(PostgresError) -> QueryResult? {
        var isFirstTry = true
        while true {
            let name = try prepare(operation, statement, buffer.types)
            do throws(PostgresError) {
                return try exchange(operation) { handle in handle.sendPrepared(name: name, buffer) }
            } catch {
                // Nothing was done; outside a transaction it may be tried with a fresh plan.
                let isStale = prepared.forget(statement.name, after: error)
                guard isStale, isFirstTry, handle.transactionStatus == .idle else { throw error }
                isFirstTry = false
            }
        }
    }

    private func prepare(
        _ operation: Operation, _ statement: Statement, _ types: [PostgresType]
    ) throws(PostgresError) -> String {
        switch try prepared.find(statement, types: types) {
        case .ready(let name): return name
        case .missing(let name):
            _ = try exchange(operation) { handle in
                handle.sendPrepare(name: name, sql: statement.sql, types: types)
            }
            // Preparing commits nothing.
            operation.commitAtRisk = false
            prepared.add(statement, types: types, serverName: name)
            return name
        }
    }
}

extension ParameterBuffer {
    /// As the plain initialiser; errors name the statement.
    init(_ values: [PostgresValue], of statement: Statement) throws(PostgresError) {
        do throws(PostgresError) {
            try self.init(values)
        } catch {
            var error = error
            error.statement = statement.name
            throw error
        }
    }
}
