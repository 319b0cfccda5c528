import PostgresClient

enum AccessStatements {
    /// Adds entries after the end of the log, which must be where the writer left it; says whether it was (1 or 0).
    static let add = Statement(
        name: "access_add",
        sql: """
            WITH head AS (
                INSERT INTO caselog.access_head AS kept (authority, last_number, frontier)
                SELECT $1, $3, $4
                WHERE $2 = 0 OR EXISTS (SELECT FROM caselog.access_head WHERE authority = $1)
                ON CONFLICT (authority) DO UPDATE SET last_number = $3, frontier = $4 WHERE kept.last_number = $2
                RETURNING 1
            ), entry AS (
                SELECT $2 + place AS number, at, worker, content, hash, children
                FROM unnest($5::timestamptz[], $6::text[], $7::bytea[], $8::bytea[], $9::text[])
                    WITH ORDINALITY AS given (at, worker, content, hash, children, place)
                WHERE EXISTS (SELECT FROM head)
            ), added AS (
                INSERT INTO caselog.access_entry (authority, number, at, worker, content, leaf_hash)
                SELECT $1, number, at, worker, content, hash FROM entry
            ), told AS (
                INSERT INTO caselog.access_child (authority, child, number)
                SELECT DISTINCT $1, child, number
                FROM entry, unnest(string_to_array(nullif(children, ''), ' ')) AS child
            )
            SELECT count(*) FROM head
            """)

    static let head = Statement(
        name: "access_head", sql: "SELECT last_number, frontier FROM caselog.access_head WHERE authority = $1")

    static let list = Statement(
        name: "access_list",
        sql: """
            SELECT number, content FROM caselog.access_entry
            WHERE authority = $1 AND number > $2 AND $4::text IS NULL AND ($5::text IS NULL OR worker = $5)
                AND ($6::timestamptz IS NULL OR at >= $6) AND ($7::timestamptz IS NULL OR at < $7)
            ORDER BY number LIMIT $3
            """)

    static let ofChild = Statement(
        name: "access_of_child",
        sql: """
            SELECT number, content
            FROM caselog.access_child AS told
            JOIN caselog.access_entry AS entry USING (authority, number)
            WHERE authority = $1 AND number > $2 AND told.child = $4 AND ($5::text IS NULL OR entry.worker = $5)
                AND ($6::timestamptz IS NULL OR entry.at >= $6) AND ($7::timestamptz IS NULL OR entry.at < $7)
            ORDER BY number LIMIT $3
            """)

    static let hashes = Statement(
        name: "access_hashes",
        sql: """
            SELECT number, leaf_hash FROM caselog.access_entry
            WHERE authority = $1 AND number > $2
            ORDER BY number LIMIT 10000
            """)

    static let page = Statement(
        name: "access_page",
        sql: """
            SELECT number, content, leaf_hash FROM caselog.access_entry
            WHERE authority = $1 AND number > $2
            ORDER BY number LIMIT 1000
            """)
}
