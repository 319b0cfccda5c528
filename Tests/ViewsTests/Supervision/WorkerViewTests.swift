import CaseRecord
import StrictJSON
import TestHistory
import Testing
import TextTable
import Timescales

@testable import Views

/// What a worker and a supervisor see on Wednesday 4 May 2011.
@Suite struct WorkerViewTests {
    private func view(
        _ rows: [CaseRow], items: [CaseItem] = [], clocks: [OpenClock] = [], since: [CaseSince] = [],
        lags: [RecordingLag] = []
    ) throws -> WorkerView {
        WorkerView(
            worker: try #require(WorkerID("sam")), rows: rows, items: items, clocks: clocks, since: since, lags: lags,
            authority: [], months: Rows.day("2011-02-01")...Rows.day("2011-04-01"), setting: Rows.setting())
    }

    @Test func clocksOfTheNextTenWorkingDaysAndOverdueOnesAreShown() throws {
        let view = try view(
            [Rows.row("A")],
            clocks: [
                // Ten working days after 4 May 2011 is 18 May.
                Rows.clock("A", due: "2011-05-18"), Rows.clock("A", due: "2011-05-19"),
                Rows.clock("A", due: "2011-05-04"), Rows.clock("A", due: "2011-05-03"),
                Rows.clock("A", due: "2011-05-05", isMeasure: true), Rows.clock("B", due: "2011-05-05"),
            ])
        let clocks = try #require(view.cases.first).clocks
        #expect(clocks.map(\.clock.due.description) == ["2011-05-03", "2011-05-04", "2011-05-18"])
        #expect(clocks.map(\.workingDaysLeft) == [-1, 0, 10])
        #expect(clocks.map(\.stage) == [.overdue, .due, .running])
        #expect(view.json["clocksOverdue"] == 1 && view.json["clocksAhead"] == 2)
        #expect(view.load.overdue == 1)
    }

    @Test func decisionsOpenAtTheLastSupervisionAreThereWithWhatBecameOfThem() throws {
        // The case was last discussed on 20 April 2011.
        let view = try view(
            [Rows.row("A")],
            items: [
                Rows.item("A", due: "2011-05-01", set: "2011-04-20", position: 1),
                Rows.item(
                    "A", due: "2011-05-01", set: "2011-03-01", position: 2, state: .done, ended: "2011-04-20"),
                Rows.item(
                    "A", due: "2011-05-01", set: "2011-03-01", position: 3, state: .done, ended: "2011-04-19"),
                Rows.item("A", due: nil, set: "2011-04-28", position: 4),
                Rows.item("A", .protectiveAction, due: nil, set: "2011-04-29", position: 5),
            ])
        let found = try #require(view.cases.first)
        #expect(found.items.map(\.item.position) == [5, 2, 1, 4])
        #expect(found.fromLastSupervision.map(\.item.position) == [2, 1])
        let json = try #require(found.json["items"]?.arrayValue)
        #expect(json.map { $0["state"] } == ["open", "done", "open", "open"])
        #expect(json.map { $0["fromLastSupervision"] } == [false, true, true, false])
        #expect(json[1]["endedBy"] == "0192d3c4-5e6f-7a8b-9c0d-000000000099")
        #expect(found.why.contains("1 protective action not known to be done"))
    }

    @Test func whatWasRecordedAfterTheLastSupervisionCountsAndTheChildsViewIsTheLast() throws {
        var log = Log()
        try log.add(on: "2011-03-01", ["text": "Before."])
        try log.add("child-view.recorded", on: "2011-03-02", ["words": "I want to stay with Nan."])
        try log.add(
            "supervision.held", on: "2011-04-20", ["kind": "case", "supervisor": "mo", "supervisee": "sam"])
        try log.add(on: "2011-03-15", ["text": "Recorded late."])
        let wrong = try log.add(on: "2011-04-25", ["text": "Of another child."])
        try log.add("visit.made", on: "2011-04-27", ["visit": "V-1", "purpose": "child-protection", "seen": true])
        try log.strike(wrong)
        try log.add(
            "supervision.held", on: "2011-04-28", ["kind": "personal", "supervisor": "mo", "supervisee": "sam"])
        let since = CaseSince.of(log.record("A"))
        #expect(since.supervision?.position == 3)
        #expect(since.entries.map(\.position) == [6, 4])
        #expect(since.childView?.position == 2)
        let found = try #require(try view([Rows.row("A")], since: [since]).cases.first)
        #expect(found.json["since"]?["count"] == 2)
        #expect(found.json["since"]?["entries"]?.arrayValue?.first?["type"] == "visit.made")
        #expect(found.json["childView"]?["headline"]?.stringValue?.contains("I want to stay with Nan.") == true)
        #expect(found.why == ["never seen alone"])
    }

    @Test func withoutSupervisionEverythingIsNew() throws {
        var log = Log()
        try log.add(on: "2011-03-01")
        let since = CaseSince.of(log.record("A"))
        #expect(since.supervision == nil && since.entries.count == 1 && since.childView == nil)
        let found = try #require(
            try view([Rows.row("A") { $0.lastSupervisedOn = nil }], since: [since]).cases.first)
        #expect(
            found.why == ["never seen alone", "never discussed in supervision", "no view of the child recorded"])
    }

    @Test func theWorstCaseComesFirstAndOthersAreNotCounted() throws {
        let view = try view(
            [
                Rows.row("QUIET"), Rows.row("LATE"), Rows.row("UNSEEN") { $0.lastSeenOn = nil },
                Rows.row("CARE") {
                    $0.lookedAfterSince = Rows.day("2011-02-01")
                    $0.weight = 3
                },
                Rows.row("OTHER", worker: "kim"), Rows.row("CLOSED") { $0.isOpen = false },
            ],
            clocks: [Rows.clock("LATE", due: "2011-04-01")],
            lags: [
                Rows.lag("sam", [1, 1, 1, 1, 0, 0], longest: 7), Rows.lag("kim", [0, 0, 0, 0, 0, 5], longest: 50),
            ])
        #expect(view.cases.map(\.row.child.text) == ["CARE", "UNSEEN", "LATE", "QUIET"])
        #expect(view.load.cases == 4 && view.load.points == 6)
        #expect(view.recording.band(percent: 50) == 1...1 && view.recording.entries == 4)
        let text = view.text(TextLayout(columns: 100))
        #expect(text.contains("4 cases of 6 points, the cap is 20."))
        #expect(text.contains("as at log position 321") && text.contains("CARE LAC, 3 points"))
        #expect(text.contains("Initial assessment (R03), due 2011-04-01"))
    }
}
