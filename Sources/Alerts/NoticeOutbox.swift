public import CaseRecord
import Foundation
import Ledger
public import PostgresClient
import StrictJSON

/// Where notices wait for `caselog-notifier`: in the database, together with what they tell of.
public enum NoticeOutbox {
    /// Adds notices within the transaction that runs on the connection, in order. They get their numbers, which have no
    /// gaps; transactions of one authority that add notices commit one after another, so this comes late in them.
    public static func add(
        _ notices: [Notice], authority: AuthorityCode, at now: Instant, over connection: PostgresConnection
    ) async throws {
        guard !notices.isEmpty else { return }
        _ = try await connection.query(
            add,
            [
                .text(authority.text), .uuidArray(notices.map { $0.id }), .textArray(notices.map { $0.kind.rawValue }),
                .textArray(notices.map { $0.recipient }), .textArray(notices.map { $0.team }),
                .textArray(notices.map { $0.worker }), .int2Array(notices.map { $0.severity }),
                .textArray(notices.map { $0.thread }),
                .textArray(notices.map { $0.alerts.map { $0.uuidString }.joined(separator: ",") }),
                .byteaArray(notices.map { $0.payload.bytes() }), .timestamptz(PostgresTimestamp(now)),
            ]
        ) { _ in true }
    }

    private static let add = Statement(
        name: "notices_add",
        sql: """
            SELECT FROM caselog.add_notices($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """)
}
