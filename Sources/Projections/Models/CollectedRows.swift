import CaseRecord
import PostgresClient

/// The rows that one read model makes of some records.
protocol CollectedRows: Sendable {
    /// Adds those of one more record.
    mutating func add(_ record: FoldedRecord) throws
    /// The children of those records.
    var children: [String] { get }
    /// Makes the rows of those children be these, of which it is known, as far as it is, what they said; and notes what
    /// they say now.
    func replace(
        knowing known: inout KnownRows, in place: ModelPlace, over connection: PostgresConnection) async throws
    /// Adds them, where those children have none in that generation.
    func add(to generation: Generation, over connection: PostgresConnection) async throws
}

extension ReadModel {
    /// No rows yet.
    var noRows: any CollectedRows { RowsOfModel(model: self) }
}

private struct RowsOfModel<Model: ReadModel>: CollectedRows {
    let model: Model
    var children: [String] = []
    var rows: [Model.Rows] = []

    init(model: Model) { self.model = model }

    mutating func add(_ record: FoldedRecord) throws {
        rows.append(try model.rows(of: record))
        children.append(record.child.text)
    }

    func replace(
        knowing known: inout KnownRows, in place: ModelPlace, over connection: PostgresConnection
    ) async throws {
        try await model.replace(rows, of: children, knowing: &known, in: place, over: connection)
    }

    func add(to generation: Generation, over connection: PostgresConnection) async throws {
        try await model.add(rows, to: generation, over: connection)
    }
}
