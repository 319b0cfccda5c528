import PostgresClient

/// The alerts' SQL.
enum AlertStatements {
    static let ripe = Statement(
        name: "alerts_ripe",
        sql: """
            SELECT clock.clock_id, clock.child, clock.rule, clock.state, clock.team, clock.worker, clock.due,
                   clock.warn_from, clock.due_from, clock.overdue_from, clock.severe_from, clock.migrated,
                   clock.known_at, clock.detail, alert.stage,
                   coalesce((SELECT bool_or(step.told = 'each') FROM caselog.alert_transition AS step
                             WHERE step.authority = clock.authority AND step.alert_id = alert.alert_id), false),
                   coalesce((SELECT max(step.number) FROM caselog.alert_transition AS step
                             WHERE step.authority = clock.authority AND step.alert_id = alert.alert_id), 0),
                   alert.opened_at, alert.changed_at
            FROM caselog.clock AS clock
            LEFT JOIN caselog.alert AS alert
                ON alert.authority = clock.authority AND alert.clock_id = clock.clock_id
            WHERE clock.authority = $1 AND clock.evaluate_at <= $2
            ORDER BY clock.evaluate_at, clock.clock_id
            LIMIT $3
            FOR UPDATE OF clock
            """)

    static let lookAgain = Statement(
        name: "alerts_look_again",
        sql: """
            UPDATE caselog.clock AS clock SET evaluate_at = looked.evaluate_at
            FROM unnest($2::text[], $3::timestamptz[]) AS looked (clock_id, evaluate_at)
            WHERE clock.authority = $1 AND clock.clock_id = looked.clock_id
            """)

    static let saveAlerts = Statement(
        name: "alerts_save",
        sql: """
            INSERT INTO caselog.alert (authority, alert_id, clock_id, child, rule, team, worker, due, stage, migrated,
                                       opened_at, changed_at, detail)
            SELECT $1, saved.* FROM unnest(
                $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::date[], $9::text[],
                $10::boolean[], $11::timestamptz[], $12::timestamptz[], $13::bytea[]) AS saved
            ON CONFLICT (authority, alert_id) DO UPDATE
            SET team = excluded.team, worker = excluded.worker, due = excluded.due, stage = excluded.stage,
                opened_at = excluded.opened_at, changed_at = excluded.changed_at, detail = excluded.detail
            """)

    static let addSteps = Statement(
        name: "alerts_add_steps",
        sql: """
            INSERT INTO caselog.alert_transition (authority, alert_id, number, stage, fell_at, told, raised_at)
            SELECT $1, step.*, $7 FROM unnest($2::uuid[], $3::int[], $4::text[], $5::timestamptz[], $6::text[]) AS step
            """)

    static let addDeliveries = Statement(
        name: "alerts_add_deliveries",
        sql: """
            INSERT INTO caselog.delivery (authority, delivery_id, hook, kind, alert_id, number, payload, state,
                                          next_attempt_at, created_at)
            SELECT $1, added.delivery_id, added.hook, 'alert', added.alert_id, added.number, added.payload, 'waiting',
                   $7, $7
            FROM unnest($2::uuid[], $3::text[], $4::uuid[], $5::int[], $6::bytea[])
                AS added (delivery_id, hook, alert_id, number, payload)
            """)

    /// The notice about history waits for the import to end: each addition puts it off by half a minute, up to ten.
    static let putOffNotice = Statement(
        name: "alerts_put_off_notice",
        sql: """
            UPDATE caselog.delivery
            SET next_attempt_at = least($3::timestamptz + interval '30 seconds', created_at + interval '10 minutes')
            WHERE authority = $1 AND hook = $2 AND kind = 'history-notice' AND state = 'waiting' AND attempts = 0
            """)

    static let addNotice = Statement(
        name: "alerts_add_notice",
        sql: """
            INSERT INTO caselog.delivery (authority, delivery_id, hook, kind, state, next_attempt_at, created_at)
            VALUES ($1, $2, $3, 'history-notice', 'waiting', $4::timestamptz + interval '30 seconds', $4)
            """)

    static let nextLook = Statement(
        name: "alerts_next_look",
        sql: "SELECT min(evaluate_at) FROM caselog.clock WHERE authority = $1 AND evaluate_at IS NOT NULL")

    /// What hooks can be handed now: nothing whose earlier step the same hook still has to take.
    static let waiting = Statement(
        name: "alerts_waiting",
        sql: """
            SELECT delivery_id, hook, kind, payload, attempts, created_at
            FROM caselog.delivery AS delivery
            WHERE authority = $1 AND state = 'waiting' AND next_attempt_at <= $2
              AND NOT EXISTS (
                SELECT FROM caselog.delivery AS earlier
                WHERE earlier.authority = delivery.authority AND earlier.alert_id = delivery.alert_id
                  AND earlier.hook = delivery.hook AND earlier.number < delivery.number AND earlier.state = 'waiting')
            ORDER BY next_attempt_at, created_at, delivery_id
            LIMIT $3
            """)

    static let nextDelivery = Statement(
        name: "alerts_next_delivery",
        sql: "SELECT min(next_attempt_at) FROM caselog.delivery WHERE authority = $1 AND state = 'waiting'")

    static let settleDelivery = Statement(
        name: "alerts_settle_delivery",
        sql: """
            UPDATE caselog.delivery
            SET state = $3, attempts = $4, next_attempt_at = $5, last_error = $6,
                finished_at = CASE WHEN $3 = 'waiting' THEN NULL ELSE $7::timestamptz END
            WHERE authority = $1 AND delivery_id = $2
            """)

    static let historyCounts = Statement(
        name: "alerts_history_counts",
        sql: """
            SELECT coalesce(team, ''), rule, stage, count(*)
            FROM caselog.alert
            WHERE authority = $1 AND migrated AND stage NOT IN ('resolved', 'cancelled')
            GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
            """)

    static let list = Statement(
        name: "alerts_list",
        sql: """
            SELECT alert_id, clock_id, child, rule, team, worker, due, stage, migrated, opened_at, changed_at, detail
            FROM caselog.alert
            WHERE authority = $1
              AND ($2::text IS NULL OR team = $2) AND ($3::text IS NULL OR child = $3)
              AND ($4::text IS NULL OR rule = $4) AND ($5::text IS NULL OR stage = $5)
              AND ($6 OR stage NOT IN ('resolved', 'cancelled'))
              AND ($7::date IS NULL OR (due, alert_id) > ($7, $8))
            ORDER BY due, alert_id
            LIMIT $9
            """)

    static let outbox = Statement(
        name: "alerts_outbox",
        sql: """
            SELECT state, count(*), min(created_at) FROM caselog.delivery WHERE authority = $1 GROUP BY state
            """)
}
