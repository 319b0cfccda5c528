import CaseRecord
import Foundation
import Ledger
import PostgresClient
import StrictJSON
import Synchronization
import TestHistory
import TestSupport
import Testing
import Timescales
import Views

@testable import Projections

/// Read models beside a running ledger and a real database.
@Suite struct ProjectorTests {
    static let now = Instant("2026-11-24T08:30:00Z")!

    static func projector(_ running: RunningLedger, models: [any ReadModel] = ReadModels.all) throws -> Projector {
        Projector(
            authority: RunningLedger.authority, pool: running.pool,
            state: AuthorityReader(running.reader, tail: LogTail(running.reader), standard: try Rulebook.standard()),
            models: models,
            logger: TestDatabase.quietLogger, now: { now })
    }

    /// Every row of the live generations, as text.
    static func dump(_ running: RunningLedger) async throws -> [String] {
        try await running.pool.withConnection { connection in
            var rows: [String] = []
            for model in ReadModels.all {
                for table in model.tables.map(\.name) {
                    rows += try await connection.query(
                        Statement(
                            name: "dump_\(table)",
                            sql: """
                                SELECT '\(table) ' || (to_jsonb(kept) - 'generation')::text FROM caselog.\(table) AS kept
                                WHERE authority = $1 AND generation = caselog.live($1, '\(model.name)')
                                ORDER BY 1
                                """), [.text(RunningLedger.authority.text)]
                    ) { try $0.decode(0, as: String.self) }
                }
            }
            return rows
        }
    }

    static func rebuild(_ projector: Projector, _ name: String? = nil) async throws {
        let before = await projector.reached.swaps
        let count = await projector.status().count { name == nil || $0.name == name }
        #expect(await projector.rebuild(name))
        for _ in 0..<600 where await projector.reached.swaps < before + count {
            try await projector.round()
            try await Task.sleep(for: .milliseconds(20))
        }
        #expect(await projector.reached.swaps == before + count)
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func rowsAreTheSameHoweverTheyCameAbout(seed: UInt64) async throws {
        let drafts = try RandomHistory.drafts(seed: seed)
        try await RunningLedger.with { running in
            let projector = try Self.projector(running)
            var random = SeededGenerator(seed: seed)
            var rest = drafts[...]
            while !rest.isEmpty {
                let batch = rest.prefix(Int.random(in: 1...90, using: &random))
                rest = rest.dropFirst(batch.count)
                _ = try await running.ledger.append(Array(batch), submittedBy: "t")
                // Now and then several batches come together.
                if Int.random(in: 0..<3, using: &random) > 0 { try await projector.round() }
            }
            try await projector.round()
            let followed = try await Self.dump(running)
            for table in ReadModels.all.flatMap(\.tables).map(\.name) {
                #expect(followed.contains { $0.hasPrefix(table + " ") }, "\(table) has rows")
            }
            try await Self.rebuild(projector)
            let rebuilt = try await Self.dump(running)
            #expect(followed == rebuilt)

            // And the tables say what a fold of the whole log says.
            let state = try await AuthorityReader(
                running.reader, tail: LogTail(running.reader), standard: try Rulebook.standard()
            ).state()
            let log = try await LogSource(over: running.reader, knownAt: nil, state: state)
            try await CaseTables.read(of: RunningLedger.authority, pool: running.pool) { tables in
                #expect(tables.position == log.position)
                let team = try await log.rows(.all, openOnly: true).compactMap(\.team).first
                let selections: [CaseSelection] = [.all] + (team.map { [.team($0)] } ?? [])
                for selection in selections {
                    #expect(
                        try await tables.rows(selection, openOnly: true) == log.rows(selection, openOnly: true))
                    #expect(
                        try await tables.items(selection, openOnly: false) == log.items(selection, openOnly: false))
                    #expect(try await tables.openClocks(selection) == log.openClocks(selection))
                    #expect(
                        try await tables.openClocks(selection, overdueAt: Self.now)
                            == log.openClocks(selection, overdueAt: Self.now))
                }
                let days = CivilDate(year: 2025, month: 10, day: 1)!...CivilDate(year: 2026, month: 9, day: 30)!
                let kinds = Set(CountedFact.Kind.allCases)
                let facts = try await tables.facts(kinds, during: days)
                #expect(!facts.isEmpty)
                #expect(try await log.facts(kinds, during: days) == facts)
                let ever = CivilDate(year: 2000, month: 1, day: 1)!...CivilDate(year: 2100, month: 1, day: 1)!
                let lags = try await tables.recordingLags(during: ever, by: nil)
                #expect(try await log.recordingLags(during: ever, by: nil) == lags)
                let worker = try #require(lags.first?.worker)
                let own = try await tables.recordingLags(during: ever, by: [worker])
                #expect(own == lags.filter { $0.worker == worker })
                #expect(try await log.recordingLags(during: ever, by: [worker]) == own)
            }
        }
    }

    @Test func aModelThatFailsStopsItselfAndTheOthersGoOn() async throws {
        try await RunningLedger.with { running in
            _ = try await running.ledger.append([note("A", "fine")], submittedBy: "t")
            let failing = CountingModel(failsOn: "boom")
            let projector = try Self.projector(running, models: [CaseModel(), failing])
            try await projector.round()
            _ = try await running.ledger.append([note("A", "boom"), note("B", "fine")], submittedBy: "t")
            try await projector.round()
            let status = await projector.status()
            #expect(status.map(\.position) == [3, 1])
            #expect(status[0].stopped == nil)
            let stopped = try #require(status[1].stopped)
            #expect(stopped.at == Self.now && stopped.because.contains("cannot be counted"))
            #expect(await projector.settle(through: 3, within: .seconds(5)) == .stopped([status[1]]))

            // It stands in the database for the next daemon, which tries again and stops again.
            let next = try Self.projector(running, models: [CaseModel(), failing])
            try await next.round()
            #expect(await next.status().map(\.position) == [3, 1])
            // A program that can count it goes on.
            let mended = try Self.projector(running, models: [CaseModel(), CountingModel(failsOn: nil)])
            try await mended.round()
            #expect(await mended.status().map(\.position) == [3, 3])
            #expect(await mended.status().allSatisfy { $0.stopped == nil })
        }
    }

    @Test func aModelThatGivesTwoRowsOfOneKeyStops() async throws {
        try await RunningLedger.with { running in
            let projector = try Self.projector(running, models: [CaseModel(), DoublingModel()])
            try await projector.round()
            _ = try await running.ledger.append([note("A", "fine")], submittedBy: "t")
            try await projector.round()
            let status = await projector.status()
            #expect(status.map(\.position) == [1, 0] && status[0].stopped == nil)
            #expect(status[1].stopped?.because == "two rows of clock_worker have the same key")
        }
    }

    @Test func readersSeeAWholeGenerationAtEveryMomentOfARebuild() async throws {
        try await RunningLedger.with { running in
            let drafts = (0..<400).map { note("C\($0)", "a note") }
            _ = try await running.ledger.append(drafts, submittedBy: "t")
            let projector = try Self.projector(running)
            try await projector.round()
            let end = End()
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<2 {
                    group.addTask {
                        var reads = 0
                        while !end.isReached.load(ordering: .relaxed) {
                            try await CaseTables.read(of: RunningLedger.authority, pool: running.pool) { tables in
                                let rows = try await tables.rows(.all, openOnly: false)
                                #expect(rows.count >= 400)
                                #expect(Set(rows.map(\.child)).count == rows.count)
                            }
                            reads += 1
                        }
                        return reads
                    }
                }
                for round in 0..<3 {
                    _ = try await running.ledger.append([note("D\(round)", "during")], submittedBy: "t")
                    try await Self.rebuild(projector)
                }
                end.isReached.store(true, ordering: .relaxed)
                #expect(try await group.reduce(0, +) > 3)
            }
            // The old generations' rows go.
            for _ in 0..<50 { try await projector.round() }
            let generations = try await running.pool.withConnection { connection in
                try await connection.query(
                    Statement(name: "generations", sql: "SELECT DISTINCT generation FROM caselog.case_row"), []
                ) { try $0.decode(0, as: Int.self) }
            }
            #expect(generations == [4])
        }
    }

    @Test func rowsThatDifferBetweenGenerationsAreCounted() async throws {
        try await RunningLedger.with { running in
            _ = try await running.ledger.append((0..<20).map { note("C\($0)", "a note") }, submittedBy: "t")
            let projector = try Self.projector(running)
            try await projector.round()
            let model = CaseModel()
            func place(_ generation: Int32) -> ModelPlaceState {
                ModelPlaceState(name: model.name, generation: generation, state: .live, definition: "", position: 20)
            }
            let swap = GenerationSwap(
                authority: RunningLedger.authority, model: model, built: place(2), live: place(1))
            func difference(after sql: String) async throws -> Int {
                try await running.pool.withConnection { connection in
                    _ = try await connection.execute(Statement(name: "change_\(sql.hashValue)", sql: sql), [])
                    return try await swap.difference(over: connection)
                }
            }
            let shape = CaseRow.table.shape
            let copied = try await difference(
                after: """
                    INSERT INTO caselog.case_row (authority, generation, \(shape.all))
                    SELECT authority, 2, \(shape.all) FROM caselog.case_row
                    """)
            #expect(copied == 0)
            #expect(
                try await difference(
                    after: "UPDATE caselog.case_row SET weight = 7 WHERE child = 'C3' AND generation = 2") == 1)
            #expect(
                try await difference(after: "DELETE FROM caselog.case_row WHERE child = 'C4' AND generation = 1") == 2)
            #expect(
                try await difference(after: "DELETE FROM caselog.case_row WHERE child = 'C5' AND generation = 2") == 3)
        }
    }

    /// A row that a statement has locked or changed names the transaction.
    @Test func whatStaysAsItIsIsNotTouched() async throws {
        var log = Log()
        try log.add("referral.received", on: "2026-11-20", ["referral": "R-1"])
        let action = try log.add("action.set", on: "2026-11-20", ["action": "X-1", "what": "Ring the caf\u{E9}"])
        try log.add("action.set", on: "2026-11-20", ["action": "X-2", "what": "Write"])
        try log.add(on: "2026-11-20", ["text": "Seen"])
        // It looks the same, and is another text.
        try log.correct(action, of: "action.set", ["data": ["action": "X-1", "what": "Ring the cafe\u{301}"]])
        try log.strike(action)
        let drafts = log.events.map { EventDraft(event: $0.event) }
        try await RunningLedger.with { running in
            let projector = try Self.projector(running)
            func append(_ index: Int) async throws -> Set<String> {
                let before = try await Self.versions(running)
                _ = try await running.ledger.append([drafts[index]], submittedBy: "t")
                try await projector.round()
                return try await Self.versions(running).symmetricDifference(before)
            }
            for index in 0..<3 { #expect(try await !append(index).isEmpty) }
            let versions = try await Self.versions(running)
            #expect(versions.contains { $0.hasPrefix("clock ") } && versions.count { $0.hasPrefix("case_item ") } == 2)
            #expect(versions.contains { $0.hasPrefix("counted_fact ") })
            // A note is on the case's row and among the lags; old and new are counted.
            let note = try await append(3)
            #expect(note.allSatisfy { $0.hasPrefix("case_row ") || $0.hasPrefix("recording_lag ") } && !note.isEmpty)
            #expect(try await append(4).count { $0.hasPrefix("case_item ") } == 2)
            #expect(try await append(5).count { $0.hasPrefix("case_item ") } == 1)
            let followed = try await Self.dump(running)
            try await Self.rebuild(projector)
            #expect(try await Self.dump(running) == followed)
        }
    }

    /// Which version of which row of the tables there is, and who locked it last.
    private static func versions(_ running: RunningLedger) async throws -> Set<String> {
        try await running.pool.withConnection { connection in
            var rows: Set<String> = []
            for table in ReadModels.all.flatMap(\.tables).map(\.name) {
                rows.formUnion(
                    try await connection.query(
                        Statement(
                            name: "versions_\(table)",
                            sql: "SELECT '\(table) ' || ctid || ' ' || xmin || ' ' || xmax FROM caselog.\(table)"), []
                    ) { try $0.decode(0, as: String.self) })
            }
            return rows
        }
    }

    private func note(_ child: String, _ text: String) -> EventDraft {
        EventDraft(
            event: CaseEvent(
                id: UUID(), authority: RunningLedger.authority, children: [ChildID(child)!],
                occurredAt: Occurrence("2026-11-20")!, recordedBy: WorkerID("jo")!, data: NoteRecorded(text: text)))
    }
}

/// Tells tasks that a test is over.
private final class End: Sendable {
    let isReached = Atomic(false)
}

/// A model that gives each row twice.
private struct DoublingModel: ReadModel {
    let name = "doubling"
    let tables = [ClockWorkerRow.table.shape]

    func definition(_ state: AuthorityState) -> String { "1" }

    func rows(of record: FoldedRecord) -> ClockWorkerRow {
        ClockWorkerRow(child: record.child, worker: WorkerID(unchecked: "jo"))
    }

    func replace(
        _ rows: [ClockWorkerRow], of children: [String], knowing known: inout KnownRows, in place: ModelPlace,
        over connection: PostgresConnection
    ) async throws {
        try await ClockWorkerRow.table.replace(
            rows.map { [$0, $0] }, of: children, knowing: &known, in: place.generation, over: connection)
    }

    func add(_: [ClockWorkerRow], to: Generation, over: PostgresConnection) async throws {}
}

/// A model that writes no rows, and cannot count what has that text.
private struct CountingModel: ReadModel {
    struct CannotBeCounted: Error, CustomStringConvertible { let description = "a note cannot be counted" }

    let failsOn: String?
    let name = "counting"
    let tables: [TableShape] = []

    func definition(_ state: AuthorityState) -> String { "1" }

    func rows(of record: FoldedRecord) throws -> Int {
        if let failsOn, record.record.standing.contains(where: { ($0.event.data as? NoteRecorded)?.text == failsOn }) {
            throw CannotBeCounted()
        }
        return record.record.entries.count
    }

    func replace(
        _: [Int], of: [String], knowing: inout KnownRows, in: ModelPlace, over: PostgresConnection
    ) async throws {}
    func add(_: [Int], to: Generation, over: PostgresConnection) async throws {}
}
