public import CaseRecord
import Ledger
public import PostgresClient
import Timescales
public import Views

/// The rows of cases as the tables have them, of one moment.
public struct CaseTables: CaseSource {
    private let authority: AuthorityCode
    private let connection: PostgresConnection
    private let live: [String: ModelPlaceState]
    private let stamp: KeptRows.Stamp
    private let kept: KeptRows?
    /// The position of the log that all of it reflects; where a read model has stopped, the one at which it did.
    public let position: Int64

    /// Nothing: the tables reflect the log as it stands.
    public var knownAt: Instant? { nil }

    /// Gives the rows to `body`, all of them from one snapshot.
    ///
    /// - Throws: ``ProjectionError/incomplete(_:)`` while a read model has never been built; what the database says.
    public static func read<R: Sendable>(
        of authority: AuthorityCode, pool: PostgresPool, _ body: @Sendable (CaseTables) async throws -> R
    ) async throws -> R {
        try await read(of: authority, pool: pool, keeping: nil, body)
    }

    /// The same, with what was read before where it is still so.
    static func read<R: Sendable>(
        of authority: AuthorityCode, pool: PostgresPool, keeping kept: KeptRows?,
        _ body: @Sendable (CaseTables) async throws -> R
    ) async throws -> R {
        try await pool.withConnection { connection in
            try await connection.transaction(TransactionOptions(isolation: .repeatableRead, isReadOnly: true)) {
                try await body(try await CaseTables(of: authority, keeping: kept, over: $0))
            }
        }
    }

    private init(
        of authority: AuthorityCode, keeping kept: KeptRows?, over connection: PostgresConnection
    ) async throws {
        self.authority = authority
        self.connection = connection
        self.kept = kept
        let places = try await connection.query(ProjectionStatements.live, [.text(authority.text)]) { row in
            (place: try ModelPlaceState(row), entry: try row.decode(7, as: [UInt8]?.self))
        }
        let live = Dictionary(places.map { ($0.place.name, $0.place) }, uniquingKeysWith: { first, _ in first })
        stamp = KeptRows.Stamp(
            places: Dictionary(
                places.map { found in
                    let place = KeptRows.Stamp.Place(
                        generation: found.place.generation, position: found.place.position, entry: found.entry)
                    return (found.place.name, place)
                }, uniquingKeysWith: { first, _ in first }))
        let names = [CaseModel.modelName, FactModel.modelName, ClockModel.modelName]
        if let missing = names.first(where: { live[$0] == nil }) {
            throw ProjectionError.incomplete("the read model \(missing) has not been built yet")
        }
        position = names.compactMap { live[$0]?.position }.min() ?? 0
        self.live = live
    }

    /// Where cases stand.
    public func rows(_ selection: CaseSelection, openOnly: Bool) async throws -> [CaseRow] {
        try await keeping(.rows(selection, openOnly: openOnly), selection) {
            try await CaseRow.table.rows(
                for: "\(selection.name)\(openOnly ? "_open" : "")",
                where: "\(selection.condition("kept"))\(openOnly ? " AND kept.is_open" : "")", selection.parameters,
                in: try generation(CaseModel.modelName), blank: CaseRow.init(blank:), over: connection)
        }
    }

    /// What was read before or, where it was not, what is read now. Of single children little is read, and seldom the same.
    private func keeping<Row: Sendable>(
        _ asked: KeptRows.Asked, _ selection: CaseSelection, _ read: () async throws -> [Row]
    ) async throws -> [Row] {
        if case .children = selection { return try await read() }
        if let rows: [Row] = kept?.rows(asked, of: stamp) { return rows }
        let rows = try await read()
        kept?.keep(rows, for: asked, of: stamp)
        return rows
    }

    /// What guards the records that are restricted or opened to somebody, by child; or all records.
    public func guards(ofAll isOfAll: Bool = false) async throws -> [ChildID: RecordGuard] {
        let generation = try generation(CaseModel.modelName)
        let statement = Statement(
            name: isOfAll ? "case_guards_all" : "case_guards",
            sql: """
                SELECT child, team, worker, guarding FROM caselog.case_row
                WHERE authority = $1 AND generation = $2\(isOfAll ? "" : " AND guarding <> ''")
                """)
        let guards = try await connection.query(
            statement, [.text(generation.authority), .int4(generation.number)]
        ) { row in
            let child = ChildID(unchecked: try row.decode(0, as: String.self))
            let guarding = RecordGuard(
                stored: try row.decode(3, as: String.self),
                team: try row.decode(1, as: String?.self).map { TeamID(unchecked: $0) },
                worker: try row.decode(2, as: String?.self).map { WorkerID(unchecked: $0) })
            guard let guarding else { throw UnreadableRow(column: "guarding") }
            return (child, guarding)
        }
        return Dictionary(guards, uniquingKeysWith: { first, _ in first })
    }

    /// Decisions, actions and protective actions.
    public func items(_ selection: CaseSelection, openOnly: Bool) async throws -> [CaseItem] {
        let condition = """
            kept.child IN (
                SELECT child FROM caselog.case_row AS of_case
                WHERE authority = $1 AND generation = $2 AND \(selection.condition("of_case")))
            """
        return try await keeping(.items(selection, openOnly: openOnly), selection) {
            try await CaseItem.table.rows(
                for: "\(selection.name)\(openOnly ? "_open" : "")",
                where: "\(condition)\(openOnly ? " AND kept.state = 'open'" : "")",
                by: ["child", "position", "reference"], selection.parameters,
                in: try generation(CaseModel.modelName), blank: CaseItem.init(blank:), over: connection)
        }
    }

    /// Clocks that run.
    public func openClocks(_ selection: CaseSelection, overdueAt now: Instant? = nil) async throws -> [OpenClock] {
        guard let now else {
            return try await keeping(.openClocks(selection), selection) {
                try await readClocks(selection, overdueAt: nil)
            }
        }
        guard let kept else { return try await readClocks(selection, overdueAt: now) }
        if let clocks: [OpenClock] = kept.rows(.overdueClocks(selection), at: now, of: stamp) { return clocks }
        let clocks = try await readClocks(selection, overdueAt: now)
        let next = try await nextOverdue(selection, after: now)
        kept.keep(clocks, for: .overdueClocks(selection), during: now..<max(now, next), of: stamp)
        return clocks
    }

    /// When the next clock that runs becomes overdue; where none does, a moment that nobody asks for.
    private func nextOverdue(_ selection: CaseSelection, after now: Instant) async throws -> Instant {
        let generation = try generation(ClockModel.modelName)
        let statement = Statement(
            name: "open_clocks_next_\(selection.name)",
            sql: """
                SELECT min(overdue_from) FROM caselog.clock AS kept
                WHERE authority = $1 AND generation = $2 AND state = 'open' AND \(selection.condition("kept"))
                    AND overdue_from > $\(selection.parameters.count + 3)
                """)
        let found = try await connection.query(
            statement,
            [.text(generation.authority), .int4(generation.number)] + selection.parameters
                + [.timestamptz(PostgresTimestamp(now))]
        ) { try $0.decode(0, as: PostgresTimestamp?.self)?.instant }
        return (found.first ?? nil) ?? Instant(microseconds: .max)
    }

    private func readClocks(_ selection: CaseSelection, overdueAt now: Instant?) async throws -> [OpenClock] {
        let number = selection.parameters.count + 3
        let statement = Statement(
            name: "open_clocks_\(selection.name)",
            sql: """
                SELECT clock_id, child, rule, team, worker, day_zero, due, warn_from, due_from, overdue_from, severe_from,
                       alerting
                FROM caselog.clock AS kept
                WHERE authority = $1 AND generation = $2 AND state = 'open' AND \(selection.condition("kept"))
                    AND ($\(number)::timestamptz IS NULL OR overdue_from <= $\(number))
                ORDER BY child COLLATE "C", clock_id COLLATE "C"
                """)
        let generation = try generation(ClockModel.modelName)
        return try await connection.query(
            statement,
            [.text(generation.authority), .int4(generation.number)] + selection.parameters
                + [.timestamptz(now.map { PostgresTimestamp($0) })], OpenClock.init)
    }

    /// What indicators count.
    public func facts(
        _ kinds: Set<CountedFact.Kind>, during days: ClosedRange<CivilDate>
    ) async throws -> [CountedFact] {
        let facts = try await CountedFact.table.rows(
            for: "during",
            where: """
                kept.kind = ANY ($3) AND kept.began_on <= $5
                AND (kept.began_on >= $4 OR kept.ended_on IS NULL OR kept.ended_on >= $4)
                """,
            [
                .textArray(kinds.map(\.rawValue).sorted()), .date(PostgresDate(days.lowerBound)),
                .date(PostgresDate(days.upperBound)),
            ], in: try generation(FactModel.modelName), blank: CountedFact.init(blank:), over: connection)
        return facts.sorted(by: CountedFact.inOrder)
    }

    /// How late entries were recorded.
    public func recordingLags(
        during days: ClosedRange<CivilDate>, by workers: Set<WorkerID>?
    ) async throws -> [RecordingLag] {
        try await keeping(.recordingLags(days, workers), .all) {
            try await RecordingLag.table.rows(
                for: "during", where: "kept.month BETWEEN $3 AND $4 AND ($5::text[] IS NULL OR kept.worker = ANY ($5))",
                [
                    .date(PostgresDate(days.lowerBound)), .date(PostgresDate(days.upperBound)),
                    .textArray(workers?.map(\.text).sorted()),
                ],
                in: try generation(FactModel.modelName), blank: RecordingLag.init(blank:), over: connection)
        }
    }

    private func generation(_ name: String) throws -> Generation {
        guard let place = live[name] else {
            throw ProjectionError.incomplete("the read model \(name) has not been built yet")
        }
        return place.place(of: authority).generation
    }
}

extension CaseSelection {
    /// Names the statement.
    fileprivate var name: String {
        switch self {
        case .all: "of_all"
        case .team: "of_team"
        case .worker: "of_worker"
        case .children: "of_children"
        }
    }

    /// The condition on that table; its parameter is `$3`.
    fileprivate func condition(_ table: String) -> String {
        switch self {
        case .all: "TRUE"
        case .team: "\(table).team = $3"
        case .worker: "\(table).worker = $3"
        case .children: "\(table).child = ANY ($3)"
        }
    }

    fileprivate var parameters: [PostgresValue] {
        switch self {
        case .all: []
        case .team(let team): [.text(team.text)]
        case .worker(let worker): [.text(worker.text)]
        case .children(let children): [.textArray(children.map(\.text))]
        }
    }
}

extension OpenClock {
    fileprivate init(_ row: borrowing PostgresRow) throws {
        self.init(
            id: try row.decode(0, as: String.self), child: ChildID(unchecked: try row.decode(1, as: String.self)),
            rule: RuleID(rawValue: try row.decode(2, as: String.self)),
            team: try row.decode(3, as: String?.self).map { TeamID(unchecked: $0) },
            worker: try row.decode(4, as: String?.self).map { WorkerID(unchecked: $0) },
            dayZero: try row.decode(5, as: PostgresDate.self).civilDate,
            due: try row.decode(6, as: PostgresDate.self).civilDate,
            stages: StageMoments(
                warnFrom: try row.decode(7, as: PostgresTimestamp?.self)?.instant,
                dueFrom: try row.decode(8, as: PostgresTimestamp?.self)?.instant,
                overdueFrom: try row.decode(9, as: PostgresTimestamp.self).instant,
                severeFrom: try row.decode(10, as: PostgresTimestamp?.self)?.instant),
            isMeasure: !(try row.decode(11, as: Bool.self)))
    }
}
