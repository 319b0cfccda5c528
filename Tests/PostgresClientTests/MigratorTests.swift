import TestSupport
import Testing

@testable import PostgresClient

@Suite("Migrations", .timeLimit(.minutes(2)))
struct MigratorTests {
    let one = Migration(number: 1, name: "first", sql: "CREATE TABLE a (x int); INSERT INTO a VALUES (1)")
    let two = Migration(number: 2, name: "second", sql: "ALTER TABLE a ADD y text; -- Zoë\n")

    @Test func appliesOnce() async throws {
        let (c, _) = try await freshConnection()
        #expect(try await Migrator.status(of: [one, two], over: c) == MigrationStatus(applied: [], pending: [1, 2]))
        #expect(try await Migrator.apply([one], over: c) == [1])
        #expect(try await Migrator.apply([one, two], over: c) == [2])
        #expect(try await Migrator.apply([one, two], over: c) == [])
        #expect(try await Migrator.status(of: [one, two], over: c) == MigrationStatus(applied: [1, 2], pending: []))
        #expect(try await PostgresClientTests.one(c, "SELECT count(*) FROM a WHERE y IS NULL", as: Int.self) == 1)
        let rows = try await c.query(
            Statement(name: "rows", sql: "SELECT number, name, length(sha256), applied_by FROM caselog_migration")
        ) { row in
            "\(try row.decode(0, as: Int.self)) \(try row.decode(1, as: String.self)) \(try row.decode(2, as: Int.self))"
        }
        #expect(rows == ["1 first 32", "2 second 32"])
        let locks = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
        #expect(try await PostgresClientTests.one(c, locks, as: Int.self) == 0)
        await c.close()
    }

    @Test func tellsWhatIsWrong() async throws {
        let (c, _) = try await freshConnection()
        try await Migrator.apply([one, two], over: c)
        func refusal(_ migrations: [Migration]) async throws -> MigrationError {
            try await failure(MigrationError.self) { try await Migrator.apply(migrations, over: c) }
        }
        #expect(try await refusal([one]) == .databaseIsNewer(number: 2, name: "second"))
        let changed = Migration(number: 1, name: "first", sql: one.sql + " ")
        #expect(try await refusal([changed, two]) == .changed(number: 1, name: "first"))
        let renamed = Migration(number: 2, name: "zweite", sql: two.sql)
        #expect(try await refusal([one, renamed]) == .renamed(number: 2, from: "second", to: "zweite"))
        let four = Migration(number: 4, name: "fourth", sql: "")
        #expect(try await refusal([one, two, four]) == .misnumbered(expected: 3, found: 4))
        #expect(try await refusal([two, one]) == .misnumbered(expected: 1, found: 2))
        try await c.simple("DELETE FROM caselog_migration WHERE number = 1")
        #expect(try await refusal([one, two]) == .gap(missing: 1))
        await c.close()
    }

    @Test func failuresLeaveNothing() async throws {
        let (c, _) = try await freshConnection()
        let bad = Migration(number: 2, name: "bad", sql: "CREATE TABLE b (); SELECT 1/0")
        let failed = try await failure(MigrationError.self) { try await Migrator.apply([one, bad], over: c) }
        guard case .failed(2, "bad", let error) = failed else {
            Issue.record("not the expected error: \(failed)")
            return
        }
        #expect(error.sqlState == "22012")
        #expect(try await PostgresClientTests.one(c, "SELECT to_regclass('b') IS NULL", as: Bool.self))
        #expect(try await Migrator.status(of: [one, two], over: c).applied == [1])
        let ending = Migration(number: 2, name: "ending", sql: "COMMIT")
        #expect(
            try await failure(MigrationError.self) { try await Migrator.apply([one, ending], over: c) }
                == .endedItsTransaction(number: 2))
        #expect(try await Migrator.apply([one, two], over: c) == [2])
        await c.close()
    }

    @Test func twoAtOnce() async throws {
        let configuration = PostgresConfiguration(connectionString: try await TestDatabase.create())
        let slow = Migration(number: 3, name: "slow", sql: "SELECT pg_sleep(0.2); CREATE TABLE c ()")
        let migrations = [one, two, slow]
        let applied = try await withThrowingTaskGroup(of: [Int].self) { group in
            for _ in 0..<4 {
                group.addTask {
                    let c = try await PostgresConnection.connect(configuration, logger: quiet)
                    let applied = try await Migrator.apply(migrations, over: c)
                    await c.close()
                    return applied
                }
            }
            return try await group.reduce(into: [[Int]]()) { $0.append($1) }
        }
        #expect(applied.sorted { $0.count < $1.count } == [[], [], [], [1, 2, 3]])
    }

    /// A role that may only read can find that all is done.
    @Test func readOnlyWhenDone() async throws {
        let (c, configuration) = try await freshConnection()
        try await Migrator.apply([one], over: c)
        let role = "reader_\(c.backendPID)"
        try await c.simple("CREATE ROLE \(role); GRANT SELECT ON caselog_migration TO \(role)")
        var reading = configuration
        reading.role = role
        reading.settings["default_transaction_read_only"] = "on"
        let reader = try await PostgresConnection.connect(reading, logger: quiet)
        #expect(try await Migrator.apply([one], over: reader) == [])
        let refused = try await failure { try await Migrator.apply([one, two], over: reader) }
        #expect(refused.sqlState == "25006")
        await reader.close()
        try await c.simple("DROP OWNED BY \(role); DROP ROLE \(role)")
        await c.close()
    }
}
