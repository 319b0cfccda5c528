import PostgresClient

/// The notifier's SQL.
enum NotifierStatements {
    // MARK: - Receivers

    static let saveReceivers = Statement(
        name: "receivers_save",
        sql: """
            INSERT INTO caselog.receiver AS kept (authority, name, kind, since, obstacle, failing_since)
            SELECT $1, found.name, found.kind, $5, found.obstacle, CASE WHEN found.obstacle IS NOT NULL THEN $5 END
            FROM unnest($2::text[], $3::text[], $4::text[]) AS found (name, kind, obstacle)
            ON CONFLICT (authority, name) DO UPDATE
            SET kind = excluded.kind, gone_at = NULL, obstacle = excluded.obstacle,
                since = CASE WHEN kept.gone_at IS NULL THEN kept.since ELSE excluded.since END,
                failing_since = CASE WHEN excluded.obstacle IS NOT NULL THEN coalesce(kept.failing_since, $5)
                                     WHEN kept.obstacle IS NULL THEN kept.failing_since END,
                failure_told_at = CASE WHEN kept.obstacle IS NULL OR excluded.obstacle IS NOT NULL
                                       THEN kept.failure_told_at END
            """)

    static let leaveReceivers = Statement(
        name: "receivers_leave",
        sql: """
            UPDATE caselog.receiver SET gone_at = $3
            WHERE authority = $1 AND gone_at IS NULL AND name <> ALL ($2::text[])
            """)

    static let tellDead = Statement(
        name: "receivers_tell_dead",
        sql: """
            UPDATE caselog.receiver SET failure_told_at = $3
            WHERE authority = $1 AND name = $2 AND failure_told_at IS NULL
            RETURNING name
            """)

    /// Of a receiver that is well a row is written now and then only, and not for each of ten thousand deliveries.
    static let receiverIsWell = Statement(
        name: "receivers_well",
        sql: """
            UPDATE caselog.receiver
            SET failing_since = NULL, failures = 0, retry_at = NULL, last_error = NULL,
                failure_told_at = CASE WHEN $4 THEN NULL ELSE failure_told_at END,
                last_delivered_at = CASE WHEN $4 THEN $3 ELSE last_delivered_at END
            WHERE authority = $1 AND name = $2
              AND (failing_since IS NOT NULL OR failures > 0 OR retry_at IS NOT NULL OR failure_told_at IS NOT NULL
                   OR last_delivered_at IS NULL OR last_delivered_at < $3::timestamptz - interval '10 seconds')
            """)

    static let receiverFails = Statement(
        name: "receivers_fail",
        sql: """
            UPDATE caselog.receiver
            SET failing_since = coalesce(failing_since, $3), failures = failures + 1, retry_at = $4, last_error = $5,
                disabled_at = CASE WHEN $6 THEN coalesce(disabled_at, $3) ELSE disabled_at END
            WHERE authority = $1 AND name = $2
            """)

    static let enable = Statement(
        name: "receivers_enable",
        sql: """
            UPDATE caselog.receiver
            SET disabled_at = NULL, failing_since = NULL, failures = 0, retry_at = NULL, failure_told_at = NULL
            WHERE authority = $1 AND name = $2 AND gone_at IS NULL
            """)

    /// A receiver that takes notices again is handed at once what it did not take while it took none.
    static let bringForward = Statement(
        name: "deliveries_bring_forward",
        sql: """
            UPDATE caselog.delivery SET next_attempt_at = $3
            WHERE authority = $1 AND receiver = $2 AND state = 'waiting' AND attempts > 0 AND next_attempt_at > $3
            """)

    static let receivers = Statement(
        name: "receivers_list",
        sql: """
            SELECT name, kind, since, gone_at, obstacle, disabled_at, failing_since, last_delivered_at, last_error,
                   failure_told_at,
                   (SELECT count(*) FROM caselog.delivery
                    WHERE delivery.authority = receiver.authority AND delivery.receiver = receiver.name
                      AND delivery.state = 'waiting' AND delivery.failure_told_at IS NOT NULL),
                   (SELECT count(*) FROM caselog.delivery
                    WHERE delivery.authority = receiver.authority AND delivery.receiver = receiver.name
                      AND delivery.state = 'waiting'),
                   (SELECT count(*) FROM caselog.delivery
                    WHERE delivery.authority = receiver.authority AND delivery.receiver = receiver.name
                      AND delivery.state = 'dead')
            FROM caselog.receiver
            WHERE authority = $1
            ORDER BY name
            """)

    // MARK: - Spreading

    /// In order, and a second notifier waits for the first: a later notice is never spread before an earlier one.
    static let toSpread = Statement(
        name: "notices_to_spread",
        sql: """
            SELECT notice_id, number, kind, recipient, severity, thread,
                   CASE WHEN kind IN ('test', 'delivery-failure') THEN payload END
            FROM caselog.notice
            WHERE authority = $1 AND spread_at IS NULL
            ORDER BY number
            LIMIT $2
            FOR UPDATE
            """)

    /// What is disabled gets deliveries, too: they wait, and can be had again. So does a hook that has gone a moment ago: it
    /// may be being replaced.
    static let listening = Statement(
        name: "receivers_listening",
        sql: """
            SELECT name, gone_at IS NOT NULL FROM caselog.receiver
            WHERE authority = $1 AND (gone_at IS NULL OR kind = 'hook' AND gone_at > $2)
            ORDER BY name
            """)

    static let addDeliveries = Statement(
        name: "deliveries_add",
        sql: """
            INSERT INTO caselog.delivery (authority, delivery_id, notice_id, number, receiver, thread, state,
                                          next_attempt_at, created_at)
            SELECT $1, added.*, 'waiting', $7, $7
            FROM unnest($2::uuid[], $3::uuid[], $4::bigint[], $5::text[], $6::text[]) AS added
            ON CONFLICT (authority, delivery_id) DO NOTHING
            """)

    static let markSpread = Statement(
        name: "notices_mark_spread",
        sql: "UPDATE caselog.notice SET spread_at = $3 WHERE authority = $1 AND notice_id = ANY ($2::uuid[])")

    /// With nobody to hand them to, notices wait a day for the first receiver: it must neither miss the night in which it
    /// was forgotten, nor be handed all that was ever said.
    static let markUnheard = Statement(
        name: "notices_mark_unheard",
        sql: """
            UPDATE caselog.notice SET spread_at = $3
            WHERE authority = $1 AND notice_id = ANY ($2::uuid[]) AND created_at <= $3::timestamptz - interval '1 day'
            """)

    // MARK: - Handing over

    /// The delivery that has waited longest for a receiver that can be handed it; nothing of a thread of which that receiver
    /// still has to take an earlier one.
    static let claim = Statement(
        name: "deliveries_claim",
        sql: """
            WITH chosen AS (
                SELECT due.delivery_id, receiver.failures, receiver.retry_at
                FROM caselog.receiver
                CROSS JOIN LATERAL (
                    SELECT waiting.delivery_id, waiting.next_attempt_at, waiting.number
                    FROM caselog.delivery AS waiting
                    WHERE waiting.authority = receiver.authority AND waiting.receiver = receiver.name
                      AND waiting.state = 'waiting' AND waiting.next_attempt_at <= $2
                      AND (waiting.leased_until IS NULL OR waiting.leased_until <= $2)
                      AND NOT EXISTS (
                        SELECT FROM caselog.delivery AS earlier
                        WHERE earlier.authority = waiting.authority AND earlier.receiver = waiting.receiver
                          AND earlier.thread = waiting.thread AND earlier.state = 'waiting'
                          AND earlier.number < waiting.number)
                    ORDER BY waiting.next_attempt_at, waiting.number
                    LIMIT 1
                    FOR UPDATE OF waiting SKIP LOCKED
                ) AS due
                WHERE receiver.authority = $1 AND receiver.gone_at IS NULL AND receiver.disabled_at IS NULL
                  AND receiver.obstacle IS NULL AND (receiver.retry_at IS NULL OR receiver.retry_at <= $2)
                  AND (receiver.failures < $4 OR NOT EXISTS (
                    SELECT FROM caselog.delivery AS tried
                    WHERE tried.authority = receiver.authority AND tried.receiver = receiver.name
                      AND tried.state = 'waiting' AND tried.leased_until > $2))
                ORDER BY due.next_attempt_at, due.number
                LIMIT 1
            )
            UPDATE caselog.delivery AS claimed
            SET attempts = claimed.attempts + 1, leased_until = $3,
                -- What was due for hours while nobody tried anything is not given up for that time; what waited because its
                -- receiver fails is.
                first_tried_at = CASE WHEN claimed.next_attempt_at < $2::timestamptz - interval '6 hours'
                                           AND coalesce(chosen.retry_at, '-infinity') < $2::timestamptz - interval '6 hours'
                                      THEN $2 ELSE coalesce(claimed.first_tried_at, $2) END
            FROM chosen, caselog.notice
            WHERE claimed.authority = $1 AND claimed.delivery_id = chosen.delivery_id
              AND notice.authority = claimed.authority AND notice.notice_id = claimed.notice_id
            RETURNING claimed.delivery_id, claimed.receiver, claimed.attempts, claimed.first_tried_at, notice.notice_id,
                      notice.number, notice.kind, notice.recipient, notice.team, notice.worker, notice.severity,
                      notice.alerts, notice.payload, notice.created_at, chosen.failures
            """)

    /// When something can be handed over next that cannot be now.
    static let nextDue = Statement(
        name: "deliveries_next_due",
        sql: """
            SELECT min(least(
                (SELECT min(next_attempt_at) FROM caselog.delivery
                 WHERE delivery.authority = receiver.authority AND delivery.receiver = receiver.name
                   AND delivery.state = 'waiting' AND delivery.next_attempt_at > $2),
                (SELECT min(leased_until) FROM caselog.delivery
                 WHERE delivery.authority = receiver.authority AND delivery.receiver = receiver.name
                   AND delivery.state = 'waiting' AND delivery.leased_until > $2),
                CASE WHEN receiver.retry_at > $2 THEN receiver.retry_at END))
            FROM caselog.receiver
            WHERE authority = $1 AND gone_at IS NULL AND disabled_at IS NULL AND obstacle IS NULL
            """)

    /// Not if the lease was over and another has it now, unless it has been taken.
    static let settle = Statement(
        name: "deliveries_settle",
        sql: """
            UPDATE caselog.delivery
            SET state = $4, next_attempt_at = $5, last_error = $6, leased_until = NULL,
                finished_at = CASE WHEN $4 = 'waiting' THEN NULL ELSE $7::timestamptz END
            WHERE authority = $1 AND delivery_id = $2 AND state = 'waiting' AND (attempts = $3 OR $4 = 'delivered')
            """)

    // MARK: - Notices of its own

    static let hasNotice = Statement(
        name: "notices_has",
        sql: "SELECT EXISTS (SELECT FROM caselog.notice WHERE authority = $1 AND notice_id = $2)")

    static let addNotices = Statement(
        name: "notices_add_own",
        sql: """
            SELECT FROM caselog.add_notices($1, $2, $3, $4, $4, $4, $5, $6, $7, $8, $9)
            """)

    static let outcomes = Statement(
        name: "deliveries_outcomes",
        sql: """
            SELECT delivery.receiver, delivery.state, delivery.attempts,
                   coalesce(receiver.obstacle, delivery.last_error)
            FROM caselog.delivery
            JOIN caselog.receiver ON receiver.authority = delivery.authority AND receiver.name = delivery.receiver
            WHERE delivery.authority = $1 AND delivery.notice_id = $2
            ORDER BY delivery.receiver
            """)

    static let isSpread = Statement(
        name: "notices_is_spread",
        sql: """
            SELECT EXISTS (SELECT FROM caselog.notice WHERE authority = $1 AND notice_id = $2 AND spread_at IS NOT NULL)
            """)
}
