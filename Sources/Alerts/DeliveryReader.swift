public import CaseRecord
public import Foundation
import Ledger
public import PostgresClient
public import StrictJSON

/// A delivery that its receiver refused, or did not take for days. It stays until somebody has it tried again.
public struct DeadDelivery: Sendable {
    /// The delivery, the same over all tries.
    public let id: UUID
    /// The notice that it hands over.
    public let notice: UUID
    /// The number of the notice.
    public let number: Int64
    /// The kind of the notice.
    public let kind: String
    /// The hook or webhook.
    public let receiver: String
    /// How often it was tried.
    public let attempts: Int
    /// Since when it waited.
    public let createdAt: Instant
    /// When it was given up.
    public let finishedAt: Instant?
    /// What the receiver answered last.
    public let lastError: String?

    /// The delivery as JSON.
    public var json: JSONValue {
        [
            "id": id.field, "notice": notice.field, "number": .integer(number), "kind": .string(kind),
            "receiver": .string(receiver), "attempts": .integer(Int64(attempts)),
            "createdAt": .string(createdAt.description),
            "finishedAt": finishedAt.map { .string($0.description) } ?? .null,
            "lastError": lastError.map { .string($0) } ?? .null,
        ]
    }
}

/// What the daemon says and does about deliveries, which are `caselog-notifier`'s.
public struct DeliveryReader: Sendable {
    let authority: AuthorityCode
    let pool: PostgresPool

    /// A reader with connections of that pool.
    public init(authority: AuthorityCode, pool: PostgresPool) {
        self.authority = authority
        self.pool = pool
    }

    /// Dead deliveries in the order of their notices, after that number.
    public func dead(afterNumber number: Int64 = 0, limit: Int = 100) async throws -> [DeadDelivery] {
        try await pool.withConnection { [authority] connection in
            try await connection.query(
                DeliveryStatements.dead, [.text(authority.text), .int8(number), .int8(Int64(limit))]
            ) { row in
                DeadDelivery(
                    id: try row.decode(0, as: UUID.self), notice: try row.decode(1, as: UUID.self),
                    number: try row.decode(2, as: Int64.self), kind: try row.decode(3, as: String.self),
                    receiver: try row.decode(4, as: String.self), attempts: Int(try row.decode(5, as: Int32.self)),
                    createdAt: try row.decode(6, as: PostgresTimestamp.self).instant,
                    finishedAt: try row.decode(7, as: PostgresTimestamp?.self)?.instant,
                    lastError: try row.decode(8, as: String?.self))
            }
        }
    }

    /// Has a dead delivery tried again, or all of them, with the ids that they had.
    ///
    /// - Returns: How many; 0 where there is no such dead delivery.
    public func replay(_ id: UUID?, at now: Instant) async throws -> Int {
        try await pool.withConnection { [authority] connection in
            try await connection.transaction { connection in
                let count = try await connection.execute(
                    DeliveryStatements.replay,
                    [.text(authority.text), .uuid(id), .timestamptz(PostgresTimestamp(now))])
                if count > 0 {
                    _ = try await connection.query(DeliveryStatements.hint, [.text(authority.text)]) { _ in true }
                }
                return count
            }
        }
    }

    /// How many deliveries stand in each state, and since when the oldest. Notices without deliveries yet are `new`.
    public func counts() async throws -> [(state: String, count: Int64, oldest: Instant)] {
        try await pool.withConnection { [authority] connection in
            try await connection.query(DeliveryStatements.counts, [.text(authority.text)]) { row in
                (
                    try row.decode(0, as: String.self), try row.decode(1, as: Int64.self),
                    try row.decode(2, as: PostgresTimestamp.self).instant
                )
            }
        }
    }
}

private enum DeliveryStatements {
    static let dead = Statement(
        name: "deliveries_dead",
        sql: """
            SELECT delivery.delivery_id, delivery.notice_id, delivery.number, notice.kind, delivery.receiver,
                   delivery.attempts, delivery.created_at, delivery.finished_at, delivery.last_error
            FROM caselog.delivery
            JOIN caselog.notice USING (authority, notice_id)
            WHERE delivery.authority = $1 AND delivery.state = 'dead' AND delivery.number > $2
            ORDER BY delivery.number
            FETCH FIRST $3 ROWS WITH TIES
            """)

    static let replay = Statement(
        name: "deliveries_replay",
        sql: """
            UPDATE caselog.delivery
            SET state = 'waiting', attempts = 0, first_tried_at = NULL, next_attempt_at = $3, finished_at = NULL,
                failure_told_at = NULL
            WHERE authority = $1 AND state = 'dead' AND ($2::uuid IS NULL OR delivery_id = $2)
            """)

    static let hint = Statement(name: "deliveries_hint", sql: "SELECT pg_notify('caselog_notice', $1)")

    /// Of those delivered, which are ever more, none are counted.
    static let counts = Statement(
        name: "deliveries_counts",
        sql: """
            SELECT state, count(*), min(created_at) FROM caselog.delivery
            WHERE authority = $1 AND state IN ('waiting', 'dead')
            GROUP BY state
            UNION ALL
            SELECT 'new', count(*), min(created_at) FROM caselog.notice
            WHERE authority = $1 AND spread_at IS NULL
            HAVING count(*) > 0
            """)
}
