import CaseRecord
import Foundation
import Ledger
import PostgresClient
import Timescales

/// The gravest that is told while nobody is at work reaches the out-of-hours service, too, also where it was raised in working
/// hours: a silence held it back until they were over, or nothing ran.
struct OutOfHours: Sendable {
    private let tellings: [DueTelling]
    private let now: Instant

    /// Of what is told now, one telling for each alert that the service has to hear of.
    init(_ told: [DueTelling], routing: Routing, now: Instant) {
        self.now = now
        guard !routing.hours.areOpen(at: now) else {
            tellings = []
            return
        }
        var seen: Set<UUID> = []
        tellings = told.filter { telling in
            telling.severity == .now && telling.reason == .stage && telling.recipient != .outOfHours
                && seen.insert(telling.inHand.alert.id).inserted
        }
    }

    /// Adds what is still to be told to it; how many.
    func write(of authority: AuthorityCode, over connection: PostgresConnection) async throws -> Int {
        guard !tellings.isEmpty else { return 0 }
        let added = Telling(recipient: .outOfHours, reason: .stage, severity: .now, readyAt: now)
        return try await connection.execute(
            TellingStatements.addUnheard,
            [
                .text(authority.text), .uuidArray(tellings.map { $0.inHand.alert.id }),
                .textArray(tellings.map { _ in added.recipient.rawValue }),
                .textArray(tellings.map { _ in added.reason.rawValue }),
                .textArray(tellings.map { $0.stage.rawValue }),
                .int2Array(tellings.map { _ in Int16(added.severity.rawValue) }),
                .textArray(tellings.map { NewTellings.thread(of: added, $0.inHand.alert) }),
                .int4Array(tellings.map { $0.number }),
                .timestamptzArray(tellings.map { PostgresTimestamp($0.fellAt) }),
                .timestamptzArray(tellings.map { PostgresTimestamp($0.raisedAt) }),
                .timestamptz(PostgresTimestamp(now)),
            ])
    }
}
