public import CaseRecord
import Ledger
public import PostgresClient
import StrictJSON
import Synchronization
import Timescales
import Views

/// Keeps the table of clocks up with the log: for each child that an event names, and for those whose records merges
/// connect to it, the clocks that its whole record as it now stands implies. Rows and the position read commit
/// together, so each event takes effect exactly once.
///
/// What the log says of workers reaches the clocks of the children that asked about them. Where the authority adopts
/// other rules or another calendar, all clocks are made again.
public struct ClockProjection: Sendable {
    private let authority: AuthorityCode
    private let state: AuthorityReader
    /// How many events one transaction reads.
    static let batch = 500
    private static let name = "clocks"

    /// A projection of that authority's log, by what the log says of the authority.
    public init(authority: AuthorityCode, state: AuthorityReader) {
        self.authority = authority
        self.state = state
    }

    /// Reads on in the log, as far as one transaction goes.
    ///
    /// - Returns: The position that the clocks now reflect, and whether the log ends there.
    public func readOn(over connection: PostgresConnection) async throws -> (position: Int64, isEnd: Bool) {
        // What is read below lies before the position that this reflects.
        let state = try await state.state()
        let (read, position) = try await connection.transaction { connection in
            try await readBatch(state, over: connection)
        }
        return (position, read < Self.batch)
    }

    private func readBatch(
        _ state: AuthorityState, over connection: PostgresConnection
    ) async throws -> (read: Int, position: Int64) {
        let definition = "\(state.rulebook.digest); \(state.calendars.current.version)"
        let positions = try await connection.query(
            ClockStatements.position, [.text(authority.text), .text(Self.name), .text(definition)]
        ) { row in try row.decode(1, as: Bool.self) ? try row.decode(0, as: Int64.self) : 0 }
        let before = positions.first ?? 0
        let events = try await LedgerReader.events(
            after: before, through: state.position, limit: Self.batch, authority: authority, over: connection)
        guard let last = events.last else { return (0, before) }
        var children: Set<ChildID> = []
        for event in events { children.formUnion(event.event.children) }
        children.formUnion(try await childrenAsking(about: events, over: connection))
        let rows = try await rows(of: children, through: last.position, state, over: connection)
        _ = try await connection.execute(ClockStatements.retire, rows.retireParameters)
        if !rows.isEmpty { _ = try await connection.execute(ClockStatements.save, rows.saveParameters) }
        _ = try await connection.execute(ClockStatements.forgetWorkers, rows.childParameters)
        if rows.asksAboutWorkers {
            _ = try await connection.execute(ClockStatements.rememberWorkers, rows.workerParameters)
        }
        let parameters: [PostgresValue] = [
            .text(authority.text), .text(Self.name), .int8(last.position), .int8(before), .text(definition),
        ]
        let moved = try await connection.execute(ClockStatements.advance, parameters)
        guard moved == 1 else { throw ProjectionError.movedByAnother(Self.name) }
        return (events.count, last.position)
    }

    private func rows(
        of children: Set<ChildID>, through position: Int64, _ state: AuthorityState, over connection: PostgresConnection
    ) async throws -> ClockRows {
        var children = children
        var rows = ClockRows(authority: authority)
        let reader = RecordReader(authority: authority, through: position, over: connection)
        while let child = children.min() {
            let related = try await reader.histories(of: child)
            for child in related.children {
                let record = EffectiveRecord(of: child, in: related)
                let asked = AskedWorkers()
                let clocks = Clocks.of(
                    record, rulebook: state.rulebook, calendars: state.calendars,
                    workers: asked.noting(state.workerFacts))
                rows.add(
                    clocks, of: child, responsibility: Responsibility.of(record), askedAbout: asked.workers)
            }
            children.subtract(related.children)
            children.remove(child)
        }
        return rows
    }

    /// The children whose clocks asked about workers of whom these events tell.
    private func childrenAsking(
        about events: [RecordedEvent], over connection: PostgresConnection
    ) async throws -> [ChildID] {
        let workforce = Set(Workforce.types)
        let told = events.filter { $0.event.children.isEmpty && workforce.contains($0.event.type) }
        guard !told.isEmpty else { return [] }
        // A correction or striking out names an entry: whom it was about is not looked up, all are looked at again.
        let workers = told.map { $0.event.data.field["worker"]?.stringValue }
        let isAboutAll = told.contains { $0.event.data is any ChangesEntry }
        return try await connection.query(
            ClockStatements.asking,
            [.text(authority.text), .textArray(workers.compactMap { $0 }), .bool(isAboutAll)]
        ) { row in try row.decode(0, as: String.self) }
        .compactMap { ChildID($0) }
    }
}

/// The workers that the clocks of one child asked about.
private final class AskedWorkers: Sendable {
    private let asked = Mutex<Set<WorkerID>>([])

    var workers: Set<WorkerID> { asked.withLock { $0 } }

    /// The same answers, while the questions are noted.
    func noting(_ facts: WorkerFacts) -> WorkerFacts {
        WorkerFacts(
            isRegistered: { worker, day in
                _ = self.asked.withLock { $0.insert(worker) }
                return facts.isRegistered(worker, day)
            },
            isNewlyQualified: { worker, day in
                _ = self.asked.withLock { $0.insert(worker) }
                return facts.isNewlyQualified(worker, day)
            })
    }
}

/// Why a projection stopped.
public enum ProjectionError: Error, Sendable {
    /// Another process moved the projection's position at the same time.
    case movedByAnother(String)
}
