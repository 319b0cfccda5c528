public import CaseRecord
import Ledger
import PostgresClient
public import StrictJSON

/// What came of the alerts of one rule: whether they are worth raising.
public struct RulePrecision: Sendable, Equatable {
    /// The rule.
    public let rule: String
    /// How many were raised.
    public let raised: Int
    /// How many stand open and were not dismissed.
    public let open: Int
    /// How many were resolved after somebody had been told of them.
    public let actedOn: Int
    /// How many somebody dismissed, with a reason.
    public let dismissed: Int
    /// How many fell away.
    public let cancelled: Int
    /// How many were resolved before anybody was told of them.
    public let resolvedUntold: Int
    /// The middle of how long they stood open, or stand open by now, in seconds.
    public let medianOpen: Double

    /// Of those that somebody was told of and that came to an end, how many were acted on, in percent; `nil`: none ended.
    public var percent: Int? {
        let ended = actedOn + dismissed + cancelled
        return ended == 0 ? nil : (actedOn * 100 + ended / 2) / ended
    }

    /// The figures as JSON.
    public var json: JSONValue {
        [
            "rule": .string(rule), "raised": .integer(Int64(raised)), "open": .integer(Int64(open)),
            "actedOn": .integer(Int64(actedOn)), "dismissed": .integer(Int64(dismissed)),
            "cancelled": .integer(Int64(cancelled)), "resolvedUntold": .integer(Int64(resolvedUntold)),
            "percent": percent.map { .integer(Int64($0)) } ?? .null,
            "medianOpenSeconds": .integer(Int64(medianOpen)),
        ]
    }
}

extension AlertReader {
    /// What came of the alerts of each rule that raised any, by rule. Goes through all alerts there ever were.
    public func precision(now: Instant) async throws -> [RulePrecision] {
        try await pool.withConnection { [authority] connection in
            try await connection.query(
                precisionStatement, [.text(authority.text), .timestamptz(PostgresTimestamp(now))]
            ) { row in
                RulePrecision(
                    rule: try row.decode(0, as: String.self), raised: Int(try row.decode(1, as: Int64.self)),
                    open: Int(try row.decode(2, as: Int64.self)), actedOn: Int(try row.decode(3, as: Int64.self)),
                    dismissed: Int(try row.decode(4, as: Int64.self)),
                    cancelled: Int(try row.decode(5, as: Int64.self)),
                    resolvedUntold: Int(try row.decode(6, as: Int64.self)),
                    medianOpen: try row.decode(7, as: Double.self))
            }
        }
    }
}

private let precisionStatement = Statement(
    name: "alerts_precision",
    sql: """
        SELECT alert.rule, count(*),
               count(*) FILTER (WHERE alert.stage NOT IN ('resolved', 'cancelled') AND NOT dismissed.is_so),
               count(*) FILTER (WHERE alert.stage = 'resolved' AND told.is_so AND NOT dismissed.is_so),
               count(*) FILTER (WHERE dismissed.is_so),
               count(*) FILTER (WHERE alert.stage = 'cancelled' AND NOT dismissed.is_so),
               count(*) FILTER (WHERE alert.stage = 'resolved' AND NOT told.is_so AND NOT dismissed.is_so),
               percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM
                   CASE WHEN alert.stage IN ('resolved', 'cancelled') THEN alert.changed_at ELSE $2 END
                   - alert.opened_at)::double precision)
        FROM caselog.alert AS alert
        CROSS JOIN LATERAL (
            SELECT EXISTS (SELECT FROM caselog.alert_told AS told
                           WHERE told.authority = alert.authority AND told.alert_id = alert.alert_id) AS is_so) AS told
        CROSS JOIN LATERAL (
            SELECT EXISTS (SELECT FROM caselog.alert_handling AS handling
                           WHERE handling.authority = alert.authority AND handling.alert_id = alert.alert_id
                             AND handling.kind = 'dismissed' AND NOT handling.struck_out) AS is_so) AS dismissed
        WHERE alert.authority = $1
        GROUP BY alert.rule
        ORDER BY alert.rule COLLATE "C"
        """)
