import CaseRecord
import PostgresClient
import StrictJSON
import Timescales
import Views

/// The clocks, and about which workers they asked. Where a clock of the live generation changes, alerts have to look at it.
struct ClockModel: ReadModel {
    struct Rows: Sendable {
        let clocks: [ClockRow]
        let asked: [ClockWorkerRow]
    }

    static let modelName = "clocks"
    let name = modelName
    let tables = [ClockRow.table.shape, ClockWorkerRow.table.shape]
    /// Goes up when the same rules give other rows.
    private static let version = 3

    func definition(_ state: AuthorityState) -> String {
        "\(Self.version); \(state.rulebook.digest); \(state.calendars.current.version)"
    }

    func rows(of record: FoldedRecord) -> Rows {
        Rows(
            clocks: record.clocks.map { ClockRow(clock: $0, responsibility: record.responsibility) },
            asked: record.askedAbout.sorted().map { ClockWorkerRow(child: record.child, worker: $0) })
    }

    func replace(
        _ rows: [Rows], of children: [String], knowing known: inout KnownRows, in place: ModelPlace,
        over connection: PostgresConnection
    ) async throws {
        try await ClockRow.table.replace(
            rows.map(\.clocks), of: children, knowing: &known, by: place.isLive ? ClockLooks.writing : nil,
            in: place.generation, over: connection)
        try await ClockWorkerRow.table.replace(
            rows.map(\.asked), of: children, knowing: &known, in: place.generation, over: connection)
    }

    func add(_ rows: [Rows], to generation: Generation, over connection: PostgresConnection) async throws {
        try await ClockRow.table.add(rows.flatMap(\.clocks), to: generation, over: connection)
        try await ClockWorkerRow.table.add(rows.flatMap(\.asked), to: generation, over: connection)
    }

    func childrenConcerned(
        by events: [RecordedEvent], in generation: Generation, over connection: PostgresConnection
    ) async throws -> [ChildID] {
        let workforce = Set(Workforce.types)
        let told = events.filter { workforce.contains($0.event.type) }
        guard !told.isEmpty else { return [] }
        // A correction or striking out names an entry: whom it was about is not looked up, all are looked at again.
        let workers = told.map { $0.event.data.field["worker"]?.stringValue }
        let isAboutAll = told.contains { $0.event.data.asChange != nil }
        return try await connection.query(
            ClockLooks.asking,
            [
                .text(generation.authority), .int4(generation.number), .textArray(workers.compactMap { $0 }),
                .bool(isAboutAll),
            ]
        ) { row in try row.decode(0, as: String.self) }
        .compactMap { ChildID($0) }
    }

    func swap(from old: Generation?, to new: Generation, over connection: PostgresConnection) async throws {
        _ = try await connection.execute(
            ClockLooks.swap, [.text(new.authority), .int4(new.number), .int4(old?.number ?? 0)])
    }
}

/// The SQL that tells alerts at which clocks to look.
private enum ClockLooks {
    private static let look = """
        INSERT INTO caselog.clock_look (authority, child, clock_id, look_at)
        SELECT $1, child, clock_id, 'epoch' FROM changed
        ON CONFLICT (authority, child, clock_id) DO UPDATE SET look_at = excluded.look_at
        """

    /// A clock that changed is looked at at once; one that did not keeps its time. One that the record no longer implies
    /// falls away, and its alert with it.
    static let writing = TableWriting(
        save: Statement(
            name: "clocks_save", sql: "WITH changed AS (\n\(ClockRow.table.writing.save.sql)\n)\n\(look)"),
        retire: Statement(
            name: "clocks_retire", sql: "WITH changed AS (\n\(ClockRow.table.writing.retire.sql)\n)\n\(look)"))

    static let asking = Statement(
        name: "clocks_asking",
        sql: """
            SELECT DISTINCT child FROM caselog.clock_worker
            WHERE authority = $1 AND generation = $2 AND ($4 OR worker = ANY ($3))
            """)

    /// What differs between two generations, and what has an open alert.
    static let swap = Statement(
        name: "clocks_swap",
        sql: """
            WITH changed AS (
                SELECT coalesce(new.child, old.child) AS child, coalesce(new.clock_id, old.clock_id) AS clock_id
                FROM (SELECT * FROM caselog.clock WHERE authority = $1 AND generation = $2) AS new
                FULL JOIN (SELECT * FROM caselog.clock WHERE authority = $1 AND generation = $3) AS old
                    USING (child, clock_id)
                WHERE (\(ClockRow.table.shape.rest(of: "new"))) IS DISTINCT FROM (\(ClockRow.table.shape.rest(of: "old")))
                UNION
                SELECT child, clock_id FROM caselog.alert
                WHERE authority = $1 AND child IS NOT NULL AND stage NOT IN ('resolved', 'cancelled')
            )
            \(look)
            """)
}
