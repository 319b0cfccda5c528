import CaseRecord
import Foundation
import Ledger
import PostgresClient

/// Reads silences.
enum SilenceRows {
    /// Those that can hold anything back at that moment.
    static func active(
        of authority: AuthorityCode, at now: Instant, over connection: PostgresConnection
    ) async throws -> [Silence] {
        try await connection.query(
            HandlingStatements.activeSilences, [.text(authority.text), .timestamptz(PostgresTimestamp(now))],
            silence)
    }

    @Sendable static func silence(_ row: borrowing PostgresRow) throws -> Silence {
        Silence(
            reference: try row.decode(0, as: String.self), event: try row.decode(1, as: UUID.self),
            since: try row.decode(2, as: PostgresTimestamp.self).instant,
            until: try row.decode(3, as: PostgresTimestamp.self).instant, by: try row.decode(4, as: String.self),
            reason: try row.decode(5, as: String.self), alert: try row.decode(6, as: UUID?.self),
            rule: try row.decode(7, as: String?.self), team: try row.decode(8, as: String?.self))
    }
}
