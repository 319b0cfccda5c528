public import CaseRecord
import Ledger
import PostgresClient
public import StrictJSON

/// A hook or webhook that notices are handed to, as `caselog-notifier` last left word of it.
public struct ReceiverState: Sendable, Hashable {
    /// Its name.
    public let name: String
    /// `hook` or `webhook`.
    public let kind: String
    /// Why nothing can be handed to it, until that changes.
    public let obstacle: String?
    /// Since when it wants nothing more.
    public let disabledAt: Instant?
    /// Since when it has taken nothing.
    public let failingSince: Instant?
    /// When it last took a notice.
    public let lastDeliveredAt: Instant?
    /// What it said last when it took nothing.
    public let lastError: String?

    /// As clients read it.
    public var json: JSONValue {
        func time(_ instant: Instant?) -> JSONValue { instant.map { .string($0.description) } ?? .null }
        return [
            "name": .string(name), "kind": .string(kind), "obstacle": obstacle.map { .string($0) } ?? .null,
            "disabledAt": time(disabledAt), "failingSince": time(failingSince),
            "lastDeliveredAt": time(lastDeliveredAt), "lastError": lastError.map { .string($0) } ?? .null,
        ]
    }
}

extension DeliveryReader {
    /// The receivers that are configured now, by name.
    public func receivers() async throws -> [ReceiverState] {
        try await pool.withConnection { [authority] connection in
            try await connection.query(receiverStatement, [.text(authority.text)]) { row in
                ReceiverState(
                    name: try row.decode(0, as: String.self), kind: try row.decode(1, as: String.self),
                    obstacle: try row.decode(2, as: String?.self),
                    disabledAt: try row.decode(3, as: PostgresTimestamp?.self)?.instant,
                    failingSince: try row.decode(4, as: PostgresTimestamp?.self)?.instant,
                    lastDeliveredAt: try row.decode(5, as: PostgresTimestamp?.self)?.instant,
                    lastError: try row.decode(6, as: String?.self))
            }
        }
    }
}

private let receiverStatement = Statement(
    name: "receivers",
    sql: """
        SELECT name, kind, obstacle, disabled_at, failing_since, last_delivered_at, last_error
        FROM caselog.receiver WHERE authority = $1 AND gone_at IS NULL ORDER BY name
        """)
