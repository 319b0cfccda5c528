import Foundation
import PostgresClient
import TestSupport
import Testing

@testable import Ledger

/// No statement on a hot path may read a table from end to end, however the log grows.
@Suite struct PlanTests {
    @Test func everyHotStatementUsesAnIndex() async throws {
        let database = try await TestDatabase.migrated()
        try await RunningLedger.with(database: database) { running in
            for batch in 0..<20 {
                let drafts = (0..<200).map { note("\(batch) \($0)", ["C\($0 % 97)"]) }
                _ = try await running.ledger.append(drafts, submittedBy: "t")
            }
        }
        try await Psql.run(database, "ANALYZE")
        let statements: [(Statement, [String])] = [
            (LedgerStatements.lastPosition, ["'926'"]),
            (LedgerStatements.news, ["'926'", "3000", "1001"]),
            (LedgerStatements.known, ["'926'", "ARRAY['0192d3c4-5e6f-7a8b-9c0d-1e2f3a4b5c6d'::uuid]"]),
            (LedgerStatements.versions, ["'926'", "ARRAY['C1', 'C2']"]),
            (LedgerStatements.history, ["'926'", "'C5'"]),
            (LedgerStatements.after, ["'926'", "3000", "100", "9223372036854775807"]),
            (LedgerStatements.ofAuthority, ["'926'", "ARRAY['worker.registered']", "0", "100", "NULL"]),
            (
                LedgerStatements.ofAuthority,
                ["'926'", "ARRAY['worker.registered']", "0", "100", "'\\x2273616d22'::bytea"]
            ),
            (LedgerStatements.lastPositionAt, ["'926'", "now()"]),
            (TreeStatements.leaves, ["'926'", "ARRAY[0::bigint, 600]", "ARRAY[8::bigint, 700]", "0::smallint"]),
            (TreeStatements.nodes, ["'926'", "ARRAY[0::bigint]", "ARRAY[3::bigint]", "8::smallint"]),
            (BundleStatements.ofChild, ["'926'", "'C5'", "0", "4000", "200"]),
            (BundleStatements.ofPositions, ["'926'", "100", "4000", "200"]),
        ]
        for (statement, parameters) in statements {
            var sql = statement.sql
            for (index, value) in parameters.enumerated().reversed() {
                sql = sql.replacing("$\(index + 1)", with: value)
            }
            // In a small table reading it all is the cheaper plan; without it, it stands only where there is no other.
            let plan = try await Psql.run(database, "SET enable_seqscan = off; EXPLAIN \(sql)")
            // The head's table has a row an authority.
            let scans = plan.split(separator: "\n").filter { $0.contains("Seq Scan") && !$0.contains("on authority") }
            #expect(scans.isEmpty, "\(statement.name): \(plan)")
        }
    }

    /// The writer's session plans each statement once. What is planned while the log is empty finds records by their whole key.
    @Test func versionsAreFoundByTheirKeyThoughPlannedForAnEmptyLog() async throws {
        let database = try await TestDatabase.migrated()
        let session = Ledger.session.map { "SET \($0.key) = \($0.value);" }.joined()
        let plan = try await Psql.run(
            database,
            "\(session) PREPARE planned (text, text[]) AS \(LedgerStatements.versions.sql);"
                + "EXPLAIN EXECUTE planned ('926', ARRAY['C1'])")
        let conditions = plan.split(separator: "\n").filter { $0.contains("Index Cond") }
        #expect(conditions.contains { $0.contains("(child = named.child)") }, "\(plan)")
    }

    /// Ids are as well found by going through all of a short log; a plan that does so must not be used for a long one.
    @Test func idsAreFoundByTheirIndexThoughLookedUpBeforeTheLogGrew() async throws {
        let database = try await TestDatabase.migrated()
        try await RunningLedger.with(database: database) { running in
            let first = note("first")
            // The second time it is found by looking its id up.
            for _ in 0..<2 { _ = try await running.ledger.append([first], submittedBy: "t") }
            for batch in 0..<20 {
                let drafts = (0..<200).map { note("\(batch) \($0)", ["C\($0 % 97)"]) }
                _ = try await running.ledger.append(drafts, submittedBy: "t")
            }
            let before = try await indexReads(database, beyond: 0)
            let again = try await running.ledger.append([first], submittedBy: "t")
            #expect(again.map(\.position) == [1])
            let after = try await indexReads(database, beyond: before.scans)
            #expect(after.entries - before.entries < 100, "\(before) \(after)")
        }
    }

    /// How often the log's indexes were looked into, and how many of their entries were read, once it was more often than that.
    /// The server counts when a session next says something, as the writer does to keep its turn.
    private func indexReads(_ database: String, beyond seen: Int) async throws -> (scans: Int, entries: Int) {
        let sql = """
            SELECT sum(idx_scan), sum(idx_tup_read) FROM pg_stat_all_indexes
            WHERE schemaname = 'caselog' AND relname ~ '^event_[0-3]$'
            """
        for _ in 0..<120 {
            let numbers = try await Psql.run(database, sql).split { !$0.isNumber }.compactMap { Int($0) }
            if let scans = numbers.first, let entries = numbers.last, scans > seen { return (scans, entries) }
            try await Task.sleep(for: .milliseconds(250))
        }
        return try #require(nil, "the server counted no look into the log's indexes")
    }
}
