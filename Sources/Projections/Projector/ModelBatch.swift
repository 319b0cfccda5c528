import CaseRecord
import Ledger
import PostgresClient
import Views

/// One place of a read model, brought forward.
struct ModelTarget: Sendable {
    let model: any ReadModel
    let place: ModelPlace
}

/// The log's next events for places that reflect the same position: what of them goes into which rows.
struct ModelBatch: Sendable {
    /// How many events one batch has at most. A record that many of them concern is folded once for all of them.
    static let size = 4000
    /// From so many events on, a batch is part of a flood.
    static let flood = 500
    /// How many records are held at a time.
    private static let page = 200

    private let authority: AuthorityCode
    /// The position that the places reflect.
    let before: Int64
    /// The position that they will reflect.
    let after: Int64
    private var collected: [(target: ModelTarget, rows: any CollectedRows)]

    /// Reads the records that the events concern and makes their rows.
    ///
    /// - Throws: What a model throws of its rows, as ``ModelFailure``; what the database says.
    init(
        _ events: [RecordedEvent], after before: Int64, for targets: [ModelTarget], by state: AuthorityState,
        authority: AuthorityCode, from store: HistoryStore, over connection: PostgresConnection
    ) async throws {
        self.authority = authority
        self.before = before
        after = events.last?.position ?? before
        collected = targets.map { ($0, $0.model.noRows) }
        await store.append(events)
        var children: Set<ChildID> = []
        for recorded in events { children.formUnion(recorded.event.children) }
        let ofAuthority = events.filter { $0.event.children.isEmpty }
        if !ofAuthority.isEmpty {
            for target in targets {
                let concerned = try await target.model.childrenConcerned(
                    by: ofAuthority, in: target.place.generation, over: connection)
                children.formUnion(concerned)
            }
        }
        var done: Set<ChildID> = []
        let order = children.sorted()
        for start in stride(from: 0, to: order.count, by: Self.page) {
            let page = order[start..<min(start + Self.page, order.count)].filter { !done.contains($0) }
            let related = try await store.histories(
                of: page, through: after, head: state.position, over: connection)
            for histories in related {
                // What merges connect changes together.
                for child in histories.children where done.insert(child).inserted {
                    try add(FoldedRecord(EffectiveRecord(of: child, in: histories), state))
                }
            }
            await store.trim()
        }
    }

    private mutating func add(_ record: FoldedRecord) throws {
        for index in collected.indices {
            do {
                try collected[index].rows.add(record)
            } catch {
                throw ModelFailure(model: collected[index].target.model.name, reason: "\(error)")
            }
        }
    }

    /// Writes rows and positions, in one transaction; the store is told what rows say now.
    ///
    /// - Throws: ``ProjectionError/movedByAnother(_:)`` where a place is not where it was; what the database says.
    func write(knownTo store: HistoryStore, over connection: PostgresConnection) async throws {
        var known: [KnownRows] = []
        for (target, rows) in collected { known.append(await store.rows(of: rows.children, in: target)) }
        let before = known
        known = try await connection.transaction { connection in
            var known = before
            _ = try await connection.execute(ProjectionStatements.settings, [])
            try await advance(over: connection)
            for (index, (target, rows)) in collected.enumerated() {
                try await rows.replace(knowing: &known[index], in: target.place, over: connection)
            }
            return known
        }
        for ((target, rows), known) in zip(collected, known) { await store.keep(known, of: rows.children, in: target) }
    }

    private func advance(over connection: PostgresConnection) async throws {
        let targets = collected.map(\.target)
        let moved = try await connection.execute(
            ProjectionStatements.advance,
            [
                .text(authority.text), .textArray(targets.map(\.model.name)),
                .int4Array(targets.map(\.place.generation.number)), .int8(before), .int8(after),
            ])
        guard moved == targets.count else {
            throw ProjectionError.movedByAnother(targets.map(\.model.name).joined(separator: ", "))
        }
    }
}

extension ModelTarget {
    /// The parameters that name its row in `caselog.projection`.
    func key(of authority: AuthorityCode) -> [PostgresValue] {
        [.text(authority.text), .text(model.name), .int4(place.generation.number)]
    }
}

/// Why one read model does not go on.
struct ModelFailure: Error {
    /// Its name.
    let model: String
    /// Why, in words.
    let reason: String
}

/// Why a batch was not written.
public enum ProjectionError: Error, Sendable {
    /// Another process moved the projection's position at the same time.
    case movedByAnother(String)
    /// A new generation does not hold what the log has.
    case incomplete(String)
}
