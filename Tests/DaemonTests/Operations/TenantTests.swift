import Foundation
import SocketClient
import StrictJSON
import Subprocess
import TestSupport
import Testing

/// The authority is the tenant: on an engine that spreads tables over nodes by it, every key has to begin with it, and every
/// statement has to name it.
@Suite struct TenantTests {
    @Test func everyKeyBeginsWithTheAuthority() async throws {
        let database = try await TestDatabase.migrated()
        let keys = try await Psql.run(
            database,
            """
            SELECT c.relname, i.indexrelid::regclass, a.attname
            FROM pg_index AS i
            JOIN pg_class AS c ON c.oid = i.indrelid
            JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
            WHERE c.relnamespace = 'caselog'::regnamespace AND i.indisunique AND NOT c.relispartition
            """)
        let rows = keys.split(separator: "\n").map { $0.split(separator: "|").map(String.init) }
        #expect(rows.count > 20)
        // Which authorities an analyst's role sees is the same on every node.
        for row in rows where row[0] != "analyst_scope" { #expect(row[2] == "authority", "\(row)") }
        let without = try await Psql.run(
            database,
            """
            SELECT relname FROM pg_class AS c
            WHERE relnamespace = 'caselog'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
            AND NOT EXISTS (SELECT FROM pg_index WHERE indrelid = c.oid AND indisprimary)
            """)
        #expect(without.isEmpty)
    }

    /// What the daemon and the notifier ask of the tables, as the server itself has noted it.
    @Test func everyStatementNamesTheAuthority() async throws {
        let server = try await ServerCluster.make(settings: [
            "shared_preload_libraries = 'pg_stat_statements'", "pg_stat_statements.max = 5000",
            "pg_stat_statements.track = 'top'",
        ])
        try await server.start()
        try await server.sql("CREATE DATABASE caselog")
        try await server.sql("CREATE EXTENSION pg_stat_statements", in: "caselog")
        let daemon = try DaemonProcess()
        let database = server.connection + " dbname=caselog"
        try await daemon.running(on: database) { _ in
            // What the schema's own migrations asked was asked before there were any rows.
            try await server.sql("SELECT pg_stat_statements_reset()", in: "caselog")
            try await daemon.county(children: 25)
            #expect(try await daemon.get("/v1/supervision/service").status == 200)
            let children = try await server.sql("SELECT child FROM caselog.case_row LIMIT 1", in: "caselog")
            for path in [
                "/v1/cases/\(children)", "/v1/cases/\(children)/chronology", "/v1/cases/\(children)/timescales",
                "/v1/supervision/service", "/v1/indicators", "/v1/alerts?state=all", "/v1/silences", "/v1/deliveries",
                "/v1/retention", "/v1/ledger/head", "/v1/ledger/proof/7", "/v1/access-log", "/v1/read-models",
                "/v1/events?limit=10", "/v1/ledger/bundle?child=\(children)", "/v1/rules", "/metrics",
            ] {
                #expect(try await daemon.get(path).status == 200, "\(path)")
            }
            #expect(try await daemon.caselog(["verify"]).status == 0)
            #expect(try await daemon.call("POST", "/v1/read-models/cases/rebuild").status < 300)
            let notifier = NotifierProcess(
                logFile: daemon.directory + "/notifier.log",
                arguments: ["--database", database, "--hooks", daemon.hooks])
            try daemon.install(hook: "10-take", "cat > \(daemon.output)/taken")
            try await notifier.running { _ in
                #expect(try await notifier.knowsReceivers())
                let tested = try await daemon.caselog(["alerts", "test"])
                #expect(tested.status == 0, "\(tested) \(notifier.log)")
                #expect(try await daemon.caselog(["doctor"]).status <= 1)
            }
        }
        let statements = try await server.sql(
            """
            SELECT replace(query, E'\\n', ' ') FROM pg_stat_statements
            WHERE query ~ 'caselog\\.[a-z_]' AND query !~ '^ *(COPY|ANALYZE)' AND query !~ 'caselog_migration|case_row LIMIT'
            """, in: "caselog"
        ).split(separator: "\n")
        #expect(statements.count > 60, "\(statements.count)")
        for statement in statements where !statement.contains("authority") {
            #expect(Self.isOfNoAuthority(statement), "\(statement)")
        }
        await server.remove()
    }

    /// Functions that are given the authority, and what gathers the planner's statistics, which is about tables and not about
    /// rows.
    private static func isOfNoAuthority(_ statement: Substring) -> Bool {
        ["caselog.live($1", "caselog.add_notices($1", "caselog.move_head($1", "gather_statistics"].contains {
            statement.contains($0)
        }
    }
}
