import CaseRecord
import Foundation
import StrictJSON
import TestHistory
import Testing
import Views

/// How late entries were recorded. The log of these tests is recorded on 1 January 2026.
@Suite struct RecordingLagTests {
    private func lags(_ log: Log, _ child: String = "A") -> [RecordingLag] { RecordingLag.all(in: log.record(child)) }

    @Test func everyBandHasItsDaysOnBothEdges() throws {
        var log = Log()
        // 0 | 1 | 2, 3 | 4, 7 | 8, 28 | 29 days before 1 January 2026.
        for day in [
            "2026-01-01", "2025-12-31", "2025-12-30", "2025-12-29", "2025-12-28", "2025-12-25", "2025-12-24",
            "2025-12-04", "2025-12-03",
        ] {
            try log.add(on: day)
        }
        let lags = lags(log)
        #expect(lags.count == 1)
        #expect(lags.first?.counts == [1, 1, 2, 2, 2, 1] && lags.first?.longest == 29)
        #expect(lags.first?.child == ChildID("A") && lags.first?.worker == WorkerID("jo"))
        #expect(lags.first?.month == CivilDate("2026-01-01"))
    }

    @Test func itCountsFromTheLastDayOnWhichItCanHaveHappenedAndNeverBelowNothing() throws {
        var log = Log()
        try log.add(on: "2025-12")
        try log.add(on: "2025-11~")
        try log.add(on: "2026")
        try log.add(on: "2025-12-31T23:59:00Z")
        #expect(lags(log).map(\.counts) == [[1, 2, 0, 0, 0, 1]])
        #expect(lags(log).map(\.longest) == [32])
    }

    @Test func theMonthAndTheDayAreThoseOfLondon() throws {
        // 31 May 2026, 23:30 in UTC, is 1 June in London.
        let event = try CaseEvent(
            id: UUID(), authority: #require(AuthorityCode("926")), children: [#require(ChildID("A"))],
            occurredAt: #require(Occurrence("2026-05-31")), recordedBy: #require(WorkerID("jo")),
            data: NoteRecorded(text: "A note."))
        let recorded = try RecordedEvent(
            position: 1, recordedAt: #require(Instant("2026-05-31T23:30:00Z")), versions: [1], hash: [], typeVersion: 1,
            event: event)
        let lags = RecordingLag.all(in: EffectiveRecord(of: event.children[0], history: [recorded]))
        #expect(lags.map(\.month) == [CivilDate("2026-06-01")])
        #expect(lags.map(\.counts) == [[0, 1, 0, 0, 0, 0]])
    }

    @Test func migratedHistoryStruckOutEntriesAndWhatWasSaidAboutEntriesDoNotCount() throws {
        var log = Log()
        let note = try log.add(on: "2025-12-01")
        try log.add(on: "2025-12-01", more: ["original": ["system": "old"]])
        try log.correct(note, ["occurredAt": "2025-12-30"])
        let wrong = try log.add(on: "2020-01-01")
        try log.strike(wrong)
        // The correction moves the note to two days before it was recorded.
        #expect(lags(log).map(\.counts) == [[0, 0, 1, 0, 0, 0]])
        #expect(lags(log).map(\.worker) == [WorkerID("jo")])
    }

    @Test func theyStandByWorkerAndThenMonthAndAMergedRecordHasNone() throws {
        var log = Log()
        try log.add("note.recorded", ["B"], on: "2026-01-01", by: "sam")
        try log.add("note.recorded", ["A"], on: "2026-01-01", by: "kim")
        try log.add("note.recorded", ["A", "B"], on: "2026-01-01", by: "jo")
        #expect(lags(log, "B").map(\.worker.text) == ["jo", "sam"])
        try log.merge("B", into: "A")
        #expect(lags(log, "B").isEmpty)
        #expect(lags(log).map(\.worker.text) == ["jo", "kim", "sam"])
        #expect(lags(log).map(\.counts).allSatisfy { $0 == [1, 0, 0, 0, 0, 0] })
    }
}
