import CaseRecord
import Ledger
import PostgresClient
import Views

/// Fills new generations of read models with the rows of every child that the log has, while the live ones go on.
struct GenerationFill: Sendable {
    /// How many children are read at a time.
    private static let page = 500
    /// How many are folded side by side.
    private static let workers = 2

    let authority: AuthorityCode
    let pool: PostgresPool
    let models: [any ReadModel]
    let state: AuthorityState
    /// Told how many records were folded and are in the database.
    let folded: FoldedCount

    /// Fills one new generation of each model.
    ///
    /// - Returns: The generations, which reflect the position of ``state``.
    /// - Throws: ``ModelFailure``, ``ProjectionError/incomplete(_:)``, what the database says.
    func run() async throws -> [ModelPlaceState] {
        let places = try await begin()
        let targets = zip(models, places).map { ModelTarget(model: $0, place: $1.place(of: authority)) }
        let pages = HistoryPages(
            over: LedgerReader(authority: authority, pool: pool), through: state.position, size: Self.page)
        let filled = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<Self.workers { group.addTask { try await fill(targets, from: pages) } }
            return try await group.reduce(0, +)
        }
        try await pool.withConnection { connection in
            let parameters: [PostgresValue] = [.text(authority.text), .int8(state.position)]
            let children = try await connection.query(ProjectionStatements.countChildren, parameters) { row in
                try row.decode(0, as: Int.self)
            }
            guard children == [filled] else {
                throw ProjectionError.incomplete("\(filled) records were folded, and the log has \(children)")
            }
            for place in places {
                _ = try await connection.execute(
                    ProjectionStatements.setState, place.key(of: authority) + [.text("building")])
            }
        }
        return places.map { place in
            var place = place
            place.state = .building
            return place
        }
    }

    private func begin() async throws -> [ModelPlaceState] {
        try await pool.withConnection { connection in
            try await connection.transaction { connection in
                let all = try await connection.query(
                    ProjectionStatements.all, [.text(authority.text)], ModelPlaceState.init)
                var places: [ModelPlaceState] = []
                for model in models {
                    let last = all.filter { $0.name == model.name }.map(\.generation).max() ?? 0
                    let place = ModelPlaceState(
                        name: model.name, generation: last + 1, state: .filling, definition: model.definition(state),
                        position: state.position)
                    _ = try await connection.execute(
                        ProjectionStatements.begin,
                        place.key(of: authority) + [
                            .text(place.state.rawValue), .text(place.definition), .int8(place.position),
                        ])
                    places.append(place)
                }
                return places
            }
        }
    }

    private func fill(_ targets: [ModelTarget], from pages: HistoryPages) async throws -> Int {
        var count = 0
        while let page = try await pages.next() {
            try Task.checkCancellation()
            var collected = targets.map { (target: $0, rows: $0.model.noRows) }
            for histories in page {
                let record = FoldedRecord(EffectiveRecord(of: histories.child, in: histories), state)
                for index in collected.indices {
                    do {
                        try collected[index].rows.add(record)
                    } catch {
                        throw ModelFailure(model: collected[index].target.model.name, reason: "\(error)")
                    }
                }
                // A page takes long, and whoever waits for a thread meanwhile is a reader.
                await Task.yield()
            }
            let rows = collected
            try await pool.withConnection { connection in
                try await connection.transaction { connection in
                    _ = try await connection.execute(ProjectionStatements.settings, [])
                    for (target, rows) in rows { try await rows.add(to: target.place.generation, over: connection) }
                }
            }
            count += page.count
            folded.add(page.count)
        }
        return count
    }
}
