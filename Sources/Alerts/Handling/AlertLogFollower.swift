import CaseRecord
import Foundation
import Ledger
import PostgresClient

/// Follows the log for what people did about alerts. What follows from its entries commits with the position up to which
/// they were read, and is the same however many are read at once.
struct AlertLogFollower: Sendable {
    /// How many positions one transaction goes through at most.
    static let longestStep: Int64 = 20_000
    /// What people do, and what can be said about that later.
    private static let types = [
        AlertAcknowledged.type, AlertDismissed.type, AlertSilenced.type, EntryCorrected.type, EntryStruckOut.type,
    ]

    let authority: AuthorityCode
    var step = longestStep

    /// Brings what follows from the log up to its end.
    func follow(over connection: PostgresConnection) async throws {
        let positions = try await connection.query(HandlingStatements.positions, [.text(authority.text)]) { row in
            (last: try row.decode(0, as: Int64.self), read: try row.decode(1, as: Int64.self))
        }
        guard let (last, read) = positions.first, read < last else { return }
        while true {
            let isDone = try await connection.transaction { connection in
                try await advance(through: last, over: connection)
            }
            if isDone { return }
        }
    }

    /// One step; whether it was the last.
    private func advance(through last: Int64, over connection: PostgresConnection) async throws -> Bool {
        let key = PostgresValue.text(authority.text)
        let before =
            try await connection.query(HandlingStatements.position, [key]) { try $0.decode(0, as: Int64.self) }.first
            ?? 0
        guard before < last else { return true }
        let after = min(last, before + step)
        let events = try await LedgerReader.events(
            of: Self.types, after: before, through: after, authority: authority, over: connection)
        if !events.isEmpty { try await take(events, through: after, over: connection) }
        _ = try await connection.execute(
            events.isEmpty ? HandlingStatements.passBy : HandlingStatements.setPosition, [key, .int8(after)])
        return after == last
    }

    private func take(_ events: [RecordedEvent], through last: Int64, over connection: PostgresConnection) async throws
    {
        let changed = events.compactMap { ($0.event.data as? any ChangesEntry)?.changedEntry }
        var roots = Dictionary(
            try await connection.query(
                HandlingStatements.roots, [.text(authority.text), .uuidArray(changed)]
            ) { (try $0.decode(0, as: UUID.self), try $0.decode(1, as: UUID.self)) },
            uniquingKeysWith: { one, _ in one })
        var entries: [(event: RecordedEvent, root: UUID)] = []
        for recorded in events {
            let id = recorded.event.id
            if let change = recorded.event.data as? any ChangesEntry {
                // Most corrections are about something else.
                guard let root = roots[change.changedEntry] else { continue }
                roots[id] = root
                entries.append((recorded, root))
            } else {
                roots[id] = id
                entries.append((recorded, id))
            }
        }
        guard !entries.isEmpty else { return }
        _ = try await connection.execute(
            HandlingStatements.addEntries,
            [
                .text(authority.text), .uuidArray(entries.map { $0.event.event.id }),
                .uuidArray(entries.map { $0.root }), .int8Array(entries.map { $0.event.position }),
            ])
        let effects = try await HandlingEffects(
            of: Set(entries.map { $0.root }), through: last, authority: authority, over: connection)
        try await effects.write(over: connection)
    }
}
