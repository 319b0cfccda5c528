public import CaseRecord
public import Ledger
import PostgresClient

/// Reads children's histories out of the log, each with those that merges connect to it.
public struct RecordReader: Sendable {
    private let history: @Sendable (ChildID) async throws -> [RecordedEvent]
    private let lastPosition: @Sendable () async throws -> Int64
    private let isBounded: Bool

    /// A reader with connections of the ledger reader's pool.
    public init(_ reader: LedgerReader) {
        self.init(history: { try await reader.history(of: $0) }, lastPosition: { try await reader.lastPosition() })
    }

    /// A reader of the log up to that position, with connections of the ledger reader's pool.
    init(_ reader: LedgerReader, through position: Int64) {
        history = { child in try await reader.history(of: child).filter { $0.position <= position } }
        lastPosition = { position }
        isBounded = true
    }

    /// A reader of the log up to that position, over a connection that the caller has.
    init(authority: AuthorityCode, through position: Int64, over connection: PostgresConnection) {
        history = { child in
            try await LedgerReader.history(of: child, authority: authority, over: connection)
                .filter { $0.position <= position }
        }
        lastPosition = { position }
        isBounded = true
    }

    /// A reader with those readings of the log.
    init(
        history: @escaping @Sendable (ChildID) async throws -> [RecordedEvent],
        lastPosition: @escaping @Sendable () async throws -> Int64
    ) {
        self.history = history
        self.lastPosition = lastPosition
        isBounded = false
    }

    /// The child's history with those related to it; the child's own is empty where it is not known.
    public func histories(of child: ChildID) async throws -> RelatedHistories {
        var related = RelatedHistories(of: child, try await history(child))
        guard !related.missing.isEmpty else { return related }
        // Each reading sees the log at another moment. What was there before the first, all of them see.
        let position = try await lastPosition()
        if !isBounded { related = RelatedHistories(of: child) }
        while let next = related.missing.first {
            related.add(try await history(next).filter { $0.position <= position }, of: next)
        }
        return related
    }
}
