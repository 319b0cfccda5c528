import PostgresClient

/// The SQL of who is told of alerts.
enum TellingStatements {
    /// What was still to be told of alerts that have taken a step: the step says more.
    static let mute = Statement(
        name: "alerts_mute",
        sql: "DELETE FROM caselog.alert_telling WHERE authority = $1 AND alert_id = ANY ($2)")

    static let add = Statement(
        name: "alerts_add_tellings",
        sql: """
            INSERT INTO caselog.alert_telling (authority, alert_id, recipient, reason, stage, severity, thread, number,
                                               fell_at, ready_at, raised_at)
            SELECT $1, telling.*, $11 FROM unnest(
                $2::uuid[], $3::text[], $4::text[], $5::text[], $6::smallint[], $7::text[], $8::int[],
                $9::timestamptz[], $10::timestamptz[]) AS telling
            ON CONFLICT (authority, alert_id, recipient) DO UPDATE
            SET reason = excluded.reason, stage = excluded.stage, severity = excluded.severity,
                thread = excluded.thread, number = excluded.number, fell_at = excluded.fell_at,
                raised_at = excluded.raised_at, ready_at = excluded.ready_at, held = false
            """)

    /// The same for those of whom nobody had thought, unless they were told of that stage or will be.
    static let addUnheard = Statement(
        name: "alerts_add_unheard",
        sql: """
            INSERT INTO caselog.alert_telling (authority, alert_id, recipient, reason, stage, severity, thread, number,
                                               fell_at, raised_at, ready_at)
            SELECT $1, added.*, $11 FROM unnest(
                $2::uuid[], $3::text[], $4::text[], $5::text[], $6::smallint[], $7::text[], $8::int[],
                $9::timestamptz[], $10::timestamptz[])
                AS added (alert_id, recipient, reason, stage, severity, thread, number, fell_at, raised_at)
            WHERE NOT EXISTS (
                SELECT FROM caselog.alert_told AS told
                WHERE told.authority = $1 AND told.alert_id = added.alert_id AND told.recipient = added.recipient
                    AND told.told_at >= added.raised_at)
            ON CONFLICT (authority, alert_id, recipient) DO NOTHING
            """)

    /// Who was told of alerts since they were opened.
    static let told = Statement(
        name: "alerts_told",
        sql: """
            SELECT DISTINCT told.alert_id, told.recipient
            FROM caselog.alert_told AS told
            JOIN caselog.alert AS alert USING (authority, alert_id)
            WHERE told.authority = $1 AND told.alert_id = ANY ($2) AND told.told_at >= alert.opened_at
            ORDER BY told.alert_id, told.recipient
            """)

    /// An alert with all that counts when somebody is to be told of it. One of
    /// ``EmergencyRule`` is told whatever anybody says.
    private static let facts = """
        alert.alert_id, alert.clock_id, alert.child, alert.rule, alert.team, alert.worker, alert.due, alert.stage,
        alert.migrated, alert.opened_at, alert.changed_at, alert.severity, alert.detail,
        (SELECT max(handling.at) FROM caselog.alert_handling AS handling
         WHERE handling.authority = alert.authority AND handling.alert_id = alert.alert_id
            AND handling.kind = 'acknowledged' AND NOT handling.struck_out),
        alert.rule <> '\(EmergencyRule.id)' AND EXISTS (SELECT FROM caselog.alert_handling AS handling
                WHERE handling.authority = alert.authority AND handling.alert_id = alert.alert_id
                    AND handling.kind = 'dismissed' AND NOT handling.struck_out),
        alert.told_at,
        ARRAY(SELECT DISTINCT told.recipient FROM caselog.alert_told AS told
              WHERE told.authority = alert.authority AND told.alert_id = alert.alert_id
                AND told.told_at >= alert.opened_at)
        """

    /// Whether there are climbs to be looked at, and whether the notice about history is ready. The first climb is found by its
    /// index, whatever a plan that was made without knowing the moment takes for likely.
    static let due = Statement(
        name: "alerts_due",
        sql: """
            SELECT coalesce(
                       (SELECT min(climb_at) FROM caselog.alert WHERE authority = $1 AND climb_at IS NOT NULL) <= $2,
                       false),
                   EXISTS (SELECT FROM caselog.history_notice WHERE authority = $1 AND ready_at <= $2)
            """)

    /// What is to be told now: what is ready, and with it all that waits in the same threads.
    static let ready = Statement(
        name: "alerts_ready",
        sql: """
            WITH due AS (
                SELECT alert_id, recipient, thread FROM caselog.alert_telling
                WHERE authority = $1 AND ready_at <= $2
                ORDER BY ready_at LIMIT $3
            ), taken AS (
                SELECT alert_id, recipient FROM due
                UNION
                SELECT other.alert_id, other.recipient FROM caselog.alert_telling AS other
                WHERE other.authority = $1 AND NOT other.held AND other.thread IN (SELECT thread FROM due)
            )
            SELECT \(facts), telling.recipient, telling.reason, telling.stage, telling.severity, telling.number,
                   telling.fell_at, telling.raised_at, telling.held AND telling.ready_at = 'epoch'
            FROM taken
            JOIN caselog.alert_telling AS telling
                ON telling.authority = $1 AND telling.alert_id = taken.alert_id AND telling.recipient = taken.recipient
            JOIN caselog.alert AS alert ON alert.authority = $1 AND alert.alert_id = taken.alert_id
            ORDER BY telling.thread, alert.due, telling.alert_id, telling.recipient
            LIMIT $3
            FOR UPDATE OF telling
            """)

    /// Alerts whose climb is to be looked at.
    static let climbing = Statement(
        name: "alerts_climbing",
        sql: """
            SELECT \(facts), (SELECT max(step.number) FROM caselog.alert_transition AS step
                              WHERE step.authority = alert.authority AND step.alert_id = alert.alert_id
                                AND step.kind = 'stage')
            FROM caselog.alert AS alert
            WHERE alert.authority = $1 AND alert.climb_at <= $2
            ORDER BY alert.climb_at, alert.alert_id
            LIMIT $3
            FOR UPDATE OF alert
            """)

    /// The condition on the array has each looked up by its key, however many alerts there are.
    static let setClimb = Statement(
        name: "alerts_set_climb",
        sql: """
            UPDATE caselog.alert AS alert SET climb_at = climb.at, told_at = coalesce(climb.told_at, alert.told_at)
            FROM unnest($2::uuid[], $3::timestamptz[], $4::timestamptz[]) AS climb (alert_id, at, told_at)
            WHERE alert.authority = $1 AND alert.alert_id = ANY ($2) AND alert.alert_id = climb.alert_id
            """)

    static let remove = Statement(
        name: "alerts_remove_tellings",
        sql: """
            DELETE FROM caselog.alert_telling AS telling
            USING unnest($2::uuid[], $3::text[]) AS done (alert_id, recipient)
            WHERE telling.authority = $1 AND telling.alert_id = done.alert_id AND telling.recipient = done.recipient
            """)

    static let hold = Statement(
        name: "alerts_hold_tellings",
        sql: """
            UPDATE caselog.alert_telling AS telling SET ready_at = kept.until, held = true
            FROM unnest($2::uuid[], $3::text[], $4::timestamptz[]) AS kept (alert_id, recipient, until)
            WHERE telling.authority = $1 AND telling.alert_id = kept.alert_id AND telling.recipient = kept.recipient
            """)

    static let addTold = Statement(
        name: "alerts_add_told",
        sql: """
            INSERT INTO caselog.alert_told (authority, told_at, alert_id, recipient, team, worker, reason, stage, notice_id)
            SELECT $1, $2, told.* FROM unnest(
                $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::uuid[]) AS told
            ON CONFLICT (authority, alert_id, told_at, recipient) DO NOTHING
            """)

    /// The steps of climbs, after those that each alert has already.
    static let addClimbs = Statement(
        name: "alerts_add_climbs",
        sql: """
            INSERT INTO caselog.alert_transition (authority, alert_id, number, stage, fell_at, raised_at, told, kind,
                                                  recipients)
            SELECT $1, climb.alert_id,
                   1 + (SELECT max(step.number) FROM caselog.alert_transition AS step
                        WHERE step.authority = $1 AND step.alert_id = climb.alert_id),
                   climb.stage, climb.fell_at, $2, 'each', climb.kind, string_to_array(climb.recipients, ',')
            FROM unnest($3::uuid[], $4::text[], $5::timestamptz[], $6::text[], $7::text[])
                AS climb (alert_id, stage, fell_at, kind, recipients)
            """)

    /// When anything that waits is to be looked at next.
    static let next = Statement(
        name: "alerts_next",
        sql: """
            SELECT least((SELECT min(look_at) FROM caselog.clock_look WHERE authority = $1),
                         (SELECT ready_at FROM caselog.history_notice WHERE authority = $1),
                         (SELECT min(ready_at) FROM caselog.alert_telling WHERE authority = $1 AND ready_at < 'infinity'),
                         (SELECT min(climb_at) FROM caselog.alert WHERE authority = $1 AND climb_at IS NOT NULL))
            """)
}
