/// What has been sent and not answered yet of one stream of commands. Lives on the connection's thread.
struct StreamRun {
    struct Prepared {
        let statement: Statement
        let types: [PostgresType]
        let serverName: String
    }

    private struct Sent {
        let statement: String
        let limit: ContinuousClock.Instant?
        /// The message that prepares the statement, sent before it.
        let preparing: Prepared?
        var result: SharedResult?
        var error: PostgresError?
    }

    private let depth: Int
    private let deadline: Duration?
    private var underWay: [Sent] = []
    /// What this stream prepares, from when it was sent.
    private(set) var prepared: Prepared?
    /// Whether nothing more is sent.
    var isEnding = false
    /// Whether a result of the present message has been seen.
    var hasResult = false

    init(depth: Int, deadline: Duration?) {
        self.depth = depth
        self.deadline = deadline
    }

    var isIdle: Bool { underWay.isEmpty }
    var hasRoom: Bool { underWay.count < depth }
    var currentStatement: String? { underWay.first?.statement }
    /// Until when the oldest command may take.
    var limit: ContinuousClock.Instant? { underWay.first?.limit }
    /// What the command being finished has prepared, unless it failed.
    var preparedNow: Prepared? {
        guard let first = underWay.first, first.error == nil else { return nil }
        return first.preparing
    }

    mutating func sent(_ statement: String, preparing: Prepared?) {
        if let preparing { prepared = preparing }
        underWay.append(
            Sent(statement: statement, limit: deadline.map { .now + $0 }, preparing: preparing))
    }

    mutating func received(_ result: consuming QueryResult) {
        // The answer to a prepare comes first and is replaced.
        if !underWay.isEmpty { underWay[0].result = SharedResult(result) }
    }

    mutating func failed(_ error: PostgresError) {
        isEnding = true
        if !underWay.isEmpty { underWay[0].error = error }
    }

    mutating func finish() -> Result<PipelineResult, PostgresError> {
        let first = underWay.removeFirst()
        if let error = first.error { return .failure(error) }
        guard let result = first.result else {
            return .failure(PostgresError(.connectionLost, "a command got no answer", outcomeUnknown: true))
        }
        return .success(PipelineResult(result, statement: first.statement))
    }
}
