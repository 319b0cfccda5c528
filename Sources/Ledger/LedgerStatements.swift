import CaseRecord
import Foundation
import PostgresClient

/// The ledger's SQL. Every statement names the authority, so that it stays on the node that holds it.
enum LedgerStatements {
    static let open = Statement(
        name: "ledger_open",
        sql: """
            INSERT INTO caselog.authority (authority, epoch) VALUES ($1, 1)
            ON CONFLICT (authority) DO UPDATE SET epoch = authority.epoch + 1
            RETURNING epoch, last_position, last_hash
            """)

    static let head = Statement(
        name: "ledger_head",
        sql: "SELECT epoch, last_position, last_hash FROM caselog.authority WHERE authority = $1")

    static let lastRecordedAt = Statement(
        name: "ledger_last_recorded_at",
        sql: "SELECT recorded_at FROM caselog.event WHERE authority = $1 ORDER BY position DESC LIMIT 1")

    static let known = Statement(
        name: "ledger_known",
        sql: """
            SELECT event_id, position, recorded_at, versions, hash, content
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
    /// where epoch and position are still ours.
    static let append = Statement(
        name: "ledger_append",
        sql: """
            WITH head AS (
                UPDATE caselog.authority SET last_position = $4, last_hash = $5
                WHERE authority = $1 AND epoch = $2 AND last_position = $3
                RETURNING authority
            ), event AS (
                INSERT INTO caselog.event (
                    authority, position, event_id, type, format, occurred_at, occurred_precision, recorded_at,
                    recorded_by, submitted_by, versions, content, hash)
                SELECT head.authority, added.position, added.event_id, added.type, $6, added.occurred_at,
                       added.precision, $7, added.recorded_by, added.submitted_by, added.versions::bigint[],
                       added.content, added.hash
                FROM head, unnest(
                    $8::bigint[], $9::uuid[], $10::text[], $11::timestamptz[], $12::text[], $13::text[], $14::text[],
                    $15::text[], $16::bytea[], $17::bytea[])
                    AS added (position, event_id, type, occurred_at, precision, recorded_by, submitted_by, versions,
                              content, hash)
                RETURNING 1
            ), entry AS (
                INSERT INTO caselog.child_event (authority, child, version, position)
                SELECT head.authority, added.child, added.version, added.position
                FROM head, unnest($18::text[], $19::bigint[], $20::bigint[]) AS added (child, version, position)
                RETURNING 1
            )
            SELECT (SELECT count(*) FROM event), (SELECT count(*) FROM entry)
            """)

    static let history = Statement(
        name: "ledger_history",
        sql: """
            SELECT event.position, event.recorded_at, event.versions, event.hash, event.content
            FROM caselog.child_event AS entry
            JOIN caselog.event AS event ON event.authority = entry.authority AND event.position = entry.position
            WHERE entry.authority = $1 AND entry.child = $2
            ORDER BY entry.version
            """)

    static let after = Statement(
        name: "ledger_after",
        sql: """
            SELECT position, recorded_at, versions, hash, content
            FROM caselog.event WHERE authority = $1 AND position > $2 ORDER BY position LIMIT $3
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
            .text(authority.text), .int8(head.epoch), .int8(head.position), .int8(position), .bytea(hash),
            .int2(ChainHash.format), .timestamptz(PostgresTimestamp(recordedAt)),
            .int8Array(added.map { $0.receipt.position }),
            .uuidArray(added.map { $0.event.id }),
            .textArray(added.map { $0.event.type.name }),
            .timestamptzArray(added.map { PostgresTimestamp($0.event.occurredAt.firstInstant) }),
            .textArray(added.map { $0.event.occurredAt.precision.rawValue }),
            .textArray(added.map { $0.event.recordedBy.text }),
            .textArray(added.map { $0.submittedBy }),
            .textArray(added.map { "{" + $0.receipt.versions.map { String($0.version) }.joined(separator: ",") + "}" }),
            .byteaArray(added.map { $0.content }),
            .byteaArray(added.map { $0.receipt.hash }),
            .textArray(children), .int8Array(versions), .int8Array(positions),
        ]
    }
}
