public import CaseRecord
import Ledger
public import PostgresClient
public import Timescales

/// Keeps the table of clocks up with the log: for each child that an event names, and for those whose records merges
/// connect to it, the clocks that its whole record as it now stands implies. Rows and the position read commit
/// together, so each event takes effect exactly once.
public struct ClockProjection: Sendable {
    private let authority: AuthorityCode
    private let rulebook: Rulebook
    private let calendar: WorkingDayCalendar
    /// How many events one transaction reads.
    static let batch = 500
    private static let name = "clocks"

    /// A projection of that authority's log by that rulebook and calendar.
    public init(authority: AuthorityCode, rulebook: Rulebook, calendar: WorkingDayCalendar) {
        self.authority = authority
        self.rulebook = rulebook
        self.calendar = calendar
    }

    /// Reads on in the log, as far as one transaction goes.
    ///
    /// - Returns: The position that the clocks now reflect, and whether the log ends there.
    public func readOn(over connection: PostgresConnection) async throws -> (position: Int64, isEnd: Bool) {
        let (read, position) = try await connection.transaction { connection in
            try await readBatch(over: connection)
        }
        return (position, read < Self.batch)
    }

    private func readBatch(over connection: PostgresConnection) async throws -> (read: Int, position: Int64) {
        let positions = try await connection.query(
            ClockStatements.position, [.text(authority.text), .text(Self.name)]
        ) { try $0.decode(0, as: Int64.self) }
        let before = positions.first ?? 0
        let events = try await LedgerReader.events(
            after: before, limit: Self.batch, authority: authority, over: connection)
        guard let last = events.last else { return (0, before) }
        var children: Set<ChildID> = []
        for event in events { children.formUnion(event.event.children) }
        var rows = ClockRows(authority: authority)
        let reader = RecordReader(authority: authority, through: last.position, over: connection)
        while let child = children.min() {
            let related = try await reader.histories(of: child)
            for child in related.children {
                let record = EffectiveRecord(of: child, in: related)
                rows.add(
                    Clocks.of(record, rulebook: rulebook, calendar: calendar), of: child,
                    responsibility: Responsibility.of(record))
            }
            children.subtract(related.children)
        }
        _ = try await connection.execute(ClockStatements.retire, rows.retireParameters)
        if !rows.isEmpty { _ = try await connection.execute(ClockStatements.save, rows.saveParameters) }
        let parameters: [PostgresValue] = [
            .text(authority.text), .text(Self.name), .int8(last.position), .int8(before),
        ]
        let moved = try await connection.execute(ClockStatements.advance, parameters)
        guard moved == 1 else { throw ProjectionError.movedByAnother(Self.name) }
        return (events.count, last.position)
    }
}

/// Why a projection stopped.
public enum ProjectionError: Error, Sendable {
    /// Another process moved the projection's position at the same time.
    case movedByAnother(String)
}
