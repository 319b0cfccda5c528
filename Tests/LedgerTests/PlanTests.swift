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
            (LedgerStatements.ofAuthority, ["'926'", "ARRAY['worker.registered']", "0", "100"]),
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
}
