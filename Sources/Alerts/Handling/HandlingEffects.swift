public import CaseRecord
import Foundation
import Ledger
import PostgresClient

/// What some entries about alerts say by now, with what was corrected and struck out of them.
struct HandlingEffects: Sendable {
    private let authority: AuthorityCode
    /// Each as it now stands, and whether it was struck out.
    private var entries: [(recorded: RecordedEvent, isStruckOut: Bool)] = []

    /// Reads those entries and all that was said about them up to a position.
    init(
        of roots: Set<UUID>, through last: Int64, authority: AuthorityCode, over connection: PostgresConnection
    ) async throws {
        self.authority = authority
        let ids = try await connection.query(
            HandlingStatements.entriesOf, [.text(authority.text), .uuidArray(Array(roots)), .int8(last)]
        ) { (id: try $0.decode(0, as: UUID.self), root: try $0.decode(1, as: UUID.self)) }
        let read = try await LedgerReader.events(ids: ids.map { $0.id }, authority: authority, over: connection)
        let rootOf = Dictionary(ids.map { ($0.id, $0.root) }, uniquingKeysWith: { one, _ in one })
        let byRoot = Dictionary(grouping: read) { rootOf[$0.event.id] }
        for events in byRoot.values.sorted(by: { $0[0].position < $1[0].position }) {
            entries.append(try await standing(events, through: last, over: connection))
        }
    }

    /// What the first of the entries says by the others, which are about it.
    private func standing(
        _ events: [RecordedEvent], through last: Int64, over connection: PostgresConnection
    ) async throws -> (RecordedEvent, Bool) {
        let root = events[0]
        guard events.count > 1 else { return (root, false) }
        guard let child = root.event.children.first else {
            let standing = Workforce.standing(outsideRecords: events.filter { $0.event.children.isEmpty })
            let found = standing.first { $0.event.id == root.event.id }
            return (found ?? root, found == nil)
        }
        // What reaches an entry of a child's record depends on merges: the record itself says it.
        var related = RelatedHistories(of: child)
        while !related.missing.isEmpty {
            let missing = related.missing
            let read = try await LedgerReader.histories(
                of: missing, through: last, authority: authority, over: connection)
            for child in missing { related.add(read[child] ?? [], of: child) }
        }
        let entry = EffectiveRecord(of: child, in: related).entries.first { $0.recorded.event.id == root.event.id }
        return (entry?.recorded ?? root, entry.map { !$0.stands } ?? false)
    }

    /// Writes them, and has everything looked at again that they concern, or concerned before.
    func write(over connection: PostgresConnection) async throws {
        let key = PostgresValue.text(authority.text)
        let ids = PostgresValue.uuidArray(entries.map { $0.recorded.event.id })
        _ = try await connection.execute(HandlingStatements.touchHandled, [key, ids])
        _ = try await connection.execute(HandlingStatements.touchSilenced, [key, ids])
        _ = try await connection.execute(HandlingStatements.removeHandling, [key, ids])
        _ = try await connection.execute(HandlingStatements.removeSilences, [key, ids])
        try await writeHandling(over: connection)
        try await writeSilences(over: connection)
        _ = try await connection.execute(HandlingStatements.touchHandled, [key, ids])
        _ = try await connection.execute(HandlingStatements.touchSilenced, [key, ids])
    }

    private func writeHandling(over connection: PostgresConnection) async throws {
        let handled = entries.compactMap { entry -> (RecordedEvent, Bool, kind: String, alert: UUID, words: String?)? in
            switch entry.recorded.event.data {
            case let data as AlertAcknowledged:
                (entry.recorded, entry.isStruckOut, "acknowledged", data.alert, data.note)
            case let data as AlertDismissed:
                (entry.recorded, entry.isStruckOut, "dismissed", data.alert, data.reason)
            default: nil
            }
        }
        guard !handled.isEmpty else { return }
        _ = try await connection.execute(
            HandlingStatements.saveHandling,
            [
                .text(authority.text), .uuidArray(handled.map { $0.alert }), .uuidArray(handled.map { $0.0.event.id }),
                .textArray(handled.map { $0.kind }), .int8Array(handled.map { $0.0.position }),
                .timestamptzArray(handled.map { PostgresTimestamp($0.0.recordedAt) }),
                .textArray(handled.map { $0.0.event.recordedBy.text }), .textArray(handled.map { $0.words }),
                .boolArray(handled.map { $0.1 }),
            ])
    }

    private func writeSilences(over connection: PostgresConnection) async throws {
        let silences = entries.compactMap { entry in
            (entry.recorded.event.data as? AlertSilenced).map { (entry.recorded, $0, entry.isStruckOut) }
        }
        guard !silences.isEmpty else { return }
        _ = try await connection.execute(
            HandlingStatements.saveSilences,
            [
                .text(authority.text), .textArray(silences.map { $0.1.silence.text }),
                .uuidArray(silences.map { $0.0.event.id }), .int8Array(silences.map { $0.0.position }),
                .timestamptzArray(silences.map { PostgresTimestamp($0.0.recordedAt) }),
                .timestamptzArray(silences.map { PostgresTimestamp($0.1.until.silenceEnd) }),
                .textArray(silences.map { $0.0.event.recordedBy.text }), .textArray(silences.map { $0.1.reason }),
                .uuidArray(silences.map { $0.1.alert }), .textArray(silences.map { $0.1.rule }),
                .textArray(silences.map { $0.1.team?.text }), .boolArray(silences.map { $0.2 }),
            ])
    }
}

extension Occurrence {
    /// The moment at which a silence until then ends: of a day, a month or a year with its end.
    public var silenceEnd: Instant {
        if case .instant(let instant) = self { return instant }
        return LondonTime.startOfDay(lastDay.adding(days: 1))
    }
}
