import CaseRecord
import PostgresClient

/// Puts a generation that was built up to the live one into its place.
struct GenerationSwap: Sendable {
    let authority: AuthorityCode
    let model: any ReadModel
    let built: ModelPlaceState
    let live: ModelPlaceState?

    /// How many rows stand in one of the two generations only, as of one moment; both reflect the same position then.
    func difference(over connection: PostgresConnection) async throws -> Int {
        guard let live else { return 0 }
        return try await connection.transaction(TransactionOptions(isolation: .repeatableRead, isReadOnly: true)) {
            connection in
            var rows = 0
            for table in model.tables {
                let built = try await digest(of: table, built.generation, over: connection)
                // Which rows differ takes far longer to find out than that some do.
                guard try await built != digest(of: table, live.generation, over: connection) else { continue }
                let parameters: [PostgresValue] = [
                    .text(authority.text), .int4(self.built.generation), .int4(live.generation),
                ]
                rows += try await connection.query(ProjectionStatements.compare(table), parameters) { row in
                    try row.decode(0, as: Int.self)
                }.reduce(0, +)
            }
            return rows
        }
    }

    private func digest(
        of table: TableShape, _ generation: Int32, over connection: PostgresConnection
    ) async throws -> [Int64] {
        try await connection.query(
            ProjectionStatements.digest(table), [.text(authority.text), .int4(generation)]
        ) { row in
            [try row.decode(0, as: Int64.self), try row.decode(1, as: Int64.self)]
        }.first ?? []
    }

    /// Whether every row of the live generation is the same.
    private var changesNothing: Bool {
        built.isSame && live.map { $0.stopped == nil && $0.position == built.position } ?? false
    }

    /// Swaps them: the change of one row each, which readers see all at once.
    func run(over connection: PostgresConnection) async throws {
        try await connection.transaction { connection in
            for place in [live, built] {
                guard let place else { continue }
                let position = try await connection.query(ProjectionStatements.lock, place.key(of: authority)) { row in
                    try row.decode(0, as: Int64.self)
                }
                guard position == [place.position] else { throw ProjectionError.movedByAnother(model.name) }
            }
            if let live {
                _ = try await connection.execute(
                    ProjectionStatements.setState, live.key(of: authority) + [.text("old")])
            }
            _ = try await connection.execute(
                ProjectionStatements.setState, built.key(of: authority) + [.text("live")])
            guard !changesNothing else { return }
            try await model.swap(
                from: live?.place(of: authority).generation, to: built.place(of: authority).generation,
                over: connection)
        }
    }
}
