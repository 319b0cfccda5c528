import PostgresClient

/// The SQL of what people did about alerts.
enum HandlingStatements {
    static let position = Statement(
        name: "alert_log_position", sql: "SELECT position FROM caselog.alert_log WHERE authority = $1 FOR UPDATE")

    /// Where the log ends, and up to where it was read.
    static let positions = Statement(
        name: "alert_log_positions",
        sql: """
            SELECT coalesce((SELECT last_position FROM caselog.authority WHERE authority = $1), 0),
                   coalesce((SELECT position FROM caselog.alert_log WHERE authority = $1), 0)
            """)

    static let setPosition = Statement(
        name: "alert_log_set_position",
        sql: """
            INSERT INTO caselog.alert_log (authority, position) VALUES ($1, $2)
            ON CONFLICT (authority) DO UPDATE SET position = excluded.position
            """)

    /// The same where nothing followed from what was read: to read it again after a crash of the server costs nothing, while
    /// waiting for the disk would hold up appends that wait for it, too.
    static let passBy = Statement(
        name: "alert_log_pass_by",
        sql: """
            INSERT INTO caselog.alert_log (authority, position)
            SELECT $1, $2 FROM set_config('synchronous_commit', 'off', true)
            ON CONFLICT (authority) DO UPDATE SET position = excluded.position
            """)

    static let roots = Statement(
        name: "alert_log_roots",
        sql: "SELECT event_id, root FROM caselog.alert_entry WHERE authority = $1 AND event_id = ANY ($2)")

    static let addEntries = Statement(
        name: "alert_log_add_entries",
        sql: """
            INSERT INTO caselog.alert_entry (authority, event_id, root, position)
            SELECT $1, entry.* FROM unnest($2::uuid[], $3::uuid[], $4::bigint[]) AS entry
            ON CONFLICT (authority, event_id) DO NOTHING
            """)

    static let entriesOf = Statement(
        name: "alert_log_entries_of",
        sql: """
            SELECT event_id, root FROM caselog.alert_entry
            WHERE authority = $1 AND root = ANY ($2) AND position <= $3
            """)

    /// Whether something was said later about that entry.
    static let isChanged = Statement(
        name: "alert_log_is_changed",
        sql: "SELECT EXISTS (SELECT FROM caselog.alert_entry WHERE authority = $1 AND root = $2 AND event_id <> $2)")

    static let removeHandling = Statement(
        name: "alert_log_remove_handling",
        sql: "DELETE FROM caselog.alert_handling WHERE authority = $1 AND event_id = ANY ($2)")

    static let removeSilences = Statement(
        name: "alert_log_remove_silences",
        sql: "DELETE FROM caselog.alert_silence WHERE authority = $1 AND event_id = ANY ($2)")

    static let saveHandling = Statement(
        name: "alert_log_save_handling",
        sql: """
            INSERT INTO caselog.alert_handling (authority, alert_id, event_id, kind, position, at, by, words, struck_out)
            SELECT $1, saved.* FROM unnest(
                $2::uuid[], $3::uuid[], $4::text[], $5::bigint[], $6::timestamptz[], $7::text[], $8::text[],
                $9::boolean[]) AS saved
            """)

    static let saveSilences = Statement(
        name: "alert_log_save_silences",
        sql: """
            INSERT INTO caselog.alert_silence (authority, silence, event_id, position, at, until, by, reason, alert_id,
                                               rule, team, struck_out)
            SELECT $1, saved.* FROM unnest(
                $2::text[], $3::uuid[], $4::bigint[], $5::timestamptz[], $6::timestamptz[], $7::text[], $8::text[],
                $9::uuid[], $10::text[], $11::text[], $12::boolean[]) AS saved
            """)

    /// The climb and whatever is held back of alerts that are acknowledged or dismissed by those events.
    static let touchHandled = Statement(
        name: "alert_log_touch_handled",
        sql: """
            WITH touched AS (
                SELECT DISTINCT alert_id FROM caselog.alert_handling WHERE authority = $1 AND event_id = ANY ($2)
            ), \(touch)
            """)

    /// The same of open alerts that those silences name.
    static let touchSilenced = Statement(
        name: "alert_log_touch_silenced",
        sql: """
            WITH silence AS (
                -- What an earlier event of the same silence named, too: it may not be silenced any more.
                SELECT DISTINCT alert_id, rule, team FROM caselog.alert_silence
                WHERE authority = $1 AND silence IN (
                    SELECT silence FROM caselog.alert_silence WHERE authority = $1 AND event_id = ANY ($2))
            ), touched AS (
                SELECT alert.alert_id FROM silence JOIN caselog.alert AS alert
                    ON alert.authority = $1 AND alert.alert_id = silence.alert_id
                WHERE silence.alert_id IS NOT NULL
                UNION
                SELECT alert.alert_id FROM silence JOIN caselog.alert AS alert
                    ON alert.authority = $1 AND alert.rule = silence.rule
                    AND (silence.team IS NULL OR alert.team = silence.team)
                WHERE silence.alert_id IS NULL AND alert.stage NOT IN ('resolved', 'cancelled')
                UNION
                SELECT alert.alert_id FROM silence JOIN caselog.alert AS alert
                    ON alert.authority = $1 AND alert.team = silence.team
                WHERE silence.alert_id IS NULL AND silence.rule IS NULL
                    AND alert.stage NOT IN ('resolved', 'cancelled')
                UNION
                -- What is still to be told of those that are over is held back, too.
                SELECT telling.alert_id FROM caselog.alert_telling AS telling
                WHERE telling.authority = $1 AND telling.held AND EXISTS (SELECT FROM silence)
            ), \(touch)
            """)

    private static let touch = """
        released AS (
            UPDATE caselog.alert_telling AS telling SET ready_at = 'epoch' FROM touched
            WHERE telling.authority = $1 AND telling.alert_id = touched.alert_id AND telling.held
        )
        UPDATE caselog.alert AS alert SET climb_at = 'epoch' FROM touched
        WHERE alert.authority = $1 AND alert.alert_id = touched.alert_id AND alert.told_at IS NOT NULL
            AND alert.stage NOT IN ('resolved', 'cancelled')
            AND NOT EXISTS (
                SELECT FROM caselog.alert_telling AS telling
                WHERE telling.authority = $1 AND telling.alert_id = alert.alert_id)
        """

    /// The last that stands of each kind about each of those alerts.
    static let standing = Statement(
        name: "alert_handling_standing",
        sql: """
            SELECT DISTINCT ON (handling.alert_id, handling.kind) handling.alert_id, handling.kind, handling.at,
                   handling.by, handling.words, handling.event_id
            FROM caselog.alert_handling AS handling
            WHERE handling.authority = $1 AND handling.alert_id = ANY ($2) AND NOT handling.struck_out
            ORDER BY handling.alert_id, handling.kind, handling.position DESC
            """)

    /// Silences that can hold anything back now: the last event of each that stands, where it has not ended.
    static let activeSilences = Statement(
        name: "alert_silences_active",
        sql: """
            SELECT silence, event_id, at, until, by, reason, alert_id, rule, team
            FROM caselog.alert_silence AS silence
            WHERE authority = $1 AND until > $2 AND NOT struck_out
              AND NOT EXISTS (
                SELECT FROM caselog.alert_silence AS later
                WHERE later.authority = silence.authority AND later.silence = silence.silence
                  AND later.position > silence.position AND NOT later.struck_out)
            ORDER BY position
            """)
}
