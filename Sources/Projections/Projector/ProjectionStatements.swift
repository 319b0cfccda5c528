import PostgresClient

/// The SQL of how far each generation of each read model has read the log.
enum ProjectionStatements {
    static let all = Statement(
        name: "projections_all",
        sql: """
            SELECT name, generation, state, definition, position, stopped_at, stopped_because
            FROM caselog.projection WHERE authority = $1 ORDER BY name, generation
            """)

    /// What readers see, with the leaf hash of the last entry that each reflects.
    static let live = Statement(
        name: "projections_live",
        sql: """
            SELECT name, generation, state, definition, position, stopped_at, stopped_because,
                   (SELECT leaf_hash FROM caselog.event WHERE authority = $1 AND event.position = place.position)
            FROM caselog.projection AS place WHERE authority = $1 AND state = 'live' ORDER BY name, generation
            """)

    static let begin = Statement(
        name: "projections_begin",
        sql: """
            INSERT INTO caselog.projection (authority, name, generation, state, definition, position)
            VALUES ($1, $2, $3, $4, $5, $6)
            """)

    /// How rows are written.
    ///
    /// Rows and position are the log's, and come back from it: a crash of the server may take the last of both together.
    /// What is written later and must stay, as a step of an alert, takes them with it to the disk. And every row is found by
    /// its key: a plan made while a table was small, or before it was analyzed, must not read all of it later; and what is
    /// to stay is looked up in a hash, which has to fit.
    static let settings = Statement(
        name: "projections_settings",
        sql: """
            SELECT set_config('synchronous_commit', 'off', true), set_config('enable_seqscan', 'off', true),
                   set_config('work_mem', '64MB', true)
            """)

    static let gatherStatistics = Statement(
        name: "projections_gather_statistics", sql: "SELECT caselog.gather_statistics()")

    static let lock = Statement(
        name: "projections_lock",
        sql: """
            SELECT position FROM caselog.projection
            WHERE authority = $1 AND name = $2 AND generation = $3 FOR NO KEY UPDATE
            """)

    /// Moves the generations of those models that are where they are thought to be.
    static let advance = Statement(
        name: "projections_advance",
        sql: """
            UPDATE caselog.projection AS kept SET position = $5, stopped_at = NULL, stopped_because = NULL
            FROM unnest($2::text[], $3::int[]) AS going (name, generation)
            WHERE kept.authority = $1 AND kept.name = going.name AND kept.generation = going.generation
                AND kept.position = $4
            """)

    static let setState = Statement(
        name: "projections_set_state",
        sql: """
            UPDATE caselog.projection SET state = $4 WHERE authority = $1 AND name = $2 AND generation = $3
            """)

    /// What a daemon that ended meanwhile left unfinished is of no use: it is filled anew, if it is still asked for.
    static let abandon = Statement(
        name: "projections_abandon",
        sql: """
            UPDATE caselog.projection SET state = 'old' WHERE authority = $1 AND state IN ('filling', 'building')
            """)

    static let stop = Statement(
        name: "projections_stop",
        sql: """
            UPDATE caselog.projection SET stopped_at = $4, stopped_because = $5
            WHERE authority = $1 AND name = $2 AND generation = $3
            """)

    static let forget = Statement(
        name: "projections_forget",
        sql: "DELETE FROM caselog.projection WHERE authority = $1 AND name = $2 AND generation = $3")

    static let countChildren = Statement(
        name: "projections_count_children",
        sql: "SELECT count(*) FROM caselog.child_event WHERE authority = $1 AND version = 1 AND position <= $2")

    /// Removes some thousand rows of an old generation.
    static func remove(from table: TableShape) -> Statement {
        Statement(
            name: "projections_remove_\(table.name)",
            sql: """
                DELETE FROM caselog.\(table.name) WHERE ctid = ANY (ARRAY(
                    SELECT ctid FROM caselog.\(table.name) WHERE authority = $1 AND generation = $2 LIMIT 5000))
                """)
    }

    /// How many rows a generation has, and a digest of what they say, in any order.
    static func digest(_ table: TableShape) -> Statement {
        Statement(
            name: "projections_digest_\(table.name)",
            sql: """
                SELECT count(*), coalesce(bit_xor(hash_record_extended(ROW(\(table.all)), 0)), 0)
                FROM caselog.\(table.name) WHERE authority = $1 AND generation = $2
                """)
    }

    /// How many rows are in one of two generations only, or say something else there.
    static func compare(_ table: TableShape) -> Statement {
        let rest =
            table.rest.isEmpty ? "false" : "(\(table.rest(of: "one"))) IS DISTINCT FROM (\(table.rest(of: "two")))"
        return Statement(
            name: "projections_compare_\(table.name)",
            sql: """
                SELECT count(*)
                FROM (SELECT * FROM caselog.\(table.name) WHERE authority = $1 AND generation = $2) AS one
                FULL JOIN (SELECT * FROM caselog.\(table.name) WHERE authority = $1 AND generation = $3) AS two
                    USING (\(table.key.joined(separator: ", ")))
                WHERE one.authority IS NULL OR two.authority IS NULL OR \(rest)
                """)
    }
}
