import Alerts
import CaseRecord
import Foundation
import PostgresClient
import Schema
import StrictJSON
import TestSupport
import Testing

/// Notices in the database, and who may do what with them.
@Suite struct NoticeTests {
    let authority = RunningLedger.authority
    let now = Instant("2026-03-02T09:00:00Z")!

    func add(_ notices: [Notice], _ pool: PostgresPool) async throws {
        let (authority, now) = (authority, now)
        try await pool.withConnection { connection in
            try await connection.transaction {
                try await NoticeOutbox.add(notices, authority: authority, at: now, over: $0)
            }
        }
    }

    @Test func numbersHaveNoGapsAlsoWhenManyAddAtOnceAndSomeGiveUp() async throws {
        struct GivenUp: Error {}
        let database = try await TestDatabase.migrated()
        let pool = TestDatabase.pool(database, size: 8)
        await withTaskGroup(of: Void.self) { group in
            for index in 0..<40 {
                group.addTask { [authority, now] in
                    let notices = (0...index % 3).map { Notice(kind: .test, thread: "t\($0)", payload: ["n": 1]) }
                    try? await pool.withConnection { connection in
                        try await connection.transaction { connection in
                            try await NoticeOutbox.add(notices, authority: authority, at: now, over: connection)
                            if index % 5 == 0 { throw GivenUp() }
                        }
                    }
                }
            }
        }
        await pool.close()
        let counted = try await Psql.run(database, "SELECT count(*), min(number), max(number) FROM caselog.notice")
        let expected = (0..<40).filter { $0 % 5 != 0 }.map { $0 % 3 + 1 }.reduce(0, +)
        #expect(counted == "\(expected)|1|\(expected)")
    }

    @Test func aNoticeKeepsWhatItSays() async throws {
        let database = try await TestDatabase.migrated()
        let pool = TestDatabase.pool(database)
        let ids = [UUID(), UUID()]
        try await add(
            [
                Notice(
                    kind: .alerts, recipient: "team-manager", team: "west", worker: "w1", severity: 1, thread: "a",
                    alerts: ids, payload: ["alerts": []]),
                Notice(kind: .history, thread: "history", payload: ["open": 3]),
            ], pool)
        await pool.close()
        let rows = try await Psql.run(
            database,
            """
            SELECT number, kind, recipient, team, worker, severity, thread, alerts, convert_from(payload, 'UTF8')
            FROM caselog.notice ORDER BY number
            """)
        let list = "{" + ids.map { $0.uuidString.lowercased() }.joined(separator: ",") + "}"
        #expect(
            rows == """
                1|alerts|team-manager|west|w1|1|a|\(list)|{"alerts":[]}
                2|history||||2|history|{}|{"open":3}
                """)
    }

    @Test func theNotifierSeesNoRecordAndAddsOnlyItsOwnKinds() async throws {
        let database = try await TestDatabase.migrated()
        func attempt(_ sql: String, as role: String = "caselog_notifier") async -> String {
            do {
                return try await Psql.run(database, "SET ROLE \(role); \(sql)")
            } catch {
                return "\(error)"
            }
        }
        let tables = try await Psql.run(
            database,
            """
            SELECT string_agg(relname || ':' || privilege, ' ' ORDER BY relname, privilege)
            FROM pg_class, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) AS privilege
            WHERE relnamespace IN ('caselog'::regnamespace, 'caselog_analysis'::regnamespace)
              AND relkind IN ('r', 'p', 'v', 'm')
              AND has_table_privilege('caselog_notifier', oid, privilege)
            """)
        #expect(
            tables == """
                delivery:INSERT delivery:SELECT delivery:UPDATE notice:INSERT notice:SELECT receiver:INSERT \
                receiver:SELECT receiver:UPDATE
                """)
        #expect(await attempt("SELECT * FROM caselog.event").contains("permission denied"))
        func add(_ kind: String) -> String {
            """
            SELECT caselog.add_notices('926', ARRAY[gen_random_uuid()], ARRAY['\(kind)'], '{NULL}', '{NULL}', '{NULL}',
                                       '{2}', '{t}', '{""}', '{""}', now())
            """
        }
        for kind in ["heartbeat", "delivery-failure", "test"] { #expect(await attempt(add(kind)) == "") }
        for kind in ["alerts", "history", "digest"] {
            #expect(await attempt(add(kind)).contains("row-level security"))
            #expect(await attempt(add(kind), as: "caselogd") == "")
        }
        #expect(await attempt("UPDATE caselog.notice SET spread_at = now()") == "")
        #expect(await attempt("UPDATE caselog.notice SET severity = 1").contains("permission denied"))
        #expect(await attempt("DELETE FROM caselog.delivery").contains("permission denied"))
        #expect(await attempt("UPDATE caselog.notice SET severity = 1", as: "caselogd").contains("permission denied"))
        #expect(await attempt(add("test"), as: "caselog_reader").contains("permission denied"))
        #expect(await attempt("SELECT count(*) FROM caselog.notice", as: "caselog_reader") == "6")
    }

    @Test func whatWaitedBeforeThereWereNoticesGoesOn() async throws {
        let database = try await TestDatabase.create()
        let migrations = Schema.migrations.map { Migration(number: $0.number, name: $0.name, sql: $0.sql) }
        let connection = try await PostgresConnection.connect(
            PostgresConfiguration(connectionString: database), logger: TestDatabase.quietLogger)
        try await Migrator.apply(Array(migrations.prefix(7)), over: connection)
        let alert = UUID()
        let payload = #"{"stage":"due","number":2,"fellAt":"f","raisedAt":"r","alert":{"id":"x","stage":"overdue"}}"#
        try await Psql.run(
            database,
            """
            INSERT INTO caselog.delivery
                (authority, delivery_id, hook, kind, alert_id, number, payload, state, next_attempt_at, created_at)
            SELECT '926', gen_random_uuid(), hook, 'alert', '\(alert)', number, convert_to('\(payload)', 'UTF8'),
                   CASE WHEN number = 1 THEN 'delivered' ELSE 'waiting' END, now(), now()
            FROM unnest(ARRAY['a', 'b']) AS hook, generate_series(1, 3) AS number;
            INSERT INTO caselog.delivery (authority, delivery_id, hook, kind, state, next_attempt_at, created_at)
            VALUES ('926', gen_random_uuid(), 'a', 'history-notice', 'waiting', now(), now());
            """)
        try await Migrator.apply(migrations, over: connection)
        await connection.close()
        #expect(try await Psql.run(database, "SELECT count(*), count(spread_at) FROM caselog.notice") == "2|0")
        let first = try await Psql.run(
            database,
            """
            SELECT number, kind, alerts[1], convert_from(payload, 'UTF8')::jsonb->'alerts'->0->>'stage'
            FROM caselog.notice WHERE number = 1
            """)
        #expect(first == "1|alerts|\(alert.uuidString.lowercased())|due")
        #expect(try await Psql.run(database, "SELECT count(*) FROM caselog.history_notice") == "1")
    }

    @Test func alertsFromBeforeTheirLifeWasKeptGoOn() async throws {
        let database = try await TestDatabase.create()
        let migrations = Schema.migrations.map { Migration(number: $0.number, name: $0.name, sql: $0.sql) }
        let connection = try await PostgresConnection.connect(
            PostgresConfiguration(connectionString: database), logger: TestDatabase.quietLogger)
        try await Migrator.apply(Array(migrations.prefix(8)), over: connection)
        let detail = #"{"rule":{"id":"R01","severity":{"overdue":1}}}"#
        try await Psql.run(
            database,
            """
            INSERT INTO caselog.alert (authority, alert_id, clock_id, child, rule, team, due, stage, migrated, opened_at,
                                       changed_at, detail)
            SELECT '926', gen_random_uuid(), 'R01/' || stage, 'A', 'R01', 'west', '2026-11-24', stage, false,
                   '2026-11-24Z', '2026-11-25Z', convert_to('\(detail)', 'UTF8')
            FROM unnest(ARRAY['overdue', 'resolved']) AS stage;
            INSERT INTO caselog.alert_transition (authority, alert_id, number, stage, fell_at, raised_at, told)
            SELECT authority, alert_id, number, stage, '2026-11-24Z', '2026-11-25Z', 'each'
            FROM caselog.alert, generate_series(1, 2) AS number
            """)
        try await Migrator.apply(migrations, over: connection)
        await connection.close()
        let alerts = "SELECT stage, severity, stage_fell_at = '2026-11-24Z' FROM caselog.alert ORDER BY 1"
        #expect(try await Psql.run(database, alerts) == "overdue|1|t\nresolved|2|t")
        let told = try await Psql.run(database, "SELECT recipient, team, reason, stage FROM caselog.alert_told")
        #expect(told == "team-manager|west|stage|overdue")
    }

    @Test func deadDeliveriesAreListedAndTriedAgainWithTheirIds() async throws {
        let database = try await TestDatabase.migrated()
        let pool = TestDatabase.pool(database)
        try await add((0..<3).map { Notice(kind: .test, thread: "t\($0)", payload: [:]) }, pool)
        try await Psql.run(
            database,
            """
            INSERT INTO caselog.receiver (authority, name, kind, since) VALUES ('926', 'mail', 'hook', now());
            INSERT INTO caselog.delivery (authority, delivery_id, notice_id, number, receiver, thread, state, attempts,
                                          next_attempt_at, created_at, finished_at, last_error)
            SELECT authority, gen_random_uuid(), notice_id, number, 'mail', thread,
                   CASE number WHEN 1 THEN 'waiting' ELSE 'dead' END, 9, now(), now(), now(), 'no'
            FROM caselog.notice
            """)
        let reader = DeliveryReader(authority: authority, pool: pool)
        let dead = try await reader.dead()
        #expect(dead.map { $0.number } == [2, 3])
        #expect(dead.first?.json["receiver"] == "mail" && dead.first?.attempts == 9)
        #expect(try await reader.dead(afterNumber: 2).count == 1)
        #expect(try await reader.counts().map { $0.state }.sorted() == ["dead", "new", "waiting"])
        #expect(try await reader.replay(UUID(), at: now) == 0)
        let id = try #require(dead.first?.id)
        #expect(try await reader.replay(id, at: now) == 1)
        #expect(try await reader.replay(nil, at: now) == 1)
        #expect(try await reader.dead().isEmpty)
        let row = "SELECT state, attempts FROM caselog.delivery WHERE delivery_id = '\(id)'"
        #expect(try await Psql.run(database, row) == "waiting|0")
        await pool.close()
    }
}
