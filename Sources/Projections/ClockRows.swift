import CaseRecord
import Ledger
import PostgresClient
import StrictJSON
import Timescales
import Views

/// The rows that one batch writes to the table of clocks.
struct ClockRows {
    private let authority: AuthorityCode
    private var children: [ChildID] = []
    private var rows: [(clock: Clock, responsibility: Responsibility)] = []
    private var asked: [(worker: WorkerID, child: ChildID)] = []

    init(authority: AuthorityCode) { self.authority = authority }

    var isEmpty: Bool { rows.isEmpty }

    /// Whether any clock asked about a worker.
    var asksAboutWorkers: Bool { !asked.isEmpty }

    mutating func add(
        _ clocks: [Clock], of child: ChildID, responsibility: Responsibility, askedAbout workers: Set<WorkerID>
    ) {
        children.append(child)
        asked += workers.map { ($0, child) }
        rows += clocks.map { ($0, responsibility) }
    }

    var retireParameters: [PostgresValue] {
        [.text(authority.text), .textArray(children.map { $0.text }), .textArray(rows.map { $0.clock.id })]
    }

    var childParameters: [PostgresValue] { [.text(authority.text), .textArray(children.map { $0.text })] }

    var workerParameters: [PostgresValue] {
        [.text(authority.text), .textArray(asked.map { $0.worker.text }), .textArray(asked.map { $0.child.text })]
    }

    var saveParameters: [PostgresValue] {
        let clocks = rows.map { $0.clock }
        return [
            .text(authority.text), .textArray(clocks.map { $0.id }), .textArray(clocks.map { $0.child.text }),
            .textArray(clocks.map { $0.rule.id.rawValue }), .textArray(clocks.map { $0.state.name }),
            .boolArray(clocks.map { !$0.isMeasure }), .textArray(rows.map { $0.responsibility.team?.text }),
            .textArray(rows.map { $0.responsibility.worker?.text }),
            .dateArray(clocks.map { PostgresDate($0.dayZero) }), .dateArray(clocks.map { PostgresDate($0.due) }),
            .timestamptzArray(clocks.map { $0.stages.warnFrom.map { PostgresTimestamp($0) } }),
            .timestamptzArray(clocks.map { $0.stages.dueFrom.map { PostgresTimestamp($0) } }),
            .timestamptzArray(clocks.map { PostgresTimestamp($0.stages.overdueFrom) }),
            .timestamptzArray(clocks.map { $0.stages.severeFrom.map { PostgresTimestamp($0) } }),
            .boolArray(clocks.map { $0.isHistory }),
            .timestamptzArray(clocks.map { PostgresTimestamp($0.openedRecordedAt) }),
            .byteaArray(clocks.map { $0.json.bytes(.canonical) }),
        ]
    }
}

/// The SQL of the table of clocks.
enum ClockStatements {
    /// Rows that another definition made do not count: what they say is built again from the first event on.
    static let position = Statement(
        name: "clocks_position",
        sql: """
            SELECT position, definition = $3 FROM caselog.projection WHERE authority = $1 AND name = $2 FOR UPDATE
            """)

    /// Compare-and-set: moves only from where this batch began.
    static let advance = Statement(
        name: "clocks_advance",
        sql: """
            INSERT INTO caselog.projection (authority, name, position, definition) VALUES ($1, $2, $3, $5)
            ON CONFLICT (authority, name) DO UPDATE SET position = excluded.position, definition = excluded.definition
            WHERE projection.position = $4 OR projection.definition <> excluded.definition
            """)

    /// A clock that the record no longer implies falls away, ended or not, and its alert with it.
    static let retire = Statement(
        name: "clocks_retire",
        sql: """
            UPDATE caselog.clock SET state = 'cancelled', evaluate_at = 'epoch'
            WHERE authority = $1 AND child = ANY ($2) AND clock_id <> ALL ($3) AND state <> 'cancelled'
            """)

    static let asking = Statement(
        name: "clocks_asking",
        sql: """
            SELECT DISTINCT child FROM caselog.clock_worker WHERE authority = $1 AND ($3 OR worker = ANY ($2))
            """)

    static let forgetWorkers = Statement(
        name: "clocks_forget_workers",
        sql: "DELETE FROM caselog.clock_worker WHERE authority = $1 AND child = ANY ($2)")

    static let rememberWorkers = Statement(
        name: "clocks_remember_workers",
        sql: """
            INSERT INTO caselog.clock_worker (authority, worker, child)
            SELECT $1, asked.* FROM unnest($2::text[], $3::text[]) AS asked
            """)

    /// A clock that changed is looked at at once; one that did not keeps its time.
    static let save = Statement(
        name: "clocks_save",
        sql: """
            INSERT INTO caselog.clock AS clock (
                authority, clock_id, child, rule, state, alerting, team, worker, day_zero, due, warn_from, due_from,
                overdue_from, severe_from, migrated, known_at, detail, evaluate_at)
            SELECT $1, saved.*, CASE WHEN saved.alerting THEN 'epoch'::timestamptz END
            FROM unnest(
                $2::text[], $3::text[], $4::text[], $5::text[], $6::boolean[], $7::text[], $8::text[], $9::date[],
                $10::date[], $11::timestamptz[], $12::timestamptz[], $13::timestamptz[], $14::timestamptz[],
                $15::boolean[], $16::timestamptz[], $17::bytea[])
                AS saved (clock_id, child, rule, state, alerting, team, worker, day_zero, due, warn_from, due_from,
                          overdue_from, severe_from, migrated, known_at, detail)
            ON CONFLICT (authority, clock_id) DO UPDATE
            SET child = excluded.child, rule = excluded.rule, state = excluded.state, alerting = excluded.alerting,
                team = excluded.team, worker = excluded.worker, day_zero = excluded.day_zero, due = excluded.due,
                warn_from = excluded.warn_from, due_from = excluded.due_from, overdue_from = excluded.overdue_from,
                severe_from = excluded.severe_from, migrated = excluded.migrated,
                known_at = excluded.known_at, detail = excluded.detail, evaluate_at = excluded.evaluate_at
            WHERE (clock.state, clock.detail, clock.team, clock.worker, clock.migrated)
                IS DISTINCT FROM
                (excluded.state, excluded.detail, excluded.team, excluded.worker, excluded.migrated)
            """)
}
