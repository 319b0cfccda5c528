public import CaseRecord
public import Foundation
import Ledger
import PostgresClient
public import StrictJSON

/// A silence with how it stands.
public struct ListedSilence: Sendable {
    /// How it stands.
    public enum State: String, Sendable, CaseIterable {
        /// It holds alerts back.
        case active
        /// Its time is over.
        case ended
        /// A later event of the same silence took its place.
        case replaced
        /// It was struck out.
        case struckOut = "struck-out"
        /// It names no alert, rule or team, and so silences nothing.
        case withoutEffect = "without-effect"
    }

    /// What was said.
    public let silence: Silence
    /// How it stands.
    public let state: State

    /// The silence as JSON.
    public var json: JSONValue {
        func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
        return [
            "silence": .string(silence.reference), "state": .string(state.rawValue), "event": silence.event.field,
            "since": .string(silence.since.description), "until": .string(silence.until.description),
            "by": .string(silence.by), "reason": .string(silence.reason),
            "alert": silence.alert?.field ?? .null, "rule": text(silence.rule), "team": text(silence.team),
        ]
    }
}

extension AlertReader {
    /// Silences, the last said first: those that are active, or all.
    public func silences(all: Bool, limit: Int, now: Instant) async throws -> [ListedSilence] {
        try await pool.withConnection { [authority] connection in
            try await connection.query(
                SilenceListStatements.list,
                [
                    .text(authority.text), .timestamptz(PostgresTimestamp(now)), .bool(all), .int8(Int64(limit)),
                ]
            ) { try Self.listed($0, now: now) }
        }
    }

    /// What that event says; `nil` where there is none, or it says nothing of a silence.
    public func silence(saidBy event: UUID, now: Instant) async throws -> ListedSilence? {
        try await pool.withConnection { [authority] connection in
            try await connection.query(SilenceListStatements.one, [.text(authority.text), .uuid(event)]) {
                try Self.listed($0, now: now)
            }
        }.first
    }

    /// Whether what an event says about alerts was corrected or struck out later, also where that was struck out in its turn.
    public func isChanged(_ event: UUID) async throws -> Bool {
        try await pool.withConnection { [authority] connection in
            try await connection.query(HandlingStatements.isChanged, [.text(authority.text), .uuid(event)]) {
                try $0.decode(0, as: Bool.self)
            }
        }.first ?? false
    }

    private static func listed(_ row: borrowing PostgresRow, now: Instant) throws -> ListedSilence {
        let silence = try SilenceRows.silence(row)
        let isStruckOut = try row.decode(9, as: Bool.self)
        let isReplaced = try row.decode(10, as: Bool.self)
        let state: ListedSilence.State =
            isStruckOut
            ? .struckOut
            : !silence.hasScope ? .withoutEffect : isReplaced ? .replaced : silence.until <= now ? .ended : .active
        return ListedSilence(silence: silence, state: state)
    }
}

private enum SilenceListStatements {
    private static let listed = """
        SELECT silence, event_id, at, until, by, reason, alert_id, rule, team, struck_out,
               EXISTS (SELECT FROM caselog.alert_silence AS later
                       WHERE later.authority = listed.authority AND later.silence = listed.silence
                         AND later.position > listed.position AND NOT later.struck_out) AS replaced, position
        FROM caselog.alert_silence AS listed
        WHERE authority = $1
        """

    static let one = Statement(name: "alert_silences_one", sql: "\(listed) AND event_id = $2")

    static let list = Statement(
        name: "alert_silences_list",
        sql: """
            SELECT * FROM (\(listed)) AS listed
            WHERE $3 OR (until > $2 AND NOT struck_out AND NOT replaced
                         AND (alert_id IS NOT NULL OR rule IS NOT NULL OR team IS NOT NULL))
            ORDER BY position DESC
            LIMIT $4
            """)
}
