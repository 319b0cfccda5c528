import CaseRecord
import Foundation
import Ledger
import PostgresClient
import Timescales

/// Tellings that are to wait in the database until their time comes.
struct NewTellings: Sendable {
    private var rows: [(alert: Alert, telling: Telling, stage: AlertStage, number: Int32, fellAt: Instant)] = []

    var isEmpty: Bool { rows.isEmpty }

    /// The alerts that they tell of.
    var alerts: Set<UUID> { Set(rows.map { $0.alert.id }) }

    mutating func add(_ tellings: [Telling], of alert: Alert, step number: Int32, fellAt: Instant) {
        rows += tellings.map { (alert, $0, alert.stage, number, fellAt) }
    }

    func write(of authority: AuthorityCode, at now: Instant, over connection: PostgresConnection) async throws {
        guard !rows.isEmpty else { return }
        _ = try await connection.execute(
            TellingStatements.add,
            [
                .text(authority.text), .uuidArray(rows.map { $0.alert.id }),
                .textArray(rows.map { $0.telling.recipient.rawValue }),
                .textArray(rows.map { $0.telling.reason.rawValue }), .textArray(rows.map { $0.stage.rawValue }),
                .int2Array(rows.map { Int16($0.telling.severity.rawValue) }),
                .textArray(rows.map { Self.thread(of: $0.telling, $0.alert) }), .int4Array(rows.map { $0.number }),
                .timestamptzArray(rows.map { PostgresTimestamp($0.fellAt) }),
                .timestamptzArray(rows.map { PostgresTimestamp($0.telling.readyAt) }),
                .timestamptz(PostgresTimestamp(now)),
            ])
    }

    /// What is told together: of one rule to the same people, and with the digest of all rules.
    static func thread(of telling: Telling, _ alert: Alert) -> String {
        let address = Address(telling.recipient, team: alert.team, worker: alert.worker)
        let rule = telling.severity == .digest ? "" : "/\(alert.rule)"
        return "\(telling.severity.rawValue)/\(address.thread)\(rule)"
    }
}
