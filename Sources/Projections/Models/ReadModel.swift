import CaseRecord
import PostgresClient
import Views

/// What tables keep of each child's record: a pure function from a record to rows, and how they are written.
protocol ReadModel: Sendable {
    /// What one child's record gives.
    associatedtype Rows: Sendable
    /// Its name: `clocks`.
    var name: String { get }
    /// The tables that it writes.
    var tables: [TableShape] { get }
    /// All that rows depend on beside the records, in short: with another definition they are made again.
    func definition(_ state: AuthorityState) -> String
    /// The rows of one child. Depends on nothing but what it is given.
    func rows(of record: FoldedRecord) throws -> Rows
    /// Makes the rows of those children be these, of which it is known, as far as it is, what they said; and notes what
    /// they say now.
    func replace(
        _ rows: [Rows], of children: [String], knowing known: inout KnownRows, in place: ModelPlace,
        over connection: PostgresConnection) async throws
    /// Adds the rows of children who have none in that generation.
    func add(_ rows: [Rows], to generation: Generation, over connection: PostgresConnection) async throws
    /// Children whose rows depend on what these events, which stand in no child's record, say.
    func childrenConcerned(
        by events: [RecordedEvent], in generation: Generation, over connection: PostgresConnection
    ) async throws -> [ChildID]
    /// What else has to be done in the transaction that makes a generation the live one, in place of that other. Where all
    /// rows of both are the same it is not asked for.
    func swap(from old: Generation?, to new: Generation, over connection: PostgresConnection) async throws
}

extension ReadModel {
    /// None.
    func childrenConcerned(
        by events: [RecordedEvent], in generation: Generation, over connection: PostgresConnection
    ) async throws -> [ChildID] { [] }

    /// Nothing.
    func swap(from old: Generation?, to new: Generation, over connection: PostgresConnection) async throws {}
}

/// Where a model's rows are written.
struct ModelPlace: Sendable, Hashable {
    /// The generation.
    let generation: Generation
    /// Whether readers see it.
    let isLive: Bool
}

/// The read models that there are.
enum ReadModels {
    static let all: [any ReadModel] = [ClockModel(), CaseModel(), FactModel()]
}
