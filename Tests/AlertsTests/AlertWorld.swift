import CaseRecord
import Foundation
import Ledger
import PostgresClient
import Projections
import StrictJSON
import TestSupport
import Timescales
import Views

@testable import Alerts

/// A ledger, its clocks and its alerts over a real database, with a clock that the test sets.
struct AlertWorld: Sendable {
    static let authority = RunningLedger.authority
    /// What time it is.
    final class Clock: @unchecked Sendable {
        private let lock = NSLock()
        private var instant: Instant
        init(_ instant: Instant) { self.instant = instant }
        var now: Instant {
            get { lock.withLock { instant } }
            set { lock.withLock { instant = newValue } }
        }
    }

    let database: String
    let clock: Clock
    let ledger: Ledger
    let pool: PostgresPool
    let state: AuthorityReader
    let projector: Projector
    let scheduler = AlertScheduler(authority: authority)

    /// Runs `body` with a world whose clocks show that London time.
    static func with(at time: String, _ body: (AlertWorld) async throws -> Void) async throws {
        let database = try await TestDatabase.migrated()
        let pool = TestDatabase.pool(database, settings: AlertScheduler.session)
        let clock = Clock(RoutingTests.london(time))
        let ledger = Ledger(
            authority: authority,
            configuration: PostgresConfiguration(connectionString: database, role: "caselogd"), now: { clock.now },
            logger: TestDatabase.quietLogger)
        try await ledger.open()
        let reader = LedgerReader(authority: authority, pool: pool)
        let state = AuthorityReader(reader, tail: LogTail(reader), standard: try Rulebook.standard())
        let world = AlertWorld(
            database: database, clock: clock, ledger: ledger, pool: pool, state: state,
            projector: Projector(
                authority: authority, pool: pool, state: state, logger: TestDatabase.quietLogger, now: { clock.now }))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await ledger.run() }
            // Also where the body throws: otherwise the test would wait for the ledger for ever.
            defer { ledger.stop() }
            try await body(world)
            ledger.stop()
            try await group.waitForAll()
        }
        await pool.close()
    }

    /// Appends one event, by `kim`, and returns its id.
    @discardableResult
    func append(_ type: String, _ children: [String], on day: String, _ data: JSONValue) async throws -> UUID {
        try await append([(type, children, day, data)])[0]
    }

    /// Appends events at once.
    @discardableResult
    func append(_ events: [(type: String, children: [String], day: String, data: JSONValue)]) async throws -> [UUID] {
        let context = RecordingContext(
            authority: Self.authority, recordedBy: WorkerID(unchecked: "kim"), now: clock.now)
        let drafts = try events.map { event in
            try EventDraft.reading(
                [
                    "id": .string(UUID().uuidString.lowercased()), "type": .string(event.type),
                    "children": .array(event.children.map { .string($0) }), "occurredAt": .string(event.day),
                    "data": event.data,
                ], in: context)
        }
        _ = try await ledger.append(drafts, submittedBy: "test")
        return drafts.map(\.event.id)
    }

    /// Brings clocks and alerts up to the log and to the time.
    @discardableResult
    func settle() async throws -> Instant? {
        try await projector.round()
        let state = try await state.state()
        return try await pool.withConnection { connection in
            try await scheduler.raiseDue(at: clock.now, by: state, over: connection)
        }.lookAgainAt
    }

    /// Lets time pass, as the engine does: from one moment at which something waits to the next.
    func wait(until time: String) async throws {
        let end = RoutingTests.london(time)
        while let next = try await settle(), next <= end { clock.now = max(next, clock.now.adding(seconds: 1)) }
        clock.now = end
        try await settle()
    }

    /// Jumps there without anything happening on the way, as after a sleep.
    func jump(to time: String) async throws {
        clock.now = RoutingTests.london(time)
        try await settle()
    }

    struct Told: Sendable {
        let at: Instant
        let kind: String
        let recipient: String
        let team: String?
        let payload: JSONValue
        let alerts: [UUID]
        var stages: [String] { (payload["alerts"]?.arrayValue ?? []).compactMap { $0["stage"]?.stringValue } }
        var reasons: Set<String> {
            Set((payload["alerts"]?.arrayValue ?? []).compactMap { $0["because"]?.stringValue })
        }
    }

    /// The notices so far of that rule, or of all, in order.
    func notices(_ rule: String? = nil) async throws -> [Told] {
        let all = try await pool.withConnection { connection in
            try await connection.query(
                Statement(
                    name: "test_notices",
                    sql: """
                        SELECT created_at, kind, coalesce(recipient, ''), team, payload, alerts FROM caselog.notice
                        ORDER BY number
                        """)
            ) { row in
                Told(
                    at: try row.decode(0, as: PostgresTimestamp.self).instant, kind: try row.decode(1, as: String.self),
                    recipient: try row.decode(2, as: String.self), team: try row.decode(3, as: String?.self),
                    payload: try JSONValue(parsing: row.decode(4, as: [UInt8].self)),
                    alerts: try row.decode(5, as: [UUID].self))
            }
        }
        guard let rule else { return all }
        return all.filter { told in
            (told.payload["alerts"]?.arrayValue ?? []).contains { $0["rule"]?["id"] == .string(rule) }
        }
    }

    /// The one alert of that rule and child.
    func alert(_ rule: String, _ child: String) async throws -> Alert? {
        var filter = AlertReader.Filter()
        filter.rule = rule
        filter.child = ChildID(child)
        filter.includesClosed = true
        return try await AlertReader(authority: Self.authority, pool: pool).alerts(filter).last
    }

    func sql(_ text: String) async throws -> String { try await Psql.run(database, text) }
}
