/// What went wrong between this process and PostgreSQL.
///
/// `description` is fit for logs: it leaves out `detail` and the message of data exceptions, which may quote stored
/// values, that is, personal data.
public struct PostgresError: Error, Sendable, Hashable {
    /// The kind of failure.
    public enum Code: String, Sendable, Hashable {
        /// No connection could be made.
        case connectionFailed
        /// A connection that stood has broken.
        case connectionLost
        /// The server refused the command: see `sqlState`.
        case server
        /// A value could not be read as the type asked for, or not be sent as the type given.
        case decoding
        /// The caller's deadline passed. The command was cancelled at the server or its connection dropped.
        case deadlineExceeded
        /// The task was cancelled while connecting. (Elsewhere a cancelled task sees `CancellationError`.)
        case cancelled
        /// The pool had no connection to give before the lease timeout.
        case leaseTimeout
        /// The connection or the pool is closed.
        case closed
        /// The connection string or the configuration cannot be used.
        case configuration
        /// The caller broke a rule of this interface: a defect in the program.
        case misuse
    }

    /// The kind of failure.
    public var code: Code
    /// What happened, in English. May quote values when `sqlState` is of class 22.
    public var message: String
    /// The server's five-character SQLSTATE, if it gave one.
    public var sqlState: String?
    /// The server's DETAIL. Often quotes stored values: never log it.
    public var detail: String?
    /// The server's HINT.
    public var hint: String?
    /// Schema of the object at fault, if the server named one.
    public var schema: String?
    /// Table at fault, if the server named one.
    public var table: String?
    /// Column at fault: as the server named it, or the result column that could not be decoded.
    public var column: String?
    /// Constraint that was violated, if the server named one.
    public var constraint: String?
    /// Name of the `Statement` that failed.
    public var statement: String?
    /// Place in the pipeline of the command that failed, from 0.
    public var pipelineIndex: Int?
    /// True if the command, or the transaction's COMMIT, may or may not have taken effect: the connection broke after
    /// it was sent and before the server answered.
    public var outcomeUnknown: Bool

    init(_ code: Code, _ message: String, statement: String? = nil, outcomeUnknown: Bool = false) {
        self.code = code
        self.message = message
        self.statement = statement
        self.outcomeUnknown = outcomeUnknown
    }

    /// True if doing the same again, from the start of the transaction, may succeed and cannot do it twice:
    /// serialization failure (40001), deadlock (40P01), no connection, or one lost before COMMIT was sent.
    public var isRetryable: Bool {
        guard !outcomeUnknown else { return false }
        switch code {
        case .connectionLost, .connectionFailed: return true
        case .server: return sqlState == "40001" || sqlState == "40P01"
        default: return false
        }
    }
}

extension PostgresError: CustomStringConvertible {
    /// One line without personal data.
    public var description: String {
        var parts = [code.rawValue]
        if let sqlState { parts.append(sqlState) }
        // Class 22, data exception: the message quotes the value ("invalid input syntax for type uuid: ...").
        let quotesValue = sqlState?.hasPrefix("22") == true
        parts.append(quotesValue ? "data exception" : message)
        if let statement { parts.append("statement \(statement)") }
        if let pipelineIndex { parts.append("pipeline command \(pipelineIndex)") }
        if let table { parts.append("table \(table)") }
        if let column { parts.append("column \(column)") }
        if let constraint { parts.append("constraint \(constraint)") }
        if outcomeUnknown { parts.append("outcome unknown") }
        return "PostgresError(" + parts.joined(separator: ", ") + ")"
    }
}

extension PostgresError: CustomDebugStringConvertible {
    /// The same as `description`, so that a debug print does not give DETAIL away either.
    public var debugDescription: String { description }
}

extension PostgresError: CustomReflectable {
    /// Shows no more than `description`.
    public var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}
