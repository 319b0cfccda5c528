/// Takes the data of a COPY ... FROM STDIN, in the format that the COPY command names.
public struct CopyInWriter: ~Copyable {
    private static let portion = 64 * 1024

    private var buffer: [UInt8] = []
    private let send: (UnsafeRawBufferPointer) throws -> Void

    init(send: @escaping (UnsafeRawBufferPointer) throws -> Void) {
        self.send = send
        buffer.reserveCapacity(Self.portion + 4096)
    }

    /// Adds bytes. Blocks while the server is slower than the caller. Throws what ends the COPY: let it through.
    public mutating func write(_ bytes: UnsafeRawBufferPointer) throws {
        buffer.append(contentsOf: bytes)
        if buffer.count >= Self.portion { try flush() }
    }

    /// Adds bytes.
    public mutating func write(_ bytes: [UInt8]) throws {
        buffer.append(contentsOf: bytes)
        if buffer.count >= Self.portion { try flush() }
    }

    /// Adds text as UTF-8.
    public mutating func write(_ text: String) throws {
        buffer.append(contentsOf: text.utf8)
        if buffer.count >= Self.portion { try flush() }
    }

    mutating func flush() throws {
        defer { buffer.removeAll(keepingCapacity: true) }
        // libpq counts in 32 bits.
        var start = 0
        while start < buffer.count {
            let end = min(start + (1 << 26), buffer.count)
            try buffer[start..<end].withUnsafeBytes { try send($0) }
            start = end
        }
    }
}

extension PostgresConnection {
    /// Runs a COPY ... FROM STDIN with the data that `body` writes. Returns the number of rows.
    ///
    /// If `body` throws, the COPY fails at the server, nothing of it is kept, and the error is thrown on. `body` runs
    /// on the connection's thread.
    @discardableResult
    public func copyIn(
        _ sql: String, deadline: Duration? = nil, _ body: @Sendable (inout CopyInWriter) throws -> Void
    ) async throws -> Int {
        try await perform("copy in", deadline: deadline) { operation in
            try copy(operation) {
                try startCopy(operation, sql, .copyIn)
                var stopped: (any Error)?
                do {
                    var writer = CopyInWriter { [self] bytes in try sendCopyData(bytes, operation) }
                    try body(&writer)
                    try writer.flush()
                } catch {
                    stopped = error
                }
                if handle.isBad { throw stopped ?? lost(operation) }
                // A closure that swallowed the interruption does not get its COPY finished all the same.
                stopped = stopped ?? operation.interruptionError
                _ = handle.putCopyEnd(failing: stopped == nil ? nil : "given up by the client")
                do throws(PostgresError) {
                    return try collect(operation)?.affectedRows ?? 0
                } catch {
                    // The server's answer to the giving up says nothing new.
                    if let stopped, error.code == .server, error.sqlState == "57014" { throw stopped }
                    throw error
                }
            }
        }
    }

    /// Runs a COPY ... TO STDOUT and lends each row's bytes to `chunk`, on the connection's thread. Returns the number
    /// of rows. If `chunk` throws, the COPY is cancelled and the error thrown on.
    @discardableResult
    public func copyOut(
        _ sql: String, deadline: Duration? = nil, _ chunk: @Sendable (UnsafeRawBufferPointer) throws -> Void
    ) async throws -> Int {
        try await perform("copy out", deadline: deadline) { operation in
            try copy(operation) {
                try startCopy(operation, sql, .copyOut)
                var stopped: (any Error)?
                reading: while true {
                    let step: ConnectionHandle.CopyOutStep
                    do {
                        step = try handle.getCopyData { bytes in if stopped == nil { try chunk(bytes) } }
                    } catch {
                        stopped = error
                        if operation.interruption == nil { try interrupt(operation, .abandoned) }
                        continue
                    }
                    switch step {
                    case .row: continue
                    case .wouldBlock: try wait(operation, forWriting: false)
                    case .end, .failed: break reading
                    }
                }
                let count: Int
                do throws(PostgresError) {
                    count = try collect(operation)?.affectedRows ?? 0
                } catch {
                    if let stopped, error.code == .server { throw stopped }
                    throw error
                }
                if let stopped { throw stopped }
                return count
            }
        }
    }

    private func copy(_ operation: Operation, _ body: () throws -> Int) throws -> Int {
        do {
            return try body()
        } catch let error as PostgresError {
            throw translated(error, operation)
        }
    }

    private func startCopy(
        _ operation: Operation, _ sql: String, _ expected: QueryResult.Status
    ) throws(PostgresError) {
        guard !sql.utf8.contains(0) else { throw PostgresError(.misuse, "SQL with NUL in it") }
        try begin(operation) { handle in handle.sendSimple(sql) }
        guard let first = try nextResult(operation) else {
            throw PostgresError(.misuse, "not a COPY command")
        }
        let status = first.status
        if status == expected { return }
        let failure = status == .failure ? first.error(statement: operation.statement) : nil
        if status == .copyIn { _ = handle.putCopyEnd(failing: "not expected") }
        if status == .copyOut { try skipCopyOut(operation) }
        do throws(PostgresError) {
            _ = try collect(operation)
        } catch {
            if handle.isBad { throw error }
        }
        throw failure ?? PostgresError(.misuse, "not a COPY in the direction asked for")
    }

    private func sendCopyData(_ bytes: UnsafeRawBufferPointer, _ operation: Operation) throws {
        if let error = operation.interruptionError { throw error }
        guard handle.putCopyData(bytes) else { throw lost(operation) }
        while handle.flush() {
            try wait(operation, forWriting: true)
        }
        if operation.interruption == nil, waker.isCancelled(operation: operation.number) {
            try interrupt(operation, .cancelled)
        } else if operation.interruption == nil, let deadline = operation.deadline, ContinuousClock.now >= deadline {
            try interrupt(operation, .deadline)
        }
        if let error = operation.interruptionError { throw error }
    }
}
