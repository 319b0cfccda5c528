public import CaseRecord
public import Ledger
public import Timescales
public import Views

/// Reads what the log says of the authority as a whole, and keeps what it has read: each asking reads only what was added
/// since.
public actor AuthorityReader {
    private static let page = 1000
    private let reader: LedgerReader
    /// The rules that come with the program.
    public nonisolated let standard: Rulebook
    private var events: [RecordedEvent] = []
    private var position: Int64 = 0
    /// The fold of so many events.
    private var present: (count: Int, state: AuthorityState)?

    /// A reader with connections of the ledger reader's pool, and the rules that come with the program.
    public init(_ reader: LedgerReader, standard: Rulebook) {
        self.reader = reader
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
        // Read first: all that the log had then is in what is read next.
        let head = try await reader.lastPosition()
        while true {
            let last = events.last?.position ?? 0
            let added = try await reader.authorityEvents(of: AuthorityState.types, after: last, limit: Self.page)
            // Another asking may have read the same meanwhile.
            events += added.filter { $0.position > events.last?.position ?? 0 }
            if added.count < Self.page { break }
        }
        position = max(position, head)
    }
}
