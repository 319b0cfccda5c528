public import CaseRecord
public import Ledger

/// Reads the workforce out of the log, and keeps what it has read: each asking reads only what was added since.
public actor WorkforceReader {
    private static let page = 1000
    private let reader: LedgerReader
    private var events: [RecordedEvent] = []
    /// The fold of all that was read; made anew when something was added.
    private var present: Workforce?

    /// A reader with connections of the ledger reader's pool.
    public init(_ reader: LedgerReader) { self.reader = reader }

    /// The workforce as the log has it, or as it had been recorded by that moment.
    public func workforce(knownAt: Instant? = nil) async throws -> Workforce {
        try await catchUp()
        if knownAt != nil { return Workforce(events, knownAt: knownAt) }
        if let present { return present }
        let workforce = Workforce(events)
        present = workforce
        return workforce
    }

    private func catchUp() async throws {
        while true {
            let last = events.last?.position ?? 0
            let added = try await reader.authorityEvents(of: Workforce.types, after: last, limit: Self.page)
            // Another asking may have read the same meanwhile.
            let new = added.filter { $0.position > events.last?.position ?? 0 }
            if !new.isEmpty {
                events += new
                present = nil
            }
            if added.count < Self.page { return }
        }
    }
}
