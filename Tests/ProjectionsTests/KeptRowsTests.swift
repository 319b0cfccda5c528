import CaseRecord
import Foundation
import Ledger
import PostgresClient
import TestHistory
import TestSupport
import Testing
import Timescales
import Views

@testable import Projections

/// What was read of the tables and is kept: used for as long as it is so, and not a moment longer.
@Suite struct KeptRowsTests {
    private static func reader(_ running: RunningLedger) throws -> CaseReader {
        CaseReader(
            pool: running.pool, reader: running.reader,
            authority: AuthorityReader(
                running.reader, tail: LogTail(running.reader), standard: try Rulebook.standard()))
    }

    /// Whoever asks again and again, at whatever moments, is told what the tables say.
    @Test(arguments: [4, 5] as [UInt64])
    func whatIsKeptIsWhatTheTablesSay(seed: UInt64) async throws {
        let drafts = try RandomHistory.drafts(seed: seed)
        try await RunningLedger.with { running in
            let projector = try ProjectorTests.projector(running)
            let reader = try Self.reader(running)
            var random = SeededGenerator(seed: seed)
            var rest = drafts[...]
            var turns = 0
            while !rest.isEmpty {
                let batch = rest.prefix(Int.random(in: 1...120, using: &random))
                rest = rest.dropFirst(batch.count)
                _ = try await running.ledger.append(Array(batch), submittedBy: "t")
                try await projector.round()
                let all = try await CaseTables.read(of: RunningLedger.authority, pool: running.pool) { tables in
                    (clocks: try await tables.openClocks(.all), rows: try await tables.rows(.all, openOnly: true))
                }
                // Right when a clock becomes overdue, right before, and back again.
                let moments = all.clocks.map(\.stages.overdueFrom).shuffled(using: &random).prefix(3).flatMap {
                    moment in
                    [moment, Instant(microseconds: moment.microseconds - 1)]
                }
                let team = all.rows.lazy.compactMap(\.team).first
                for moment in moments + moments.reversed() {
                    for selection in [.all] + (team.map { [CaseSelection.team($0)] } ?? []) {
                        let kept = try await reader.read { try await Answers(of: selection, at: moment, from: $0) }
                        let read = try await CaseTables.read(of: RunningLedger.authority, pool: running.pool) {
                            try await Answers(of: selection, at: moment, from: $0)
                        }
                        #expect(kept == read)
                        turns += kept.overdue.isEmpty ? 0 : 1
                    }
                }
            }
            #expect(turns > 10, "some clocks were overdue")
        }
    }

    private static func change(_ running: RunningLedger) async throws {
        let connection = try await PostgresConnection.connect(
            PostgresConfiguration(connectionString: running.database), logger: TestDatabase.quietLogger)
        try await connection.simple("UPDATE caselog.case_row SET child = 'changed' WHERE child = 'A'")
        await connection.close()
    }

    private static func note(_ child: String) -> EventDraft {
        EventDraft(
            event: CaseEvent(
                id: UUID(), authority: RunningLedger.authority, children: [ChildID(child)!],
                occurredAt: Occurrence("2026-11-20")!, recordedBy: WorkerID("W1")!,
                data: NoteRecorded(text: "a note")))
    }

    /// What stands behind a view is read once for each position, and what a new generation has is read anew.
    @Test func rowsAreReadOnceForEachPosition() async throws {
        try await RunningLedger.with { running in
            let projector = try ProjectorTests.projector(running)
            let reader = try Self.reader(running)
            _ = try await running.ledger.append([Self.note("A")], submittedBy: "t")
            try await projector.round()
            func children() async throws -> [String] {
                try await reader.read { try await $0.rows(.all, openOnly: false).map(\.child.text) }
            }
            #expect(try await children() == ["A"])
            // Nobody else changes rows without the position; only so does it show that they are not read again.
            try await Self.change(running)
            #expect(try await children() == ["A"])
            try await ProjectorTests.rebuild(projector)
            #expect(try await children() == ["A"])
            try await Self.change(running)
            _ = try await running.ledger.append([Self.note("B")], submittedBy: "t")
            try await projector.round()
            #expect(try await children() == ["B", "changed"])
        }
    }

    private static func stamp(_ position: Int64, entry: [UInt8] = [1]) -> KeptRows.Stamp {
        KeptRows.Stamp(places: ["cases": .init(generation: 1, position: position, entry: entry)])
    }

    @Test func rowsOfOtherEntriesAreForgotten() {
        let kept = KeptRows()
        let asked = KeptRows.Asked.rows(.all, openOnly: true)
        kept.keep([1, 2], for: asked, of: Self.stamp(7))
        #expect(kept.rows(asked, of: Self.stamp(7)) == [1, 2])
        #expect(kept.rows(.rows(.all, openOnly: false), of: Self.stamp(7)) as [Int]? == nil)
        #expect(kept.rows(asked, of: Self.stamp(8)) as [Int]? == nil)
        // The same position of another log.
        #expect(kept.rows(asked, of: Self.stamp(7, entry: [2])) as [Int]? == nil)
        kept.keep([3], for: .items(.all, openOnly: true), of: Self.stamp(8))
        #expect(kept.rows(asked, of: Self.stamp(7)) as [Int]? == nil)
    }

    @Test func rowsHoldForTheirMomentsAlone() {
        let kept = KeptRows()
        let asked = KeptRows.Asked.overdueClocks(.all)
        let (first, last) = (Instant(microseconds: 10), Instant(microseconds: 20))
        kept.keep([1], for: asked, during: first..<last, of: Self.stamp(7))
        #expect(kept.rows(asked, at: first, of: Self.stamp(7)) == [1])
        #expect(kept.rows(asked, at: Instant(microseconds: 19), of: Self.stamp(7)) == [1])
        #expect(kept.rows(asked, at: last, of: Self.stamp(7)) as [Int]? == nil)
        #expect(kept.rows(asked, at: Instant(microseconds: 9), of: Self.stamp(7)) as [Int]? == nil)
    }

    @Test func noMoreIsKeptThanThereIsRoomFor() {
        let kept = KeptRows()
        let half = [Int](repeating: 0, count: KeptRows.capacity / 2 + 1)
        kept.keep(half, for: .rows(.all, openOnly: true), of: Self.stamp(7))
        kept.keep(half, for: .rows(.all, openOnly: false), of: Self.stamp(7))
        #expect(kept.rows(.rows(.all, openOnly: true), of: Self.stamp(7)) as [Int]? == nil)
        #expect(kept.rows(.rows(.all, openOnly: false), of: Self.stamp(7)) == half)
        kept.keep(half + half, for: .items(.all, openOnly: true), of: Self.stamp(7))
        #expect(kept.rows(.items(.all, openOnly: true), of: Self.stamp(7)) as [Int]? == nil)
    }
}

/// All that views over many cases are counted from.
private struct Answers: Sendable, Equatable {
    let rows: [CaseRow]
    let items: [CaseItem]
    let open: [OpenClock]
    let overdue: [OpenClock]
    let lags: [RecordingLag]

    init(of selection: CaseSelection, at moment: Instant, from source: any CaseSource) async throws {
        rows = try await source.rows(selection, openOnly: true)
        items = try await source.items(selection, openOnly: true)
        open = try await source.openClocks(selection, overdueAt: nil)
        overdue = try await source.openClocks(selection, overdueAt: moment)
        let days = CivilDate(year: 2000, month: 1, day: 1)!...CivilDate(year: 2100, month: 1, day: 1)!
        lags = try await source.recordingLags(during: days, by: nil)
    }
}
