import CaseRecord
public import Foundation
import Ledger
import PostgresClient
public import StrictJSON

extension AlertReader {
    /// What became of an alert, in order of time: its stages, its climb and what people did about it, what was struck out
    /// of that among it.
    public func steps(of alert: Alert) async throws -> [JSONValue] {
        let parameters: [PostgresValue] = [
            .text(authority.text), .uuid(alert.id), .text(alert.rule), .text(alert.team),
            .timestamptz(PostgresTimestamp(alert.openedAt)),
        ]
        return try await pool.withConnection { connection in
            var steps = try await connection.query(
                StoryStatements.steps, Array(parameters.prefix(2)), Self.stepOfAlert)
            steps += try await connection.query(StoryStatements.deeds, Array(parameters.prefix(2)), Self.deed)
            steps += try await connection.query(StoryStatements.silences, parameters, Self.silence)
            // Stable: of the same moment the steps stay in their order.
            return steps.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
                .map { $0.element.json }
        }
    }

    /// Who was told of an alert, and by which notice, in order of time.
    public func told(of id: UUID) async throws -> [JSONValue] {
        try await pool.withConnection { [authority] connection in
            try await connection.query(StoryStatements.told, [.text(authority.text), .uuid(id)]) { row in
                [
                    "at": .string(try row.decode(0, as: PostgresTimestamp.self).instant.description),
                    "recipient": .string(try row.decode(1, as: String.self)),
                    "team": try row.decode(2, as: String?.self).map { .string($0) } ?? .null,
                    "worker": try row.decode(3, as: String?.self).map { .string($0) } ?? .null,
                    "because": .string(try row.decode(4, as: String.self)),
                    "stage": .string(try row.decode(5, as: String.self)),
                    "notice": try row.decode(6, as: UUID?.self).map(\.field) ?? .null,
                    "number": try row.decode(7, as: Int64?.self).map { .integer($0) } ?? .null,
                ]
            }
        }
    }

    @Sendable private static func stepOfAlert(_ row: borrowing PostgresRow) throws -> (at: Instant, json: JSONValue) {
        let at = try row.decode(4, as: PostgresTimestamp.self).instant
        var object: JSONObject = [
            "kind": .string(try row.decode(0, as: String.self)),
            "number": .integer(Int64(try row.decode(1, as: Int32.self))),
            "stage": .string(try row.decode(2, as: String.self)),
            "fellAt": .string(try row.decode(3, as: PostgresTimestamp.self).instant.description),
            "raisedAt": .string(at.description),
        ]
        if let recipients = try row.decode(5, as: [String]?.self) {
            object["recipients"] = .array(recipients.map { .string($0) })
        } else {
            object["told"] = .string(try row.decode(6, as: String.self))
        }
        return (at, .object(object))
    }

    @Sendable private static func deed(_ row: borrowing PostgresRow) throws -> (at: Instant, json: JSONValue) {
        let at = try row.decode(1, as: PostgresTimestamp.self).instant
        return (
            at,
            [
                "kind": .string(try row.decode(0, as: String.self)), "at": .string(at.description),
                "by": .string(try row.decode(2, as: String.self)),
                "words": try row.decode(3, as: String?.self).map { .string($0) } ?? .null,
                "event": try row.decode(4, as: UUID.self).field, "struckOut": .bool(try row.decode(5, as: Bool.self)),
            ]
        )
    }

    @Sendable private static func silence(_ row: borrowing PostgresRow) throws -> (at: Instant, json: JSONValue) {
        let silence = try SilenceRows.silence(row)
        return (
            silence.since,
            [
                "kind": "silenced", "at": .string(silence.since.description), "by": .string(silence.by),
                "words": .string(silence.reason), "event": silence.event.field,
                "silence": .string(silence.reference), "until": .string(silence.until.description),
                "struckOut": .bool(try row.decode(9, as: Bool.self)),
            ]
        )
    }
}

/// The SQL of what became of one alert.
private enum StoryStatements {
    static let steps = Statement(
        name: "alert_story_steps",
        sql: """
            SELECT kind, number, stage, fell_at, raised_at, recipients, told FROM caselog.alert_transition
            WHERE authority = $1 AND alert_id = $2 ORDER BY number
            """)

    static let deeds = Statement(
        name: "alert_story_deeds",
        sql: """
            SELECT kind, at, by, words, event_id, struck_out FROM caselog.alert_handling
            WHERE authority = $1 AND alert_id = $2 ORDER BY position
            """)

    static let silences = Statement(
        name: "alert_story_silences",
        sql: """
            SELECT silence, event_id, at, until, by, reason, alert_id, rule, team, struck_out
            FROM caselog.alert_silence
            WHERE authority = $1 AND until > $5
              AND (alert_id IS NOT NULL OR rule IS NOT NULL OR team IS NOT NULL)
              AND (alert_id IS NULL OR alert_id = $2) AND (rule IS NULL OR rule = $3)
              AND (team IS NULL OR team = $4)
            ORDER BY position
            """)

    static let told = Statement(
        name: "alert_story_told",
        sql: """
            SELECT told.told_at, told.recipient, told.team, told.worker, told.reason, told.stage, told.notice_id,
                   notice.number
            FROM caselog.alert_told AS told
            LEFT JOIN caselog.notice AS notice USING (authority, notice_id)
            WHERE told.authority = $1 AND told.alert_id = $2
            ORDER BY told.told_at, told.recipient
            """)
}
