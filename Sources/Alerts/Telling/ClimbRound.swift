import CaseRecord
import Foundation
import Ledger
import PostgresClient
import Timescales

/// Looks at the alerts whose climb is due, and at no others.
struct ClimbRound: Sendable {
    static let batch = 500

    let authority: AuthorityCode
    let routing: Routing
    let now: Instant

    func run(over connection: PostgresConnection) async throws {
        var count: Int
        repeat {
            count = try await connection.transaction { try await step(over: $0) }
        } while count == Self.batch
    }

    private func step(over connection: PostgresConnection) async throws -> Int {
        let climbing = try await connection.query(
            TellingStatements.climbing,
            [.text(authority.text), .timestamptz(PostgresTimestamp(now)), .int8(Int64(Self.batch))]
        ) { row in
            (inHand: try AlertInHand(row), number: try row.decode(AlertInHand.columns, as: Int32?.self) ?? 1)
        }
        guard !climbing.isEmpty else { return 0 }
        let silences = try await SilenceRows.active(of: authority, at: now, over: connection)
        var tellings = NewTellings()
        var again: [Instant?] = []
        for (inHand, number) in climbing {
            switch routing.climb(of: inHand.facts, silences: silences, at: now) {
            case .rest: again.append(nil)
            case .wait(let until): again.append(until)
            case .tell(let recipients, let reason, let fellAt):
                // Looked at again when they have been told.
                again.append(nil)
                tellings.add(
                    routing.tellings(to: recipients, reason, inHand.facts.severity, at: now), of: inHand.alert,
                    step: number, fellAt: fellAt)
            }
        }
        _ = try await connection.execute(
            TellingStatements.setClimb,
            [
                .text(authority.text), .uuidArray(climbing.map { $0.inHand.alert.id }),
                .timestamptzArray(again.map { $0.map { PostgresTimestamp($0) } }),
                .timestamptzArray(climbing.map { _ in nil }),
            ])
        try await tellings.write(of: authority, at: now, over: connection)
        return climbing.count
    }
}
