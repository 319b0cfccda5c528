import CaseRecord
import Foundation
import MerkleLog
import PostgresClient

/// The ledger's SQL. Every statement names the authority, so that it stays on the node that holds it.
enum LedgerStatements {
    static let lastPosition = Statement(
        name: "ledger_last_position", sql: "SELECT last_position FROM caselog.authority WHERE authority = $1")

    /// The end of the log and what was added after a position, of one moment: a row even where nothing was. The hashes say
    /// whether it is still the same log.
    static let news = Statement(
        name: "ledger_news",
        sql: """
            SELECT head.last_position, head.hash,
                   (SELECT leaf_hash FROM caselog.event WHERE authority = $1 AND position = $2),
                   event.position, event.content, event.type_version
            FROM (
                SELECT last_position,
                       (SELECT leaf_hash FROM caselog.event WHERE authority = $1 AND position = last_position) AS hash
                FROM caselog.authority WHERE authority = $1 OFFSET 0
            ) AS head
            LEFT JOIN LATERAL (
                SELECT position, content, type_version FROM caselog.event
                WHERE authority = $1 AND position > $2 ORDER BY position LIMIT $3
            ) AS event ON true
            """)

    static let known = Statement(
        name: "ledger_known",
        sql: """
            SELECT event_id, position, recorded_at, versions, leaf_hash, content, type_version
            FROM caselog.event WHERE authority = $1 AND event_id = ANY ($2)
            """)

    static let versions = Statement(
        name: "ledger_versions",
        sql: """
            SELECT named.child,
                   (SELECT version FROM caselog.child_event AS entry
                    WHERE entry.authority = $1 AND entry.child = named.child ORDER BY version DESC LIMIT 1)
            FROM unnest($2::text[]) AS named (child)
            """)

    /// Moves the head and adds the batch, or does neither: the rows come from the head's row, which is there only
    /// where epoch and position are still ours. The arrays are unnested in the target list, which goes through them
    /// without a copy; in FROM each would be written to a store of its own first.
    static let append = Statement(
        name: "ledger_append",
        sql: """
            WITH head AS (
                UPDATE caselog.authority
                SET last_position = $4, frontier = $5, last_recorded_at = $7,
                    lease_until = clock_timestamp() + make_interval(secs => $8)
                WHERE authority = $1 AND epoch = $2 AND last_position = $3
                RETURNING authority
            ), event AS (
                INSERT INTO caselog.event (
                    authority, position, event_id, type, type_version, format, occurred_at, occurred_precision,
                    recorded_at, recorded_by, submitted_by, versions, content, leaf_hash)
                SELECT head.authority, added.position, added.event_id, added.type, added.type_version, $6,
                       added.occurred_at, added.precision, $7, added.recorded_by, added.submitted_by,
                       added.versions::bigint[], added.content, added.leaf_hash
                FROM head, (
                    SELECT unnest($9::bigint[]) AS position, unnest($10::uuid[]) AS event_id, unnest($11::text[]) AS type,
                           unnest($12::smallint[]) AS type_version, unnest($13::timestamptz[]) AS occurred_at,
                           unnest($14::text[]) AS precision, unnest($15::text[]) AS recorded_by,
                           unnest($16::text[]) AS submitted_by, unnest($17::text[]) AS versions,
                           unnest($18::bytea[]) AS content, unnest($19::bytea[]) AS leaf_hash
                ) AS added
                RETURNING 1
            ), entry AS (
                INSERT INTO caselog.child_event (authority, child, version, position)
                SELECT head.authority, added.child, added.version, added.position
                FROM head, (
                    SELECT unnest($20::text[]) AS child, unnest($21::bigint[]) AS version, unnest($22::bigint[]) AS position
                ) AS added
            ), node AS (
                INSERT INTO caselog.tree_node (authority, level, index, hash)
                SELECT head.authority, added.level, added.index, added.hash
                FROM head, (
                    SELECT unnest($23::smallint[]) AS level, unnest($24::bigint[]) AS index, unnest($25::bytea[]) AS hash
                ) AS added
            )
            SELECT count(*) FROM event
            """)

    static let history = Statement(
        name: "ledger_history",
        sql: """
            SELECT event.position, event.recorded_at, event.versions, event.leaf_hash, event.content, event.type_version
            FROM caselog.child_event AS entry
            JOIN caselog.event AS event ON event.authority = entry.authority AND event.position = entry.position
            WHERE entry.authority = $1 AND entry.child = $2
            ORDER BY entry.version
            """)

    /// In no order: sorting whole entries would take longer than reading them.
    static let histories = Statement(
        name: "ledger_histories",
        sql: """
            SELECT event.position, event.recorded_at, event.versions, event.leaf_hash, event.content, event.type_version,
                   entry.child
            FROM caselog.child_event AS entry
            JOIN caselog.event AS event ON event.authority = entry.authority AND event.position = entry.position
            WHERE entry.authority = $1 AND entry.child = ANY ($2) AND entry.position <= $3
            """)

    /// Every record begins with version 1, so each child is met once, by the primary key.
    static let children = Statement(
        name: "ledger_children",
        sql: """
            SELECT child FROM caselog.child_event
            WHERE authority = $1 AND child > $2 AND version = 1 AND position <= $4 ORDER BY child LIMIT $3
            """)

    static let after = Statement(
        name: "ledger_after",
        sql: """
            SELECT position, recorded_at, versions, leaf_hash, content, type_version
            FROM caselog.event WHERE authority = $1 AND position > $2 AND position <= $4 ORDER BY position LIMIT $3
            """)

    /// Goes through all entries after the position: for readers that follow the log, to whom few of them are news.
    static let ofTypes = Statement(
        name: "ledger_of_types",
        sql: """
            SELECT position, recorded_at, versions, leaf_hash, content, type_version
            FROM caselog.event
            WHERE authority = $1 AND position > $2 AND position <= $3 AND type = ANY ($4)
            ORDER BY position
            """)

    static let byIDs = Statement(
        name: "ledger_by_ids",
        sql: """
            SELECT position, recorded_at, versions, leaf_hash, content, type_version
            FROM caselog.event WHERE authority = $1 AND event_id = ANY ($2) ORDER BY position
            """)

    /// What the changes of those ids change in the end: a change names an earlier entry, so that none goes in circles.
    static let roots = Statement(
        name: "ledger_roots",
        sql: """
            WITH RECURSIVE link (named, id, type, content, depth) AS (
                SELECT event.event_id, event.event_id, event.type, event.content, 0
                FROM caselog.event WHERE authority = $1 AND event_id = ANY ($2)
                UNION ALL
                SELECT link.named, event.event_id, event.type, event.content, link.depth + 1
                FROM link
                JOIN LATERAL (
                    SELECT coalesce(said->>'entry', said->>'merge')::uuid AS id
                    FROM (SELECT convert_from(link.content, 'UTF8')::jsonb->'data' AS said) AS content
                ) AS changed ON true
                JOIN caselog.event ON event.authority = $1 AND event.event_id = changed.id
                WHERE link.type IN ('entry.corrected', 'entry.struck-out', 'significance.set', 'record.unmerged')
                    AND link.depth < 100
            )
            SELECT named, id FROM link
            WHERE type NOT IN ('entry.corrected', 'entry.struck-out', 'significance.set', 'record.unmerged')
            """)

    /// The index `event_of_authority` holds the few entries that stand in no child's record. `$5` is looked for in their
    /// canonical bytes, so that the others need not be read out.
    static let ofAuthority = Statement(
        name: "ledger_of_authority",
        sql: """
            SELECT position, recorded_at, versions, leaf_hash, content, type_version
            FROM caselog.event
            WHERE authority = $1 AND cardinality(versions) = 0 AND type = ANY ($2) AND position > $3
                AND ($5::bytea IS NULL OR position($5 IN content) > 0)
            ORDER BY position LIMIT $4
            """)

    /// `recorded_at` never goes back as the position goes on, so the place is found by halving: no index is needed.
    static let lastPositionAt = Statement(
        name: "ledger_last_position_at",
        sql: """
            WITH RECURSIVE halving (low, high) AS (
                SELECT 0::bigint, last_position FROM caselog.authority WHERE authority = $1
                UNION ALL
                SELECT CASE WHEN middle.recorded_at <= $2 THEN middle.position ELSE low END,
                       CASE WHEN middle.recorded_at <= $2 THEN high ELSE middle.position - 1 END
                FROM halving
                CROSS JOIN LATERAL (
                    SELECT position, recorded_at FROM caselog.event
                    WHERE authority = $1 AND position = (low + high + 1) / 2
                ) AS middle
                WHERE low < high
            )
            SELECT low FROM halving WHERE low = high
            """)
}

extension BatchPlan {
    /// The parameters of ``LedgerStatements/append`` for what the plan adds on top of that head.
    func parameters(onTopOf head: LedgerHead) -> [PostgresValue] {
        var children: [String?] = []
        var versions: [Int64?] = []
        var positions: [Int64?] = []
        for planned in added {
            for (child, version) in planned.receipt.versions {
                children.append(child.text)
                versions.append(version)
                positions.append(planned.receipt.position)
            }
        }
        return [
            .text(authority.text), .int8(head.epoch), .int8(head.position), .int8(frontier.size),
            .bytea(frontier.bytes), .int2(LogEntry.currentFormat), .timestamptz(PostgresTimestamp(recordedAt)),
            .float8(Turn.lease.inSeconds),
            .int8Array(added.map { $0.receipt.position }),
            .uuidArray(added.map { $0.event.id }),
            .textArray(added.map { $0.event.type }),
            .int2Array(added.map { $0.event.typeVersion }),
            .timestamptzArray(added.map { PostgresTimestamp(microseconds: $0.event.occurredAt) }),
            .textArray(added.map { $0.event.precision }),
            .textArray(added.map { $0.event.recordedBy }),
            .textArray(added.map { $0.submittedBy }),
            .textArray(added.map { "{" + $0.receipt.versions.map { String($0.version) }.joined(separator: ",") + "}" }),
            .byteaArray(added.map { $0.event.content }),
            .byteaArray(added.map { $0.receipt.leafHash.bytes }),
            .textArray(children), .int8Array(versions), .int8Array(positions),
            .int2Array(nodes.map { Int16($0.node.level) }), .int8Array(nodes.map { $0.node.index }),
            .byteaArray(nodes.map { $0.hash.bytes }),
        ]
    }
}
