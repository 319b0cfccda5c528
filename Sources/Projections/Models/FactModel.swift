import CaseRecord
import PostgresClient
import Timescales
import Views

/// What indicators count, and how late entries were recorded.
struct FactModel: ReadModel {
    struct Rows: Sendable {
        let facts: [CountedFact]
        let lags: [RecordingLag]
    }

    static let modelName = "facts"
    let name = modelName
    let tables = [CountedFact.table.shape, RecordingLag.table.shape]
    /// Goes up when the same records and rules give other rows.
    private static let version = 3

    /// Due days and working days are counted by the rules and the calendar.
    func definition(_ state: AuthorityState) -> String {
        "\(Self.version); \(state.rulebook.digest); \(state.calendars.current.version)"
    }

    func rows(of record: FoldedRecord) -> Rows {
        Rows(
            facts: CountedFact.all(in: record.record, clocks: record.clocks, calendars: record.calendars),
            lags: RecordingLag.all(in: record.record))
    }

    func replace(
        _ rows: [Rows], of children: [String], knowing known: inout KnownRows, in place: ModelPlace,
        over connection: PostgresConnection
    ) async throws {
        try await CountedFact.table.replace(
            rows.map(\.facts), of: children, knowing: &known, in: place.generation, over: connection)
        try await RecordingLag.table.replace(
            rows.map(\.lags), of: children, knowing: &known, in: place.generation, over: connection)
    }

    func add(_ rows: [Rows], to generation: Generation, over connection: PostgresConnection) async throws {
        try await CountedFact.table.add(rows.flatMap(\.facts), to: generation, over: connection)
        try await RecordingLag.table.add(rows.flatMap(\.lags), to: generation, over: connection)
    }
}
