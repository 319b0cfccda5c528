import PostgresClient

/// The SQL of how far each generation of each read model has read the log.
enum ProjectionStatements {
    static let all = Statement(
        name: "projections_all",
        sql: """
            SELECT name, generation, state, definition, position, stopped_at, stopped_because
            FROM caselog.projection WHERE authority = $1 ORDER BY name, generation
            """)

    static let begin = Statement(
        name: "projections_begin",
        sql: """
            INSERT INTO caselog.projection (authority, name, generation, state, definition, position)
            VALUES ($1, $2, $3, $4, $5, $6)
            """)

    static let lock = Statement(
        name: "projections_lock",
        sql: """
            SELECT position FROM caselog.projection
            WHERE authority = $1 AND name = $2 AND generation = $3 FOR NO KEY UPDATE
            """)

    static let advance = Statement(
        name: "projections_advance",
        sql: """
            UPDATE caselog.projection SET position = $4, stopped_at = NULL, stopped_because = NULL
            WHERE authority = $1 AND name = $2 AND generation = $3
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
    static func remove(from table: String) -> Statement {
        Statement(
            name: "projections_remove_\(table)",
            sql: """
                DELETE FROM caselog.\(table) WHERE ctid = ANY (ARRAY(
                    SELECT ctid FROM caselog.\(table) WHERE authority = $1 AND generation = $2 LIMIT 5000))
                """)
    }

    /// How many rows stand in one of two generations only.
    static func compare(_ table: String) -> Statement {
        let side = { (number: String) in
            "SELECT to_jsonb(kept) - 'generation' FROM caselog.\(table) AS kept WHERE authority = $1 AND generation = \(number)"
        }
        return Statement(
            name: "projections_compare_\(table)",
            sql: """
                SELECT (SELECT count(*) FROM (\(side("$2")) EXCEPT ALL \(side("$3"))) AS missing)
                    + (SELECT count(*) FROM (\(side("$3")) EXCEPT ALL \(side("$2"))) AS added)
                """)
    }
}
