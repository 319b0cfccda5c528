/// What has been sent and received of one pipeline. Lives on the connection's thread.
final class PipelineRun {
    /// Bytes queued between two looks at the socket.
    static let portion = 64 * 1024

    private enum Entry {
        case prepare(Statement, [PostgresType], serverName: String, command: Int)
        case command(Int)
        case poison
    }

    let commands: [PipelineCommand]
    private(set) var nextCommand = 0
    var isSyncSent = false
    private(set) var failure: PostgresError?
    /// True if the server itself has failed the pipeline, so that its sync commits nothing.
    private(set) var hasServerFailure = false
    private(set) var hasResult = false

    private var entries: [Entry] = []
    private var finishedEntries = 0
    private var isPrepareGood = false
    private var pending: [String: (statement: Statement, types: [PostgresType], serverName: String)] = [:]
    private var results: [SharedResult?]

    init(_ commands: [PipelineCommand]) {
        self.commands = commands
        results = Array(repeating: nil, count: commands.count)
    }

    // MARK: - Sending

    /// The name under which this very pipeline prepares the statement, if it does.
    func pendingName(_ statement: Statement, _ types: [PostgresType]) throws(PostgresError) -> String? {
        guard let known = pending[statement.name] else { return nil }
        guard known.statement == statement else {
            throw PostgresError(.misuse, "two statements share this name", statement: statement.name)
        }
        guard known.types == types else {
            throw PostgresError(.misuse, "parameter types differ from those prepared", statement: statement.name)
        }
        return known.serverName
    }

    func sentPrepare(_ statement: Statement, _ types: [PostgresType], serverName: String) {
        pending[statement.name] = (statement, types, serverName)
        entries.append(.prepare(statement, types, serverName: serverName, command: nextCommand))
    }

    func sentCommand() {
        entries.append(.command(nextCommand))
        nextCommand += 1
    }

    func sentPoison() {
        entries.append(.poison)
    }

    func fail(_ error: PostgresError, at index: Int?) {
        guard failure == nil else { return }
        var error = error
        error.pipelineIndex = index
        failure = error
    }

    // MARK: - Receiving

    /// True while the server owes an answer.
    var isAwaiting: Bool { finishedEntries < entries.count || isSyncSent }

    var currentStatement: String? {
        currentIndex.map { commands[$0].statement.name }
    }

    private var currentIndex: Int? {
        guard finishedEntries < entries.count else { return nil }
        switch entries[finishedEntries] {
        case .prepare(_, _, _, let index), .command(let index): return index
        case .poison: return nil
        }
    }

    func received(_ result: consuming QueryResult) {
        hasResult = true
        guard finishedEntries < entries.count else { return }
        switch entries[finishedEntries] {
        case .command(let index): results[index] = SharedResult(result)
        case .prepare: isPrepareGood = true
        case .poison: break
        }
    }

    func receivedNothing() {
        hasResult = true
    }

    func serverFailed(_ error: PostgresError) {
        hasResult = true
        hasServerFailure = true
        fail(error, at: currentIndex)
    }

    /// Ends the results of one entry; gives what it prepared, if it did.
    func finishEntry() -> (Statement, [PostgresType], String)? {
        defer {
            finishedEntries += 1
            hasResult = false
            isPrepareGood = false
        }
        guard finishedEntries < entries.count, isPrepareGood,
            case .prepare(let statement, let types, let serverName, _) = entries[finishedEntries]
        else { return nil }
        return (statement, types, serverName)
    }

    /// All results, in the order of the commands.
    func finishedResults() throws(PostgresError) -> [PipelineResult] {
        var finished: [PipelineResult] = []
        finished.reserveCapacity(commands.count)
        for (index, result) in results.enumerated() {
            guard let result else {
                throw PostgresError(.connectionLost, "a pipeline command got no answer", outcomeUnknown: true)
            }
            finished.append(PipelineResult(result, statement: commands[index].statement.name))
        }
        return finished
    }
}
