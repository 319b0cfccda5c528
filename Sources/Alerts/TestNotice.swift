public import CaseRecord
public import Foundation
import Ledger
import PostgresClient
public import StrictJSON

/// What became so far of handing a test notice to one receiver.
public struct TestDelivery: Sendable {
    /// The hook or webhook.
    public let receiver: String
    /// `waiting`, `delivered` or `dead`.
    public let state: String
    /// How often it was tried.
    public let attempts: Int
    /// Whether nothing is handed to the receiver until somebody mends it: it is refused or disabled.
    public let isBlocked: Bool
    /// What was wrong; `nil` where nothing was so far.
    public let reason: String?

    /// The delivery as JSON.
    public var json: JSONValue {
        [
            "receiver": .string(receiver), "state": .string(state), "attempts": .integer(Int64(attempts)),
            "blocked": .bool(isBlocked), "reason": reason.map { .string($0) } ?? .null,
        ]
    }
}

extension DeliveryReader {
    /// Puts a notice into the outbox that tries that receiver, or all, whatever else they listen to.
    ///
    /// - Returns: The notice's id.
    public func addTest(of receiver: String?, by worker: WorkerID, at now: Instant) async throws -> UUID {
        let id = UUID()
        var notice = Notice(
            kind: .test, severity: 3, thread: "test/\(id.uuidString.lowercased())",
            payload: [
                "receiver": receiver.map { .string($0) } ?? .null, "by": .string(worker.text),
                "sentence": "This is a test of caselog. Nothing has to be done.",
            ])
        notice.id = id
        let added = notice
        try await pool.withConnection { [authority] connection in
            try await connection.transaction { connection in
                try await NoticeOutbox.add([added], authority: authority, at: now, over: connection)
            }
        }
        return id
    }

    /// What became of a test notice; `deliveries` is `nil` while the notifier has not taken it up.
    ///
    /// - Returns: `nil` where there is no such test notice.
    public func test(_ id: UUID) async throws -> (deliveries: [TestDelivery]?, at: Instant)? {
        try await pool.withConnection { [authority] connection in
            let parameters: [PostgresValue] = [.text(authority.text), .uuid(id)]
            let found = try await connection.query(TestNoticeStatements.notice, parameters) { row in
                (try row.decode(0, as: Bool.self), try row.decode(1, as: PostgresTimestamp.self).instant)
            }
            guard let (isSpread, at) = found.first else { return nil }
            guard isSpread else { return (nil, at) }
            let deliveries = try await connection.query(TestNoticeStatements.deliveries, parameters) { row in
                TestDelivery(
                    receiver: try row.decode(0, as: String.self), state: try row.decode(1, as: String.self),
                    attempts: Int(try row.decode(2, as: Int32.self)), isBlocked: try row.decode(3, as: Bool.self),
                    reason: try row.decode(4, as: String?.self))
            }
            return (deliveries, at)
        }
    }
}

private enum TestNoticeStatements {
    static let notice = Statement(
        name: "test_notice",
        sql: """
            SELECT spread_at IS NOT NULL, created_at FROM caselog.notice
            WHERE authority = $1 AND notice_id = $2 AND kind = 'test'
            """)

    static let deliveries = Statement(
        name: "test_deliveries",
        sql: """
            SELECT delivery.receiver, delivery.state, delivery.attempts,
                   delivery.state = 'waiting'
                       AND (receiver.obstacle IS NOT NULL OR receiver.disabled_at IS NOT NULL
                            OR receiver.gone_at IS NOT NULL),
                   CASE WHEN delivery.state = 'delivered' THEN NULL
                        WHEN delivery.state = 'dead' THEN delivery.last_error
                        WHEN receiver.gone_at IS NOT NULL THEN 'the receiver is configured no more'
                        ELSE coalesce(receiver.obstacle,
                                      CASE WHEN receiver.disabled_at IS NOT NULL THEN 'the receiver is disabled' END,
                                      delivery.last_error)
                   END
            FROM caselog.delivery
            JOIN caselog.receiver ON receiver.authority = delivery.authority AND receiver.name = delivery.receiver
            WHERE delivery.authority = $1 AND delivery.notice_id = $2
            ORDER BY delivery.receiver COLLATE "C"
            """)
}
