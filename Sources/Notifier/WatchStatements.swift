import PostgresClient

/// The SQL of watching over receivers and deliveries.
enum WatchStatements {
    /// What waits for a receiver that has been away, or has wanted nothing, for long; each has waited that long itself.
    /// The receiver is locked before its deliveries, as everywhere.
    static let giveUpAbsent = Statement(
        name: "deliveries_give_up_absent",
        sql: """
            WITH lost AS (
                UPDATE caselog.delivery
                SET state = 'dead', finished_at = $2, leased_until = NULL,
                    last_error = CASE WHEN receiver.gone_at IS NULL THEN 'the receiver is disabled'
                                      ELSE 'the receiver is configured no more' END
                FROM (SELECT * FROM caselog.receiver
                      WHERE authority = $1 AND (gone_at <= $3 OR disabled_at <= $3)
                        AND EXISTS (SELECT FROM caselog.delivery AS waiting
                                    WHERE waiting.authority = receiver.authority
                                      AND waiting.receiver = receiver.name AND waiting.state = 'waiting'
                                      AND waiting.created_at <= $3)
                      FOR NO KEY UPDATE) AS receiver
                WHERE delivery.authority = receiver.authority AND delivery.receiver = receiver.name
                  AND delivery.state = 'waiting' AND delivery.created_at <= $3
                RETURNING delivery.receiver, delivery.notice_id, delivery.last_error
            )
            SELECT lost.receiver, min(lost.last_error), count(*),
                   count(*) FILTER (WHERE notice.kind <> 'delivery-failure')
            FROM lost JOIN caselog.notice ON notice.authority = $1 AND notice.notice_id = lost.notice_id
            GROUP BY lost.receiver
            ORDER BY lost.receiver
            """)

    /// Others hear of that at most once a day: the list of dead deliveries has them all.
    static let tellLost = Statement(
        name: "receivers_tell_lost",
        sql: """
            UPDATE caselog.receiver SET lost_told_at = $3
            WHERE authority = $1 AND name = $2
              AND (lost_told_at IS NULL OR lost_told_at <= $3::timestamptz - interval '1 day')
            RETURNING name
            """)

    /// Those that have taken nothing for long, or want nothing any more, and of which nobody has heard yet.
    static let tellFailing = Statement(
        name: "receivers_tell_failing",
        sql: """
            UPDATE caselog.receiver SET failure_told_at = $2
            WHERE authority = $1 AND gone_at IS NULL AND failure_told_at IS NULL
              AND (disabled_at IS NOT NULL OR failing_since <= $3)
            RETURNING name, coalesce(obstacle, last_error), failing_since, disabled_at IS NOT NULL
            """)

    /// Those that take the rest while one delivery is tried in vain: they never count as failing. At most once an hour of one
    /// receiver, about all that are stuck by then.
    static let tellStuck = Statement(
        name: "receivers_tell_stuck",
        sql: """
            UPDATE caselog.receiver SET stuck_told_at = $2
            WHERE authority = $1 AND gone_at IS NULL AND disabled_at IS NULL AND failure_told_at IS NULL
              AND (stuck_told_at IS NULL OR stuck_told_at <= $2::timestamptz - interval '1 hour')
              AND EXISTS (
                SELECT FROM caselog.delivery
                JOIN caselog.notice ON notice.authority = delivery.authority AND notice.notice_id = delivery.notice_id
                WHERE delivery.authority = receiver.authority AND delivery.receiver = receiver.name
                  AND delivery.state = 'waiting' AND delivery.failure_told_at IS NULL
                  AND delivery.first_tried_at <= $3 AND notice.kind <> 'delivery-failure')
            RETURNING name
            """)

    static let markStuck = Statement(
        name: "deliveries_mark_stuck",
        sql: """
            WITH stuck AS (
                UPDATE caselog.delivery SET failure_told_at = $3
                WHERE authority = $1 AND receiver = ANY ($2) AND state = 'waiting' AND failure_told_at IS NULL
                  AND first_tried_at <= $4
                RETURNING receiver, number, first_tried_at
            )
            SELECT receiver, count(*), min(number), min(first_tried_at) FROM stuck GROUP BY receiver ORDER BY receiver
            """)

    /// A clock that was put back: nothing waits for longer than it would have been made to wait now. $3 and $4: the longest
    /// pauses of hooks and of webhooks, $5: the lease. (least() would make moments of what is NULL.)
    static let mendMoments = Statement(
        name: "deliveries_mend_moments",
        sql: """
            UPDATE caselog.delivery
            SET next_attempt_at = CASE WHEN next_attempt_at > latest THEN latest ELSE next_attempt_at END,
                leased_until = CASE WHEN leased_until > $5 THEN $5 ELSE leased_until END,
                first_tried_at = CASE WHEN first_tried_at > $2 THEN $2 ELSE first_tried_at END
            FROM (SELECT waiting.delivery_id,
                         CASE WHEN waiting.attempts = 0 THEN $2::timestamptz
                              WHEN receiver.kind = 'hook' THEN $3::timestamptz ELSE $4::timestamptz END AS latest
                  FROM caselog.delivery AS waiting
                  JOIN caselog.receiver ON receiver.authority = waiting.authority AND receiver.name = waiting.receiver
                  WHERE waiting.authority = $1 AND waiting.state = 'waiting') AS limits
            WHERE delivery.authority = $1 AND delivery.delivery_id = limits.delivery_id AND delivery.state = 'waiting'
              AND (delivery.next_attempt_at > latest OR delivery.leased_until > $5::timestamptz
                   OR delivery.first_tried_at > $2)
            """)

    /// The same of the receivers; $3 and $4: how long one can be left alone.
    static let mendReceivers = Statement(
        name: "receivers_mend_moments",
        sql: """
            UPDATE caselog.receiver
            SET retry_at = CASE WHEN retry_at > latest THEN latest ELSE retry_at END,
                failing_since = CASE WHEN failing_since > $2 THEN $2 ELSE failing_since END
            FROM (SELECT name AS of, CASE WHEN kind = 'hook' THEN $3::timestamptz ELSE $4::timestamptz END AS latest
                  FROM caselog.receiver WHERE authority = $1) AS limits
            WHERE authority = $1 AND name = limits.of AND (retry_at > latest OR failing_since > $2::timestamptz)
            """)
}
