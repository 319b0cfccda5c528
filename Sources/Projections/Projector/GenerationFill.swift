import CaseRecord
import Ledger
import PostgresClient
import Views

/// Fills new generations of read models with the rows of every child that the log has, while the live ones go on.
struct GenerationFill: Sendable {
    /// How many children are read at a time.
    private static let page = 250
    /// How many are folded side by side.
    private static let workers = 2

    let authority: AuthorityCode
    let pool: PostgresPool
    let models: [any ReadModel]
    let state: AuthorityState

    /// Fills one new generation of each model.
    ///
    /// - Returns: The generations, which reflect the position of ``state``.
    /// - Throws: ``ModelFailure``, ``ProjectionError/incomplete(_:)``, what the database says.
    func run() async throws -> [ModelPlaceState] {
        let places = try await begin()
        let targets = zip(models, places).map { ModelTarget(model: $0, place: $1.place(of: authority)) }
        let pages = ChildPages(authority: authority, pool: pool, through: state.position, size: Self.page)
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

    private func fill(_ targets: [ModelTarget], from pages: ChildPages) async throws -> Int {
        var count = 0
        while let children = try await pages.next() {
            try Task.checkCancellation()
            try await pool.withConnection { connection in
                let related = try await histories(of: children, over: connection)
                var collected = targets.map { (target: $0, rows: $0.model.noRows) }
                for histories in related {
                    let record = FoldedRecord(EffectiveRecord(of: histories.child, in: histories), state)
                    for index in collected.indices {
                        do {
                            try collected[index].rows.add(record)
                        } catch {
                            throw ModelFailure(model: collected[index].target.model.name, reason: "\(error)")
                        }
                    }
                }
                let rows = collected
                try await connection.transaction { connection in
                    for (target, rows) in rows { try await rows.add(to: target.place.generation, over: connection) }
                }
            }
            count += children.count
        }
        return count
    }

    private func histories(
        of children: [ChildID], over connection: PostgresConnection
    ) async throws -> [RelatedHistories] {
        var read = try await LedgerReader.histories(
            of: children, through: state.position, authority: authority, over: connection)
        var related = children.map { RelatedHistories(of: $0, read[$0] ?? []) }
        while true {
            let missing = Set(related.flatMap(\.missing)).filter { read[$0] == nil }.sorted()
            if !missing.isEmpty {
                let more = try await LedgerReader.histories(
                    of: missing, through: state.position, authority: authority, over: connection)
                for child in missing { read[child] = more[child] ?? [] }
            }
            guard related.contains(where: { !$0.missing.isEmpty }) else { return related }
            for index in related.indices {
                for child in related[index].missing { related[index].add(read[child] ?? [], of: child) }
            }
        }
    }
}

/// The children that the log has, page by page, to whoever asks next.
private actor ChildPages {
    private let reader: LedgerReader
    private let last: Int64
    private let size: Int
    private var reading: Task<[ChildID], any Error>?

    init(authority: AuthorityCode, pool: PostgresPool, through last: Int64, size: Int) {
        reader = LedgerReader(authority: authority, pool: pool)
        self.last = last
        self.size = size
    }

    func next() async throws -> [ChildID]? {
        // Others ask meanwhile: each page begins where the one before ends.
        let before = reading
        let task = Task { [reader, last, size] in
            let end = try await before?.value.last
            if before != nil, end == nil { return [] as [ChildID] }
            return try await reader.children(after: end, through: last, limit: size)
        }
        reading = task
        let page = try await task.value
        return page.isEmpty ? nil : page
    }
}
