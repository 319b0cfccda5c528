import CaseRecord
import Ledger
import PostgresClient

/// The histories that the projector met last, each complete up to the position that it has read to, and the rows that it
/// made of them, so that an event of a known record costs no reading of all that came before it, and no writing of what
/// stays as it is.
actor HistoryStore {
    private let authority: AuthorityCode
    /// How many events and rows are kept at most.
    private let capacity: Int
    private var kept: [ChildID: Kept] = [:]
    private var count = 0
    private var clock = 0

    private struct Kept {
        var events: [RecordedEvent]
        var use: Int
        /// What tables say of the child.
        var rows: [Written: KnownRows.OfChild] = [:]

        /// How many events and rows it holds.
        var weight: Int {
            rows.values.reduce(events.count) { $0 + $1.values.reduce(0) { $0 + $1.count } }
        }
    }

    private struct Written: Hashable {
        let model: String
        let place: ModelPlace

        init(_ target: ModelTarget) {
            model = target.model.name
            place = target.place
        }
    }

    init(authority: AuthorityCode, capacity: Int = 50_000) {
        self.authority = authority
        self.capacity = capacity
    }

    /// Adds the log's next events to the histories that are kept.
    func append(_ events: [RecordedEvent]) {
        for recorded in events {
            for child in recorded.event.children {
                guard let last = kept[child]?.events.last, last.position < recorded.position else { continue }
                kept[child]?.events.append(recorded)
                count += 1
            }
        }
    }

    /// Forgets all: after an error nobody knows how far they go.
    func removeAll() {
        kept = [:]
        count = 0
    }

    /// The histories of those children up to a position, each with those that merges connect to it.
    ///
    /// - Parameter head: A position that the log has, not before any event that was ever appended here.
    func histories(
        of children: [ChildID], through last: Int64, head: Int64, over connection: PostgresConnection
    ) async throws -> [RelatedHistories] {
        try await read(children.filter { kept[$0] == nil }, through: head, over: connection)
        var related = children.map { child in RelatedHistories(of: child, history(of: child, through: last)) }
        while true {
            let missing = Set(related.flatMap(\.missing))
            guard !missing.isEmpty else { break }
            try await read(missing.filter { kept[$0] == nil }.sorted(), through: head, over: connection)
            for index in related.indices {
                for child in related[index].missing {
                    related[index].add(history(of: child, through: last), of: child)
                }
            }
        }
        return related
    }

    /// What the rows of those children at that place say, where it is known.
    func rows(of children: [String], in target: ModelTarget) -> KnownRows {
        let place = Written(target)
        var known: [String: KnownRows.OfChild] = [:]
        for child in children { known[child] = kept[ChildID(unchecked: child)]?.rows[place] }
        return KnownRows(known)
    }

    /// Keeps what those children's rows at that place were made to say, once that stands in the database.
    func keep(_ known: KnownRows, of children: [String], in target: ModelTarget) {
        let place = Written(target)
        for name in children {
            let child = ChildID(unchecked: name)
            guard let before = kept[child]?.weight else { continue }
            kept[child]?.rows[place] = known.tables(of: name)
            count += (kept[child]?.weight ?? before) - before
        }
    }

    /// Makes room again.
    func trim() {
        guard count > capacity else { return }
        for (child, entry) in kept.sorted(by: { $0.value.use < $1.value.use }) {
            guard count > capacity / 2 else { break }
            count -= entry.weight
            kept[child] = nil
        }
    }

    private func history(of child: ChildID, through last: Int64) -> [RecordedEvent] {
        clock += 1
        kept[child]?.use = clock
        guard let events = kept[child]?.events else { return [] }
        guard let newest = events.last, newest.position > last else { return events }
        return events.filter { $0.position <= last }
    }

    private func read(
        _ children: [ChildID], through head: Int64, over connection: PostgresConnection
    ) async throws {
        guard !children.isEmpty else { return }
        let read = try await LedgerReader.histories(
            of: children, through: head, authority: authority, over: connection)
        for child in children {
            let events = read[child] ?? []
            kept[child] = Kept(events: events, use: clock)
            count += events.count
        }
    }
}
