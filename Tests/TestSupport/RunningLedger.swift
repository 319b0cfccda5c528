public import CaseRecord
import Foundation
public import Ledger
public import PostgresClient

/// A ledger over a database of its own, running.
public struct RunningLedger: Sendable {
    /// Whose log it is.
    public static let authority = AuthorityCode("926")!
    /// The connection string of the database.
    public let database: String
    /// The ledger.
    public let ledger: Ledger
    /// Reads its log.
    public let reader: LedgerReader
    /// Connections with the daemon's role.
    public let pool: PostgresPool

    /// Runs `body` beside a running ledger, over that database or a new one.
    public static func with(
        database: String? = nil, _ body: (RunningLedger) async throws -> Void
    ) async throws {
        let database = if let database { database } else { try await TestDatabase.migrated() }
        let pool = TestDatabase.pool(database)
        let ledger = Ledger(
            authority: authority,
            configuration: PostgresConfiguration(connectionString: database, role: "caselogd"),
            now: { Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1e6)) }, logger: TestDatabase.quietLogger)
        try await ledger.open()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await ledger.run() }
            // Also where the body throws: otherwise the test would wait for the ledger for ever.
            defer { ledger.stop() }
            try await body(
                RunningLedger(
                    database: database, ledger: ledger, reader: LedgerReader(authority: authority, pool: pool),
                    pool: pool))
            ledger.stop()
            try await group.waitForAll()
        }
    }
}
