import PostgresClient

/// The alerts' SQL.
enum AlertStatements {
    /// The clocks whose time has come, held until the end of the transaction. What they say is read by another statement:
    /// this one may have waited for a transaction that changed them, and would read what they said before. None while clocks
    /// are made for the first time: then none can be said to have fallen away.
    static let takeRipe = Statement(
        name: "alerts_take_ripe",
        sql: """
            SELECT child, clock_id FROM caselog.clock_look
            WHERE authority = $1 AND look_at <= $2 AND \(LiveGeneration.of("clocks")) IS NOT NULL
            ORDER BY look_at, clock_id LIMIT $3 FOR UPDATE
            """)

    /// Whether any step of each row of `alert` was told by a notice of its own, and the number of its last.
    static let steps = """
        LEFT JOIN LATERAL (
            SELECT bool_or(step.told = 'each') AS told, max(step.number) AS last
            FROM caselog.alert_transition AS step
            WHERE step.authority = $1 AND step.alert_id = alert.alert_id) AS steps ON true
        """

    /// A clock that fell away has no row any more: what its alert says is all that is left of it, and perhaps there is no
    /// alert. Each is looked up by its key: no plan, made when there were other numbers of them, joins all that there are.
    static let ripe = Statement(
        name: "alerts_ripe",
        sql: """
            SELECT ripe.clock_id, ripe.child, coalesce(clock.rule, alert.rule),
                   CASE WHEN clock.alerting THEN clock.state ELSE 'cancelled' END,
                   CASE WHEN clock.clock_id IS NULL THEN alert.team ELSE clock.team END,
                   CASE WHEN clock.clock_id IS NULL THEN alert.worker ELSE clock.worker END,
                   coalesce(clock.due, alert.due), clock.warn_from, clock.due_from, clock.overdue_from,
                   clock.severe_from, coalesce(clock.migrated, alert.migrated), clock.known_at,
                   clock.day_zero, clock.sentence, clock.remarks, alert.detail, alert.stage,
                   coalesce(steps.told, false), coalesce(steps.last, 0),
                   alert.opened_at, alert.changed_at, alert.severity, alert.stage_fell_at, alert.team, alert.worker
            FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS ripe (child, clock_id, place)
            LEFT JOIN LATERAL (
                SELECT * FROM caselog.clock
                WHERE authority = $1 AND generation = \(LiveGeneration.of("clocks"))
                    AND child = ripe.child AND clock_id = ripe.clock_id OFFSET 0) AS clock ON true
            LEFT JOIN LATERAL (
                SELECT * FROM caselog.alert
                WHERE authority = $1 AND clock_id = ripe.clock_id OFFSET 0) AS alert ON true
            \(steps)
            ORDER BY ripe.place
            """)

    static let lookAgain = Statement(
        name: "alerts_look_again",
        sql: """
            UPDATE caselog.clock_look AS look SET look_at = again.look_at
            FROM unnest($2::text[], $3::text[], $4::timestamptz[]) AS again (child, clock_id, look_at)
            WHERE look.authority = $1 AND look.child = again.child AND look.clock_id = again.clock_id
            """)

    static let lookNoMore = Statement(
        name: "alerts_look_no_more",
        sql: """
            DELETE FROM caselog.clock_look AS look
            USING unnest($2::text[], $3::text[]) AS done (child, clock_id)
            WHERE look.authority = $1 AND look.child = done.child AND look.clock_id = done.clock_id
            """)

    /// A step ends the climb until somebody was told of it, and a new opening forgets who was told before.
    static let saveAlerts = Statement(
        name: "alerts_save",
        sql: """
            INSERT INTO caselog.alert AS kept (authority, alert_id, clock_id, child, rule, team, worker, due, stage,
                                               migrated, opened_at, changed_at, detail, severity, stage_fell_at)
            SELECT $1, saved.* FROM unnest(
                $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::date[], $9::text[],
                $10::boolean[], $11::timestamptz[], $12::timestamptz[], $13::bytea[], $14::smallint[],
                $15::timestamptz[]) AS saved
            ON CONFLICT (authority, alert_id) DO UPDATE
            SET team = excluded.team, worker = excluded.worker, due = excluded.due, stage = excluded.stage,
                opened_at = excluded.opened_at, changed_at = excluded.changed_at, detail = excluded.detail,
                severity = excluded.severity, stage_fell_at = excluded.stage_fell_at,
                told_at = CASE WHEN excluded.opened_at = kept.opened_at THEN kept.told_at END,
                climb_at = CASE WHEN excluded.stage = kept.stage THEN kept.climb_at END
            """)

    /// Where a case went to others, what was held back for those who had it, and the climb, are looked at again.
    static let releaseMoved = Statement(
        name: "alerts_release_moved",
        sql: """
            WITH moved AS (
                SELECT alert.alert_id FROM unnest($2::uuid[], $3::text[], $4::text[]) AS saved (alert_id, team, worker)
                JOIN caselog.alert AS alert ON alert.authority = $1 AND alert.alert_id = saved.alert_id
                WHERE (alert.team, alert.worker) IS DISTINCT FROM (saved.team, saved.worker)
            ), released AS (
                UPDATE caselog.alert_telling AS telling SET ready_at = 'epoch' FROM moved
                WHERE telling.authority = $1 AND telling.alert_id = moved.alert_id AND telling.held
            )
            UPDATE caselog.alert AS alert SET climb_at = 'epoch' FROM moved
            WHERE alert.authority = $1 AND alert.alert_id = moved.alert_id AND alert.climb_at IS NOT NULL
            """)

    /// The climb of alerts that took a step of which nobody is told goes on.
    static let climbOn = Statement(
        name: "alerts_climb_on",
        sql: """
            UPDATE caselog.alert AS alert SET climb_at = 'epoch'
            WHERE authority = $1 AND alert_id = ANY ($2) AND told_at IS NOT NULL
                AND stage NOT IN ('resolved', 'cancelled')
                AND NOT EXISTS (
                    SELECT FROM caselog.alert_telling AS telling
                    WHERE telling.authority = alert.authority AND telling.alert_id = alert.alert_id)
            """)

    static let addSteps = Statement(
        name: "alerts_add_steps",
        sql: """
            INSERT INTO caselog.alert_transition (authority, alert_id, number, stage, fell_at, told, raised_at)
            SELECT $1, step.*, $7 FROM unnest($2::uuid[], $3::int[], $4::text[], $5::timestamptz[], $6::text[]) AS step
            """)

    /// The notice about history waits for the import to end: each addition puts it off by half a minute, up to ten.
    static let putOffHistory = Statement(
        name: "alerts_put_off_history",
        sql: """
            INSERT INTO caselog.history_notice AS waiting (authority, begun_at, ready_at)
            VALUES ($1, $2, $2::timestamptz + interval '30 seconds')
            ON CONFLICT (authority) DO UPDATE
            SET ready_at = least(excluded.ready_at, waiting.begun_at + interval '10 minutes')
            """)

    static let takeHistory = Statement(
        name: "alerts_take_history",
        sql: "DELETE FROM caselog.history_notice WHERE authority = $1 AND ready_at <= $2")

    static let historyCounts = Statement(
        name: "alerts_history_counts",
        sql: """
            SELECT coalesce(team, ''), rule, stage, count(*)
            FROM caselog.alert
            WHERE authority = $1 AND migrated AND stage NOT IN ('resolved', 'cancelled')
            GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
            """)

    private static let listed = """
        SELECT alert_id, clock_id, child, rule, team, worker, due, stage, migrated, opened_at, changed_at, detail, severity
        FROM caselog.alert AS alert
        """

    static let one = Statement(
        name: "alerts_one", sql: "\(listed) WHERE authority = $1 AND alert_id = $2")

    static let list = Statement(
        name: "alerts_list",
        sql: """
            \(listed)
            WHERE authority = $1
              AND ($2::text IS NULL OR team = $2) AND ($3::text IS NULL OR child = $3)
              AND ($4::text IS NULL OR rule = $4) AND ($5::text IS NULL OR stage = $5)
              AND ($6 OR stage NOT IN ('resolved', 'cancelled'))
              AND ($7::date IS NULL OR (due, alert_id) > ($7, $8))
              AND ($10::smallint IS NULL OR severity = $10)
              AND ($11::boolean IS NULL OR $11 = EXISTS (
                SELECT FROM caselog.alert_handling AS handling
                WHERE handling.authority = alert.authority AND handling.alert_id = alert.alert_id
                  AND handling.kind = 'acknowledged' AND NOT handling.struck_out
                  AND handling.at >= alert.changed_at))
              AND ($12 OR child = ANY ($16) OR CASE
                WHEN child IS NULL THEN team = ANY ($13) OR (team IS NULL AND $14) OR worker = $15
                ELSE EXISTS (
                    SELECT FROM caselog.case_row AS kept
                    WHERE kept.authority = $1 AND kept.generation = \(LiveGeneration.of("cases"))
                      AND kept.child = alert.child
                      AND (kept.team = ANY ($13) OR (kept.team IS NULL AND $14) OR kept.worker = $15))
                END)
              AND (child IS NULL OR child <> ALL ($17))
            ORDER BY due, alert_id
            LIMIT $9
            """)
}
