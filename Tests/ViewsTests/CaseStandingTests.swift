import CaseRecord
import Foundation
import StrictJSON
import TestHistory
import Testing
import TextTable
import Timescales
import Views

/// Where one case stands, with the entries behind it, as at any day and as known at any moment.
@Suite struct CaseStandingTests {
    static let now = Instant("2020-07-01T12:00:00Z")!

    private func standing(
        _ log: Log, asAt: String? = nil, knownAt position: Int64? = nil, clocks: [Clock] = []
    ) -> CaseStanding {
        CaseStanding.of(
            log.record("A", knownAt: position), clocks: clocks, now: Self.now, asAt: asAt.flatMap { CivilDate($0) })
    }

    /// Allocated to sam, then to kim of another team, with a visit and a plan.
    private func history() throws -> Log {
        var log = try CaseRowTests.opened()
        try log.add("case.allocated", on: "2020-05-04", ["worker": "sam", "team": "north"])
        try log.add("visit.made", on: "2020-05-06", ["visit": "V-1", "purpose": "assessment", "seenAlone": true])
        try log.add("case.transferred", on: "2020-06-10", ["toTeam": "west"])
        try log.add("case.allocated", on: "2020-06-12", ["worker": "kim", "team": "west", "weight": 2])
        try log.add(
            "plan.made", on: "2020-06-13",
            [
                "plan": "P-1", "kind": "child-in-need", "reviewDue": "2020-06-30",
                "outcomes": [["name": "O-1", "outcome": "In school", "due": "2020-06-20", "measure": "Attendance"]],
                "actions": [["what": "Monitor attendance", "due": "2020-06-25", "who": "school"]],
            ])
        return log
    }

    /// Until the moment that it names, it says what it would say now; a clock's stage and a new day change it.
    @Test func itSaysUntilWhenItHolds() throws {
        let rulebook = try Rulebook.standard()
        var generator = SeededGenerator(seed: 8)
        var stages = 0
        for (child, history) in CountyLog(children: 60).histories.sorted(by: { $0.key < $1.key }) {
            let record = EffectiveRecord(of: child, history: history)
            let clocks = Clocks.of(record, rulebook: rulebook)
            func standing(_ now: Instant) -> CaseStanding { CaseStanding.of(record, clocks: clocks, now: now) }
            for _ in 0..<4 {
                let now = Instant("2026-11-20T00:00:00Z")!
                    .adding(seconds: Int64.random(in: 0..<4 * 86_400, using: &generator))
                let told = standing(now)
                let end = try #require(told.changesAt)
                #expect(end > now && end <= now.adding(seconds: 86_400))
                #expect(standing(end.adding(seconds: -1)).json == told.json, "\(child) at \(now)")
                let after = standing(end)
                #expect(after.json != told.json, "\(child) at \(end)")
                if after.asAt == told.asAt { stages += 1 }
            }
            let yesterday = CivilDate("2026-11-19")!
            let over = CaseStanding.of(
                record, clocks: clocks, now: Instant("2026-11-20T00:00:00Z")!, asAt: yesterday)
            #expect(over.changesAt == nil)
        }
        #expect(stages > 0, "a stage began within a day")
    }

    @Test func servicesSayForWhatTheyWereAskedHowLongTheyTookAndWhatTheyChanged() throws {
        var log = try history()
        try log.add(
            "service.requested", on: "2020-05-10",
            [
                "service": "SV-1", "what": "Family support", "provider": "Family Intervention Project", "plan": "P-1",
                "outcome": "In school", "neededBy": "2020-06-01",
            ])
        try log.add(
            "service.requested", on: "2020-06-15", ["service": "SV-2", "what": "Mentor", "neededBy": "2020-06-30"])
        try log.add("service.requested", on: "2020-06-16", ["service": "SV-3", "what": "Parenting course"])
        try log.add("service.started", on: "2020-06-05", ["service": "SV-1"])
        try log.add("service.started", on: "2020-06-20", ["service": "SV-3", "provider": "Homestart"])
        try log.add("service.started", on: "2020-06-21", ["service": "SV-4", "provider": "School nurse"])
        try log.add(
            "service.ended", on: "2020-06-28",
            ["service": "SV-1", "reason": "Done", "measure": "Attendance", "before": "60%", "after": "92%"])
        let services = standing(log).services
        #expect(services.map(\.reference) == ["SV-2", "SV-3", "SV-4", "SV-1"])
        #expect(services.map(\.state) == [.requested, .inPlace, .inPlace, .ended])
        // From the request to the day of the answer, or to the beginning; of SV-4 nobody knows.
        let today = CivilDate("2020-07-01")!
        #expect(services.map { $0.daysWaited(asAt: today) } == [16, 4, nil, 26])
        #expect(services.map { $0.isLate(asAt: today) } == [true, false, false, false])
        let json = standing(log).json["services"]?.arrayValue
        #expect(json?[3]["outcome"] == "In school" && json?[3]["after"] == "92%" && json?[3]["daysWaited"] == 26)
        #expect(json?[1]["provider"] == "Homestart" && json?[0]["late"] == true)
        let text = standing(log).text(TextLayout(columns: 160))
        #expect(text.contains("Family support; for: In school; Attendance 60% to 92%; Done"))

        // On the last day of May it was only asked for.
        let earlier = standing(log, asAt: "2020-05-31").services
        #expect(earlier.map(\.reference) == ["SV-1"] && earlier.first?.state == .requested)
        // What was asked for again after it ended is another; what is only known to the month has no days.
        var again = log
        try again.add("service.requested", on: "2020-06", ["service": "SV-5", "what": "Mentor"])
        try again.add("service.requested", on: "2020-06-29", ["service": "SV-1", "what": "Family support"])
        #expect(standing(again).services.map(\.reference) == ["SV-5", "SV-2", "SV-1", "SV-3", "SV-4", "SV-1"])
        #expect(standing(again).services.map { $0.daysWaited(asAt: today) } == [nil, 16, 2, 4, nil, 26])
        // With the case the need is closed; nothing is late any more, and a later episode begins without it.
        try log.add("case.closed", on: "2020-06-29", ["reason": "RC1", "referral": "R-1"])
        #expect(standing(log).services.map(\.reference) == ["SV-3", "SV-4", "SV-2", "SV-1"])
        let lapsed = standing(log).services[2]
        #expect(lapsed.state == .lapsed && !lapsed.isLate(asAt: today) && lapsed.daysWaited(asAt: today) == nil)
        try log.add("referral.received", on: "2020-06-30", ["referral": "R-2", "team": "north"])
        try log.add("referral.decided", on: "2020-06-30", ["referral": "R-2", "outcome": "single-assessment"])
        #expect(standing(log).services.map(\.reference) == ["SV-3", "SV-4"])
    }

    @Test func theWorkerCanBeAskedForAsAtAnyDay() throws {
        let log = try history()
        let spans = standing(log).responsibility.spans
        #expect(spans.map(\.from.description) == ["2020-05-01", "2020-05-04", "2020-06-10", "2020-06-12"])
        #expect(spans.map(\.until?.description) == ["2020-05-04", "2020-06-10", "2020-06-12", nil])
        #expect(spans.map(\.worker?.text) == [nil, "sam", nil, "kim"])
        #expect(spans.map(\.team?.text) == ["duty", "north", "west", "west"])
        #expect(spans.map(\.begunBy.position) == [2, 5, 7, 8])
        let history = ResponsibilityHistory.of(log.record("A"))
        #expect(history.on(CivilDate("2020-04-30")!) == nil)
        #expect(history.on(CivilDate("2020-06-09")!)?.worker == WorkerID("sam"))
        #expect(history.on(CivilDate("2020-06-11")!)?.team == TeamID("west"))

        let earlier = standing(log, asAt: "2020-05-31")
        #expect(earlier.row.worker == WorkerID("sam") && earlier.row.allocatedOn == CivilDate("2020-05-04"))
        #expect(earlier.plans.isEmpty && earlier.openItems.isEmpty)
        let between = standing(log, asAt: "2020-06-11")
        #expect(between.row.worker == nil && between.row.unallocatedSince == CivilDate("2020-06-10"))
        let now = standing(log)
        #expect(now.row.worker == WorkerID("kim") && now.row.weight == 2 && now.row.unallocatedSince == nil)
        #expect(now.asAt == CivilDate("2020-07-01") && now.age?.description == "5 y 4 m")
    }

    @Test func whatWasKnownEarlierDiffersOnlyByWhatWasRecordedLater() throws {
        var log = try history()
        // Recorded afterwards, of a day before.
        try log.add("visit.made", on: "2020-05-20", ["visit": "V-2", "purpose": "assessment", "seen": true])
        let before = standing(log, asAt: "2020-05-31", knownAt: 9)
        let after = standing(log, asAt: "2020-05-31", knownAt: 10)
        func seen(_ standing: CaseStanding) -> [Int64?] {
            standing.last.filter { $0.kind == .seen || $0.kind == .seenAlone }.map { $0.entry?.position }
        }
        #expect(seen(before) == [6, 6] && seen(after) == [10, 6])
        #expect(before.row.lastSeenOn == CivilDate("2020-05-06") && after.row.lastSeenOn == CivilDate("2020-05-20"))
        var (one, other) = (try #require(before.json.objectValue), try #require(after.json.objectValue))
        for name in ["position", "knownAt", "last"] {
            #expect(one[name] != other[name], "\(name)")
            one[name] = nil
            other[name] = nil
        }
        #expect(one == other)
    }

    @Test func plansShowProgressAndDrift() throws {
        var log = try history()
        for (day, progress) in [("2020-06-20", "same"), ("2020-06-28", "same")] {
            try log.add(
                "plan.reviewed", on: day,
                ["plan": "P-1", "progress": [["outcome": "O-1", "progress": .string(progress), "value": "61 %"]]])
        }
        let plan = try #require(standing(log).plans.first)
        #expect(plan.kind == "child in need" && plan.begunBy.position == 9 && plan.lastReview?.position == 11)
        #expect(plan.reviewDue == nil && plan.contingencies.isEmpty)
        let outcome = try #require(plan.outcomes.first)
        #expect(outcome.lacks == ["baseline", "target"] && outcome.isDrifting)
        #expect(outcome.progress.map(\.by.position) == [10, 11])
        #expect(outcome.isOverdue(on: CivilDate("2020-06-21")!) && !outcome.isOverdue(on: CivilDate("2020-06-20")!))
    }

    @Test func openClocksAreThoseThatRanOnTheDay() throws {
        var log = Log()
        try log.add("referral.received", on: "2011-04-14", ["referral": "R-1"])
        try log.add("referral.decided", on: "2011-04-14", ["referral": "R-1", "outcome": "initial-assessment"])
        try log.add(
            "assessment.started", on: "2011-04-14", ["assessment": "A-1", "kind": "initial", "referral": "R-1"])
        try log.add("assessment.authorised", on: "2011-05-06", ["assessment": "A-1"])
        let clocks = Clocks.of(log.record("A"), rulebook: try .standard())
        func initial(_ day: String) -> [String] {
            standing(log, asAt: day, clocks: clocks).clocks.filter { $0.clock.rule.id.rawValue == "R03" }
                .map { "\($0.clock.due) \($0.stage.rawValue)" }
        }
        #expect(initial("2011-04-13") == [])
        #expect(initial("2011-04-15") == ["2011-05-04 running"])
        #expect(initial("2011-05-05") == ["2011-05-04 overdue"])
        #expect(initial("2011-05-06") == [])
    }

    @Test func theTextSaysWhatAManagerAsks() throws {
        let text = standing(try history()).text(TextLayout(columns: 160))
        for line in [
            "Case of A, born 2015-02-03 (5 y 4 m)", "As at 2020-07-01; log position 9.", "kim, since 2020-06-12",
            "open since 2020-05-01", "2020-05-06, 56 days ago: ", "supervised  never",
            "Child in need plan P-1, since 2020-06-13", "Not reviewed yet, next was due 2020-06-30.",
            "lacks baseline, target", "No contingency.", "Monitor attendance (lacks monitor)",
            "Who had the case",
        ] {
            #expect(text.contains(line), "\(line)\n\(text)")
        }
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 160 })
    }

    @Test func aMergedRecordSaysWhereItWent() throws {
        var log = try CaseRowTests.opened()
        try log.merge("A", into: "B")
        let standing = standing(log)
        #expect(standing.mergedInto == ChildID("B") && standing.json["mergedInto"] == "B")
        // Of a child of whom nothing was known then.
        let nothing = CaseStanding.of(Log().record("A"), clocks: [], now: Self.now)
        #expect(nothing.episodes.isEmpty && !nothing.row.isOpen && nothing.row.position == 0)
    }
}
