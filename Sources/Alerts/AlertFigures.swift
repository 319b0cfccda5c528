public import CaseRecord
import Ledger
import PostgresClient
public import Timescales

/// Work that is due and not done yet.
public struct PendingAlertWork: Sendable, Hashable {
    /// Clocks whose time has come and that were not looked at.
    public let clocks: Int64
    /// When the time of the first of them came.
    public let firstClock: Instant?
    /// Alerts that somebody is to hear of by now and has not.
    public let tellings: Int64
}

extension AlertReader {
    /// How many open alerts there are of each stage and severity.
    public func openCounts() async throws -> [(stage: AlertStage, severity: Severity, alerts: Int64)] {
        try await pool.withConnection { [authority] connection in
            try await connection.query(FigureStatements.open, [.text(authority.text)]) { row in
                (
                    AlertStage(rawValue: try row.decode(0, as: String.self)) ?? .overdue,
                    Severity(rawValue: Int(try row.decode(1, as: Int16.self))) ?? .today,
                    try row.decode(2, as: Int64.self)
                )
            }
        }
    }

    /// What is due by that moment and not done yet.
    public func pending(at now: Instant) async throws -> PendingAlertWork {
        let works = try await pool.withConnection { [authority] connection in
            try await connection.query(
                FigureStatements.pending, [.text(authority.text), .timestamptz(PostgresTimestamp(now))]
            ) { row in
                PendingAlertWork(
                    clocks: try row.decode(0, as: Int64.self),
                    firstClock: try row.decode(1, as: PostgresTimestamp?.self)?.instant,
                    tellings: try row.decode(2, as: Int64.self))
            }
        }
        return works.first ?? PendingAlertWork(clocks: 0, firstClock: nil, tellings: 0)
    }
}

private enum FigureStatements {
    static let open = Statement(
        name: "figures_open_alerts",
        sql: """
            SELECT stage, severity, count(*) FROM caselog.alert
            WHERE authority = $1 AND stage NOT IN ('resolved', 'cancelled')
            GROUP BY stage, severity ORDER BY stage, severity
            """)

    static let pending = Statement(
        name: "figures_pending",
        sql: """
            SELECT count(*), min(look_at),
                   (SELECT count(*) FROM caselog.alert_telling WHERE authority = $1 AND ready_at <= $2)
            FROM caselog.clock_look
            WHERE authority = $1 AND look_at <= $2
            """)
}
