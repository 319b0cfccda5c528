import CaseRecord
import PostgresClient
import Views

/// Where cases stand, and what was decided and set for each child.
struct CaseModel: ReadModel {
    struct Rows: Sendable {
        let row: CaseRow?
        let items: [CaseItem]
    }

    static let modelName = "cases"
    let name = modelName
    let tables = [CaseRow.table.shape, CaseItem.table.shape]
    /// Goes up when the same records give other rows.
    private static let version = 4

    func definition(_ state: AuthorityState) -> String { "\(Self.version)" }

    func rows(of record: FoldedRecord) -> Rows {
        let items = CaseItem.all(in: record.record)
        return Rows(row: CaseRow.of(record.record, items: items), items: items)
    }

    func replace(
        _ rows: [Rows], of children: [String], knowing known: inout KnownRows, in place: ModelPlace,
        over connection: PostgresConnection
    ) async throws {
        try await CaseRow.table.replace(
            rows.map { $0.row.map { [$0] } ?? [] }, of: children, knowing: &known, in: place.generation,
            over: connection)
        try await CaseItem.table.replace(
            rows.map(\.items), of: children, knowing: &known, in: place.generation, over: connection)
    }

    func add(_ rows: [Rows], to generation: Generation, over connection: PostgresConnection) async throws {
        try await CaseRow.table.add(rows.compactMap(\.row), to: generation, over: connection)
        try await CaseItem.table.add(rows.flatMap(\.items), to: generation, over: connection)
    }
}
