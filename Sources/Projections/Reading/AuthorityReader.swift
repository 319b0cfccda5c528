public import CaseRecord
public import Ledger
public import Timescales
public import Views

/// Reads what the log says of the authority as a whole, and keeps what it has read: each asking reads only what was added
/// since.
public actor AuthorityReader {
    private static let page = 1000
    private let reader: LedgerReader
    private let tail: LogTail
    /// The rules that come with the program.
    public nonisolated let standard: Rulebook
    private var events: [RecordedEvent] = []
    private var position: Int64 = 0
    /// Up to where all that concerns the authority was read.
    private var mark: LogTail.Mark?
    /// The fold of so many events.
    private var present: (count: Int, state: AuthorityState)?

    /// A reader with connections of the ledger reader's pool, and the rules that come with the program.
    ///
    /// - Parameter tail: Says when there is something to read.
    public init(_ reader: LedgerReader, tail: LogTail, standard: Rulebook) {
        self.reader = reader
        self.tail = tail
        self.standard = standard
    }

    /// The state as the log has it now, or as it had been recorded by that moment.
    public func state(knownAt: Instant? = nil) async throws -> AuthorityState {
        try await catchUp()
        if knownAt != nil {
            return AuthorityState(events, position: position, standard: standard, knownAt: knownAt)
        }
        if let present, present.count == events.count { return present.state.at(position) }
        let state = AuthorityState(events, position: position, standard: standard)
        present = (events.count, state)
        return state
    }

    private func catchUp() async throws {
        // Taken first: all that the log had then is in what is read next.
        let mark = try await tail.mark()
        if let read = self.mark, !tail.hasAuthorityGrown(since: read) {
            position = max(position, mark.position)
            return
        }
        var read = self.mark?.log == mark.log ? events : []
        while true {
            let added = try await reader.authorityEvents(
                of: AuthorityState.types, after: read.last?.position ?? 0, limit: Self.page)
            read += added
            if added.count < Self.page { break }
        }
        // Another asking may have read more meanwhile.
        if let other = self.mark, mark < other { return }
        if self.mark?.log != mark.log { present = nil }
        events = read
        position = mark.position
        self.mark = mark
    }
}
