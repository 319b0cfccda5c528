public import CaseRecord
public import Ledger
public import PostgresClient
public import Views

/// Reads the rows that views over many cases are counted from: those of the tables or, as known at a moment, of the log.
public struct CaseReader: Sendable {
    private let pool: PostgresPool
    private let reader: LedgerReader
    private let authority: AuthorityReader
    private let kept = KeptRows()

    /// A reader with connections of that pool.
    public init(pool: PostgresPool, reader: LedgerReader, authority: AuthorityReader) {
        self.pool = pool
        self.reader = reader
        self.authority = authority
    }

    /// Gives the rows to `body`, all of them as of one position of the log.
    ///
    /// - Throws: ``ProjectionError/incomplete(_:)`` while a read model has never been built; what the database says.
    public func read<R: Sendable>(
        knownAt: Instant? = nil, _ body: @Sendable (any CaseSource) async throws -> R
    ) async throws -> R {
        if let knownAt {
            let state = try await authority.state(knownAt: knownAt)
            return try await body(try await LogSource(over: reader, knownAt: knownAt, state: state))
        }
        return try await CaseTables.read(of: reader.authority, pool: pool, keeping: kept, body)
    }

    /// What guards the records that are restricted or opened to somebody, by child, as the tables have it; or all records.
    ///
    /// - Throws: ``ProjectionError/incomplete(_:)`` while a read model has never been built; what the database says.
    public func guards(ofAll isOfAll: Bool = false) async throws -> [ChildID: RecordGuard] {
        try await CaseTables.read(of: reader.authority, pool: pool) { try await $0.guards(ofAll: isOfAll) }
    }
}
